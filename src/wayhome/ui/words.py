"""Words for times, lengths of time and countdowns, as British people read them.

Every time that comes in is aware; every word that goes out is Europe/London. Nothing here asks
the time: `now` is always passed. Midnight is never "12am", because nobody can say which night
that is, and noon is never "12pm".
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from wayhome.engine.facts import Moment, Precision

LONDON = ZoneInfo("Europe/London")

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def local(at: datetime) -> datetime:
    """Return `at` on London's clocks. Raises ValueError when it has no time zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone, so nobody can say when it was. Pass an aware time.")
    return at.astimezone(LONDON)


def happens_twice(at: datetime) -> bool:
    """Whether the London clock showed this time twice, because the clocks went back that night."""
    here = local(at)
    return here.utcoffset() != here.replace(fold=1 - here.fold).utcoffset() and _exists(here)


def _exists(here: datetime) -> bool:
    return here.astimezone(ZoneInfo("UTC")).astimezone(LONDON).replace(fold=0) == here.replace(fold=0)


@lru_cache(maxsize=20_000)
def clock_time(at: datetime) -> str:
    """Say the time of day: "1:40am", "9am", "midday", "midnight (start of the day)"."""
    here = local(at)
    return _hour_words(here) + _which_of_two(here)


def _hour_words(here: datetime) -> str:
    if here.minute == 0 and here.hour == 0:
        return "midnight (start of the day)"
    if here.minute == 0 and here.hour == 12:
        return "midday"
    hour = here.hour % 12 or 12
    minutes = f":{here.minute:02d}" if here.minute else ""
    return f"{hour}{minutes}{'am' if here.hour < 12 else 'pm'}"


def _which_of_two(here: datetime) -> str:
    if not happens_twice(here):
        return ""
    return " (after the clocks went back)" if here.fold else " (before the clocks went back)"


def day(on: date | datetime) -> str:
    """Say a date in full: "Saturday 21 November 2026"."""
    here = local(on).date() if isinstance(on, datetime) else on
    return f"{here:%A} {here.day} {here:%B} {here.year}"


def short_day(on: date | datetime, today: date) -> str:
    """Say a date as people do: Today, Yesterday, Tomorrow, "19 November", or with its year if another."""
    here = local(on).date() if isinstance(on, datetime) else on
    near = {0: "Today", -1: "Yesterday", 1: "Tomorrow"}.get((here - today).days)
    if near:
        return near
    return f"{here.day} {here:%B}" if here.year == today.year else f"{here.day} {here:%B} {here.year}"


@lru_cache(maxsize=20_000)
def when(at: datetime) -> str:
    """Say an instant in full: "Saturday 21 November 2026, 1:40am"."""
    return f"{day(at)}, {clock_time(at)}"


def short_when(at: datetime, now: datetime) -> str:
    """Say an instant as people do: "Today, 1:40am", "Yesterday, 9pm", "19 November, 1:40am"."""
    return f"{short_day(at, local(now).date())}, {clock_time(at)}"


def moment(of: Moment) -> str:
    """Say when something happened, no more exactly than anybody knows."""
    if of.earliest is None or of.latest is None or of.precision is Precision.UNKNOWN:
        return "Nobody knows when"
    if of.precision is Precision.DATE:
        return f"{day(of.earliest)}, time not known"
    if of.precision is Precision.BETWEEN:
        return f"Between {when(of.earliest)} and {when(of.latest)}"
    if of.precision is Precision.ABOUT:
        return f"{day(of.earliest)}, about {clock_time(of.earliest)}"
    return when(of.earliest)


def counted(number: int, one: str, many: str = "") -> str:
    """Say a number of things: "1 hour", "2 hours"; `many` where an s will not do."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def length(of: timedelta) -> str:
    """Say how long: minutes under two hours, hours and minutes under two days, then days and hours."""
    seconds = int(abs(of).total_seconds())
    if seconds < _MINUTE:
        return "less than a minute"
    if seconds < 2 * _HOUR:
        return counted(seconds // _MINUTE, "minute")
    if seconds < 2 * _DAY:
        return _two(seconds // _HOUR, "hour", seconds % _HOUR // _MINUTE, "minute")
    return _two(seconds // _DAY, "day", seconds % _DAY // _HOUR, "hour")


def age(of: timedelta) -> str:
    """Say how old something is, no finer than anybody needs: hours at first, then days, months and years."""
    days = abs(of).days
    if days < 14:
        return length(of)
    if days < 60:
        return counted(days, "day")
    return counted(days * 12 // 365, "month") if days < 2 * 365 else counted(days // 365, "year")


def _two(big: int, big_name: str, small: int, small_name: str) -> str:
    first = counted(big, big_name)
    return f"{first} {counted(small, small_name)}" if small else first


def countdown(due: datetime, now: datetime) -> str:
    """Say how long is left or gone: "95 minutes left", "Due today by 12:30pm", "2 hours 11 minutes overdue".

    Something due is overdue only after its time; at the very minute there is less than a minute left.
    """
    left = due - now
    if left < timedelta(0):
        return _sentence(f"{length(left)} overdue")
    if left >= timedelta(hours=2) and local(due).date() == local(now).date():
        return f"Due today by {clock_time(due)}"
    return _sentence(f"{length(left)} left")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def deadline(due: datetime, now: datetime) -> str:
    """Say the deadline itself, to stand after "Due" under a countdown: "today, 8:45am (Saturday 21 November 2026)"."""
    days = (local(due).date() - local(now).date()).days
    if days in (-1, 0, 1):
        said = short_when(due, now)
        return f"{said[:1].lower()}{said[1:]} ({day(due)})"
    return when(due)
