"""Run the twin on CLOCK-100K and, with --nation, on CLOCK-NATION: `python -m bench.backtest [--rounds N] [--nation]`.

Checks every decision of both moments against the plain loop and the expected counts, and DuckDB's totals too; then
times loop, DuckDB and twin in turn, and prints ratios within the run.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import statistics
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np

from bench.backtest import nation
from bench.backtest.populations import decided, population_of
from bench.engine import loop
from bench.engine.__main__ import PACK, calibration, timed, totals
from bench.engine.workload import EPOCH, EXPECTED, RULES, T_END, T_MID, england, episodes
from wayhome.packs.loading import load_names, read_protocol
from wayhome.population.columns import Population
from wayhome.population.machine_days import numba
from wayhome.population.reading import LOOP, Twin

try:
    from bench.backtest.duck import Duck
except ImportError:  # the extra 'bench' is not installed: the run says so and goes on without
    Duck = None  # type: ignore[assignment, misc]


# What a decision is: where it stands and the moments that say why. Whose it is, is looked up when it is asked for.
ASKED = ("state", "start", "due", "threshold", "need_ended", "met_at", "breached_at", "needed")


class Bench:
    """The workload, and the ways it is decided."""

    def __init__(self) -> None:
        """Prepare episodes and facts for each way."""
        self.columns = episodes()
        self.calendar = england()
        self.days = loop.WorkingDays(self.calendar.holidays)
        self.episodes = loop.prepared(self.columns)
        self.population: Population = population_of(self.columns)
        self.protocol = read_protocol(PACK, load_names())
        self.pool = ThreadPoolExecutor(2)
        self.array_pass = Twin(self.protocol, self.calendar, loop=False)
        self.twin = Twin(self.protocol, self.calendar, loop=LOOP)
        self.on_two = Twin(self.protocol, self.calendar, loop=LOOP, pool=self.pool)
        self.duck = None if Duck is None else Duck(self.columns, self.calendar)

    def by_loop(self, now: datetime) -> list[Sequence[loop.Decision]]:
        """Decide everything by the plain loop."""
        return [loop.decisions(episode, self.days, now) for episode in self.episodes]

    def by(self, twin: Twin, now: datetime) -> None:
        """Read everybody by a twin, with every moment a decision rests on."""
        for part in twin.read(self.population, now, dates_in_force=False).values():
            for name in ASKED:
                getattr(part, name)

    def check(self) -> list[str]:
        """Compare twin, loop, DuckDB and the expected figures; return what differs."""
        faults = [str(each) for each in self.twin.refused]
        for minute, expected in EXPECTED.items():
            now = EPOCH + timedelta(minutes=minute)
            looped = self.by_loop(now)
            for way, twin in (("array pass", self.array_pass), ("loop", self.twin), ("loop on two", self.on_two)):
                found = twin.read(self.population, now, dates_in_force=False)
                states, dues = decided(found, len(self.episodes), now)
                read = np.stack([states.astype(np.int64), np.where(states > 0, dues, 0)], axis=2).transpose(1, 0, 2)
                wrong = int((read != np.array(looped)).any(axis=2).sum())
                if wrong:
                    at = f"{now:%Y-%m-%d %H:%M}"
                    faults.append(f"{wrong} of {states.size} decisions of the {way} differ from the plain loop at {at}")
            if totals(looped) != expected:
                faults.append(f"the loop differs from the expected figures at {now:%Y-%m-%d %H:%M}")
            if self.duck is not None:
                asked = self.duck.totals(minute)
                if asked != [(list(expected[rule][0][1:]), expected[rule][1]) for rule in RULES]:
                    faults.append(f"DuckDB differs from the expected figures at {now:%Y-%m-%d %H:%M}")
        return faults


def measured(bench: Bench, rounds: int) -> dict[str, float]:
    """Time loop, DuckDB and twin, interleaved; medians."""
    now = EPOCH + timedelta(minutes=T_END)
    ways = {"array_pass": bench.array_pass, "twin": bench.twin, "twin_two_threads": bench.on_two}
    times: dict[str, list[float]] = {"loop": [], "duckdb": [], "twin_first": [], **{way: [] for way in ways}}
    ticks = []
    for _ in range(rounds):
        ticks.append(calibration())
        times["loop"].append(timed(lambda: bench.by_loop(now)))
        if bench.duck is not None:
            times["duckdb"].append(timed(partial(bench.duck.ask, T_END)))
        bench.population.kept.clear()
        times["twin_first"].append(timed(lambda: bench.by(bench.on_two, now)))
        for _ in range(5):
            for way, twin in ways.items():
                times[way].append(timed(partial(bench.by, twin, now)))
    took = {name: statistics.median(each) for name, each in times.items() if each}
    count = len(bench.episodes) * len(RULES)
    return {
        "calibration_s": statistics.median(ticks),
        **{f"{name}_decisions_per_s": count / seconds for name, seconds in took.items()},
        **{f"twin_to_{name}": took[name] / took["twin"] for name in ("loop", "duckdb") if name in took},
        **{f"two_threads_to_{n}": took[n] / took["twin_two_threads"] for n in ("loop", "duckdb") if n in took},
        **{f"array_pass_to_{n}": took[n] / took["array_pass"] for n in ("loop", "duckdb") if n in took},
        "twin_without_indexes_to_loop": took["loop"] / took["twin_first"],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print figures and JSON; return 1 when a decision differs."""
    parser = argparse.ArgumentParser(prog="python -m bench.backtest", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--nation", action="store_true", help="2,500,000 episodes under one changed value as well")
    parser.add_argument("--shards", type=int, default=25, help="how many hundred thousand episodes a nation has")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args(arguments)
    bench = Bench()
    began = perf_counter()
    bench.by(bench.twin, EPOCH + timedelta(minutes=T_END))
    cold = perf_counter() - began
    faults = bench.check()
    figures: dict[str, object] = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": None if numba is None else numba.__version__,
        "first_read_s": cold,  # with compiling, or with fetching from disk what was compiled before
        "moments": [T_MID, T_END],
        "exact": not faults,
        "refused": len(bench.twin.refused),
        **measured(bench, options.rounds),
    }
    if bench.duck is None:
        print("DuckDB is not here: install requirements/bench.txt to measure against it.")
    if numba is None:
        print("numba is not here: what is timed is the array pass. Install the extra 'fast' to measure the loop.")
    if options.nation:
        figures |= nation.measured(bench.protocol, bench.calendar, options.shards)
    figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for name, value in figures.items():
        print(f"{name:32} {value:,.3f}" if isinstance(value, float) else f"{name:32} {value}")
    print(json.dumps(figures))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    for fault in faults:
        print(f"WRONG: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
