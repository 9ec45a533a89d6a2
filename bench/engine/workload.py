"""The CLOCK-100K workload: invented episodes, always the same, as columns and as children's facts.

Every child here is made of random numbers. Times are whole minutes since 1970-01-01 00:00 UTC; NA means never.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import holidays
import numpy as np
from numpy.typing import NDArray

from wayhome.engine.calendars import Calendar
from wayhome.engine.facts import Fact, Moment, Situation

NA = np.int64(-(2**62))
NEVER = int(NA)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RULES = ("safewell", "rhi", "strat", "ntk_dd", "ntk_d", "review", "meet")
YEARS = range(2015, 2031)
T_MID = int(np.datetime64("2024-06-16T09:30", "m").astype(np.int64))
T_END = int(np.datetime64("2025-12-27T12:00", "m").astype(np.int64))
Columns = dict[str, NDArray[np.int64]]

# What each moment expects: per rule, how many decisions of state 0 to 6, and the sum of due minutes where not 0.
EXPECTED = {
    T_MID: {
        "safewell": ((38681, 0, 40, 7373, 42067, 11839, 0), 1716805379622),
        "rhi": ((38681, 100, 23, 10975, 33781, 15182, 1258), 1716981978342),
        "strat": ((95207, 0, 14, 1449, 1925, 1405, 0), 134229699970),
        "ntk_dd": ((96352, 47, 2, 948, 1679, 972, 0), 102193432886),
        "ntk_d": ((98130, 51, 0, 442, 851, 526, 0), 52422430955),
        "review": ((38573, 3489, 74, 12908, 0, 0, 44956), 1726508702393),
        "meet": ((80028, 121, 14, 7786, 9284, 2767, 0), 559856539020),
    },
    T_END: {
        "safewell": ((494, 0, 36, 11891, 68389, 19190, 0), 2825984807166),
        "rhi": ((494, 103, 32, 17827, 54889, 24598, 2057), 2826271384446),
        "strat": ((92283, 0, 6, 2328, 3080, 2303, 0), 219174451596),
        "ntk_dd": ((93964, 43, 0, 1523, 2820, 1650, 0), 171590876275),
        "ntk_d": ((96903, 50, 0, 757, 1408, 882, 0), 88096350139),
        "review": ((318, 3691, 0, 20630, 0, 0, 75361), 2841935701093),
        "meet": ((67168, 175, 0, 12954, 14980, 4723, 0), 933522680918),
    },
}


def england() -> Calendar:
    """Return England's working days for the workload's years."""
    named = holidays.country_holidays("GB", subdiv="ENG", years=YEARS)
    return Calendar("England", frozenset(named), date(2015, 1, 1), date(2030, 12, 31), "bench", dict(named))


def episodes(n: int = 100_000, seed: int = 20260701, start: str = "2022-01-01", end: str = "2026-01-01") -> Columns:
    """Return `n` invented episodes as columns, by child and start; the draws and their order are the workload."""
    r = np.random.Generator(np.random.PCG64(seed))
    minute = lambda s: np.datetime64(s, "m").astype(np.int64)  # noqa: E731
    nch = max(1, int(n * 0.4))
    w = 1 / (np.arange(nch) + 20.0) ** 0.9
    w /= w.sum()
    child = r.choice(nch, n, p=w)
    t0 = r.integers(minute(start), minute(end), n)
    dur = np.maximum(15, (360 * np.exp(r.normal(0, 1.6, n)))).astype(np.int64)
    order = np.lexsort((t0, child))
    child, t0, dur = child[order], t0[order], dur[order]
    ret = t0 + dur
    for i in range(1, n):  # a child is missing once at a time
        if child[i] == child[i - 1] and t0[i] < ret[i - 1] + 60:
            t0[i] = ret[i - 1] + 60
            ret[i] = t0[i] + dur[i]
    still = r.random(n) < 0.004
    last = np.r_[child[1:] != child[:-1], True]
    ret = np.where(still & last, NA, ret)
    lac, cpp = (r.random(nch) < 0.35)[child], (r.random(nch) < 0.08)[child]
    risk = r.choice(4, nch, p=[0.15, 0.30, 0.35, 0.20])[child]

    def act(base: NDArray[np.int64], p: float, median_hours: float, spread: float) -> NDArray[np.int64]:
        d = (median_hours * 60 * np.exp(r.normal(0, spread, n))).astype(np.int64)
        return np.where((r.random(n) < p) & (base != NA), base + d, NA)

    safewell, rhi = act(ret, 0.88, 12, 0.9), act(ret, 0.80, 48, 0.8)
    strat, ntk_dd, ntk_d = act(t0, 0.7, 22, 0.6), act(t0, 0.75, 70, 0.4), act(t0, 0.75, 118, 0.3)
    rev1 = act(t0, 0.85, 24 * 20, 0.6)
    rev2 = np.where(rev1 != NA, act(rev1, 0.7, 24 * 25, 0.5), NA)
    closed, referral = act(ret, 0.8, 24 * 60, 0.7), act(t0, 0.6, 24 * 5, 0.6)
    return {
        "child": child.astype(np.int64), "lac": lac.astype(np.int64), "cpp": cpp.astype(np.int64),
        "risk": risk.astype(np.int64), "t0": t0, "ret": ret, "safewell": safewell, "rhi": rhi, "strat": strat,
        "ntk_dd": ntk_dd, "ntk_d": ntk_d, "rev1": rev1, "rev2": rev2, "closed": closed, "referral": referral,
    }  # fmt: skip


def first_children(columns: Columns, at_least: int) -> Columns:
    """Return whole children from the front until there are `at_least` episodes."""
    child = columns["child"]
    if at_least >= len(child):
        return columns
    end = int(np.searchsorted(child, child[at_least - 1], side="right"))
    return {name: column[:end] for name, column in columns.items()}


_KINDS = {
    "t0": "missing.began", "ret": "missing.returned", "safewell": "return.safe-and-well",
    "rhi": "return.conversation-held", "strat": "strategy-discussion.held", "ntk_dd": "need-to-know.deputy-director",
    "ntk_d": "need-to-know.director", "rev1": "meeting.missing-persons", "rev2": "meeting.missing-persons",
    "closed": "missing.closed", "referral": "meeting.risk-management",
}  # fmt: skip
RISKS = ("high", "medium", "low", "no-apparent")


def situations(columns: Columns) -> Iterator[tuple[range, Situation]]:
    """Yield each child's rows and facts. An episode's id is its row; statuses hold from before the first episode."""
    child = columns["child"].tolist()
    rows = {name: columns[name].tolist() for name in (*_KINDS, "lac", "cpp", "risk")}
    begin = 0
    while begin < len(child):
        end = begin
        while end < len(child) and child[end] == child[begin]:
            end += 1
        yield range(begin, end), Situation(str(child[begin]), tuple(_facts(rows, begin, end, str(child[begin]))))
        begin = end


def _facts(rows: dict[str, list[int]], begin: int, end: int, child: str) -> Iterator[Fact]:
    before = rows["t0"][begin] - 1440
    care = ("not-looked-after", "looked-after")[rows["lac"][begin]]
    plan = ("none", "child-protection")[rows["cpp"][begin]]
    yield _fact(f"{child}/care", "child.care-status", child, before, None, care)
    yield _fact(f"{child}/plan", "child.plan", child, before, None, plan)
    for row in range(begin, end):
        began = rows["t0"][row]
        yield _fact(f"{row}/risk", "missing.risk-graded", child, began, str(row), RISKS[rows["risk"][row]])
        for column, kind in _KINDS.items():
            if rows[column][row] != NEVER:
                yield _fact(f"{row}/{column}", kind, child, rows[column][row], str(row), None)


def _fact(name: str, kind: str, child: str, minutes: int, episode: str | None, value: str | None) -> Fact:
    at = EPOCH + timedelta(minutes=minutes)
    return Fact(name, name, kind, child, Moment(at, at), at, at, episode, value=value)
