"""Meetings, their agendas and what was written and decided, as the reader may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from wayhome.engine.forums import Forum
from wayhome.forums.models import Acceptance, Answer, Decision, Identified, Item, Meeting, Note, Reason, Seat
from wayhome.forums.queries import copied
from wayhome.forums.queries.definitions import forum_of
from wayhome.record.queries import links
from wayhome.record.queries.links import End

DONE = ("signed", "cancelled")
PAGE = 100  # items shown at once
CLOSED = 30  # meetings that are over, shown at once


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One meeting with its forum as the protocol has it. Times are aware UTC."""

    id: UUID
    forum: Forum
    line: str
    opens_at: datetime
    closes_at: datetime | None
    place: str
    why: str
    state: str
    gathered_at: datetime | None
    began_at: datetime | None
    ended_at: datetime | None
    signed_at: datetime | None
    signed_by: UUID | None
    talking_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReasonView:
    """What one route said: `open` None where it could not be told, and what is `lacking`."""

    route: str
    open: bool | None
    facts: tuple[str, ...]
    lacking: tuple[str, ...]
    handling: str = ""
    audience: int = 0
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class NoteView:
    """One person's words, with the class of handling that says who reads them."""

    id: UUID
    kind: str
    user: UUID
    agency: UUID
    text: str
    version: int
    saved_at: datetime
    handling: str
    audience: int = 0
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What was decided, the last of its numbers, and how many there are."""

    number: int
    decision: str
    rationale: str
    grading: str
    to_whom: str
    review_on: date | None
    recorded_at: datetime
    by_user: UUID | None
    written: dict[str, Any]
    audience: int = 0
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class ItemView:
    """One child or context of a meeting, with all the reader may see of it. `label` and `name` as the record has them."""

    id: UUID
    meeting: UUID
    child: UUID | None
    context: UUID | None
    label: str
    part: str
    position: int
    together: int
    minutes: int | None
    state: str
    added: bool
    note: str
    reasons: tuple[ReasonView, ...]
    notes: tuple[NoteView, ...]
    answers: dict[UUID, bool]
    decision: DecisionView | None
    restricted: bool = False
    audience: int = 0

    def answered(
        self, agencies: Iterable[tuple[UUID, str]]
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Return the names of the agencies that wrote something, of those to whom nothing is known, and of the others."""
        told: dict[bool | None, list[str]] = {False: [], True: [], None: []}
        for id_, name in agencies:
            told[self.answers.get(id_)].append(name)
        return tuple(told[False]), tuple(told[True]), tuple(told[None])


def meetings(authority: UUID, *, closed: bool, limit: int = 50) -> tuple[MeetingView, ...]:
    """Return the meetings still to be held or signed, soonest first; or those that are closed, newest first."""
    rows = Meeting.objects.filter(authority_id=authority)
    rows = rows.filter(state__in=DONE).order_by("-opens_at") if closed else rows.exclude(state__in=DONE)
    return _views(rows if closed else rows.order_by("opens_at"), limit)


def page_of_closed(authority: UUID, page: int) -> tuple[tuple[MeetingView, ...], int]:
    """Return one page of the meetings that were signed or not held, newest first, and how many there are."""
    rows = Meeting.objects.filter(authority_id=authority, state__in=DONE)
    total = rows.count()
    start = (within(page, total, CLOSED) - 1) * CLOSED
    return _views(rows.order_by("-opens_at", "id")[start : start + CLOSED], CLOSED), total


