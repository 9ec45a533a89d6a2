"""What is in play at one moment: the facts known and begun by then, matched and counted by child or by episode."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wayhome.engine.chronology import Matcher
from wayhome.engine.language import Vocabulary
from wayhome.population.almanac import NEVER, Almanac, Bools, Ints
from wayhome.population.columns import NONE, Population
from wayhome.population.entries import Cut, Entries, indexed


class Space(StrEnum):
    """What a list of scopes is numbered by."""

    EPISODE = "episode"
    CHILD = "child"


class View:
    """A population at one moment: the facts known that may have begun by then. `known` None: all are."""

    def __init__(
        self, population: Population, vocabulary: Vocabulary, almanac: Almanac, as_of: int, known: Bools | None
    ) -> None:
        """Cut the facts in `known` (None: all) at `as_of`, and see which episodes have begun."""
        self.population = population
        self.vocabulary = vocabulary
        self.almanac = almanac
        self.as_of = as_of
        self.known = known
        self.memory: dict[object, object] = {}
        self._constants: dict[int, Ints] = {}
        self._entries: dict[tuple[Matcher, Space], Entries] = {}
        self.begins: Matcher = tuple((kind, None) for kind in vocabulary.episode_begins)

    def entries(self, wanted: Matcher, space: Space) -> Entries:
        """Return the rows in play that match, by episode or by child."""
        key = (wanted, space)
        found = self._entries.get(key)
        if found is None:
            found = self._entries[key] = self._cut(wanted, space)
        return found

    def whole(self, wanted: Matcher, space: Space) -> Entries:
        """Return the rows that match and are known, also those after the moment asked about."""
        if self.known is not None:
            return self.entries(wanted, space)
        return indexed(self.population, wanted, space is Space.EPISODE)

    def history(self) -> View:
        """Return the same population with nothing after the moment asked about cut off."""
        key = ("history", self.vocabulary.episode_begins, tuple(sorted(self.vocabulary.states.items())))
        found = self.population.kept.get(key)
        if found is None:
            found = View(self.population, self.vocabulary, self.almanac, NEVER - 1, None)
            self.population.kept[key] = found
        assert isinstance(found, View)
        return found

    def _cut(self, wanted: Matcher, space: Space) -> Entries:
        population = self.population
        whole = indexed(population, wanted, space is Space.EPISODE)
        kept = whole.earliest <= self.as_of
        if whole.plain is not None:
            kept |= whole.earliest == NEVER
        if self.known is not None:
            kept &= self.known[whole.rows]
        return whole if kept.all() else Cut(whole, kept, self.as_of if self.known is None else NEVER)

    def scopes(self, space: Space) -> int:
        """Return how many scopes a space has."""
        return len(self.population.episodes if space is Space.EPISODE else self.population.children)

    @cached_property
    def began(self) -> Ints:
        """The row that begins each episode; NONE for an episode that has not begun."""
        entries = self.entries(self.begins, Space.EPISODE)
        if entries.single:
            since, row = entries.only
            return np.where(since != NEVER, row, NONE)
        found = np.full(len(entries.off) - 1, NONE, np.int64)
        filled = entries.count > 0
        found[filled] = entries.rows[entries.off[:-1][filled]]
        return found

    def constant(self, value: int, count: int) -> Ints:
        """Return a column of one number throughout; it may be shared: never change it."""
        found = self._constants.get(value)
        if found is None or len(found) < count:
            found = self._constants[value] = np.full(max(count, len(self.population.episodes)), value)
        return found[:count]

    def child_of(self, scope: Ints, space: Space) -> Ints:
        """Return each scope's child."""
        return scope if space is Space.CHILD else self.population.episode_child[scope]

    def truths(self, values: NDArray[np.int32], wanted: frozenset[str]) -> NDArray[np.int8]:
        """Say of each value whether it is wanted: 2 yes, 0 no, 1 no value was given."""
        table = np.zeros(len(self.population.values) + 1, np.int8)
        table[self.population.value_codes(wanted)] = 2
        table[NONE] = 1
        return table[values]
