"""How often a child went missing lately, in each way that the protocol in force counts it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from wayhome.engine.language import (
    All,
    AnyOf,
    Citation,
    Condition,
    CountWithin,
    Ever,
    HeldFor,
    Is,
    Not,
    Span,
    StartsOnCount,
    StartsWhen,
)
from wayhome.engine.moments import local_date, start_of_local_day, window_end
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.packs.forums import load_forums
from wayhome.packs.loading import england_calendar
from wayhome.packs.overlays import load_law
from wayhome.platform.queries.protocols import law_at

BEGAN = "missing.began"


@dataclass(frozen=True, slots=True)
class Way:
    """One way a protocol counts times missing: so many within a span; categories None: whatever it was recorded as.

    `as_now`: the category is asked of the episode as it stands, not as it began.
    """

    number: int
    span: Span
    categories: frozenset[str] | None
    as_now: bool
    cite: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A way, how many episodes it counts now, and how many nobody can date, which may belong to it.

    `since`: the first day (Europe/London) whose episodes still count.
    """

    way: Way
    since: date
    times: int
    undated: int

    @property
    def reached(self) -> bool:
        """Whether as many as the protocol speaks of are there."""
        return self.times >= self.way.number


def counted(authority: UUID, had: Sequence[EpisodeView], now: datetime) -> tuple[Counted, ...]:
    """Return each way of the law in force at `now` (aware), with a child's episodes counted by it; errors are no episodes."""
    real = [view for view in had if view.section != "error"]
    return tuple(_count(way, real, now) for way in ways(law_at(authority, now)))


def ways(law: str) -> tuple[Way, ...]:
    """Return every way a law counts times missing, each once with all it cites: its duties first, then its meetings."""
    found: dict[tuple[int, Span, frozenset[str] | None, bool], list[Citation]] = {}
    for number, span, categories, as_now, cite in _said(law):
        cited = found.setdefault((number, span, categories, as_now), [])
        cited += [c for c in cite if c not in cited]
    return tuple(Way(*key, cite=tuple(cited)) for key, cited in found.items())


def _said(law: str) -> Iterator[tuple[int, Span, frozenset[str] | None, bool, tuple[Citation, ...]]]:
    protocol = load_law(law)
    for clock in protocol.clocks:
        asked = [clock.applies]
        if isinstance(clock.starts, StartsOnCount) and BEGAN in clock.starts.trigger.kinds:
            only = clock.starts.only_if
            if only is None:
                yield clock.starts.count, clock.starts.span, clock.starts.trigger.values, False, clock.cite
            elif isinstance(only, Is) and only.state == "category":
                yield clock.starts.count, clock.starts.span, only.values, True, clock.cite
            # What asks more of each time than its category (that it lasted a night) is the duty's own to count.
        elif isinstance(clock.starts, StartsWhen):
            asked.append(clock.starts.condition)
        for each in asked:
            yield from ((c.count, c.span, c.trigger.values, False, clock.cite) for c in _counts(each))
    for forum in load_forums(protocol.line):
        for route in forum.routes:
            yield from ((c.count, c.span, c.trigger.values, False, route.cite) for c in _counts(route.when))


def _counts(condition: Condition | None) -> Iterator[CountWithin]:
    """Walk what a condition counts of times missing; once is no repeat."""
    match condition:
        case CountWithin() if BEGAN in condition.trigger.kinds and condition.count > 1:
            yield condition
        case All() | AnyOf():
            for each in condition.of:
                yield from _counts(each)
        case Not():
            yield from _counts(condition.of)
        case HeldFor() | Ever():
            yield from _counts(condition.condition)


def _count(way: Way, had: Sequence[EpisodeView], now: datetime) -> Counted:
    asked = [v for v in had if way.categories is None or _category(way, v) in way.categories]
    dated = [v.since_from for v in asked if v.since_from is not None and v.since_from <= now]
    times = sum(_within(each, way.span, now) for each in dated)
    return Counted(way, _first_day(way.span, now), times, sum(v.since_from is None for v in asked))


def _category(way: Way, view: EpisodeView) -> str:
    return view.category if way.as_now else view.first_category


def _within(moment: datetime, span: Span, now: datetime) -> bool:
    return now <= window_end(moment, span, england_calendar())


def _first_day(span: Span, now: datetime) -> date:
    """Return the earliest day whose first moment still counts: the window of a day ends later the later the day is."""
    day = local_date(now)
    while _within(start_of_local_day(day - timedelta(days=1)), span, now):
        day -= timedelta(days=1)
    return day
