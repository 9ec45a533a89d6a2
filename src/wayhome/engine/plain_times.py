"""Dates, times and lengths of time in plain English, as a screen says them; all in Europe/London.

No leading zeros, am and pm in small letters, midday by name. The first minute of a day is called the start
of that day, because people read "midnight" both ways.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from wayhome.engine.language import Ending, Span, Unit
from wayhome.engine.moments import LONDON, local_date

_MINUTE = timedelta(minutes=1)
_UNITS = {
    Unit.HOURS: "hour",
    Unit.ELAPSED_DAYS: "day of 24 hours",
    Unit.LOCAL_DAYS: "day",
    Unit.WORKING_DAYS: "working day",
    Unit.CALENDAR_MONTHS: "month",
}


def day_words(day: date) -> str:
    """Say a day: "Saturday 21 November 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def time_words(moment: datetime) -> str:
    """Say the time of day of an instant: "1:40am", "4pm", "midday", or "the start of the day"."""
    local = moment.astimezone(LONDON)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "the start of the day"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'pm' if local.hour >= 12 else 'am'}"


def moment_words(moment: datetime) -> str:
    """Say an instant: "Saturday 21 November 2026, 1:40am"."""
    day = day_words(local_date(moment))
    local = moment.astimezone(LONDON)
    if local.hour == local.minute == 0:
        return f"the start of {day}"
    return f"{day}, {time_words(moment)}"


def counted_words(count: int, unit: str) -> str:
    """Say a count of something: "1 hour", "2 hours"."""
    return f"{count} {unit}" if count == 1 else f"{count} {_plural(unit)}"


def _plural(unit: str) -> str:
    first, gap, rest = unit.partition(" of ")
    return f"{first}s{gap}{rest}"


def span_words(span: Span) -> str:
    """Say a span: "72 hours", "2 working days, to the end of the day"."""
    ending = ", to the end of the day" if span.ending is Ending.END_OF_DAY else ""
    return counted_words(span.count, _UNITS[span.unit]) + ending


def length_words(length: timedelta) -> str:
    """Say how long: minutes up to two hours, then hours and minutes, and from two days on days and hours."""
    minutes = abs(length) // _MINUTE
    if minutes < 120:
        return counted_words(minutes, "minute")
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return _pair(hours, "hour", minutes, "minute")
    days, hours = divmod(hours, 24)
    return _pair(days, "day", hours, "hour")


def _pair(many: int, large: str, few: int, small: str) -> str:
    words = counted_words(many, large)
    return f"{words} {counted_words(few, small)}" if few else words


def countdown(due: datetime, as_of: datetime, at_latest: bool = False) -> str:
    """Say how a due time stands to `as_of`: "2 hours 11 minutes overdue", "95 minutes left", "due tomorrow by 4:30pm".

    `at_latest`: the due time was worked out from a day, not a time, and the words say so.
    """
    left = due - as_of
    if left < timedelta(0):
        return "just overdue" if -left < _MINUTE else f"{length_words(left)} overdue"
    if left < timedelta(hours=2):
        words = "less than a minute left" if left < _MINUTE else f"{length_words(left)} left"
    else:
        words = f"due {_by(due, as_of)}"
    return f"{words} at the latest" if at_latest else words


def _by(due: datetime, as_of: datetime) -> str:
    days = (local_date(due) - local_date(as_of)).days
    if days > 6:
        return f"by {moment_words(due)}"
    day = ("today", "tomorrow")[days] if days < 2 else f"on {local_date(due):%A}"
    return f"{day} by {time_words(due)}"
