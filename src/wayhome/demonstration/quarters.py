"""The financial quarters of the demonstration and the figures each must show.

Portsmouth published, for 2016-17, the number of missing episodes of under-18s and of children
missing three times or more in 90 days, quarter by quarter (STR18 App 2, "Missing"). The invented
partnership shows the same figures in the last four complete quarters, each under its own months:
whichever April to June was the last to end has the figures of April to June.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

# First month of the quarter -> (episodes, children at their third start or more in 90 days).
PUBLISHED = MappingProxyType({4: (292, 51), 7: (427, 62), 10: (424, 48), 1: (434, 40)})


@dataclass(frozen=True, slots=True)
class Quarter:
    """One financial quarter in Europe/London dates: `end` excluded."""

    start: date
    end: date
    episodes: int
    frequent: int

    @property
    def days(self) -> int:
        """Return how many days the quarter has."""
        return (self.end - self.start).days


def current_quarter(now: datetime) -> Quarter:
    """Return the quarter that `now` (aware) falls in, by the date in London."""
    today = now.astimezone(LONDON).date()
    return _quarter(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1))


def published_quarters(now: datetime) -> tuple[Quarter, ...]:
    """Return the last four quarters complete before `now` (aware), oldest first."""
    found = [current_quarter(now)]
    while len(found) < 5:
        before = found[0].start - timedelta(days=1)
        found.insert(0, _quarter(before.replace(month=before.month - 2, day=1)))
    return tuple(found[:4])


def _quarter(start: date) -> Quarter:
    later = start + timedelta(days=95)
    episodes, frequent = PUBLISHED[start.month]
    return Quarter(start, later.replace(day=1), episodes, frequent)
