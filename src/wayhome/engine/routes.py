"""How a child, or a context, comes to be talked about at a meeting: conditions over what is recorded.

A route says yes, no, or that it cannot be told and what to ask. Silence is never a no: a child about whom nobody
recorded what a route asks for is shown as "cannot tell", so that somebody looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wayhome.engine.calendars import Calendar
from wayhome.engine.chronology import RECORDED_IN_ERROR, Chronology, Scope
from wayhome.engine.conditions import Node, compiled
from wayhome.engine.facts import Situation
from wayhome.engine.language import Citation, Condition, Vocabulary
from wayhome.engine.moments import instant
from wayhome.engine.truths import truth_at


class LeadsTo(StrEnum):
    """What a route opens."""

    DISCUSSION = "discussion"  # timetabled at the meeting
    OVERSIGHT = "oversight"  # kept in view, not timetabled
    EXCEPTION = "exception"  # shown as not having what the level asks for


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a discussion: when this holds, the child (or context) is on the list."""

    id: str
    title: str
    cite: tuple[Citation, ...]
    when: Condition
    leads_to: LeadsTo = LeadsTo.DISCUSSION
    about: str = "child"  # child, context, or episode: open when it holds for one of the child's episodes
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Routed:
    """What a route says: True, False, or None with what is `missing`; `facts` are the ids it rests on."""

    route: str
    open: bool | None
    facts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def routed(
    route: Route,
    situation: Situation,
    vocabulary: Vocabulary,
    calendar: Calendar,
    as_of: datetime,
    known_at: datetime | None = None,
) -> Routed:
    """Return whether a route is open at `as_of`, on what was recorded by `known_at` (None: everything).

    An episode recorded in error counts for nothing. The same arguments give the same answer for ever. Raises
    NaiveMoment for a time without a zone, UnknownState for a state the vocabulary lacks, CalendarEnds.
    """
    node = compiled(route.when, vocabulary)
    return asked(route, node, chronology(situation, vocabulary, as_of, known_at), calendar, instant(as_of))


def chronology(
    situation: Situation, vocabulary: Vocabulary, as_of: datetime, known_at: datetime | None = None
) -> Chronology:  # fmt: skip
    """Lay out a situation once, for however many routes are asked of it. Raises NaiveMoment."""
    gone = {s.old for s in situation.supersessions if known_at is None or s.recorded_at <= known_at}
    facts = [f for f in situation.facts if f.id not in gone and (known_at is None or f.recorded_at <= known_at)]
    wrong = {f.episode for f in facts if f.kind == RECORDED_IN_ERROR and f.episode is not None}
    standing = [f for f in facts if f.episode not in wrong]
    return Chronology(standing, instant(as_of), vocabulary.episode_begins)


def stands(route: Route, node: Node, laid_out: Chronology, calendar: Calendar, moment: datetime) -> bool | None:
    """Return whether a route is open, without saying why; `node` is its condition made ready, `moment` the chronology's."""
    return _opened([truth_at(node, scope, calendar, moment) for scope in _scopes(route, laid_out)])


def asked(route: Route, node: Node, laid_out: Chronology, calendar: Calendar, moment: datetime) -> Routed:
    """Return what a route says and why; `node` is its condition made ready, `moment` that of the chronology."""
    told = [(truth_at(node, scope, calendar, moment), scope) for scope in _scopes(route, laid_out)]
    truth = _opened([each for each, _ in told])
    alike = [scope for each, scope in told if each is truth]
    if truth is None:
        missing = [m for scope in alike for m in node.missing(scope, calendar, moment)]
        return Routed(route.id, truth, (), tuple(dict.fromkeys(missing)))
    return Routed(route.id, truth, tuple(dict.fromkeys(f for s in alike for f in node.facts(s, calendar, moment))))


def _opened(truths: list[bool | None]) -> bool | None:
    """One scope of which it holds opens a route; else one of which nobody can tell leaves it untold."""
    return True if True in truths else None if None in truths else False


def _scopes(route: Route, laid_out: Chronology) -> list[Scope]:
    return list(laid_out.episodes.values()) if route.about == "episode" else [laid_out.child]
