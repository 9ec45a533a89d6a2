"""Instants, local dates, and counting from one to another.

Two kinds never mix: an instant is an aware datetime in UTC; a local date is a day in Europe/London.
Where the British clocks go forward, a wall time that does not exist is read with the offset in force
before the change (1:30am becomes 2:30am); where they go back, the first of the two is meant.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wayhome.engine.calendars import Calendar
from wayhome.engine.errors import NaiveMoment
from wayhome.engine.facts import Moment, Precision
from wayhome.engine.language import Ending, FirstDay, Roll, Span, Unit

LONDON = ZoneInfo("Europe/London")
LAST_MINUTE = time(23, 59)
INSTANT = timedelta(microseconds=1)  # the least step of time: what is "after" an instant begins this much later
BEGINNING = datetime.min.replace(tzinfo=UTC)


def instant(moment: datetime) -> datetime:
    """Return the same instant in UTC. Raises NaiveMoment when it has no zone."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise NaiveMoment(moment)
    return moment.astimezone(UTC)


def local_date(moment: datetime) -> date:
    """Return the day in Europe/London on which an instant falls."""
    return moment.astimezone(LONDON).date()


def at_local(day: date, wall: time) -> datetime:
    """Return the instant (UTC) at which a clock in Europe/London shows `wall` on `day`."""
    return datetime.combine(day, wall, LONDON).astimezone(UTC)


def end_of_local_day(day: date) -> datetime:
    """Return 23:59 of that day in Europe/London, as UTC."""
    return at_local(day, LAST_MINUTE)


def start_of_local_day(day: date) -> datetime:
    """Return 00:00 of that day in Europe/London, as UTC."""
    return at_local(day, time())


def exact_moment(moment: datetime) -> Moment:
    """Return a moment known exactly. Raises NaiveMoment."""
    stated = instant(moment)
    return Moment(stated, stated)


def about_moment(moment: datetime) -> Moment:
    """Return a moment known about: reckoned at the stated time and said to be about. Raises NaiveMoment."""
    stated = instant(moment)
    return Moment(stated, stated, Precision.ABOUT)


def date_moment(day: date) -> Moment:
    """Return a moment known only by its day: 00:00 to 23:59 in Europe/London."""
    return Moment(start_of_local_day(day), end_of_local_day(day), Precision.DATE)


def between_moment(earliest: datetime, latest: datetime) -> Moment:
    """Return a moment known to lie between two instants, both included. Raises NaiveMoment."""
    return Moment(instant(earliest), instant(latest), Precision.BETWEEN)


def unknown_moment() -> Moment:
    """Return a moment nobody could tell."""
    return Moment(None, None, Precision.UNKNOWN)


def add_months(day: date, count: int) -> date:
    """Return the same day-number `count` months on, or the month's last day when it is shorter (reading S19)."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, span: Span, calendar: Calendar) -> date:
    """Return the local day a span of days or months ends on; elapsed units are not counted here.

    Working days: the event day is not counted (reading S1). `FirstDay.ROLLED` first moves an event on a
    day off to the next working day and counts from there.
    """
    if span.unit is Unit.LOCAL_DAYS:
        return day + timedelta(days=span.count)
    if span.unit is Unit.CALENDAR_MONTHS:
        return add_months(day, span.count)
    if span.first_day is FirstDay.ROLLED:
        day = calendar.next_working(day)
    return calendar.add_working_days(day, span.count)


def elapsed(span: Span) -> timedelta | None:
    """Return the fixed length of a span of hours or elapsed days; None for units that need a calendar."""
    if span.unit is Unit.HOURS:
        return timedelta(hours=span.count)
    return timedelta(days=span.count) if span.unit is Unit.ELAPSED_DAYS else None


def add_span(moment: datetime, span: Span, calendar: Calendar) -> datetime:
    """Return the instant `span` after `moment` (both UTC).

    Hours and elapsed days run through nights, weekends and clock changes. Days and months keep the
    wall time in Europe/London, or end at 23:59 when the span says so. Raises CalendarEnds.
    """
    fixed = elapsed(span)
    if fixed is not None:
        return moment + fixed
    local = moment.astimezone(LONDON)
    day = add_days(local.date(), span, calendar)
    return at_local(day, LAST_MINUTE if span.ending is Ending.END_OF_DAY else local.time())


def add_and_roll(
    moment: datetime, span: Span, roll: Roll | None, calendar: Calendar
) -> tuple[datetime, datetime | None]:
    """Return the instant `span` after `moment`, off weekends and bank holidays, and where it stood before it moved.

    The wall time is what moves: a span of days that ends at 1:30am on the Sunday the clocks go forward is due at
    1:30am on the Monday, though that Sunday has no 1:30am. The second is None when nothing moved. Raises CalendarEnds.
    """
    if roll is None:
        return add_span(moment, span, calendar), None
    fixed = elapsed(span)
    if fixed is not None:
        due = moment + fixed
        moved = rolled(due, roll, calendar)
        return moved, None if moved == due else due
    local = moment.astimezone(LONDON)
    day = add_days(local.date(), span, calendar)
    wall = LAST_MINUTE if span.ending is Ending.END_OF_DAY else local.time()
    working = calendar.next_working(day)
    if working == day:
        return at_local(day, wall), None
    return at_local(working, LAST_MINUTE if roll.at is Ending.END_OF_DAY else wall), at_local(day, wall)


def take_span(moment: datetime, span: Span, calendar: Calendar) -> datetime:
    """Return the instant `span` before `moment`: fixed lengths exactly, days and months by local day.

    Working days are walked back over days off. Raises CalendarEnds.
    """
    fixed = elapsed(span)
    if fixed is not None:
        return moment - fixed
    local = moment.astimezone(LONDON)
    day, left = local.date(), span.count
    if span.unit is Unit.CALENDAR_MONTHS:
        day = add_months(day, -left)
    elif span.unit is Unit.LOCAL_DAYS:
        day -= timedelta(days=left)
    else:
        while left:
            day -= timedelta(days=1)
            left -= calendar.is_working(day)
    return at_local(day, local.time())


def rolled(moment: datetime, roll: Roll, calendar: Calendar) -> datetime:
    """Return `moment`, or when its local day is a day off, the next working day at the same wall time or 23:59.

    Portsmouth PATH 13.7, readings R3: an instant on a Friday evening stays where it is. Raises CalendarEnds.
    """
    local = moment.astimezone(LONDON)
    day = calendar.next_working(local.date())
    if day == local.date():
        return moment
    return at_local(day, LAST_MINUTE if roll.at is Ending.END_OF_DAY else local.time())


def window_end(moment: datetime, span: Span, calendar: Calendar) -> datetime:
    """Return the last instant that is still within `span` of `moment`, both ends included.

    Elapsed units count exactly. Days and months compare local days: with 90 local days, the whole of the
    ninetieth day after is inside (readings R15, S15, S17; a pack chooses its count). Raises CalendarEnds.
    """
    fixed = elapsed(span)
    if fixed is not None:
        return moment + fixed
    last = add_days(local_date(moment), span, calendar)
    return start_of_local_day(last + timedelta(days=1)) - INSTANT
