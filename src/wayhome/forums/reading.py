"""What a forum's routes say of everybody: who is to be talked about, who is kept in view, of whom nobody can tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.engine.calendars import Calendar
from wayhome.engine.chronology import RECORDED_IN_ERROR
from wayhome.engine.conditions import compiled
from wayhome.engine.facts import Situation
from wayhome.engine.forums import Forum
from wayhome.engine.language import Vocabulary
from wayhome.engine.routes import LeadsTo, Route, Routed, routed


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
    return frozenset(kinds | set(vocabulary.episode_begins) | {RECORDED_IN_ERROR}) if kinds else frozenset()


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
    reads = {route.id: compiled(route.when, vocabulary).kinds for route in routes}
    found = []
    for subject, situation in situations.items():
        kinds = {fact.kind for fact in situation.facts}
        asked = [route for route in routes if not kinds.isdisjoint(reads[route.id])]
        answers = [(route, routed(route, situation, vocabulary, calendar, as_of)) for route in asked]
        said = tuple(answer for _, answer in answers if answer.open is not False)
        if said:
            on = any(answer.open and route.leads_to is LeadsTo.DISCUSSION for route, answer in answers)
            found.append(Read(subject, said, on))
    return tuple(sorted(found, key=lambda each: each.subject))


def together(subjects: Iterable[UUID], pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, int]:
    """Return a number for each of those who are linked with another of them, however far around; alike is together."""
    group: dict[UUID, set[UUID]] = {subject: {subject} for subject in subjects}
    for one, other in pairs:
        if one in group and other in group and group[one] is not group[other]:
            joined = group[one] | group[other]
            for each in joined:
                group[each] = joined
    number: dict[frozenset[UUID], int] = {}
    return {
        subject: number.setdefault(frozenset(group[subject]), len(number) + 1)
        for subject in sorted(group)
        if len(group[subject]) > 1
    }
