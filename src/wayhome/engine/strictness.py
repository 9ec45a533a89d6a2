"""Whether one version of a duty is looser than another, by the times they give over a year and not by their numbers.

48 hours and two working days look alike; over a weekend the second is days later. So both versions are counted from
every hour of a year, both clock changes and Christmas among them, and from the last second of each day; and, because
bank holidays fall differently, from the first and the last second of each day of the years that follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from wayhome.engine.calendars import Calendar
from wayhome.engine.language import (
    Clock,
    Due,
    Repeats,
    Roll,
    Rung,
    RungBase,
    Span,
    SpanByState,
    StartsOnCount,
)
from wayhome.engine.moments import add_and_roll, add_span, at_local, take_span, window_end

YEAR = 2028  # a leap year, and what follows it, for all of which the calendar knows the bank holidays
FURTHER = 7  # years; after so many, every weekday has been Christmas Day
NOBODY_SAID = "nobody said"
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Looser:
    """One way in which a duty asks less than it did.

    `value` is the name of what changed. `start`, `was` and `now` (aware UTC) are the start at which the difference is
    greatest, where times were compared; `starts` is how many of the starts looked at came out later.
    """

    value: str
    what: str
    start: datetime | None = None
    was: datetime | None = None
    now: datetime | None = None
    starts: int = 0


@cache
def year_of_starts(year: int = YEAR, further: int = FURTHER) -> tuple[datetime, ...]:
    """Return every whole hour of a year (UTC) and the last second of its days in Europe/London; the ends of later days."""
    first, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    hours = [first + timedelta(hours=n) for n in range((end - first) // timedelta(hours=1))]
    after = (date(year + 1 + further, 1, 1) - date(year, 1, 1)).days
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(after)]
    later = [at_local(day, time()) for day in days if day.year > year]
    return tuple(sorted([*hours, *later, *(at_local(day, _LAST_SECOND) for day in days)]))


def looser(
    before: Clock, after: Clock, calendar: Calendar, year: int = YEAR, further: int = FURTHER
) -> tuple[Looser, ...]:
    """Return each way in which `after` asks less than `before`; none when it asks as much or more.

    Looks at the due time, the threshold, how soon it shows as due, how often it recurs, the count and window that
    start it, each step of escalation, and the dates in force. Raises CalendarEnds outside the calendar's years.
    """
    if before == after:
        return ()
    starts = year_of_starts(year, further)
    pair = _Version(before, starts, calendar), _Version(after, starts, calendar)
    return (
        *_due(*pair),
        *_threshold(*pair),
        *_due_soon(*pair),
        *_repeats(*pair),
        *_window(*pair),
        *_rungs(*pair),
        *_in_force(*pair),
    )


Times = list[datetime | None]


class _Version:
    """One version of a duty, and the times it gives from each start, each counted once."""

    __slots__ = ("_dues", "calendar", "clock", "lengths", "starts")

    def __init__(self, clock: Clock, starts: tuple[datetime, ...], calendar: Calendar) -> None:
        self.clock = clock
        self.starts = starts
        self.calendar = calendar
        self.lengths = _lengths(clock.due)
        self._dues: dict[str, Times] = {}

    def due(self, said: str) -> Times:
        """When it is due from each start, given what a state says."""
        if said not in self._dues:
            self._dues[said] = self.lengths.times(said, self.starts, self.calendar)
        return self._dues[said]

    def plus(self, span: Span | None) -> Times:
        """A span after each start; the start itself for none."""
        return [start if span is None else add_span(start, span, self.calendar) for start in self.starts]

    def warning(self, said: str) -> Times:
        """When it first shows as due soon."""
        soon = self.clock.due_soon
        return [None if due is None else take_span(due, soon, self.calendar) for due in self.due(said)]

    def step(self, rung: Rung, said: str) -> Times:
        """When a step of escalation falls; never before the start."""
        if rung.base is RungBase.DUE:
            base = self.due(said)
        elif rung.base is RungBase.START:
            base = list(self.starts)
        else:
            none: Times = [None] * len(self.starts)
            base = none if self.clock.threshold is None else self.plus(self.clock.threshold)
        away = timedelta(minutes=rung.minutes)
        return [None if at is None else max(at + away, start) for at, start in zip(base, self.starts, strict=True)]


@dataclass(frozen=True, slots=True)
class _Lengths:
    """What a duty gives, by the value of a state; `otherwise` for every other value and for silence."""

    by: dict[str, Span | None]
    otherwise: Span | None
    roll: Roll | None
    at_once: bool = False

    def times(self, said: str, starts: tuple[datetime, ...], calendar: Calendar) -> Times:
        span = self.by.get(said, self.otherwise)
        if span is None:
            return [start if self.at_once else None for start in starts]
        return [add_and_roll(start, span, self.roll, calendar)[0] for start in starts]


def _lengths(due: Due | Repeats) -> _Lengths:
    length = due.after if isinstance(due, Due) else due.every
    if isinstance(length, SpanByState):
        return _Lengths(dict(length.spans), length.otherwise, due.roll)
    return _Lengths({}, length, due.roll, at_once=length is None)


def _said(before: _Lengths, after: _Lengths) -> tuple[str, ...]:
    return (*sorted({*before.by, *after.by}), NOBODY_SAID)


def _later(value: str, starts: tuple[datetime, ...], before: Times, after: Times) -> Iterator[Looser]:
    """Compare two versions' times; a time that can no longer be told is later than any."""
    worst: tuple[timedelta, datetime, datetime, datetime] | None = None
    count = 0
    for start, was, now in zip(starts, before, after, strict=True):
        if was is None or (now is not None and now <= was):
            continue
        if now is None:
            yield Looser(value, "can no longer be told", start, was, None, len(starts))
            return
        count += 1
        if worst is None or now - was > worst[0]:
            worst = (now - was, start, was, now)
    if worst is not None:
        yield Looser(value, "comes later", *worst[1:], count)


