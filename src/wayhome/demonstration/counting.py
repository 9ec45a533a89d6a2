"""Counting repeats: the published second row, as the demonstration reads it.

A child counts in a quarter when some episode that starts in it is at least the child's third start
within the 90 calendar days up to and including that start's date, so that a first start on day 91
is out (reading R15, R28; STR18 App 2). Each child counts once a quarter, and a window may reach
back into the quarter before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, timedelta

WINDOW = timedelta(days=90)
TIMES = 3


def frequent_in(starts: Iterable[date], first: date, end: date) -> bool:
    """Say whether a child with these start dates counts in the quarter from `first` to `end` (excluded)."""
    days = sorted(starts)
    return any(
        first <= day < end and bisect_right(days, day) - bisect_left(days, day - WINDOW + timedelta(days=1)) >= TIMES
        for day in days
    )
