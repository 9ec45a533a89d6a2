"""Who goes missing when: the whole year's episodes, placed so that the published figures come out exactly.

Quarter by quarter, oldest first. First the children who count as frequent get their three or more
starts; then every other episode goes to a child who, with it, still has at most two starts in any
90 days of that quarter. Placing in time order keeps what earlier quarters already show.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from wayhome.demonstration.counting import frequent_in
from wayhome.demonstration.quarters import Quarter, current_quarter, published_quarters
from wayhome.demonstration.shapes import LONDON, duration, moment_on, shares

CHILDREN = 860
OFTEN = 96  # children among whom the frequent ones are found
GAP = timedelta(hours=3)  # home at least this long before going again
FREQUENT_SHARE = 0.62  # of a quarter's episodes are those of the frequent children
MOST = 24  # episodes of one child in one quarter
JUST_NOW = timedelta(minutes=25)  # nothing is younger: somebody has to have told us
ALONE = 400  # tries to place one episode before it is made short, and again before giving up


class CannotPlan(RuntimeError):
    """The figures could not be placed: a fault in the generator, never in what was asked."""


@dataclass(slots=True)
class Planned:
    """One episode to be: `child` by number; `end` None while the child is missing."""

    child: int
    start: datetime
    end: datetime | None

    @property
    def day(self) -> date:
        """Return the London date it starts on."""
        return self.start.astimezone(LONDON).date()


@dataclass(slots=True)
class Diary:
    """Every child's episodes so far."""

    of: list[list[Planned]] = field(default_factory=lambda: [[] for _ in range(CHILDREN)])

    def free(self, child: int, start: datetime, end: datetime) -> bool:
        """Say whether the child is at home from before `start` until after `end`."""
        return all(p.end is not None and (p.end + GAP <= start or end + GAP <= p.start) for p in self.of[child])

    def days(self, child: int) -> list[date]:
        """Return the days on which this child's episodes start."""
        return [p.day for p in self.of[child]]

    def all(self) -> list[Planned]:
        """Return every episode, oldest first."""
        return sorted((p for episodes in self.of for p in episodes), key=lambda p: (p.start, p.child))


def plan(random: Random, now: datetime) -> list[Planned]:
    """Return every episode of the year and of the current quarter up to `now` (aware), oldest first."""
    diary = Diary()
    before: list[int] = []
    for quarter in published_quarters(now):
        before = _fill(random, diary, quarter, before)
    _fill_current(random, diary, now)
    _settle(random, diary, now)
    return diary.all()


def _fill(random: Random, diary: Diary, quarter: Quarter, before: list[int]) -> list[int]:
    """Place one published quarter; returns the children who count as frequent in it."""
    stay = random.sample(before, min(len(before), round(quarter.frequent * 0.55)))
    rest = [c for c in range(OFTEN) if c not in set(stay)]
    chosen = sorted(stay + random.sample(rest, quarter.frequent - len(stay)))
    theirs = round(quarter.episodes * FREQUENT_SHARE)
    for child, times in zip(chosen, shares(random, theirs, len(chosen), 3, MOST), strict=True):
        _place_frequent(random, diary, quarter, child, times)
    others = [c for c in range(CHILDREN) if c not in set(chosen)]
    for _ in range(quarter.episodes - theirs):
        _place_other(random, diary, quarter, others)
    return chosen


def _place_frequent(random: Random, diary: Diary, quarter: Quarter, child: int, times: int) -> None:
    kept = list(diary.of[child])
    for _ in range(100):
        diary.of[child] = list(kept)
        if all(_place_one(random, diary, quarter, child) for _ in range(times)) and frequent_in(
            diary.days(child), quarter.start, quarter.end
        ):
            return
    raise CannotPlan(f"child {child} cannot have {times} episodes from {quarter.start}")


def _place_one(random: Random, diary: Diary, quarter: Quarter, child: int) -> bool:
    for attempt in range(ALONE):
        planned = _draw(random, quarter, child, short=attempt > ALONE // 2)
        if planned and planned.end and diary.free(child, planned.start, planned.end):
            diary.of[child].append(planned)
            return True
    return False


def _place_other(random: Random, diary: Diary, quarter: Quarter, others: list[int]) -> None:
    for _ in range(ALONE):
        child = random.choice(others)
        planned = _draw(random, quarter, child)
        if planned is None or planned.end is None or not diary.free(child, planned.start, planned.end):
            continue
        if frequent_in([*diary.days(child), planned.day], quarter.start, quarter.end):
            continue
        diary.of[child].append(planned)
        return
    raise CannotPlan(f"no child is free for an episode from {quarter.start}")


def _draw(random: Random, quarter: Quarter, child: int, short: bool = False) -> Planned | None:
    start = moment_on(random, quarter.start + timedelta(days=random.randrange(quarter.days)))
    length = duration(random)
    if start is None:
        return None
    return Planned(child, start, start + (min(length, timedelta(hours=3)) if short else length))


def _fill_current(random: Random, diary: Diary, now: datetime) -> None:
    """Place the current quarter so far, at the rate of its own months; those who went before go again."""
    quarter = current_quarter(now)
    begun = datetime(quarter.start.year, quarter.start.month, 1, tzinfo=LONDON).astimezone(UTC)
    passed = (now - begun) / timedelta(days=quarter.days)
    weights = [0.4 + len(episodes) for episodes in diary.of]
    left = round(quarter.episodes * passed)
    for _ in range(left * ALONE):
        if not left:
            return
        child = random.choices(range(CHILDREN), weights)[0]
        planned = _draw(random, quarter, child)
        if planned is None or planned.end is None or planned.start > now - JUST_NOW:
            continue
        if diary.free(child, planned.start, planned.end):
            diary.of[child].append(planned)
            left -= 1


def _settle(random: Random, diary: Diary, now: datetime) -> None:
    """Choose who is missing now, and bring everybody else home before now."""
    last = [max(episodes, key=lambda p: p.start) for episodes in diary.of if episodes]
    recent = sorted((p for p in last if now - timedelta(days=10) < p.start <= now - JUST_NOW), key=lambda p: p.start)
    missing = _missing_now(random, recent, now)
    _fresh(random, missing, now)
    for planned in diary.all():
        if any(planned is m for m in missing):
            planned.end = None
        elif planned.end is None or planned.end > now - JUST_NOW:
            length = (now - planned.start) * random.uniform(0.3, 0.9)
            planned.end = planned.start + timedelta(minutes=round(length / timedelta(minutes=1)))


def _fresh(random: Random, missing: list[Planned], now: datetime) -> None:
    """Let the newest of those missing have gone only a short while ago, when it was today in any case."""
    for planned, least in zip(sorted(missing, key=lambda p: p.start)[-2:], (110, 35), strict=False):
        start = now - timedelta(minutes=random.randint(least, least + 60))
        if start > planned.start and start.astimezone(LONDON).date() == planned.day:
            planned.start = start.replace(second=0, microsecond=0)


def _missing_now(random: Random, recent: list[Planned], now: datetime) -> list[Planned]:
    """Eight to twelve: most since yesterday, a few for days, one or two for longer than five."""
    wanted = random.randint(8, 12)
    chosen: list[Planned] = []
    for over, under, count in ((5, 10, 2), (3, 5, 1), (1, 3, 2)):
        age = [p for p in recent if timedelta(days=over) <= now - p.start < timedelta(days=under)]
        chosen += random.sample(age, min(count, len(age)))
    newest = [p for p in reversed(recent) if all(p is not c for c in chosen)]
    return chosen + newest[: wanted - len(chosen)]