def _due(before: _Version, after: _Version) -> Iterator[Looser]:
    if before.lengths != after.lengths:
        for said in _said(before.lengths, after.lengths):
            given = f" where it is {said}" if before.lengths.by or after.lengths.by else ""
            yield from _later(f"due{given}", before.starts, before.due(said), after.due(said))


def _threshold(before: _Version, after: _Version) -> Iterator[Looser]:
    was, now = before.clock.threshold, after.clock.threshold
    if was != now and now is not None:
        yield from _later("threshold", before.starts, before.plus(was), after.plus(now))


def _due_soon(before: _Version, after: _Version) -> Iterator[Looser]:
    if before.clock.due_soon != after.clock.due_soon:
        for said in _said(before.lengths, after.lengths):
            yield from _later("due-soon", before.starts, before.warning(said), after.warning(said))


def _repeats(before: _Version, after: _Version) -> Iterator[Looser]:
    was, now = before.clock.repeats, after.clock.repeats
    if was is None or was == now:
        return
    if now is None:
        yield Looser("repeats", "is no longer asked again")
        return
    lengths, others, starts, calendar = _lengths(was), _lengths(now), before.starts, before.calendar
    for said in _said(lengths, others):
        yield from _later(
            "repeats", starts, lengths.times(said, starts, calendar), others.times(said, starts, calendar)
        )


def _window(before: _Version, after: _Version) -> Iterator[Looser]:
    was, now = before.clock.starts, after.clock.starts
    if not (isinstance(was, StartsOnCount) and isinstance(now, StartsOnCount)):
        return
    if now.count > was.count:
        yield Looser("count", f"starts only at {now.count}, and it was {was.count}")
    if now.span == was.span:
        return
    for start in before.starts:
        wide, narrow = (window_end(start, each.span, before.calendar) for each in (was, now))
        if narrow < wide:
            yield Looser("within", "looks over a shorter time", start, wide, narrow, 1)
            return


def _rungs(before: _Version, after: _Version) -> Iterator[Looser]:
    kept = {rung.id: rung for rung in after.clock.rungs}
    hung = (before.lengths, before.clock.threshold) != (after.lengths, after.clock.threshold)
    for rung in before.clock.rungs:
        now = kept.get(rung.id)
        value = f"step '{rung.id}'"
        if now is None:
            yield Looser(value, "is gone, so nobody is told then")
            continue
        if silent := sorted(set(rung.tell) - set(now.tell)):
            yield Looser(value, f"no longer tells {', '.join(silent)}")
        if now.acknowledge_minutes > rung.acknowledge_minutes:
            yield Looser(
                value, f"waits {now.acknowledge_minutes} minutes for an answer, not {rung.acknowledge_minutes}"
            )
        if hung or (rung.base, rung.minutes) != (now.base, now.minutes):
            for said in _said(before.lengths, after.lengths):
                yield from _later(value, before.starts, before.step(rung, said), after.step(now, said))


def _in_force(before: _Version, after: _Version) -> Iterator[Looser]:
    was, now = before.clock.in_force, after.clock.in_force
    if (now.from_ or date.min) > (was.from_ or date.min):
        yield Looser("in-force", f"begins only on {now.from_}")
    if (now.until or date.max) < (was.until or date.max):
        yield Looser("in-force", f"ends already on {now.until}")
