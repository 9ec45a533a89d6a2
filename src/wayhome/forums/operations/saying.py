"""What people write about an item: each in a row of their own, so that nobody's words can go under another's."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.forums.models import Answer, Item, ItemState, MeetingState, Note
from wayhome.forums.operations.allowed import check_state, one_at_a_time
from wayhome.forums.operations.errors import BadValue, NotFound
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of

LONGEST = 20_000
# With whom somebody shares what they wrote, from many to few: the class of handling that has those readers.
SHARED = {
    "missing": "Every agency at the meeting",
    "care": "Social care, police and youth justice, and my own agency",
    "intelligence": "Police, and my own agency",
}


@dataclass(frozen=True, slots=True)
class Saved:
    """What is kept of a note now. `beside`: it was saved next to what another page of the same person had kept."""

    note: UUID
    version: int
    saved_at: datetime
    beside: bool


def write(
    *, actor: Actor, item: UUID, text: str, shared: str, note: UUID | None = None, version: int = 0,
    kind: str = "said",
) -> Saved:  # fmt: skip
    """Keep what somebody wrote; `note` and `version` are those their page last saved, none at first.

    When another page of theirs has saved since, the words go into a row beside it: both are kept. The same words sent
    again, because the answer to the first sending was lost, are no second row. Words about what was taken off while they
    were typed are kept like any others: the page says that it was.
    Refuses NotFound for an item the actor may not see; TooLate once signed; BadValue for what is too long.
    """
    if len(text) > LONGEST or "\x00" in text:
        raise BadValue(f"Write {LONGEST:,} characters or fewer here, without null characters.")
    if shared not in SHARED:
        raise BadValue("Choose who may read it.")
    with transaction.atomic():
        about = _item(item, talked_of=False)
        audience = audience_of(actor.agency, shared)
        mine = Note.objects.select_for_update().filter(item=about, by_user=actor.user, kind=kind)
        row = mine.filter(id=note).first() if note else mine.order_by("recorded_at").last() if version == 0 else None
        follows = row is not None and (row.version == version or text.startswith(row.text))
        if row is not None and follows:
            row.text, row.audience_id, row.version, row.saved_at = text, audience, row.version + 1, wall.now()
            row.save(update_fields=["text", "audience_id", "version", "saved_at"])
        else:
            # The row is looked for under nobody else's id: a note that is not there any more is written anew.
            beside, row = row is not None, _new(actor, about, kind, text, audience)
            return Saved(row.id, row.version, row.saved_at, beside)
    return Saved(row.id, row.version, row.saved_at, False)


def answer(*, actor: Actor, item: UUID, text: str, nothing_known: bool, shared: str) -> None:
    """Record what the actor's agency answers before the meeting. "Nothing known" is an answer.

    Writes: that it answered, for every agency to see; its words, for those it chose; an audit entry.
    Refuses BadValue for neither or both; NotFound; TooLate once the meeting has ended.
    """
    if bool(text.strip()) == nothing_known:
        raise BadValue("Write what your agency knows, or say that nothing is known: one of the two.")
    with transaction.atomic():
        about = _item(item, MeetingState.PLANNED, MeetingState.OPEN)
        told = Answer.objects.select_for_update().filter(item=about, agency_id=actor.agency).first()
        if told is None:
            Answer.objects.create(
                authority_id=actor.authority, item=about, subject_id=about.subject_id, audience_id=about.audience_id,
                restricted=about.restricted, agency_id=actor.agency, nothing_known=nothing_known,
                answered_at=wall.now(), by_user=actor.user,
            )  # fmt: skip
        else:
            told.nothing_known, told.answered_at, told.by_user = nothing_known, wall.now(), actor.user
            told.save(update_fields=["nothing_known", "answered_at", "by_user"])
        if text.strip():
            _new(actor, about, "return", text.strip(), audience_of(actor.agency, _class(shared)))
        audit.write(actor=actor, verb="write", what="agency return", subjects=[about.subject_id])


def _class(shared: str) -> str:
    if shared not in SHARED:
        raise BadValue("Choose who may read it.")
    return shared


def _item(item: UUID, *states: MeetingState, talked_of: bool = True) -> Item:
    of = Item.objects.filter(id=item).values_list("meeting_id", flat=True).first()
    if of is not None:
        one_at_a_time(of)
    about = Item.objects.select_related("meeting").filter(id=item).first()
    if about is None or (talked_of and about.state != ItemState.ON):
        raise NotFound("It is not on the agenda, or you may not see it.")
    check_state(about.meeting, states)
    return about


def _new(actor: Actor, about: Item, kind: str, text: str, audience: int) -> Note:
    return Note.objects.create(
        id=uuid.uuid4(), authority_id=actor.authority, item=about, subject_id=about.subject_id, audience_id=audience,
        restricted=about.restricted, kind=kind, by_user=actor.user, agency_id=actor.agency, text=text,
        saved_at=wall.now(),
    )  # fmt: skip
