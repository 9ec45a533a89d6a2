"""The shapes that real figures have, from which the invented year is drawn.

Durations follow the police study of children aged 12 to 14 (Grampian Police 2007: a fifth found
within 1 h 50, half within 7 h 30, four fifths within a day, nine tenths within two days, 99 % within
eleven). Police gradings follow Cleveland 2021 to 2024 (13-15 % high, 84-85 % medium, 1-2 % low).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from math import exp, log
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
Thing = TypeVar("Thing")

# (share of children found, hours missing)
_CURVE = (
    (0.0, 0.5),
    (0.2, 1.83),
    (0.4, 4.5),
    (0.5, 7.5),
    (0.7, 17.0),
    (0.8, 24.0),
    (0.9, 48.0),
    (0.99, 264.0),
    (1.0, 480.0),
)
# Most go in the afternoon and the evening; few between four and seven in the morning.
_HOURS = (5, 4, 3, 2, 1, 1, 1, 2, 4, 4, 3, 3, 4, 4, 5, 8, 9, 9, 10, 11, 11, 10, 9, 7)
_AGES = {8: 1, 9: 1, 10: 2, 11: 4, 12: 7, 13: 12, 14: 17, 15: 20, 16: 21, 17: 15}


def duration(random: Random) -> timedelta:
    """Draw how long a child is missing, to the minute."""
    share = random.random()
    place = max(1, bisect_left([s for s, _ in _CURVE], share))
    (low, less), (high, more) = _CURVE[place - 1], _CURVE[place]
    hours = exp(log(less) + (share - low) / (high - low) * (log(more) - log(less)))
    return timedelta(minutes=round(hours * 60))


def moment_on(random: Random, day: date) -> datetime | None:
    """Draw a time of that day in London, as UTC; None for a time that the clocks skip that day."""
    hour = random.choices(range(24), _HOURS)[0]
    minute = random.choice((0, 0, 5, 10, 15, 20, 30, 30, 40, 45, 50, 55, random.randrange(60)))
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
    at = local.astimezone(UTC)
    return at if at.astimezone(LONDON).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def age(random: Random) -> int:
    """Draw an age in whole years."""
    return pick(random, _AGES)


def pick(random: Random, weights: dict[Thing, int]) -> Thing:
    """Draw one thing by its weight."""
    return random.choices(list(weights), list(weights.values()))[0]


def shares(random: Random, total: int, count: int, least: int, most: int) -> list[int]:
    """Part `total` among `count`, each at least `least` and at most `most`, a few with many."""
    weights = [random.lognormvariate(0, 1.0) for _ in range(count)]
    parts = [least] * count
    for _ in range(total - least * count):
        open_to = [i for i in range(count) if parts[i] < most]
        parts[random.choices(open_to, [weights[i] for i in open_to])[0]] += 1
    return parts


def some(random: Random, things: Sequence[Thing], least: int, most: int) -> list[Thing]:
    """Draw a few different things, in the order given."""
    chosen = set(random.sample(range(len(things)), random.randint(least, most)))
    return [t for i, t in enumerate(things) if i in chosen]