def within(page: int, total: int, size: int) -> int:
    """Return a page that there is: the last one where a later one is asked for, the first where one before it is."""
    return min(max(1, page), max(1, -(-total // size)))


def meeting(meeting_id: UUID) -> MeetingView | None:
    """Return one meeting, or None if there is none in the reader's partnership."""
    return next(iter(_views(Meeting.objects.filter(id=meeting_id), 1)), None)


def earlier(of: MeetingView, authority: UUID) -> tuple[UUID, ...]:
    """Return the meetings of the same forum before this one."""
    rows = Meeting.objects.filter(authority_id=authority, forum=of.forum.id, opens_at__lt=of.opens_at)
    return tuple(rows.values_list("id", flat=True))


def seats(meeting_id: UUID) -> dict[str, Seat]:
    """Return each member's place at the meeting by the member's id."""
    return {seat.member: seat for seat in Seat.objects.filter(meeting_id=meeting_id)}


def items(meeting_id: UUID, state: str = "") -> tuple[ItemView, ...]:
    """Return what is on a meeting's agenda, was taken off it or left off it, in order: nine statements, however many.

    Of one `state` only, if one is named.
    """
    rows = Item.objects.filter(meeting_id=meeting_id, **({"state": state} if state else {}))
    return _items(list(rows.order_by("position")))


def page_of(meeting_id: UUID, state: str, page: int) -> tuple[tuple[ItemView, ...], int]:
    """Return one page of the items of a state, in order, and how many there are that the reader may see."""
    rows = Item.objects.filter(meeting_id=meeting_id, state=state)
    total = rows.count()
    start = (within(page, total, PAGE) - 1) * PAGE
    return _items(list(rows.order_by("position")[start : start + PAGE])), total


def counts(meeting_id: UUID) -> dict[str, int]:
    """Return how many items there are of each state, of those the reader may see."""
    rows = Item.objects.filter(meeting_id=meeting_id).values_list("state").annotate(n=Count("id"))
    return dict(rows)


def beside(of: ItemView) -> tuple[ItemView | None, ItemView | None]:
    """Return what is talked about before and after an item, as the reader may see."""
    rows = Item.objects.filter(meeting_id=of.meeting, state="on")
    near = (
        rows.filter(position__lt=of.position).order_by("-position").first(),
        rows.filter(position__gt=of.position).order_by("position").first(),
    )
    views = {view.id: view for view in _items([row for row in near if row])}
    before, after = (views[row.id] if row else None for row in near)
    return before, after


def first(meeting_id: UUID) -> UUID | None:
    """Return the first item on the agenda that has no decision the reader may read; the very first if all have one."""
    rows = Item.objects.filter(meeting_id=meeting_id, state="on").order_by("position")
    found = rows.filter(decisions__isnull=True).first() or rows.first()
    return found.id if found else None


def item(item_id: UUID) -> ItemView | None:
    """Return one item, or None if there is none the reader may see."""
    return next(iter(_items(list(Item.objects.filter(id=item_id)))), None)


def identified(item_id: UUID) -> tuple[tuple[End, str], ...]:
    """Return the adults and contexts named at an item whose records the reader may see, and how each came up."""
    rows = list(Identified.objects.filter(item_id=item_id).order_by("recorded_at"))
    kinds = [("adult", row.adult_id) if row.adult_id else ("context", row.context_id) for row in rows]
    ends = links.named((kind, id_) for kind, id_ in kinds if id_)
    return tuple((ends[id_], row.how) for row, (_, id_) in zip(rows, kinds, strict=True) if id_ in ends)


def entered(meeting_id: UUID, user: UUID) -> bool:
    """Whether a person has accepted the meeting's confidentiality statement."""
    return Acceptance.objects.filter(meeting_id=meeting_id, by_user=user).exists()


def of_child(child: UUID) -> tuple[tuple[MeetingView, ItemView], ...]:
    """Return every meeting at which a child was, or is to be, talked about, newest first."""
    found = _items(list(Item.objects.filter(child_id=child, state="on")))
    held = {view.id: view for view in _views(Meeting.objects.filter(id__in=[each.meeting for each in found]), 500)}
    pairs = [(held[each.meeting], each) for each in found if each.meeting in held]
    return tuple(sorted(pairs, key=lambda pair: pair[0].opens_at, reverse=True))


def _views(rows: Iterable[Meeting], limit: int) -> tuple[MeetingView, ...]:
    found = []
    for row in rows[:limit]:  # type: ignore[index]
        forum = forum_of(row.line, row.forum)
        if forum is not None:
            fields = (row.place, row.why, row.state, row.gathered_at, row.began_at, row.ended_at)
            ends = (row.signed_at, row.signed_by, row.talking_of)
            found.append(MeetingView(row.id, forum, row.line, row.opens_at, row.closes_at, *fields, *ends))
    return tuple(found)


def _items(rows: list[Item]) -> tuple[ItemView, ...]:
    ids = [row.id for row in rows]
    reasons, notes, answers, decisions = _reasons(ids), _notes(ids), _answers(ids), _decisions(ids)
    ends = [("child", row.child_id) if row.child_id else ("context", row.context_id) for row in rows]
    names = links.named((kind, id_) for kind, id_ in ends if id_)
    return copied.as_read([
        ItemView(
            row.id, row.meeting_id, row.child_id, row.context_id,
            names[row.subject_id].label if row.subject_id in names else "A record you may not see",
            row.part, row.position, row.together, row.minutes, row.state, row.added, row.note,
            tuple(reasons[row.id]), tuple(notes[row.id]), answers[row.id], decisions.get(row.id),
            row.restricted, row.audience_id,
        )
        for row in rows
    ])  # fmt: skip


def _reasons(ids: Collection[UUID]) -> defaultdict[UUID, list[ReasonView]]:
    found: defaultdict[UUID, list[ReasonView]] = defaultdict(list)
    for row in Reason.objects.filter(item_id__in=ids).select_related("audience").order_by("route"):
        kept = (row.audience.handling, row.audience_id, row.restricted)
        view = ReasonView(row.route, row.open, tuple(row.facts), tuple(row.lacking), *kept)
        found[row.item_id].append(view)
    return found


def _notes(ids: Collection[UUID]) -> defaultdict[UUID, list[NoteView]]:
    found: defaultdict[UUID, list[NoteView]] = defaultdict(list)
    for row in Note.objects.filter(item_id__in=ids).select_related("audience").order_by("recorded_at"):
        view = NoteView(
            row.id, row.kind, row.by_user, row.agency_id, row.text, row.version, row.saved_at, row.audience.handling,
            row.audience_id, row.restricted,
        )  # fmt: skip
        found[row.item_id].append(view)
    return found


def _answers(ids: Collection[UUID]) -> defaultdict[UUID, dict[UUID, bool]]:
    found: defaultdict[UUID, dict[UUID, bool]] = defaultdict(dict)
    for row in Answer.objects.filter(item_id__in=ids):
        found[row.item_id][row.agency_id] = row.nothing_known
    return found


def _decisions(ids: Collection[UUID]) -> dict[UUID, DecisionView]:
    found = {}
    for row in Decision.objects.filter(item_id__in=ids).order_by("number"):
        found[row.item_id] = DecisionView(
            row.number, row.decision, row.rationale, row.grading, row.to_whom, row.review_on, row.recorded_at,
            row.by_user, row.written, row.audience_id, row.restricted,
        )  # fmt: skip
    return found
