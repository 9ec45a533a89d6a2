"""What follows a sharing: that it was acknowledged, and that each correction was sent to the same people."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.disclosure import paper
from wayhome.disclosure.given import Hidden, Recipient
from wayhome.disclosure.models import DisclosedItem, Disclosure, DisclosureStep
from wayhome.disclosure.operations.errors import BadValue, NotFound
from wayhome.disclosure.operations.telling import tell
from wayhome.disclosure.queries.disclosures import last_told
from wayhome.disclosure.recipients import called
from wayhome.platform import files, wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.record.queries import children, standing
from wayhome.ui import words
from wayhome.ui.documents import Block, Callout

ACKNOWLEDGED, CORRECTED = "acknowledged", "corrected"


def acknowledge(*, actor: Actor, disclosure: UUID, at: datetime, how: str) -> None:
    """Record that the recipient has it and will keep to the limits; said twice it is recorded once, and once more after
    each correction.

    Refuses: NotFound; BadValue for a decision not to share, a time to come, or no word on how, by hand.
    """
    with transaction.atomic():
        row = _row(disclosure)
        if not row.shared:
            raise BadValue("Nothing was shared, so there is nothing to acknowledge.")
        mine = row.to_user == actor.user or row.to_agency_id == actor.agency
        if not how.strip() and not mine:
            raise BadValue("Say how they acknowledged it.")
        if at > wall.now():
            raise BadValue("That time is still to come.")
        last = row.steps.order_by("-recorded_at").values_list("kind", flat=True).first()
        if last == ACKNOWLEDGED:
            return
        said = how.strip() or "In Wayhome"
        _step(actor, row, ACKNOWLEDGED, at, said)


def send_correction(*, actor: Actor, item: UUID, at: datetime, how: str) -> None:
    """Record that the recipient was told how a shared fact stands now; with the paper that says so, for a colleague.

    Refuses: NotFound; BadValue when nothing is to be corrected, without how, or for a time before the sharing or to come.
    """
    with transaction.atomic():
        found = DisclosedItem.objects.select_related("disclosure").filter(id=item).first()
        if found is None or found.fact_id is None:
            raise NotFound("There is no such thing that was shared, or you may not see it.")
        row = found.disclosure
        told = last_told([row.id]).get(found.id, found.fact_id)
        since = standing.changed([told]).get(told) if told else None
        if since is None:
            raise BadValue("What they were told still stands, so there is no correction to send.")
        if not how.strip():
            raise BadValue("Say how it was sent.")
        if at > wall.now() or at < row.decided_at:
            raise BadValue("Enter a time after it was shared, and not to come.")
        made = _paper(actor, row, since.now, since.reason)
        name = uuid.uuid4()
        files.put(name, made.content)
        _step(actor, row, CORRECTED, at, how.strip(), item=found.id, upto=since.now, pack=name)
        tell(row, "corrected", about=since.now or found.id)


def _row(disclosure: UUID) -> Disclosure:
    row = Disclosure.objects.filter(id=disclosure).first()
    if row is None:
        raise NotFound("There is no such sharing, or you may not see it.")
    return row


def _step(
    actor: Actor, row: Disclosure, kind: str, at: datetime, how: str, *, item: UUID | None = None,
    upto: UUID | None = None, pack: UUID | None = None,
) -> None:  # fmt: skip
    DisclosureStep.objects.create(
        authority_id=row.authority_id, disclosure=row, kind=kind, at=at, how=how, item_id=item, upto_id=upto, pack=pack
    )
    audit.write(actor=actor, verb="acknowledge" if kind == ACKNOWLEDGED else "correct", what=f"disclosure {row.id}",
                subjects=[row.child_id])  # fmt: skip


def _paper(actor: Actor, row: Disclosure, now: UUID | None, reason: str) -> paper.Made:
    """Return the paper that goes to the recipient: how it stands now, or that it is withdrawn, under the same cover."""
    to = Recipient(row.to_user, row.to_agency_id, row.to_outside)
    moment = wall.now()
    head: list[Block] = [
        Callout(
            "A correction to what was shared with you",
            (
                f"On {words.when(row.decided_at)} something was shared with {called(to)} that is no longer right.",
                "It now stands as below." if now else "It is withdrawn: nothing takes its place.",
                f"Why: {reason}",
                "Put right your own record, and tell anybody to whom you passed it on.",
            ),
        )
    ]
    facts = standing.entries_of(row.child_id, [now]) if now else ()
    if now and not facts:
        raise BadValue("You may not see how it stands now. Ask whoever corrected it to send the correction.")
    banner = children.banner(row.child_id)
    name = (banner.known_as or banner.name or banner.reference) if banner else ""
    what = paper.Contents(tuple(facts), (), ())
    return paper.make(
        row.child_id, row.authority_id, name, what, Hidden(frozenset(row.named)), head,
        f"Made for {called(to)}, {words.when(moment)}", moment, read_through=False,
    )  # fmt: skip
