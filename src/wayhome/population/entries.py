"""Facts matched and counted by child or by episode."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from wayhome.engine.chronology import Matcher
from wayhome.population.almanac import BEGIN, NEVER, Bools, Ints
from wayhome.population.columns import Population
from wayhome.population.ragged import least


class Entries:
    """The rows that match one matcher, scope by scope, in order. The arrays may be shared: never change them."""

    def __init__(self, population: Population, rows: Ints, off: Ints) -> None:
        """Hold rows end to end, `off` saying where each scope's begin."""
        self.population = population
        self.rows = rows
        self.off = off

    @cached_property
    def single(self) -> bool:
        """Whether every fact is known to the instant and no scope has more than one, so that `only` says it all."""
        return self.plain is None and self.most <= 1

    @cached_property
    def only(self) -> tuple[Ints, Ints]:
        """When the one fact of each scope happened and its row; NEVER, and any row, for a scope with none."""
        row = np.zeros(len(self.off) - 1, np.int64)
        row[self.count > 0] = self.rows
        return self.first_since, row

    @cached_property
    def count(self) -> Ints:
        """How many rows each scope has."""
        return np.diff(self.off)

    @cached_property
    def most(self) -> int:
        """The most rows that any one scope has."""
        return int(self.count.max()) if len(self.count) else 0

    @cached_property
    def since(self) -> Ints:
        """Each row's place in time."""
        return self.population.since[self.rows]

    @cached_property
    def earliest(self) -> Ints:
        """Each row's earliest moment; NEVER where nobody could say."""
        return self.since if self.population.exact else self.population.earliest[self.rows]

    @cached_property
    def latest(self) -> Ints:
        """Each row's latest moment; NEVER where nobody could say."""
        return self.since if self.population.exact else self.population.latest[self.rows]

    @cached_property
    def surely(self) -> Ints:
        """When each row had certainly happened."""
        return self.since if self.population.exact else self.population.surely[self.rows]

    @cached_property
    def plain(self) -> Bools | None:
        """Which scopes hold only facts known to the instant; None when all do."""
        if self.population.exact:
            return None
        odd = self.earliest != self.latest
        odd |= self.earliest == NEVER
        if not odd.any():
            return None
        found = np.ones(len(self.off) - 1, bool)
        owner = np.repeat(np.arange(len(found)), self.count)
        found[owner[odd]] = False
        return found

    @cached_property
    def first_since(self) -> Ints:
        """Where each scope's first row stands in time; NEVER for a scope with none."""
        found = np.full(len(self.off) - 1, NEVER, np.int64)
        filled = self.count > 0
        found[filled] = self.since[self.off[:-1][filled]]
        return found

    @cached_property
    def untimed(self) -> Ints:
        """How many rows of each scope nobody could time."""
        if self.population.exact:
            return np.zeros(len(self.off) - 1, np.int64)
        running = np.zeros(len(self.rows) + 1, np.int64)
        np.cumsum(self.earliest == NEVER, out=running[1:])
        return running[self.off[1:]] - running[self.off[:-1]]

    @cached_property
    def surely_least(self) -> Ints:
        """When one of each scope's rows had certainly happened; NEVER for a scope with none."""
        return self.first_since if self.population.exact else least(self.surely, self.off, NEVER)

    @cached_property
    def earliest_least(self) -> Ints:
        """The earliest that one of each scope's rows may have happened; BEGIN where one is untimed."""
        if self.population.exact:
            return self.first_since
        return least(np.where(self.earliest == NEVER, BEGIN, self.earliest), self.off, NEVER)


def indexed(population: Population, wanted: Matcher, by_episode: bool) -> Entries:
    """Return all the rows that match, by episode or by child; found once and kept with the population."""
    found = population.kept.get((wanted, by_episode))
    if found is None:
        found = population.kept[wanted, by_episode] = Entries(population, *population.matched(wanted, by_episode))
    assert isinstance(found, Entries)
    return found


class Cut(Entries):
    """Some of the rows of other entries: those for which `kept` holds. Worked out only as far as it is asked for."""

    def __init__(self, whole: Entries, kept: Bools, as_of: int) -> None:
        """Hold the whole, and what is kept of it; `as_of` is what cut it where every fact is known to the instant."""
        self.population = whole.population
        self.whole = whole
        self.kept = kept
        self.as_of = as_of

    @cached_property
    def rows(self) -> Ints:  # type: ignore[override]
        """The rows that are kept."""
        return self.whole.rows[self.kept]

    @cached_property
    def off(self) -> Ints:  # type: ignore[override]
        """Where each scope's kept rows begin."""
        running = np.zeros(len(self.kept) + 1, np.int64)
        np.cumsum(self.kept, out=running[1:])
        return running[self.whole.off]

    @cached_property
    def since(self) -> Ints:
        """Each kept row's place in time."""
        return self.whole.since[self.kept]

    @cached_property
    def single(self) -> bool:
        """Whether the whole is, and was cut by time alone."""
        return self.as_of != NEVER and self.whole.single

    @cached_property
    def only(self) -> tuple[Ints, Ints]:
        """When the one fact of each scope happened and its row; NEVER, and any row, for a scope with none."""
        since, row = self.whole.only
        return np.where(since <= self.as_of, since, NEVER), row
