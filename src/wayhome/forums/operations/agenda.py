"""Making the agenda: from the protocol's routes, read as the clock reads, and then as the chair arranges it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from wayhome.clocks import protocols
from wayhome.engine.forums import Forum
from wayhome.engine.routes import Routed
from wayhome.forums.models import Decision, Item, ItemState, Meeting, MeetingState, Reason
from wayhome.forums.operations.allowed import item_to_change, meeting_to_change
from wayhome.forums.operations.errors import BadValue, NotFound
from wayhome.forums.reading import Read, kinds_of, read, routes_about, together
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of
from wayhome.platform.roles import as_clock
from wayhome.record.queries import children, gathered, links, subjects
from wayhome.record.queries.gathered import Kept
from wayhome.record.subjects import Subject
from wayhome.ui.words import local

Side = Literal["child", "context"]
SIDES: tuple[Side, ...] = ("child", "context")
EVERY_AGENCY = "missing"  # that somebody is talked about is told to every agency, or it could not answer
REVIEW_SET = "review-set"
IN_VIEW = "The protocol keeps them in view without timetabling them, or nobody can tell yet."
TALKED = "Talked about already, and nothing their route rests on is new since. A review comes on the day that was set."
NO_LONGER = "What had put them on the agenda holds no more."
# From what many may read to what few may: a reason is kept as closely as the closest of the facts it rests on.
_CLOSER = ("identity", "missing", "care", "health", "location", "intelligence")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One child or context of whom the routes say something."""

    side: Side
    subject: UUID
    said: tuple[Routed, ...]
    timetabled: bool
    off: str = IN_VIEW  # why not, if it is not timetabled


def gather(*, actor: Actor, meeting: UUID) -> int:
    """Read the record and bring the agenda up to it; return how many are on it, those the actor may not see included.

    Whoever a route puts there is put there; whom the chair took off stays off, with the chair's reason; of whom no
    route holds any more, it is said. As many statements for three children as for three thousand.
    Refuses NotFound, NotYours; TooLate once the meeting has begun: what arrives then waits for the next one (R16).
    """
    with transaction.atomic():
        row, forum = meeting_to_change(actor, meeting, MeetingState.PLANNED)
        now = wall.now()
        with as_clock():
            wanted = {each.subject: each for each in _wanted(row, forum, now)}
            before = {item.subject_id: item for item in Item.objects.filter(meeting=row)}
        grouped = _grouped(actor.authority, [*wanted, *before])
        with as_clock():
            _write(actor, row, forum, wanted, before, grouped, now)
            count = Item.objects.filter(meeting=row, state=ItemState.ON).count()
        row.gathered_at = now
        row.save(update_fields=["gathered_at"])
        audit.write(actor=actor, verb="write", what="agenda", subjects=[])
    return count


def _wanted(meeting: Meeting, forum: Forum, now: datetime) -> list[Wanted]:
    protocol, found = protocols.active(meeting.authority_id), dict[UUID, Wanted]()
    for side in SIDES:
        routes = routes_about(forum, side)
        kinds = kinds_of(routes, protocol.vocabulary)
        known = gathered.situations(meeting.authority_id, side, kinds) if kinds else {}
        for each in read(routes, known, protocol.vocabulary, protocols.calendar(), now):
            found[each.subject] = _as_wanted(side, each)
    last, day = _last(meeting), local(meeting.opens_at).date()
    for decision in last.values():
        if decision.review_on is not None and decision.review_on <= day:
            said = (Routed(REVIEW_SET, True),)
            old = found.get(decision.subject_id)
            side = "child" if decision.item.child_id else "context"
            found[decision.subject_id] = Wanted(side, decision.subject_id, (*(old.said if old else ()), *said), True)
    return _anything_new(list(found.values()), last)


def _anything_new(wanted: list[Wanted], last: Mapping[UUID, Decision]) -> list[Wanted]:
    """Leave off whom this forum has decided on since, where nothing that puts them there is newer and no review is due.

    The document lets a decision end the meeting's review, and brings a child back after the next CERAF (R29).
    """
    again = {each.subject for each in wanted if each.timetabled and each.subject in last}
    again -= {each.subject for each in wanted if any(said.route == REVIEW_SET for said in each.said)}
    rests = {each.subject: [f for said in each.said if said.open for f in said.facts] for each in wanted}
    known = gathered.kept([fact for subject in again for fact in rests[subject]])

    def news(subject: UUID) -> bool:
        told = [known[fact].recorded_at for fact in rests[subject] if fact in known]
        return not told or any(at is not None and at > last[subject].recorded_at for at in told)

    return [
        replace(each, timetabled=False, off=TALKED) if each.subject in again and not news(each.subject) else each
        for each in wanted
    ]


def _as_wanted(side: Side, each: Read) -> Wanted:
    return Wanted(side, each.subject, each.said, each.timetabled)


def _last(meeting: Meeting) -> dict[UUID, Decision]:
    """Return the last decision about each subject at earlier meetings of the same forum: one statement."""
    earlier = Decision.objects.filter(
        authority_id=meeting.authority_id, item__meeting__forum=meeting.forum,
        item__meeting__opens_at__lt=meeting.opens_at,
    ).exclude(item__meeting=meeting)  # fmt: skip
    last = earlier.order_by("subject_id", "-item__meeting__opens_at", "-number").distinct("subject_id")
    return {each.subject_id: each for each in last.select_related("item")}


