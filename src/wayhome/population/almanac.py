"""Time as whole numbers: microseconds since 1970 (UTC), British wall time and working days by look-up table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from wayhome.engine.calendars import Calendar
from wayhome.engine.errors import CalendarEnds
from wayhome.engine.language import Ending, FirstDay, Roll, Span, Unit
from wayhome.engine.moments import BEGINNING, LONDON

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICRO = timedelta(microseconds=1)
HOUR = 3_600_000_000
DAY = 24 * HOUR
LAST_MINUTE = DAY - 60_000_000  # 23:59
NEVER = 2**62  # no such moment: later than every other
BEGIN = (BEGINNING - EPOCH) // MICRO
_YEARS = range(1970, 2100)  # the years whose wall time can be looked up
_HOURS = (datetime(_YEARS.stop, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(hours=1)


def micros(moment: datetime | None) -> int:
    """Return an aware moment as microseconds since 1970 UTC; None is NEVER."""
    return NEVER if moment is None else (moment - EPOCH) // MICRO


def moment_of(number: int) -> datetime | None:
    """Return the moment that a number of microseconds names, in UTC; NEVER is None."""
    return None if number == NEVER else EPOCH + number * MICRO


def _offset(hour: int) -> int:
    return int((EPOCH + timedelta(hours=hour)).astimezone(LONDON).utcoffset() // timedelta(hours=1))  # type: ignore[operator]


def _changes() -> list[tuple[int, int, int]]:
    """Return every change of the British clocks in those years: the hour (UTC), offset before, offset after."""
    found = []
    before = _offset(0)
    for day in range(1, _HOURS // 24):
        after = _offset(day * 24)
        if after != before:
            hour = next(h for h in range(day * 24 - 23, day * 24 + 1) if _offset(h) != before)
            found.append((hour, before, after))
            before = after
    return found


@lru_cache(maxsize=1)
def _wall_tables() -> tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.int64]]:
    """Return by hour: what the clock shows (0 GMT, 1 summer, 2 GMT for the second time), and the way back.

    The way back is the offset of a wall time, first for the earlier of two equal times (and, where the clocks go
    forward, the offset in force before), then for the later.
    """
    shown = np.zeros(_HOURS + 48, np.int8)
    first, second = np.zeros(_HOURS + 48, np.int64), np.zeros(_HOURS + 48, np.int64)
    start = _offset(0)
    shown[:] = start
    first[:] = second[:] = start * HOUR
    for hour, before, after in _changes():
        shown[hour:] = after
        first[hour + max(before, after) :] = after * HOUR
        second[hour + min(before, after) :] = after * HOUR
        if after < before:
            shown[hour] = 2
    return shown, first, second


class Almanac:
    """Counting over whole columns of moments, by the same rules as `engine.moments`.

    Every method raises CalendarEnds where the engine would: outside the calendar's years for working days, and
    outside 1970 to 2099 for wall time.
    """

    __slots__ = ("calendar", "counts", "days", "first", "following", "shown", "wall", "wall_again")

    def __init__(self, calendar: Calendar) -> None:
        """Lay the calendar out as tables."""
        self.calendar = calendar
        self.first = (calendar.first - EPOCH.date()).days
        length = (calendar.last - calendar.first).days + 1
        days = np.arange(self.first, self.first + length)
        holidays = np.array(sorted((h - EPOCH.date()).days for h in calendar.holidays), np.int64)
        works = ((days + 3) % 7 < 5) & ~np.isin(days, holidays)  # day 0 was a Thursday
        self.counts = np.cumsum(works).astype(np.int64)
        self.days = days[works].astype(np.int64)
        # The first working day from each day on; the last days of the calendar have none.
        place = self.counts - works
        self.following = np.full(length, NEVER, np.int64)
        known = place < len(self.days)
        self.following[known] = self.days[place[known]]
        self.shown, self.wall, self.wall_again = _wall_tables()

    def _ends(self, day: int) -> CalendarEnds:
        told = EPOCH.date() + timedelta(days=max(-700_000, min(2_900_000, day)))
        return CalendarEnds(self.calendar.name, told, self.calendar.first, self.calendar.last)

    def local(self, moments: Ints) -> tuple[Ints, Bools | None]:
        """Return British wall time, and which of them stand in the hour that comes twice, for the second time."""
        hours = moments // HOUR
        if len(hours) and (hours.min() < 0 or hours.max() >= _HOURS):
            raise self._ends(int((hours.min() if hours.min() < 0 else hours.max()) // 24))
        shown = self.shown[hours]
        again = shown == 2
        if again.any():
            return moments + (shown == 1) * HOUR, again
        return moments + shown.astype(np.int64) * HOUR, None

    def at_local(self, walls: Ints, again: Bools | None = None) -> Ints:
        """Return the moments at which a British clock shows these wall times."""
        hours = walls // HOUR
        if len(hours) and (hours.min() < 0 or hours.max() >= _HOURS):
            raise self._ends(int((hours.min() if hours.min() < 0 else hours.max()) // 24))
        offset = self.wall[hours]
        if again is not None:
            offset = np.where(again, self.wall_again[hours], offset)
        return walls - offset

    def local_days(self, moments: Ints) -> Ints:
        """Return the local day, in days since 1970, on which each moment falls."""
        return self.local(moments)[0] // DAY

    def _places(self, days: Ints) -> Ints:
        places = days - self.first
        if len(places) and (places.min() < 0 or places.max() >= len(self.counts)):
            wrong = places.min() if places.min() < 0 else places.max()
            raise self._ends(int(wrong + self.first))
        return places

    def next_working(self, days: Ints) -> Ints:
        """Return each day, or the next working day where it is a day off."""
        found = self.following[self._places(days)]
        if len(found) and found.max() == NEVER:
            raise self._ends(self.first + len(self.counts))
        return found

    def add_working_days(self, days: Ints, count: int) -> Ints:
        """Return the `count`-th working day after each day."""
        places = self._places(days)
        if count == 0:
            return days
        wanted = self.counts[places] + (count - 1)
        if len(wanted) and wanted.max() >= len(self.days):
            raise self._ends(self.first + len(self.counts))
        return self.days[wanted]

    def add_days(self, days: Ints, span: Span, count: int | Ints) -> Ints:
        """Return the local day on which a span of days or months ends."""
        if span.unit is Unit.LOCAL_DAYS:
            return days + count
        assert isinstance(count, int)
        if span.unit is Unit.CALENDAR_MONTHS:
            return add_months(days, count)
        if span.first_day is FirstDay.ROLLED:
            days = self.next_working(days)
        return self.add_working_days(days, count)

    def add(self, moments: Ints, span: Span, roll: Roll | None = None, count: int | Ints | None = None) -> Ints:
        """Return the moments `span` later, off weekends and bank holidays where `roll` says so.

        `count` stands for the span's own count where it differs by row (local days only).
        """
        number = span.count if count is None else count
        fixed = elapsed(span)
        if fixed is not None:
            due = moments + fixed
            return due if roll is None else self._rolled(due, roll)
        local, again = self.local(moments)
        today = local // DAY
        clock = local - today * DAY
        day = self.add_days(today, span, number)
        if span.ending is Ending.END_OF_DAY:
            wall: Ints = np.full(len(day), LAST_MINUTE, np.int64)
            again = None
        else:
            wall = clock
        if roll is None:
            return self.at_local(day * DAY + wall, again)
        working = self.next_working(day)
        if roll.at is Ending.END_OF_DAY:
            moved = working != day
            wall = np.where(moved, LAST_MINUTE, wall)
            again = None if again is None else again & ~moved
        return self.at_local(working * DAY + wall, again)

    def _rolled(self, moments: Ints, roll: Roll) -> Ints:
        local, again = self.local(moments)
        today = local // DAY
        working = self.next_working(today)
        moved = np.flatnonzero(working != today)
        if not len(moved):
            return moments
        due = moments.copy()
        if roll.at is Ending.END_OF_DAY:
            due[moved] = self.at_local(working[moved] * DAY + LAST_MINUTE)
        else:
            wall = local[moved] + (working[moved] - today[moved]) * DAY
            due[moved] = self.at_local(wall, None if again is None else again[moved])
        return due

    def take(self, moments: Ints, span: Span) -> Ints:
        """Return the moments `span` earlier; working days are walked back over days off."""
        fixed = elapsed(span)
        if fixed is not None:
            return moments - fixed
        local, again = self.local(moments)
        today = local // DAY
        if span.unit is Unit.CALENDAR_MONTHS:
            day = add_months(today, -span.count)
        elif span.unit is Unit.LOCAL_DAYS or span.count == 0:
            day = today - span.count
        else:
            place = self._places(today - 1)
            wanted = self.counts[place] - span.count
            if len(wanted) and wanted.min() < 0:
                raise self._ends(self.first - 1)
            day = self.days[wanted]
        return self.at_local(local + (day - today) * DAY, again)

    def window_end(self, moments: Ints, span: Span) -> Ints:
        """Return the last instant still within `span` of each moment."""
        fixed = elapsed(span)
        if fixed is not None:
            return moments + fixed
        last = self.add_days(self.local_days(moments), span, span.count)
        return self.at_local((last + 1) * DAY) - 1


def elapsed(span: Span) -> int | None:
    """Return a span of hours or elapsed days in microseconds; None for units that need a calendar."""
    if span.unit is Unit.HOURS:
        return span.count * HOUR
    return span.count * DAY if span.unit is Unit.ELAPSED_DAYS else None


def add_months(days: Ints, count: int) -> Ints:
    """Return the same day-number `count` months on, or the month's last day when it is shorter."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    number = (dates - months.astype("datetime64[D]")).astype(np.int64)
    first = (months + count).astype("datetime64[D]")
    length = ((months + count + 1).astype("datetime64[D]") - first).astype(np.int64)
    found: Ints = first.astype(np.int64) + np.minimum(number, length - 1)
    return found
