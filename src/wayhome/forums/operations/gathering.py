"""Making the agenda from the protocol's routes, read as the clock reads, so that nobody is left out for want of a permission."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from wayhome.clocks import protocols
from wayhome.engine.forums import Forum
from wayhome.engine.routes import LeadsTo, Routed
from wayhome.forums.models import Decision, Item, ItemState, Meeting, MeetingState
from wayhome.forums.operations import rows
from wayhome.forums.operations.allowed import meeting_to_change
from wayhome.forums.operations.ordering import in_order, part_of
from wayhome.forums.operations.plainly import plainly
from wayhome.forums.operations.rows import Why
from wayhome.forums.reading import Read, read, routes_about, since, together
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of
from wayhome.platform.roles import as_clock
from wayhome.record.queries import bonds, gathered
from wayhome.record.queries.gathered import Kept
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
# That somebody is talked about for these alone would tell what they hold: only their readers see the item.
FEW = frozenset({"location", "intelligence"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """One child or context of whom the routes say something."""

    side: Side
    subject: UUID
    said: tuple[Routed, ...]
    timetabled: bool
    off: str = IN_VIEW  # why not, if it is not timetabled
    plain: Mapping[str, Routed] = field(default_factory=dict)  # by route, what holds without what is kept closely
    before: Item | None = None  # the item of the decision that set this review


def gather(*, actor: Actor, meeting: UUID) -> int:
    """Read the record and bring the agenda up to it; return how many the actor sees on it.

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
        row.gathered_at = now
        row.save(update_fields=["gathered_at"])
        audit.write(actor=actor, verb="write", what="agenda", subjects=[])
        # What is kept from the actor is not counted to them either.
        return Item.objects.filter(meeting=row, state=ItemState.ON).count()


def _wanted(meeting: Meeting, forum: Forum, now: datetime) -> list[Wanted]:
    protocol, found = protocols.active(meeting.authority_id), dict[UUID, Wanted]()
    for side in SIDES:
        routes = routes_about(forum, side)
        kinds = since(routes, protocol.vocabulary, now)
        known = gathered.situations(meeting.authority_id, side, kinds) if kinds else {}
        law = (protocol.vocabulary, protocols.calendar(), now)
        reads = read(routes, known, *law)
        plain = plainly(reads, routes, known, FEW, *law)
        found |= {each.subject: _as_wanted(side, each, plain.get(each.subject, {})) for each in reads}
    last, day = _last(meeting), local(meeting.opens_at).date()
    for decision in last.values():
        if decision.review_on is not None and decision.review_on <= day:
            said = (Routed(REVIEW_SET, True),)
            old = found.get(decision.subject_id)
            side = "child" if decision.item.child_id else "context"
            every = (*(old.said if old else ()), *said)
            plainer = old.plain if old else {}
            found[decision.subject_id] = Wanted(
                side, decision.subject_id, every, True, plain=plainer, before=decision.item
            )
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


def _as_wanted(side: Side, each: Read, plain: Mapping[str, Routed]) -> Wanted:
    return Wanted(side, each.subject, each.said, each.timetabled, plain=plain)


def _last(meeting: Meeting) -> dict[UUID, Decision]:
    """Return the last decision about each subject at earlier meetings of the same forum: one statement."""
    earlier = Decision.objects.filter(
        authority_id=meeting.authority_id, item__meeting__forum=meeting.forum,
        item__meeting__opens_at__lt=meeting.opens_at,
    ).exclude(item__meeting=meeting)  # fmt: skip
    last = earlier.order_by("subject_id", "-item__meeting__opens_at", "-number").distinct("subject_id")
    return {each.subject_id: each for each in last.select_related("item__audience")}


