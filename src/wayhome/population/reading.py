"""Read a whole population under one protocol at one moment: every duty, one row each."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from wayhome.engine.calendars import Calendar
from wayhome.engine.chronology import RECORDED_IN_ERROR
from wayhome.engine.language import Protocol
from wayhome.engine.moments import instant
from wayhome.population.almanac import NEVER, Almanac, Bools, micros
from wayhome.population.answers import Read, joined
from wayhome.population.batches import duties
from wayhome.population.columns import Population
from wayhome.population.compiling import Compiled, NotCompiled, Rule, compiled
from wayhome.population.entries import indexed
from wayhome.population.parts import Part, parted
from wayhome.population.standing import STOOD_DOWN
from wayhome.population.views import View

if TYPE_CHECKING:
    from wayhome.population.fused import Loop
    from wayhome.population.plain import Days

LOOP = find_spec("numba") is not None
WORTH_A_LOOP = 20_000  # facts: below this the array pass takes milliseconds, and compiling would take seconds


class Twin:
    """A protocol compiled for whole populations, with the calendar it counts by."""

    def __init__(
        self, protocol: Protocol, calendar: Calendar, *, loop: bool | None = None, pool: Executor | None = None
    ) -> None:
        """Compile. Raises UnknownState for a state the vocabulary lacks.

        `loop`: whether plain facts are read by the compiled loop; None: where numba is installed and there are enough
        of them to be worth it. `pool`: threads for the loop to share.
        """
        self.compiled: Compiled = compiled(protocol)
        self.almanac = Almanac(calendar)
        self.days: Days | None = None
        self.loop = loop
        self.pool = pool

    @property
    def refused(self) -> tuple[NotCompiled, ...]:
        """The clocks that only the engine can read, with the reasons."""
        return self.compiled.refused

    def read(
        self,
        population: Population,
        as_of: datetime,
        known_at: datetime | None = None,
        *,
        dates_in_force: bool = True,
        clocks: frozenset[str] | None = None,
    ) -> dict[str, Read]:
        """Return by clock every duty of every child, as `engine.clocks.read` would, but for refused clocks.

        `clocks` limits the answer to some. Rungs, the next change and explanations are the engine's alone. Raises
        NaiveMoment for a time without a zone, CalendarEnds outside the calendar's years.
        """
        now = micros(instant(as_of))
        ledger = NEVER if known_at is None else micros(instant(known_at))
        rules = [r for r in self.compiled.rules if clocks is None or r.clock.id in clocks]
        loops = self.loop if self.loop is not None else LOOP and len(population) >= WORTH_A_LOOP
        if not loops:
            return self._read(Part(population), rules, now, ledger, dates_in_force)
        parts = [self._read(part, rules, now, ledger, dates_in_force) for part in parted(population)]
        return {r.clock.id: joined(r.clock, [found[r.clock.id] for found in parts]) for r in rules}

    def _read(self, part: Part, rules: list[Rule], now: int, ledger: int, dated: bool) -> dict[str, Read]:
        """Read some of the children: by the loop where their facts are plain."""
        population = part.population
        if not len(population):
            return {r.clock.id: joined(r.clock, []) for r in rules}
        known, withdrawn = _known(population, ledger)
        current, error = _without_errors(population, known)
        found = self._by_rule(part, rules, now, current, dated)
        touched = _touched(population, withdrawn, error)
        if touched is not None:
            whole = touched[population.child]
            if known is not None:
                whole &= known | (withdrawn if withdrawn is not None else False)
            everything = self._by_rule(part, rules, now, whole, dated)
            for name, read in found.items():
                found[name] = joined(read.clock, [read, _fallen(population, read, everything[name])])
        return found if part.rows is None else {name: read.moved(part.rows) for name, read in found.items()}

    def _by_rule(self, part: Part, rules: list[Rule], now: int, known: Bools | None, dated: bool) -> dict[str, Read]:
        view = self._view(part.population, now, known)
        loop = self._loop(view) if part.plain else None
        waiting = [(r.clock, duties(view, r, dated, loop)) for r in rules]
        return {clock.id: joined(clock, [read for each in batches for read in each()]) for clock, batches in waiting}

    def _loop(self, view: View) -> Loop:
        """Return the compiled loop over some children. Loaded only here: it brings numba along, a second's work."""
        from wayhome.population.fused import Loop, days_of

        if self.days is None:
            self.days = days_of(self.almanac)
        return Loop(view, self.days, self.pool)

    def _view(self, population: Population, as_of: int, known: Bools | None) -> View:
        return View(population, self.compiled.protocol.vocabulary, self.almanac, as_of, known)


def _known(population: Population, ledger: int) -> tuple[Bools | None, Bools | None]:
    """Return the facts current in the ledger by then (None: all), and those withdrawn for nothing (None: none)."""
    recorded = None if ledger == NEVER else population.recorded <= ledger
    if population.gone is None:
        return recorded, None
    last = ledger if ledger != NEVER else NEVER - 1
    gone = population.gone <= last
    replaced = population.replaced <= last if population.replaced is not None else np.zeros(len(gone), bool)
    withdrawn = gone & ~replaced
    known = ~gone
    if recorded is not None:
        withdrawn &= recorded
        known &= recorded
    return known, withdrawn if withdrawn.any() else None


def _without_errors(population: Population, known: Bools | None) -> tuple[Bools | None, Bools | None]:
    """Leave out the facts of every episode recorded in error; and say which episodes those are (None: none)."""
    errors = indexed(population, ((RECORDED_IN_ERROR, None),), True).rows
    if known is not None:
        errors = errors[known[errors]]
    if not len(errors):
        return known, None
    wrong = np.zeros(len(population.episodes) + 1, bool)  # the last stands for no episode
    wrong[population.episode[errors]] = True
    standing = ~wrong[population.episode]
    return (standing if known is None else known & standing), wrong[:-1]


def _touched(population: Population, withdrawn: Bools | None, error: Bools | None) -> Bools | None:
    """Return the children for whom something was withdrawn or recorded in error; None when nobody's was."""
    if withdrawn is None and error is None:
        return None
    found = np.zeros(len(population.children), bool)
    if withdrawn is not None:
        found[population.child[withdrawn]] = True
    if error is not None:
        found[population.episode_child[error]] = True
    return found


def _fallen(population: Population, here: Read, full: Read) -> Read:
    """Return, stood down, each duty that would surely be owed but for what was withdrawn or recorded in error."""
    keys = {*_keys(population, here)}
    gone = [n for n, key in enumerate(_keys(population, full)) if key not in keys and not full.perhaps[n]]
    found = full.take(np.array(gone, np.int64))
    found.state[:] = STOOD_DOWN
    found.met_at[:] = found.breached_at[:] = NEVER
    found.needed[:] = False
    return found


def _keys(population: Population, read: Read) -> Iterator[tuple[int, int]]:
    return zip(population.root[read.root].tolist(), read.ordinal.tolist(), strict=True)
