"""Counting time for one duty at a time, as `almanac` does for whole columns; compiled by numba where it is installed.

Moments are microseconds since 1970 UTC. FAIL stands for a moment beyond the calendar: the caller then asks the array
pass, which says which day it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

Made = TypeVar("Made", bound=Callable[..., Any])

try:
    import numba
except ImportError:  # the extra 'fast' is not installed
    numba = None  # type: ignore[assignment]


# Nothing is made in there, so nothing need be counted; and nothing is divided by nought.
AS: dict[str, Any] = {"_nrt": False, "error_model": "numpy"}


def machine(function: Made) -> Made:
    """Compile a function into those that call it: what they hand over is long, and copying it would cost the most."""
    return function if numba is None else numba.njit(forceinline=True, **AS)(function)


def outermost(function: Made) -> Made:
    """Compile a function to machine code that holds no lock, kept on disk; without numba leave it as it is."""
    return function if numba is None else numba.njit(cache=True, nogil=True, **AS)(function)


HOUR = 3_600_000_000
DAY = 24 * HOUR
LAST_MINUTE = DAY - 60_000_000
NEVER = 2**62
FAIL = -(2**62)
NONE = -1
ELAPSED, LOCAL_DAYS, WORKING_DAYS, MONTHS = 0, 1, 2, 3  # units; a count of ELAPSED is in microseconds
NO_ROLL, ROLL_SAME_TIME, ROLL_END_OF_DAY = 0, 1, 2


@machine
def at(column, place):
    """Return what stands in a place; places are never counted from the end, and compiled code is spared asking."""
    return column[np.uint64(place)]


@machine
def units(moment, length):
    """Return how many whole lengths lie before a moment not before 1970; quicker compiled than the signed way."""
    return np.int64(np.uint64(moment) // np.uint64(length))


@machine
def local(days, moment):
    """Return British wall time, and whether it is the hour that comes twice, for the second time."""
    hour = units(moment, HOUR) if moment >= 0 else NONE
    if hour < 0 or hour >= len(days.shown) - 48:
        return FAIL, False
    shown = at(days.shown, hour)
    return moment + (HOUR if shown == 1 else 0), shown == 2


@machine
def at_local(days, wall, again):
    """Return the moment at which a British clock shows a wall time."""
    hour = units(wall, HOUR) if wall >= 0 else NONE
    if hour < 0 or hour >= len(days.shown) - 48:
        return FAIL
    ahead = at(days.again, hour) if again else at(days.wall, hour)
    return wall - (HOUR if ahead == 1 else 0)


@machine
def next_working(days, day):
    """Return a day, or the next working day where it is a day off."""
    place = day - days.first
    if place < 0 or place >= len(days.counts) or at(days.following, place) == NEVER:
        return FAIL
    return at(days.following, place)


@machine
def working_days_on(days, day, count):
    """Return the `count`-th working day after a day; before it where `count` is less than none."""
    place = day - days.first
    if place < 0 or place >= len(days.counts):
        return FAIL
    if count == 0:
        return day
    wanted = at(days.counts, place) + count - 1 if count > 0 else at(days.counts, place) + count
    if wanted < 0 or wanted >= len(days.days):
        return FAIL
    return at(days.days, wanted)


@machine
def months_on(days, day, count):
    """Return the same day-number `count` months on, or the month's last day when it is shorter."""
    if day < 0 or day >= len(days.month_of):
        return FAIL
    month = at(days.month_of, day)
    wanted = month + count
    if wanted < 0 or wanted + 1 >= len(days.month_first):
        return FAIL
    number = min(day - at(days.month_first, month), at(days.month_first, wanted + 1) - at(days.month_first, wanted) - 1)
    return at(days.month_first, wanted) + number


@machine
def day_on(days, today, unit, count, rolled):
    """Return the local day on which a span of days or months from `today` ends."""
    if unit == LOCAL_DAYS:
        return today + count
    if unit == MONTHS:
        return months_on(days, today, count)
    if rolled:
        today = next_working(days, today)
        if today == FAIL:
            return FAIL
    return working_days_on(days, today, count)


@machine
def rolled_on(days, moment, roll):
    """Move a moment that falls on a day off to the next working day."""
    wall, again = local(days, moment)
    if wall == FAIL:
        return FAIL
    today = units(wall, DAY)
    working = next_working(days, today)
    if working == FAIL:
        return FAIL
    if working == today:
        return moment
    if roll == ROLL_END_OF_DAY:
        return at_local(days, working * DAY + LAST_MINUTE, False)
    return at_local(days, wall + (working - today) * DAY, again)


@machine
def later(days, moment, length, span):
    """Return the moment one of a length's spans later, off weekends and bank holidays where it says so."""
    unit, count, roll = at(length.unit, span), at(length.number, span), length.roll
    if unit == ELAPSED:
        return moment + count if roll == NO_ROLL else rolled_on(days, moment + count, roll)
    wall, again = local(days, moment)
    if wall == FAIL:
        return FAIL
    today = units(wall, DAY)
    clock = wall - today * DAY
    day = day_on(days, today, unit, count, at(length.rolled, span))
    if day == FAIL:
        return FAIL
    if at(length.end_of_day, span):
        clock, again = LAST_MINUTE, False
    if roll == NO_ROLL:
        return at_local(days, day * DAY + clock, again)
    working = next_working(days, day)
    if working == FAIL:
        return FAIL
    if roll == ROLL_END_OF_DAY and working != day:
        clock, again = LAST_MINUTE, False
    return at_local(days, working * DAY + clock, again)


@machine
def is_near(days, due, soon, as_of):
    """Whether a due time is near: 1 yes, 0 no, NONE beyond the calendar."""
    unit, count = at(soon.unit, 0), at(soon.number, 0)
    if unit == ELAPSED:
        return 1 if due <= as_of + count else 0
    if due < as_of or due == NEVER:
        return 1 if due < as_of else 0
    wall, again = local(days, due)
    if wall == FAIL:
        return NONE
    today = units(wall, DAY)
    if unit == MONTHS:
        day = months_on(days, today, -count)
    elif unit == LOCAL_DAYS or count == 0:
        day = today - count
    else:
        day = working_days_on(days, today - 1, -count)
    if day == FAIL:
        return NONE
    moment = at_local(days, wall + (day - today) * DAY, again)
    if moment == FAIL:
        return NONE
    return 1 if moment <= as_of else 0
