"""Run CLOCK-100K: `python -m bench.engine [--episodes N] [--rounds N] [--json FILE]`.

Checks the plain loop and the engine against the expected counts and sums (only on all 100,000 episodes) and
against each other, decision by decision; then prints rates as ratios within the same run.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from bench.engine import loop, mapping
from bench.engine.workload import (
    EPOCH,
    EXPECTED,
    RULES,
    T_END,
    T_MID,
    Columns,
    england,
    episodes,
    first_children,
    situations,
)
from wayhome.engine.clocks import read
from wayhome.engine.facts import Situation
from wayhome.packs.loading import load_names, read_protocol

PACK = Path(__file__).parent / "clock-100k"
WHOLE = 100_000
Children = list[tuple[range, Situation]]
Table = Sequence[Sequence[loop.Decision]]


def calibration() -> float:
    """Time two million additions, in seconds: how busy this machine is."""
    began, total = perf_counter(), 0
    for i in range(2_000_000):
        total += i
    return perf_counter() - began


def totals(table: Table) -> dict[str, tuple[tuple[int, ...], int]]:
    """Count the decisions of each rule by state, and add up the due minutes where it applies."""
    found = {}
    for place, rule in enumerate(RULES):
        counts = [0] * 7
        due = 0
        for row in table:
            state, minute = row[place]
            counts[state] += 1
            due += minute if state else 0
        found[rule] = (tuple(counts), due)
    return found


class Bench:
    """The workload, and the three ways it is decided."""

    def __init__(self, columns: Columns) -> None:
        """Prepare episodes and facts."""
        self.calendar = england()
        self.days = loop.WorkingDays(self.calendar.holidays)
        self.episodes = loop.prepared(columns)
        self.children: Children = list(situations(columns))
        self.protocol = read_protocol(PACK, load_names())

    def by_loop(self, now: datetime) -> Table:
        """Decide everything by the plain loop."""
        return [loop.decisions(episode, self.days, now) for episode in self.episodes]

    def by_engine(self, now: datetime, explain: bool, decide: bool = False) -> Table:
        """Read every child; map to decisions only when asked, so that mapping is not timed."""
        found: list[list[loop.Decision]] = []
        for rows, situation in self.children:
            readings = read(self.protocol, situation, self.calendar, now, explain=explain, dates_in_force=False)
            if decide:
                found += mapping.table(readings, rows, now)
        return found

    def check(self) -> list[str]:
        """Compare engine, loop and the expected figures; return what differs."""
        faults = []
        for minute, expected in EXPECTED.items():
            now = EPOCH + timedelta(minutes=minute)
            looped, engined = self.by_loop(now), self.by_engine(now, explain=False, decide=True)
            wrong = sum(list(a) != list(b) for a, b in zip(looped, engined, strict=True))
            if wrong:
                faults.append(f"{wrong} episodes differ between engine and loop at {now:%Y-%m-%d %H:%M}")
            if len(self.episodes) == WHOLE:
                for name, table in (("loop", looped), ("engine", engined)):
                    if totals(table) != expected:
                        faults.append(f"{name} differs from the expected figures at {now:%Y-%m-%d %H:%M}")
        return faults

    def child_times(self, now: datetime, children: Children) -> list[float]:
        """Time, in ms, all of each child's readings with explanations."""
        return [1000 * timed(lambda s=s: read(self.protocol, s, self.calendar, now)) for _, s in children]


def timed(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes, in seconds."""
    began = perf_counter()
    work()
    return perf_counter() - began


def measured(bench: Bench, rounds: int) -> dict[str, float]:
    """Time loop, engine and engine with explanations, interleaved; medians."""
    now = EPOCH + timedelta(minutes=T_END)
    times: dict[str, list[float]] = {"loop": [], "bare": [], "explained": []}
    ticks = []
    for _ in range(rounds):
        ticks.append(calibration())
        times["loop"].append(timed(lambda: bench.by_loop(now)))
        times["bare"].append(timed(lambda: bench.by_engine(now, explain=False)))
        times["explained"].append(timed(lambda: bench.by_engine(now, explain=True)))
    decided = len(bench.episodes) * len(RULES)
    took = {name: statistics.median(each) for name, each in times.items()}
    any_child = bench.child_times(now, bench.children[:: max(1, len(bench.children) // 2000)])
    often = bench.child_times(now, sorted(bench.children, key=lambda child: -len(child[0]))[:2000])
    return {
        "episodes": len(bench.episodes),
        "calibration_s": statistics.median(ticks),
        **{f"{name}_decisions_per_s": decided / seconds for name, seconds in took.items()},
        "bare_to_loop": took["loop"] / took["bare"],
        "explained_to_bare_cost": took["explained"] / took["bare"],
        "any_child_ms_p50": statistics.median(any_child),
        "any_child_ms_p95": statistics.quantiles(any_child, n=20)[-1],
        "most_often_missing_ms_p50": statistics.median(often),
        "most_often_missing_ms_p95": statistics.quantiles(often, n=20)[-1],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print a table and JSON; return 1 when a decision differs."""
    parser = argparse.ArgumentParser(prog="python -m bench.engine", description=__doc__)
    parser.add_argument("--episodes", type=int, default=WHOLE, help="whole children from the front, at least so many")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args(arguments)
    bench = Bench(first_children(episodes(), options.episodes))
    faults = bench.check()
    figures = {
        "python": platform.python_version(),
        "moments": [T_MID, T_END],
        "exact": not faults,
        **measured(bench, options.rounds),
    }
    for name, value in figures.items():
        print(f"{name:30} {value:,.3f}" if isinstance(value, float) else f"{name:30} {value}")
    print(json.dumps(figures))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    for fault in faults:
        print(f"WRONG: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
