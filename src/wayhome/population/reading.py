"""Read a whole population under one protocol at one moment: every duty, one row each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from wayhome.engine.calendars import Calendar
from wayhome.engine.chronology import RECORDED_IN_ERROR
from wayhome.engine.language import Clock, Protocol, StartsOnCount
from wayhome.engine.moments import instant
from wayhome.engine.readings import State
from wayhome.population.almanac import EPOCH, NEVER, Almanac, Bools, Ints, micros
from wayhome.population.applying import applied
from wayhome.population.columns import NONE, Population
from wayhome.population.compiling import Compiled, NotCompiled, Rule, compiled
from wayhome.population.conditions import timelines
from wayhome.population.counting import begun_on_count
from wayhome.population.evidence import Evidence
from wayhome.population.standing import (
    BREACHED,
    CANNOT_TELL,
    DUE_SOON,
    NOT_STARTED,
    OTHER,
    PERHAPS_APPLIES,
    PERHAPS_STARTED,
    RUNNING,
    STATES,
    STOOD_DOWN,
    Duties,
    Standing,
)
from wayhome.population.starts import UNTIMED, Begun, begun_at, begun_when
from wayhome.population.timelines import FALSE
from wayhome.population.views import Space, View


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


class Twin:
    """A protocol compiled for whole populations, with the calendar it counts by."""

    def __init__(self, protocol: Protocol, calendar: Calendar) -> None:
        """Compile. Raises UnknownState for a state the vocabulary lacks."""
        self.compiled: Compiled = compiled(protocol)
        self.almanac = Almanac(calendar)

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
        if not len(population):
            return {r.clock.id: joined(r.clock, []) for r in rules}
        known, withdrawn = _known(population, ledger)
        current, error = _without_errors(population, known)
        view = self._view(population, now, current)
        found = {r.clock.id: joined(r.clock, list(_duties(view, r, dates_in_force))) for r in rules}
        touched = _touched(population, withdrawn, error)
        if touched is not None:
            whole = touched[population.child]
            if known is not None:
                whole &= known | (withdrawn if withdrawn is not None else False)
            everything = self._view(population, now, whole)
            for rule in rules:
                fallen = _fallen(
                    population,
                    found[rule.clock.id],
                    joined(rule.clock, list(_duties(everything, rule, dates_in_force))),
                )
                found[rule.clock.id] = joined(rule.clock, [found[rule.clock.id], fallen])
        return found

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
    errors = population.kind == population.code(RECORDED_IN_ERROR)
    errors &= population.episode >= 0
    if known is not None:
        errors &= known
    if not errors.any():
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


def _duties(view: View, rule: Rule, dated: bool) -> Iterator[Read]:
    """Yield the duties of one rule, a batch for each recurrence and kind of scope."""
    for each in _beginnings(view, rule):
        begun = _in_force(view, rule, each) if dated else each
        if not len(begun.scope):
            continue
        evidence = Evidence(view, rule, begun)
        started = begun.start != NEVER
        if not started.all():
            yield from _unstarted(view, rule, begun, evidence, np.flatnonzero(~started))
        rows = np.flatnonzero(started)
        duties = Duties(view, rule, begun, evidence, rows, begun.start[rows])
        while len(duties.rows):
            duties, standing, stands = applied(duties)
            _form(begun, duties, standing, stands)
            yield _read(duties, standing, stands)
            if rule.clock.repeats is None:
                break
            again = np.flatnonzero(stands & (standing.act != NONE))
            act = standing.act[again]
            duties = Duties(
                view, rule, begun, evidence, duties.rows[again], view.population.latest[act], duties.ordinal + 1, act
            )


def _beginnings(view: View, rule: Rule) -> Iterator[Begun]:
    if rule.when is not None:
        yield begun_when(view, rule)
    elif isinstance(rule.clock.starts, StartsOnCount):
        yield from begun_on_count(view, rule)
    else:
        yield from begun_at(view, rule)


def _in_force(view: View, rule: Rule, begun: Begun) -> Begun:
    """Keep the duties that begin while the clock is law: first day included, last excluded."""
    dates = rule.clock.in_force
    if dates.from_ is None and dates.until is None:
        return begun
    day = view.almanac.local_days(np.where(begun.start == NEVER, begun.since, begun.start))
    kept = np.ones(len(day), bool)
    if dates.from_ is not None:
        kept &= day >= (dates.from_ - EPOCH.date()).days
    if dates.until is not None:
        kept &= day < (dates.until - EPOCH.date()).days
    return begun.take(kept)


def _form(begun: Begun, duties: Duties, standing: Standing, stands: Bools) -> None:
    """Show a duty that time alone will begin as not started; leave it out if it would not be open."""
    if begun.forming is None:
        return
    forming = stands & begun.forming[duties.rows]
    if not forming.any():
        return
    waits = np.isin(standing.state, (NOT_STARTED, RUNNING, DUE_SOON, BREACHED))
    standing.state[forming & waits] = NOT_STARTED
    stands &= ~(forming & ~waits & (standing.state != CANNOT_TELL))


def _unstarted(view: View, rule: Rule, begun: Begun, evidence: Evidence, rows: Ints) -> Iterator[Read]:
    """Judge duties whose start cannot be told: cannot-tell; left out when asking would not matter."""
    excused = np.zeros(len(rows), bool)
    if evidence.excuses is not None:
        excused = (evidence.excuses.count > 0)[begun.scope[rows]]
    over = (evidence.ended[1][rows] != NEVER) | excused
    settled = evidence.any_act(rows, None) | over
    perhaps = begun.code[rows] != UNTIMED
    kept = ~(perhaps & (settled if rule.clock.acts_before_start else over))
    if rule.clock.applies is not None:
        line = timelines(view, rule.clock.applies, begun.space)
        scope = begun.scope[rows]
        own = view.child_of(scope, begun.space) if line.space is Space.CHILD else scope
        never = (np.diff(line.off)[own] == 1) & (line.truth[line.off[own]] == FALSE)
        kept &= ~never & ~(perhaps & (line.at(own, view.as_of) == FALSE))
    rows, settled, perhaps = rows[kept], settled[kept], perhaps[kept]
    standing = Standing.blank(len(rows))
    standing.state[:] = CANNOT_TELL
    standing.needed = ~settled
    standing.why = np.where(perhaps, PERHAPS_STARTED, OTHER)
    duties = Duties(view, rule, begun, evidence, rows, begun.start[rows])
    yield _read(duties, standing, np.ones(len(rows), bool))


def _read(duties: Duties, standing: Standing, stands: Bools) -> Read:
    begun, view = duties.begun, duties.view
    found = Read(
        duties.rule.clock,
        duties.column(begun.scope),
        duties.column(begun.scope),
        duties.column(begun.root),
        np.full(len(duties.rows), duties.ordinal),
        standing.state,
        duties.start,
        standing.due,
        standing.threshold,
        duties.column(duties.evidence.ended[1]),
        standing.met_at,
        standing.breached_at,
        standing.needed,
        duties.column(begun.at_latest),
        duties.column(begun.about),
        (standing.why == PERHAPS_APPLIES) | (standing.why == PERHAPS_STARTED),
        standing.spared,
    )
    if not stands.all():
        found = found.take(np.flatnonzero(stands))
    if begun.space is Space.CHILD:
        found.episode = np.full(len(found), NONE)
    else:
        found.child = view.child_of(found.episode, begun.space)
    return found
