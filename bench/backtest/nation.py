"""CLOCK-NATION: ten years of a nation under the protocol as it is, and with one value changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import numpy as np

from bench.backtest.populations import population_of
from bench.engine.workload import EPOCH, RULES, T_END, episodes
from wayhome.engine.calendars import Calendar
from wayhome.engine.language import Clock, Due, Protocol, Span, Unit
from wayhome.population.columns import Population
from wayhome.population.reading import LOOP, Twin

SEED = 20260701
AREAS = 150
CHANGED = "rhi"  # return home conversations within 48 hours instead of 72


def changed(protocol: Protocol) -> Protocol:
    """Return the protocol with return conversations due in 48 hours."""
    one = lambda c: replace(c, due=Due(Span(48, Unit.HOURS))) if c.id == CHANGED else c  # noqa: E731
    clocks: tuple[Clock, ...] = tuple(one(c) for c in protocol.clocks)
    return replace(protocol, clocks=clocks)


class Nation:
    """The shards, each laid out and indexed once, as a store of them would be."""

    def __init__(self, protocol: Protocol, calendar: Calendar, shards: int) -> None:
        """Draw every shard."""
        self.now = EPOCH + timedelta(minutes=T_END)
        self.then = Twin(protocol, calendar, loop=LOOP)
        self.what_if = Twin(changed(protocol), calendar, loop=LOOP)
        self.shards = [self._shard(n) for n in range(shards)]

    def _shard(self, number: int) -> Population:
        population = population_of(episodes(seed=SEED + number))
        self.then.read(population, self.now, dates_in_force=False)  # its indexes, once
        return population

    def shard(self, population: Population) -> tuple[int, np.ndarray]:  # type: ignore[type-arg]
        """Read one shard under the changed protocol; return how many decisions, and the late by area."""
        found = self.what_if.read(population, self.now, dates_in_force=False)
        part = found[CHANGED]
        late = part.child[np.isin(part.state, (3, 5))] % AREAS
        return len(population.episodes) * len(RULES), np.bincount(late, minlength=AREAS)

    def both(self, population: Population) -> np.ndarray:  # type: ignore[type-arg]
        """Read one shard both ways; return by how much the late differ by area. Only what changed is read twice."""
        before = self.then.read(population, self.now, dates_in_force=False)[CHANGED]
        after = self.what_if.read(population, self.now, dates_in_force=False, clocks=frozenset({CHANGED}))[CHANGED]
        late = [np.bincount(p.child[np.isin(p.state, (3, 5))] % AREAS, minlength=AREAS) for p in (before, after)]
        return late[1] - late[0]


def measured(protocol: Protocol, calendar: Calendar, shards: int) -> dict[str, object]:
    """Time the nation on two threads, every shard in memory; and check that the shards agree with the whole."""
    nation = Nation(protocol, calendar, shards)
    figures: dict[str, object] = {
        "nation_episodes": sum(len(s.episodes) for s in nation.shards),
        "nation_facts": sum(len(s) for s in nation.shards),
        "nation_columns_mb": sum(s.nbytes for s in nation.shards) / 2**20,
    }
    with ThreadPoolExecutor(2) as pool:
        for name, work in (("changed", nation.shard), ("difference", nation.both)):
            times = []
            for _ in range(3):
                began = perf_counter()
                results = list(pool.map(work, nation.shards))
                times.append(perf_counter() - began)
            figures[f"nation_{name}_s"] = min(times)
            figures[f"nation_{name}_runs_s"] = [round(t, 3) for t in times]
            if name == "changed":
                figures["nation_decisions"] = sum(r[0] for r in results)  # type: ignore[index]
            else:
                figures["nation_more_late"] = int(sum(results).sum())  # type: ignore[arg-type, union-attr]
    return figures
