"""What was read of one clock: every duty, one row each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from wayhome.engine.language import Clock
from wayhome.engine.readings import State
from wayhome.population.almanac import Bools, Ints
from wayhome.population.standing import STATES

Column = NDArray[Any] | Callable[[], NDArray[Any]]


class Read:
    """The duties of one clock, one row each. Moments are microseconds since 1970 UTC, NEVER where there is none.

    `state` counts in `STATES`; `episode` and `child` are the population's numbers (episode NONE: a duty about the
    child); `root` is a row of the population; `perhaps`: the duty itself is not sure;
    `spared`: it was done late, but had stood down until then. A column that only names what is known already (whose
    duty it is, from when) may be looked up when it is first asked for.
    """

    NAMES: ClassVar[tuple[str, ...]] = (
        "child", "episode", "root", "ordinal", "state", "start", "due", "threshold", "need_ended", "met_at",
        "breached_at", "needed", "at_latest", "about", "perhaps", "spared",
    )  # fmt: skip
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

    def __init__(self, clock: Clock, columns: dict[str, Column]) -> None:
        """Hold columns, or what works them out; `state` must be there."""
        self.clock = clock
        self._later = {}
        for name in self.NAMES:
            column = columns[name]
            if callable(column):
                self._later[name] = column
            else:
                setattr(self, name, column)

    def __getattr__(self, name: str) -> NDArray[Any]:
        """Work out a column that has not been asked for before."""
        if name not in Read.NAMES:
            raise AttributeError(name)
        column = self._later[name]()
        setattr(self, name, column)
        return column

    def __len__(self) -> int:
        """Return how many duties there are."""
        return len(self.state)

    def take(self, rows: Ints | Bools) -> Read:
        """Return some of these duties."""
        return Read(self.clock, {name: getattr(self, name)[rows] for name in self.NAMES})

    def moved(self, rows: Ints) -> Read:
        """Return these duties with their roots counted in a population of which this one's facts are those `rows`."""
        same: dict[str, Column] = {n: self.__dict__.get(n, self._later.get(n)) for n in self.NAMES}  # type: ignore[misc]
        return Read(self.clock, same | {"root": lambda: rows[self.root]})

    def counts(self) -> dict[State, int]:
        """Return how many duties stand in each state."""
        found = np.bincount(self.state, minlength=len(STATES))
        return {state: int(n) for state, n in zip(STATES, found, strict=True)}


def joined(clock: Clock, parts: list[Read]) -> Read:
    """Return several readings of one clock as one."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        n, no = np.zeros(0, np.int64), np.zeros(0, bool)
        empty: dict[str, Column] = dict.fromkeys(Read.NAMES, n)
        flags = ("needed", "at_latest", "about", "perhaps", "spared")
        return Read(clock, empty | dict.fromkeys(flags, no) | {"state": np.zeros(0, np.int8)})
    return Read(clock, {name: np.concatenate([getattr(p, name) for p in parts]) for name in Read.NAMES})
