"""What a forum's routes say of everybody: who is to be talked about, who is kept in view, of whom nobody can tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wayhome.engine.calendars import Calendar
from wayhome.engine.chronology import RECORDED_IN_ERROR
from wayhome.engine.conditions import Nodes, compiled
from wayhome.engine.facts import Situation
from wayhome.engine.forums import Forum
from wayhome.engine.language import All, AnyOf, Condition, CountWithin, Not, Span, Unit, Vocabulary
from wayhome.engine.routes import LeadsTo, Route, Routed, asked, chronology, stands


@dataclass(frozen=True, slots=True)
class Read:
    """What the routes say of one child or context: only those that are open, or cannot be told."""

    subject: UUID
    said: tuple[Routed, ...]
    timetabled: bool


def routes_about(forum: Forum, side: str) -> tuple[Route, ...]:
    """Return the routes that look at children (and their episodes), or at contexts."""
    wanted = ("context",) if side == "context" else ("child", "episode")
    return tuple(route for route in forum.routes if route.about in wanted)


def kinds_of(routes: Iterable[Route], vocabulary: Vocabulary) -> frozenset[str]:
    """Return every kind of fact these routes read."""
    kinds = {kind for route in routes for kind in compiled(route.when, vocabulary).kinds}
    return frozenset(kinds | _always(routes, vocabulary)) if kinds else frozenset()


def _always(routes: Iterable[Route], vocabulary: Vocabulary) -> set[str]:
    by_episode = any(route.about == "episode" for route in routes)
    return {RECORDED_IN_ERROR, *(vocabulary.episode_begins if by_episode else ())}


def since(
    routes: Iterable[Route], vocabulary: Vocabulary, as_of: datetime
) -> dict[str, datetime | None]:  # fmt: skip
    """Return the kinds these routes read, each with the moment before which no fact of it can matter to any of them.

    None: every fact matters. Of a route that only counts within spans, what is a little older than the span cannot
    matter; of any other, everything does, for whether it was asked at all decides whether it "cannot be told". A fact
    whose time nobody could say always matters, whatever is returned here.
    """
    routes, back = list(routes), dict[str, int | None]()
    for route in routes:
        reads = list(_days_back(route.when, vocabulary))
        without_end = any(days is None for _, days in reads)
        for kind, days in reads:
            known = back.get(kind, 0)
            back[kind] = None if without_end or days is None or known is None else max(days, known)
    back |= dict.fromkeys(_always(routes, vocabulary)) if back else {}
    return {kind: None if days is None else as_of - timedelta(days=days) for kind, days in back.items()}


def _days_back(condition: Condition, vocabulary: Vocabulary) -> Iterator[tuple[str, int | None]]:
    if isinstance(condition, CountWithin):
        yield from ((kind, _at_most(condition.span)) for kind in condition.trigger.kinds)
    elif isinstance(condition, All | AnyOf):
        for part in condition.of:
            yield from _days_back(part, vocabulary)
    elif isinstance(condition, Not):
        yield from _days_back(condition.of, vocabulary)
    else:  # a state holds until the next is said; "ever" and "held for" look back without end
        yield from ((kind, None) for kind in compiled(condition, vocabulary).kinds)


def _at_most(span: Span) -> int | None:
    """Return days that are surely no fewer than a span, its first and last day and a change of the clocks included."""
    longest = {Unit.HOURS: 1 / 24, Unit.ELAPSED_DAYS: 1, Unit.LOCAL_DAYS: 1, Unit.CALENDAR_MONTHS: 31}.get(span.unit)
    return None if longest is None else int(span.count * longest) + 3


def read(
    routes: tuple[Route, ...],
    situations: Mapping[UUID, Situation],
    vocabulary: Vocabulary,
    calendar: Calendar,
    as_of: datetime,
) -> tuple[Read, ...]:
    """Return what these routes say at a moment of everybody of whom they say anything but no, in order of id.

    A route none of whose kinds anybody recorded of a child is not asked: it would say of every such child the same,
    and of nothing recorded no route makes a discussion. Raises CalendarEnds, NaiveMoment.
    """
    kept: Nodes = {}
    ready = [(route, compiled(route.when, vocabulary, kept)) for route in routes]
    found = []
    for subject, situation in situations.items():
        kinds = {fact.kind for fact in situation.facts}
        asking = [(route, node) for route, node in ready if not kinds.isdisjoint(node.kinds)]
        if not asking:
            continue
        laid_out = chronology(situation, vocabulary, as_of)
        answers = [
            (route, asked(route, node, laid_out, calendar, as_of))
            for route, node in asking
            if stands(route, node, laid_out, calendar, as_of) is not False
        ]
        if answers:
            on = any(answer.open and route.leads_to is LeadsTo.DISCUSSION for route, answer in answers)
            found.append(Read(subject, tuple(answer for _, answer in answers), on))
    return tuple(sorted(found, key=lambda each: each.subject))


def together(subjects: Iterable[UUID], pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, int]:
    """Return a number for each of those who are bound to another of them, however far around; alike is together.

    A pair binds two of them, or one of them with somebody or something else that may bind others too.
    """
    asked = set(subjects)
    group: dict[UUID, set[UUID]] = {}
    for one, other in pairs:
        joined = group.get(one, {one}) | group.get(other, {other})
        group.update(dict.fromkeys(joined, joined))
    number: dict[frozenset[UUID], int] = {}
    return {
        subject: number.setdefault(frozenset(group[subject]), len(number) + 1)
        for subject in sorted(asked & group.keys())
        if len(group[subject] & asked) > 1
    }
