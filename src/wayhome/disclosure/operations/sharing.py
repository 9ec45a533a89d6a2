"""Sharing, and deciding not to: one operation each, recorded with everything it rests on (4LSCB 3; PATH 18.2)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from wayhome.disclosure import paper
from wayhome.disclosure.given import Chosen, Hidden, Reasons, Recipient
from wayhome.disclosure.models import DisclosedItem, Disclosure
from wayhome.disclosure.operations.errors import BadValue, NotFound
from wayhome.disclosure.operations.telling import tell
from wayhome.disclosure.recipients import called
from wayhome.engine.facts import Moment
from wayhome.packs.sharing import load_sharing
from wayhome.platform import files, wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of
from wayhome.platform.queries.posts import still_here
from wayhome.record.operations.facts import Draft, record
from wayhome.record.operations.locks import lock_child
from wayhome.record.queries import children
from wayhome.ui import words
from wayhome.ui.documents import Block, Callout, Pairs

SHARED, WITHHELD = "sharing.shared", "sharing.withheld"
# Without agreement, somebody must have said why it was right to go on.
NEEDS_REASON = frozenset({"refused", "not-asked-danger", "not-asked-crime", "not-asked-urgent", "not-asked-reach"})


def share(
    *, actor: Actor, child: UUID, to: Recipient, chosen: Chosen, reasons: Reasons, hidden: Hidden, key: UUID
) -> UUID:
    """Make the paper, keep it as it went out, and record the sharing; a form sent twice records one. Returns its id.

    Writes: the row and its items, a fact, an audit entry, and an e-mail that names nobody to a colleague it is for.
    Refuses: NotFound; BadValue for what is not said; StillShows when the paper would show whom it must hide.
    """
    _check(actor, to, reasons)
    if not reasons.bases or not set(reasons.bases) <= set(load_sharing().bases):
        raise BadValue("Choose at least one lawful basis.")
    if reasons.onward not in load_sharing().onward:
        raise BadValue("Say how far it may be passed on.")
    if {reasons.child_position, reasons.parent_position} & NEEDS_REASON and not reasons.without_why.strip():
        raise BadValue("Somebody did not agree, or was not asked. Say why it is right to share without.")
    if not chosen and not reasons.asked_for.strip():
        raise BadValue("Choose what is shared, or write what was said.")
    with transaction.atomic():
        restricted = _seen(child)
        before = Disclosure.objects.filter(authority_id=actor.authority, key=key).values_list("id", flat=True).first()
        if before is not None:
            return before
        what = paper.contents(child, chosen)
        made = _made(actor, child, to, what, reasons, hidden, chosen.read_through) if chosen else None
        row = _row(actor, child, to, reasons, key, shared=True, restricted=restricted, named=sorted(hidden.named))
        if made is not None:
            row.pack, row.pack_digest = uuid.uuid4(), hashlib.sha256(made.content).hexdigest()
            files.put(row.pack, made.content)
        _write(actor, row, SHARED, f"Shared with {called(to)}. {reasons.purpose.strip()}")
        DisclosedItem.objects.bulk_create(_items(row, chosen))
        if made is not None and made.met:
            # That somebody is hidden tells that they have a record: so their own trail says who had such a paper made.
            audit.write(
                actor=actor, verb="share", what="named in a paper about somebody else", subjects=sorted(made.met)
            )
        tell(row, "shared")
    return row.id


def withhold(*, actor: Actor, child: UUID, to: Recipient, reasons: Reasons, key: UUID) -> UUID:
    """Record a decision not to share: what was asked for, by whom, and why it was not given. Returns its id.

    Refuses: NotFound; BadValue without what was asked for.
    """
    _check(actor, to, reasons)
    if not reasons.asked_for.strip():
        raise BadValue("Say what was asked for.")
    with transaction.atomic():
        restricted = _seen(child)
        before = Disclosure.objects.filter(authority_id=actor.authority, key=key).values_list("id", flat=True).first()
        if before is not None:
            return before
        row = _row(actor, child, to, reasons, key, shared=False, restricted=restricted, named=[])
        _write(actor, row, WITHHELD, f"Not shared with {called(to)}. {reasons.purpose.strip()}")
    return row.id


def _check(actor: Actor, to: Recipient, reasons: Reasons) -> None:
    terms = load_sharing()
    if not to.one:
        raise BadValue("Choose one recipient: a colleague, an agency, or somebody outside.")
    if to.user == actor.user:
        raise BadValue("You cannot share with yourself.")
    if called(to) == "":
        raise NotFound("There is no such colleague or agency.")
    if not reasons.purpose.strip():
        raise BadValue("Say why.")
    if not {reasons.child_position, reasons.parent_position} <= set(terms.positions):
        raise BadValue("Say what the child and the parents said, or why they were not asked.")
    if reasons.decided_at > wall.now():
        raise BadValue("The decision cannot be in the future.")
    if not still_here([reasons.decided_by]):
        raise BadValue("Choose the colleague who decided.")


def _seen(child: UUID) -> bool:
    lock_child(child)
    restricted = children.is_restricted(child)
    if restricted is None:
        raise NotFound("There is no such child, or you may not see the record.")
    return restricted


def _made(
    actor: Actor, child: UUID, to: Recipient, what: paper.Contents, reasons: Reasons, hidden: Hidden, read: bool
) -> paper.Made:
    banner, now, terms = children.banner(child), wall.now(), load_sharing()
    onward = ". ".join(w for w in (terms.onward[reasons.onward].means.rstrip("."), reasons.onward_words.strip()) if w)
    head: list[Block] = [
        Callout("Shared in confidence, to keep a child safe", (f"For {called(to)}.", f"{onward}.")),
        Pairs((("Why it is shared", reasons.purpose.strip()), ("Shared on", words.when(now)), ("By", actor.name))),
    ]
    name = (banner.known_as or banner.name or banner.reference) if banner else ""
    foot = f"Made for {called(to)}, {words.when(now)}"
    return paper.make(child, actor.authority, name, what, hidden, head, foot, now, read_through=read)


def _row(
    actor: Actor, child: UUID, to: Recipient, reasons: Reasons, key: UUID, *, shared: bool, restricted: bool,
    named: list[str],
) -> Disclosure:  # fmt: skip
    return Disclosure(
        authority_id=actor.authority, child_id=child, audience_id=audience_of(actor.agency, "care"),
        restricted=restricted, shared=shared, to_user=to.user, to_agency_id=to.agency, to_outside=to.outside.strip(),
        how=reasons.how.strip(), asked_for=reasons.asked_for.strip(), bases=list(reasons.bases),
        purpose=reasons.purpose.strip(), child_position=reasons.child_position,
        parent_position=reasons.parent_position, without_why=reasons.without_why.strip(), onward=reasons.onward,
        onward_words=reasons.onward_words.strip(), named=named, decided_by=reasons.decided_by,
        decided_at=reasons.decided_at, key=key,
    )  # fmt: skip


def _write(actor: Actor, row: Disclosure, kind: str, said: str) -> None:
    at = Moment(row.decided_at, row.decided_at)
    draft = Draft(kind, at, wall.now(), text=said, source=f"disclosure:{row.id}", sealed=row.restricted)
    (row.fact_id,) = record(actor=actor, child=row.child_id, drafts=[draft])
    row.save(force_insert=True)
    audit.write(
        actor=actor, verb="share" if row.shared else "withhold", what=f"disclosure {row.id}", subjects=[row.child_id]
    )


def _items(row: Disclosure, chosen: Chosen) -> Iterable[DisclosedItem]:
    for column, ids in (("fact", chosen.facts), ("document", chosen.documents), ("version", chosen.versions)):
        for each in dict.fromkeys(ids):
            yield DisclosedItem(authority_id=row.authority_id, disclosure_id=row.id, **{f"{column}_id": each})
    for other in dict.fromkeys(chosen.others):
        yield DisclosedItem(authority_id=row.authority_id, disclosure_id=row.id, other=other)
