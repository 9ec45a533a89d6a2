"""The agenda as the chair arranges it: who is put on it by hand or taken off, in which order, for how long."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from wayhome.engine.forums import Forum
from wayhome.forums.models import Decision, Item, ItemState, Meeting, MeetingState
from wayhome.forums.operations.allowed import item_to_change, meeting_to_change
from wayhome.forums.operations.errors import BadValue, NotFound
from wayhome.forums.operations.gathering import EVERY_AGENCY
from wayhome.forums.operations.ordering import part_of
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of
from wayhome.platform.roles import as_clock
from wayhome.record.queries import children, subjects
from wayhome.record.subjects import Subject


def add(*, actor: Actor, meeting: UUID, subject: Subject, why: str) -> UUID:
    """Put a child or a context on the agenda by hand, and say why; one that was taken or left off is put back.

    One that was kept from the actor, for what it rests on, stands there from now on as if it had been put there now: what
    it rests on stays closed. A refusal would tell that it was there.
    Refuses BadValue without a reason, NotFound for what the actor may not see, and as `gather` does; until it ends.
    """
    why = _said(why, "Say why they are to be talked about.")
    with transaction.atomic():
        row, forum = meeting_to_change(actor, meeting, MeetingState.PLANNED, MeetingState.OPEN)
        there = Item.objects.filter(meeting=row, subject_id=subject.id).first()
        if there is not None:
            with as_clock():  # that somebody was put there by hand is changed by nobody afterwards
                Item.objects.filter(id=there.id).update(state=ItemState.ON, note=why, added=True)
            item = there.id
        else:
            item = _added(actor, row, forum, subject, why)
        audit.write(actor=actor, verb="write", what="put on an agenda", subjects=[subject.id])
    return item


def _added(actor: Actor, meeting: Meeting, forum: Forum, subject: Subject, why: str) -> UUID:
    seen = children.is_restricted(subject.id) if subject.kind == "child" else False
    if seen is None or (subject.kind == "context" and subjects.reference(subject) is None):
        raise NotFound("There is no such record, or you may not see it.")
    audience = audience_of(actor.agency, EVERY_AGENCY)
    with as_clock():
        hidden = Item.objects.filter(meeting=meeting, subject_id=subject.id).first()
        if hidden is not None:
            hidden.audience_id, hidden.restricted, hidden.added = audience, seen, True
            hidden.state, hidden.note = ItemState.ON, why
            hidden.save(update_fields=["audience", "restricted", "added", "state", "note"])
            return hidden.id
    last = Item.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
    made = Item.objects.create(
        authority_id=meeting.authority_id, meeting=meeting, subject_id=subject.id, restricted=seen,
        audience_id=audience, part=part_of(forum, subject.kind), position=last + 1,
        state=ItemState.ON, added=True, note=why, **{f"{subject.kind}_id": subject.id},
    )  # fmt: skip
    return made.id


def remove(*, actor: Actor, item: UUID, why: str) -> None:
    """Take an item off the agenda: it stays on the record with the reason. Refuses BadValue without one, or once decided."""
    why = _said(why, "Say why they are not talked about at this meeting.")
    with transaction.atomic():
        row, _, _ = item_to_change(actor, item)
        if row.decisions.exists():
            raise BadValue("It was decided already, so it cannot be taken off.")
        row.state, row.note = ItemState.REMOVED, why
        row.save(update_fields=["state", "note"])
        audit.write(actor=actor, verb="write", what="taken off an agenda", subjects=[row.subject_id])


def put_off(*, actor: Actor, meeting: UUID, why: str) -> int:
    """Take off whatever the actor sees that was not reached, each with the same reason; return how many that were.

    Nothing was decided on any of them: whom a route still finds is on the next agenda.
    Refuses BadValue without a reason or where everything was reached, and as `gather` does; while it is held or ended.
    """
    why = _said(why, "Say why they were not talked about.")
    with transaction.atomic():
        row, _ = meeting_to_change(actor, meeting, MeetingState.OPEN, MeetingState.ENDED)
        with as_clock():
            decided = set(Decision.objects.filter(item__meeting=row).values_list("item_id", flat=True))
        left = Item.objects.filter(meeting=row, state=ItemState.ON).exclude(id__in=decided)
        subjects = list(left.values_list("subject_id", flat=True))
        if not subjects:
            raise BadValue("Everything on the agenda was decided: there is nothing to take off.")
        count = left.update(state=ItemState.REMOVED, note=why)
        audit.write(actor=actor, verb="write", what="taken off an agenda", subjects=subjects)
    return count


def arrange(*, actor: Actor, item: UUID, earlier: bool) -> None:
    """Move an item one place earlier or later among those on the agenda that the actor may see."""
    with transaction.atomic():
        row, meeting, _ = item_to_change(actor, item, MeetingState.PLANNED, MeetingState.OPEN)
        beside = Item.objects.filter(meeting=meeting, state=ItemState.ON, part=row.part)
        other = (
            beside.filter(position__lt=row.position).order_by("-position").first()
            if earlier
            else beside.filter(position__gt=row.position).order_by("position").first()
        )
        if other is None:
            return
        row.position, other.position = other.position, row.position
        Item.objects.bulk_update([row, other], ["position"])


def give_time(*, actor: Actor, item: UUID, minutes: int | None) -> None:
    """Say how many minutes an item has. Refuses BadValue for none or for more than a day's."""
    if minutes is not None and not 1 <= minutes <= 480:
        raise BadValue("Give it between 1 and 480 minutes.")
    with transaction.atomic():
        row, _, _ = item_to_change(actor, item, MeetingState.PLANNED, MeetingState.OPEN)
        row.minutes = minutes
        row.save(update_fields=["minutes"])


def _said(words: str, problem: str) -> str:
    if not words.strip():
        raise BadValue(problem)
    return words.strip()[:2000]
