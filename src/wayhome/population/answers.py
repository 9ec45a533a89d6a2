"""What was read of one clock: every duty, one row each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayhome.engine.language import Clock
from wayhome.engine.readings import State
from wayhome.population.almanac import Bools, Ints
from wayhome.population.standing import STATES


@dataclass(slots=True, eq=False)
class Read:
    """The duties of one clock, one row each. Moments are microseconds since 1970 UTC, NEVER where there is none.

    `state` counts in `STATES`; `episode` and `child` are the population's numbers (episode NONE: a duty about the
    child); `root` is a row of the population; `perhaps`: the duty itself is not sure;
    `spared`: it was done late, but had stood down until then.
    """

    clock: Clock
    child: Ints
    episode: Ints
    root: Ints
    ordinal: Ints
    state: NDArray[np.int8]
    start: Ints
    due: Ints
    threshold: Ints
    need_ended: Ints
    met_at: Ints
    breached_at: Ints
    needed: Bools
    at_latest: Bools
    about: Bools
    perhaps: Bools
    spared: Bools

    def __len__(self) -> int:
        """Return how many duties there are."""
        return len(self.child)

    def take(self, rows: Ints | Bools) -> Read:
        """Return some of these duties."""
        return Read(self.clock, *(getattr(self, name)[rows] for name in self.__slots__[1:]))

    def moved(self, rows: Ints) -> Read:
        """Return these duties with their roots counted in a population of which this one's facts are those `rows`."""
        return Read(self.clock, *(rows[self.root] if n == "root" else getattr(self, n) for n in self.__slots__[1:]))

    def counts(self) -> dict[State, int]:
        """Return how many duties stand in each state."""
        found = np.bincount(self.state, minlength=len(STATES))
        return {state: int(n) for state, n in zip(STATES, found, strict=True)}


def joined(clock: Clock, parts: list[Read]) -> Read:
    """Return several readings of one clock as one."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        n, no, state = np.zeros(0, np.int64), np.zeros(0, bool), np.zeros(0, np.int8)
        return Read(clock, n, n, n, n, state, n, n, n, n, n, n, no, no, no, no, no)
    return Read(clock, *(np.concatenate([getattr(p, name) for p in parts]) for name in Read.__slots__[1:]))
