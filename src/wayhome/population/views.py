"""What is in play at one moment: the facts known and begun by then, matched and counted by child or by episode."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wayhome.engine.chronology import Matcher
from wayhome.engine.language import Vocabulary
from wayhome.population.almanac import BEGIN, NEVER, Almanac, Bools, Ints
from wayhome.population.columns import NONE, Population
from wayhome.population.ragged import least


class Space(StrEnum):
    """What a list of scopes is numbered by."""

    EPISODE = "episode"
    CHILD = "child"


class Entries:
    """The rows that match one matcher, scope by scope, in order. The arrays may be shared: never change them."""

    def __init__(self, population: Population, rows: Ints, off: Ints) -> None:
        """Hold rows end to end, `off` saying where each scope's begin."""
        self.population = population
        self.rows = rows
        self.off = off

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


class View:
    """A population at one moment. `in_play` None: every fact is."""

    def __init__(
        self, population: Population, vocabulary: Vocabulary, almanac: Almanac, as_of: int, known: Bools | None
    ) -> None:
        """Cut the facts in `known` (None: all) at `as_of`, and see which episodes have begun."""
        self.population = population
        self.vocabulary = vocabulary
        self.almanac = almanac
        self.as_of = as_of
        begun = population.earliest <= as_of
        if not population.exact:
            begun |= population.earliest == NEVER
        mask = begun if known is None else begun & known
        self.in_play: Bools | None = None if mask.all() else mask
        self.memory: dict[object, object] = {}
        self._entries: dict[tuple[Matcher, Space], Entries] = {}
        self.begins: Matcher = tuple((kind, None) for kind in vocabulary.episode_begins)

    def entries(self, wanted: Matcher, space: Space) -> Entries:
        """Return the rows in play that match, by episode or by child."""
        key = (wanted, space)
        found = self._entries.get(key)
        if found is None:
            found = self._entries[key] = self._cut(wanted, space)
        return found

    def _cut(self, wanted: Matcher, space: Space) -> Entries:
        population = self.population
        rows, off = population.rows_of(wanted, space is Space.EPISODE)
        if self.in_play is not None:
            here = self.in_play[rows]
            running = np.zeros(len(rows) + 1, np.int64)
            np.cumsum(here, out=running[1:])
            rows, off = rows[here], running[off]
        return Entries(population, rows, off)

    def scopes(self, space: Space) -> int:
        """Return how many scopes a space has."""
        return len(self.population.episodes if space is Space.EPISODE else self.population.children)

    @cached_property
    def began(self) -> Ints:
        """The row that begins each episode; NONE for an episode that has not begun."""
        entries = self.entries(self.begins, Space.EPISODE)
        found = np.full(len(entries.off) - 1, NONE, np.int64)
        filled = entries.count > 0
        found[filled] = entries.rows[entries.off[:-1][filled]]
        return found

    def child_of(self, scope: Ints, space: Space) -> Ints:
        """Return each scope's child."""
        return scope if space is Space.CHILD else self.population.episode_child[scope]

    def truths(self, values: NDArray[np.int32], wanted: frozenset[str]) -> NDArray[np.int8]:
        """Say of each value whether it is wanted: 2 yes, 0 no, 1 no value was given."""
        table = np.zeros(len(self.population.values) + 1, np.int8)
        table[self.population.value_codes(wanted)] = 2
        table[NONE] = 1
        return table[values]
