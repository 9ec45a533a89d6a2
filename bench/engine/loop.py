"""The plain loop: the seven rules written by hand, one episode at a time, with dataclasses and zoneinfo.

It is what a good programmer would write for these rules and no others; the engine is measured against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bench.engine.workload import EPOCH, NEVER, Columns

LONDON = ZoneInfo("Europe/London")
DAY, MINUTE, ONE = timedelta(hours=24), timedelta(minutes=1), timedelta(days=1)
REVIEW_DAYS = (7, 28, 42, 84)
Decision = tuple[int, int]  # state 0 to 6, due minute
NOTHING: Decision = (0, 0)


@dataclass(slots=True)
class Episode:
    """One invented episode; None is never."""

    start: datetime
    back: datetime | None
    on_plan: bool
    risk: int
    safewell: datetime | None
    rhi: datetime | None
    strat: datetime | None
    ntk_dd: datetime | None
    ntk_d: datetime | None
    rev1: datetime | None
    rev2: datetime | None
    closed: datetime | None
    referral: datetime | None
    following: datetime | None
    two_before: datetime | None


def prepared(columns: Columns) -> list[Episode]:
    """Turn columns into episodes, with each child's next start and the start two before."""
    rows = {name: column.tolist() for name, column in columns.items()}
    child, start, count = rows["child"], rows["t0"], len(rows["child"])

    def when(name: str, row: int) -> datetime | None:
        minutes = rows[name][row]
        return None if minutes == NEVER else EPOCH + timedelta(minutes=minutes)

    acts = ("safewell", "rhi", "strat", "ntk_dd", "ntk_d", "rev1", "rev2", "closed", "referral")
    return [
        Episode(
            EPOCH + timedelta(minutes=start[row]),
            when("ret", row),
            bool(rows["lac"][row] or rows["cpp"][row]),
            rows["risk"][row],
            *(when(name, row) for name in acts),
            when("t0", row + 1) if row + 1 < count and child[row + 1] == child[row] else None,
            when("t0", row - 2) if row >= 2 and child[row - 2] == child[row] else None,
        )
        for row in range(count)
    ]


class WorkingDays:
    """Working days from a set of holidays, remembered as they are asked for."""

    def __init__(self, off: frozenset[date]) -> None:
        """Hold the holidays."""
        self.off = off

    def works(self, day: date) -> bool:
        """Whether people work that day."""
        return day.weekday() < 5 and day not in self.off

    def roll_local(self, local: datetime) -> datetime:
        """Move a wall time in London on a day off to the same wall time of the next working day; return UTC."""
        while not self.works(local.date()):
            local += ONE
        return local.astimezone(UTC)

    def roll(self, moment: datetime) -> datetime:
        """Move a moment on a day off to the same wall time of the next working day."""
        local = moment.astimezone(LONDON)
        return moment if self.works(local.date()) else self.roll_local(local)

    def after(self, moment: datetime, days: int) -> datetime:
        """Roll a moment, then go on so many working days, at the same wall time."""
        local = self.roll(moment).astimezone(LONDON)
        while days:
            local += ONE
            days -= self.works(local.date())
        return local.astimezone(UTC)


def _decide(due: datetime, act: datetime | None, over: bool, now: datetime) -> Decision:
    minute = (due - EPOCH) // MINUTE
    if act is not None and act <= now:
        return (4 if act <= due else 5), minute
    if over:
        return 6, minute
    if due < now:
        return 3, minute
    return (2 if due - now <= DAY else 1), minute


def decisions(episode: Episode, days: WorkingDays, now: datetime) -> Sequence[Decision]:
    """Return the seven decisions for one episode at one moment."""
    e, start = episode, episode.start
    if start > now:
        return (NOTHING,) * 7
    back = e.back if e.back is not None and e.back <= now else None
    found = [NOTHING] * 7
    if back is not None:
        found[0] = _decide(back + DAY, e.safewell, False, now)
        due = back + 3 * DAY
        found[1] = _decide(due, e.rhi, e.following is not None and e.following <= min(due, now), now)
    if e.on_plan and (back is None or back > start + DAY):
        found[2] = _decide(start + DAY, e.strat, False, now)
    if back is None or back > start + 3 * DAY:
        found[3] = _decide(days.roll(start + 3 * DAY), e.ntk_dd, False, now)
        if back is None or back > start + 5 * DAY:
            found[4] = _decide(days.roll(start + 5 * DAY), e.ntk_d, False, now)
    last = max(at for at in (start, e.rev1, e.rev2) if at is not None and at <= now)
    local = last.astimezone(LONDON) + REVIEW_DAYS[e.risk] * ONE
    found[5] = _decide(days.roll_local(local), None, e.closed is not None and e.closed <= now, now)
    if e.two_before is not None and start - e.two_before <= 90 * DAY:
        found[6] = _decide(days.after(start, 5), e.referral, False, now)
    return found