def _grouped(authority: UUID, ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return who belongs with whom, as the actor may see: friends, a family, a group of peers."""
    every = list(ids)
    return together(every, bonds.bonds(authority, every)) if every else {}


def _write(
    actor: Actor, meeting: Meeting, forum: Forum, wanted: Mapping[UUID, Wanted], before: dict[UUID, Item],
    grouped: Mapping[UUID, int], now: datetime,
) -> None:  # fmt: skip
    audience = audience_of(actor.agency, EVERY_AGENCY)
    locked = gathered.restricted(meeting.authority_id)
    fresh = [
        Item(
            authority_id=meeting.authority_id, meeting_id=meeting.id, subject_id=each.subject, audience_id=audience,
            restricted=each.subject in locked, part=part_of(forum, each.side), position=0,
            state=ItemState.ON if each.timetabled else ItemState.LEFT_OFF,
            note="" if each.timetabled else each.off, **{f"{each.side}_id": each.subject},
        )
        for each in wanted.values() if each.subject not in before
    ]  # fmt: skip
    stood = {item.id: _standing(item) for item in before.values()}
    for item in before.values():
        _settle(item, wanted.get(item.subject_id))
    everyone = in_order([*sorted(before.values(), key=lambda item: item.position), *fresh], forum, grouped)
    for position, item in enumerate(everyone, start=1):
        item.position, item.together = position, grouped.get(item.subject_id, 0)
    discussing = {route.id for route in forum.routes if route.leads_to is LeadsTo.DISCUSSION} | {REVIEW_SET}
    reasons = _reasons(everyone, wanted, discussing, audience, locked)
    changed = [item for item in before.values() if _standing(item) != stood[item.id]]
    rows.keep(meeting, fresh, changed, reasons, now)


def _standing(item: Item) -> tuple[int, int, str, str, int, bool]:
    return item.position, item.together, item.state, item.note, item.audience_id, item.restricted


def _settle(item: Item, now: Wanted | None) -> None:
    if item.state == ItemState.REMOVED or item.added:
        return
    on = now is not None and now.timetabled
    item.state = ItemState.ON if on else ItemState.LEFT_OFF
    item.note = "" if on else now.off if now else NO_LONGER


def _reasons(
    items: Iterable[Item], wanted: Mapping[UUID, Wanted], discussing: Collection[str], many: int,
    locked: Collection[UUID],
) -> list[Why]:  # fmt: skip
    """Return why each item is there, and let each item be read by those who may know of one of its reasons.

    Whoever is talked about is there for a reason to talk: that they are also in view for another tells nothing of it.
    """
    listed = [item for item in items if item.subject_id in wanted]
    shown = [
        said for item in listed for each in (wanted[item.subject_id],) for said in (*each.said, *each.plain.values())
    ]
    known = gathered.kept({fact for said in shown for fact in said.facts})
    made = []
    for item in listed:
        each, rests = wanted[item.subject_id], list[tuple[Routed, Kept]]()
        for said in (each.plain.get(said.route, said) for said in each.said):
            kept = _kept(said, known, Kept(many, EVERY_AGENCY, False), each.before)
            rests.append((said, kept))
            made.append(Why(item, said, kept.audience, item.subject_id in locked or kept.restricted))
        if not item.added:
            talked = [kept for said, kept in rests if said.open and each.timetabled and said.route in discussing]
            rest = talked or [kept for said, kept in rests if said.open] or [kept for _, kept in rests]
            whole = _for_whom(rest, many)
            item.audience_id, item.restricted = whole.audience, item.subject_id in locked or whole.restricted
    return made


def _kept(said: Routed, known: Mapping[str, Kept], many: Kept, before: Item | None) -> Kept:
    """Return who may read one reason: the readers of the most closely kept of what it rests on."""
    resting = [known[fact] for fact in said.facts if fact in known]
    if said.route == REVIEW_SET and before is not None:
        resting.append(Kept(before.audience_id, before.audience.handling, before.restricted))
    closest = max(resting, key=lambda each: _CLOSER.index(each.handling), default=many)
    return replace(closest, restricted=any(each.restricted for each in resting))


def _for_whom(rests: Sequence[Kept], many: int) -> Kept:
    """Return who may read an item: every agency, unless each of its reasons is sealed or for few alone."""
    open_ = [kept for kept in rests if not kept.restricted] or rests
    widest = min(open_, key=lambda kept: _CLOSER.index(kept.handling))
    return widest if widest.handling in FEW else replace(widest, audience=many)