def _grouped(authority: UUID, ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return who is linked with whom, as the actor may see: links between children are families and friends."""
    every = list(ids)
    linked = links.links_of(authority, every) if every else ()
    pairs = [(each.first.id, each.other.id) for each in linked if each.first.kind == each.other.kind == "child"]
    return together(every, pairs)


def _write(
    actor: Actor, meeting: Meeting, forum: Forum, wanted: Mapping[UUID, Wanted], before: dict[UUID, Item],
    grouped: Mapping[UUID, int], now: datetime,
) -> None:  # fmt: skip
    audience = audience_of(actor.agency, EVERY_AGENCY)
    locked = gathered.restricted(meeting.authority_id)
    fresh = [
        Item(
            authority_id=meeting.authority_id, meeting=meeting, subject_id=each.subject, audience_id=audience,
            restricted=each.subject in locked, part=part_of(forum, each.side), position=0,
            state=ItemState.ON if each.timetabled else ItemState.LEFT_OFF,
            note="" if each.timetabled else each.off, **{f"{each.side}_id": each.subject},
        )
        for each in wanted.values() if each.subject not in before
    ]  # fmt: skip
    for item in before.values():
        _settle(item, wanted.get(item.subject_id))
    everyone = _in_order([*sorted(before.values(), key=lambda item: item.position), *fresh], forum, grouped)
    for position, item in enumerate(everyone, start=1):
        item.position, item.together = position, grouped.get(item.subject_id, 0)
    Item.objects.bulk_create(fresh)
    Item.objects.bulk_update(before.values(), ["position", "together", "state", "note"])
    Reason.objects.filter(item__meeting=meeting).delete()
    Reason.objects.bulk_create(_reasons(everyone, wanted, audience, now))


def _settle(item: Item, now: Wanted | None) -> None:
    if item.state == ItemState.REMOVED or item.added:
        return
    on = now is not None and now.timetabled
    item.state = ItemState.ON if on else ItemState.LEFT_OFF
    item.note = "" if on else now.off if now else NO_LONGER


def _in_order(items: list[Item], forum: Forum, grouped: Mapping[UUID, int]) -> list[Item]:
    """Return the items part by part, in the order they have, those who are linked behind the first of them."""
    parts = {part.id: place for place, part in enumerate(forum.agenda)}
    first: dict[int, int] = {}
    for place, item in enumerate(items):
        if item.subject_id in grouped:
            first.setdefault(grouped[item.subject_id], place)
    places = {item.subject_id: first.get(grouped.get(item.subject_id, 0), n) for n, item in enumerate(items)}
    return sorted(items, key=lambda item: (parts.get(item.part, 0), places[item.subject_id]))


def _reasons(
    items: Iterable[Item], wanted: Mapping[UUID, Wanted], many: int, now: datetime
) -> list[Reason]:  # fmt: skip
    listed = [(item, said) for item in items if item.subject_id in wanted for said in wanted[item.subject_id].said]
    known = gathered.kept({fact for _, said in listed for fact in said.facts})
    made = []
    for item, said in listed:
        resting = [known[fact] for fact in said.facts if fact in known]
        closest = max(resting, key=lambda each: _CLOSER.index(each.handling), default=Kept(many, EVERY_AGENCY, False))
        sealed = item.restricted or any(each.restricted for each in resting)
        made.append(
            Reason(
                authority_id=item.authority_id, item=item, subject_id=item.subject_id, audience_id=closest.audience,
                restricted=sealed, route=said.route, open=said.open, facts=list(said.facts),
                lacking=list(said.missing), gathered_at=now,
            )
        )  # fmt: skip
    return made


def part_of(forum: Forum, side: str) -> str:
    """Return the part of the agenda where children, or contexts, are gone through; the first where none says so."""
    word = "context" if side == "context" else "child"
    named = [part.id for part in forum.agenda if part.id.startswith(word)]
    return (named or [part.id for part in forum.agenda] or [""])[0]


def add(*, actor: Actor, meeting: UUID, subject: Subject, why: str) -> UUID:
    """Put a child or a context on the agenda by hand, and say why; one that was taken or left off is put back.

    Refuses BadValue without a reason, NotFound for what the actor may not see, and as `gather` does; until it ends.
    """
    why = _said(why, "Say why they are to be talked about.")
    with transaction.atomic():
        row, forum = meeting_to_change(actor, meeting, MeetingState.PLANNED, MeetingState.OPEN)
        there = Item.objects.filter(meeting=row, subject_id=subject.id).first()
        if there is not None:
            there.state, there.note = ItemState.ON, why
            there.save(update_fields=["state", "note"])
            item = there.id
        else:
            item = _added(actor, row, forum, subject, why)
        audit.write(actor=actor, verb="write", what="put on an agenda", subjects=[subject.id])
    return item


def _added(actor: Actor, meeting: Meeting, forum: Forum, subject: Subject, why: str) -> UUID:
    seen = children.is_restricted(subject.id) if subject.kind == "child" else False
    if seen is None or (subject.kind == "context" and subjects.reference(subject) is None):
        raise NotFound("There is no such record, or you may not see it.")
    last = Item.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
    made = Item.objects.create(
        authority_id=meeting.authority_id, meeting=meeting, subject_id=subject.id, restricted=seen,
        audience_id=audience_of(actor.agency, EVERY_AGENCY), part=part_of(forum, subject.kind), position=last + 1,
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
