"""Overdue by day from intervals is what asking again for each day gives."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from bench.backtest.populations import population_of
from bench.engine.__main__ import PACK
from bench.engine.workload import EPOCH, T_END, england, episodes
from wayhome.engine.moments import end_of_local_day
from wayhome.packs.loading import load_names, read_protocol
from wayhome.population.reading import Twin
from wayhome.population.series import overdue_by_day
from wayhome.population.standing import BREACHED

FIRST, DAYS, GROUPS = date(2024, 10, 20), 45, 4  # the clocks go back on the eighth day


def test_intervals_give_what_replay_gives() -> None:
    population = population_of(episodes(3000))
    twin = Twin(read_protocol(PACK, load_names()), england())
    group = np.arange(len(population.children)) % GROUPS
    clocks = frozenset({"safewell", "rhi", "strat", "ntk-dd", "meet", "review"})
    last = twin.read(population, EPOCH + timedelta(minutes=T_END), dates_in_force=False, clocks=clocks)
    found = overdue_by_day(last.values(), group, FIRST, DAYS)
    naive = np.zeros((GROUPS, DAYS), np.int64)
    for day in range(DAYS):
        then = end_of_local_day(FIRST + timedelta(days=day))
        for part in twin.read(population, then, dates_in_force=False, clocks=clocks).values():
            naive[:, day] += np.bincount(group[part.child[part.state == BREACHED]], minlength=GROUPS)
    assert naive.sum() > 1000
    assert len({tuple(row) for row in naive.T.tolist()}) > 20
    assert (found == naive).all()
