"""Where duties stand, for one stretch of time in which they apply: an act first, then an excuse, an end, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayhome.engine.language import Late
from wayhome.engine.readings import State
from wayhome.population.almanac import NEVER, Bools, Ints, elapsed
from wayhome.population.columns import NONE
from wayhome.population.compiling import Rule
from wayhome.population.due import reckoned, set_apart
from wayhome.population.evidence import Evidence
from wayhome.population.starts import Begun
from wayhome.population.views import View

STATES = tuple(State)
CODE = {state: np.int8(n) for n, state in enumerate(STATES)}
NOT_STARTED, RUNNING, DUE_SOON, BREACHED = (CODE[s] for s in STATES[:4])
MET_IN_TIME, MET_LATE, STOOD_DOWN, CANNOT_TELL = (CODE[s] for s in STATES[4:])
OTHER, CEASED, PERHAPS_APPLIES, PERHAPS_STARTED = (np.int8(n) for n in range(4))  # why it stands so
assert STATES[:4] == (State.NOT_STARTED, State.RUNNING, State.DUE_SOON, State.BREACHED)
assert STATES[4:] == (State.MET, State.MET_LATE, State.STOOD_DOWN, State.CANNOT_TELL)


@dataclass(slots=True, eq=False)
class Standing:
    """What was judged of some duties, one row each; moments NEVER where there is none, `act` a row or NONE.

    `spared`: done late, but until it was done the duty had stood down, so it never stood overdue.
    """

    state: NDArray[np.int8]
    why: NDArray[np.int8]
    due: Ints
    threshold: Ints
    met_at: Ints
    breached_at: Ints
    needed: Bools
    act: Ints
    spared: Bools

    @classmethod
    def blank(cls, count: int) -> Standing:
        """Return room for so many duties, each running with nothing known."""
        never = np.full(count, NEVER)
        return cls(
            np.full(count, RUNNING), np.zeros(count, np.int8), never, never.copy(), never.copy(), never.copy(),
            np.ones(count, bool), np.full(count, NONE), np.zeros(count, bool),
        )  # fmt: skip

    @classmethod
    def fresh(cls, count: int) -> Standing:
        """Return room for so many duties that are about to be judged: what is replaced whole shares one column."""
        never = np.full(count, NEVER)
        return cls(
            np.full(count, RUNNING), np.zeros(count, np.int8), never, never, never, never.copy(), np.ones(count, bool),
            never, np.zeros(count, bool),
        )  # fmt: skip

    def put(self, rows: Ints, other: Standing) -> None:
        """Write what was judged of some of these duties in their places."""
        for name in self.__slots__:
            getattr(self, name)[rows] = getattr(other, name)

    def take(self, rows: Ints | Bools) -> Standing:
        """Return some rows."""
        return Standing(*(getattr(self, name)[rows] for name in self.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class Duties:
    """Duties of one rule, one row each, with what bears on them. `rows`: which beginnings they belong to.

    `previous` None for the first duty of each beginning; else the acts after which these recur.
    """

    view: View
    rule: Rule
    begun: Begun
    evidence: Evidence
    rows: Ints
    start: Ints
    ordinal: int = 0
    previous: Ints | None = None

    @property
    def whole(self) -> bool:
        """Whether these are all the beginnings, in their order."""
        return len(self.rows) == len(self.begun.scope)

    def column(self, column: NDArray[Any]) -> NDArray[Any]:
        """Return a column of the beginnings for these duties."""
        return column if self.whole else column[self.rows]

    def take(self, places: Ints) -> Duties:
        """Return some of these duties."""
        previous = None if self.previous is None else self.previous[places]
        return Duties(
            self.view, self.rule, self.begun, self.evidence, self.rows[places], self.start[places], self.ordinal,
            previous,
        )  # fmt: skip


def stand(duties: Duties, opened: Ints, ceased: Ints | None) -> Standing:
    """Judge duties that apply from `opened` until `ceased` (None or NEVER: on and on). Raises CalendarEnds."""
    found = Standing.fresh(len(duties.rows))
    has_threshold = duties.rule.clock.threshold is not None and duties.ordinal == 0
    _measure(duties, found, opened)
    _by_the_clock(duties, found, has_threshold)
    open_ = np.ones(len(duties.rows), bool)
    surely = duties.column(duties.evidence.ended[1])
    ended = surely != NEVER
    by_threshold = surely <= found.threshold if has_threshold else np.zeros(len(ended), bool)
    by_threshold &= ended
    untold = found.due == NEVER
    if untold.any():
        _untold(duties, found, untold, by_threshold, ended)
        open_ &= ~untold
    _acted(duties, found, open_)
    _excused(duties, found, open_, by_threshold)
    if ended.any():
        earliest = duties.column(duties.evidence.ended[0])
        _need_over(found, open_, ended, by_threshold, earliest, surely, has_threshold)
    if ceased is not None:
        _ceased(duties, found, open_, ceased)
    limit = found.threshold if has_threshold else found.due
    _spare(duties, found, ended & (surely <= limit), ceased)
    return found


def _spare(duties: Duties, found: Standing, ended: Bools, ceased: Ints | None) -> None:
    """Note which duties done late had stood down by their due time, before they were done."""
    late = found.state == MET_LATE
    if not late.any():
        return
    if duties.evidence.excuses is not None:
        ended = ended | (duties.evidence.excuses.surely_least[duties.column(duties.begun.scope)] <= found.due)
    if ceased is not None:
        ended = ended | (ceased <= found.due)
    found.spared = late & ended


def _close(found: Standing, open_: Bools, which: Bools, state: np.int8, why: np.int8 = OTHER) -> None:
    """Settle some duties: nothing more is to be done, and what the clock said of them is void."""
    np.copyto(found.state, state, where=which)
    if why != OTHER:
        np.copyto(found.why, why, where=which)
    np.copyto(found.breached_at, NEVER, where=which)
    found.needed &= ~which
    open_ &= ~which


def _doubt(found: Standing, open_: Bools, which: Bools) -> None:
    """Settle some duties as cannot-tell."""
    np.copyto(found.state, CANNOT_TELL, where=which)
    np.copyto(found.breached_at, NEVER, where=which)
    open_ &= ~which


def _measure(duties: Duties, found: Standing, opened: Ints) -> None:
    """Work out due times and thresholds of duties that came to apply at `opened`."""
    rule, view, begun = duties.rule, duties.view, duties.begun
    clock = rule.clock
    later = None if opened is duties.start else opened > duties.start
    moved = later is not None and bool(later.any())
    base = np.maximum(opened, duties.start) if clock.late is Late.FROM_THEN and moved else duties.start
    scope = duties.column(begun.scope)
    if duties.ordinal:
        assert clock.repeats is not None
        due = reckoned(view, clock.repeats.every, clock.repeats.roll, base, scope, begun.space)
        if duties.evidence.settings is not None:
            due = set_apart(view, duties.evidence.settings, clock.repeats, base, scope, due)
    else:
        due = reckoned(view, clock.due.after, clock.due.roll, base, scope, begun.space)
        if clock.threshold is not None:
            found.threshold = view.almanac.add(base, clock.threshold)
    if later is not None and moved and clock.late is Late.LATER_OF_BOTH:
        due = np.where(later & (due < opened), opened, due)
    found.due = due


def _by_the_clock(duties: Duties, found: Standing, has_threshold: bool) -> None:
    """Let the time alone say: coming, running, due soon or overdue."""
    view, soon, due = duties.view, duties.rule.clock.due_soon, found.due
    late = due < view.as_of
    fixed = elapsed(soon)
    if fixed is not None:
        near = due <= view.as_of + fixed
    else:
        near = late.copy()
        ahead = np.flatnonzero(~late & (due != NEVER))
        near[ahead] = view.almanac.take(due[ahead], soon) <= view.as_of
    np.add(found.state, near, out=found.state, casting="unsafe")  # running, due soon, breached: one after another
    np.add(found.state, late, out=found.state, casting="unsafe")
    if has_threshold:
        coming = found.threshold > view.as_of
        np.copyto(found.state, NOT_STARTED, where=coming)
        late &= ~coming
    np.copyto(found.breached_at, due, where=late)


def _untold(duties: Duties, found: Standing, untold: Bools, by_threshold: Bools, ended: Bools) -> None:
    """Judge duties whose due time cannot be told."""
    down = untold & by_threshold
    found.state[down], found.needed[down] = STOOD_DOWN, False
    asked = np.flatnonzero(untold & ~by_threshold)
    previous = None if duties.previous is None else duties.previous[asked]
    found.state[asked] = CANNOT_TELL
    found.needed[asked] = ~(duties.evidence.any_act(duties.rows[asked], previous) | ended[asked])


def _acted(duties: Duties, found: Standing, open_: Bools) -> None:
    """Judge by what was done: in time, late, or nobody knows when."""
    judged = duties.evidence.judged(duties.rows, found.due, duties.previous)
    if judged.unsure is not None:
        _doubtful(found, open_, judged.unsure & open_)
    done = (judged.at != NEVER) & open_
    late = done & judged.late
    np.copyto(found.state, MET_IN_TIME, where=done)
    np.copyto(found.state, MET_LATE, where=late)
    found.act = np.where(done, judged.act, NONE)
    found.met_at = np.where(done, judged.at, NEVER)
    np.copyto(found.breached_at, NEVER, where=done)
    np.copyto(found.breached_at, found.due, where=late)
    open_ &= ~done
    found.needed &= ~done


def _doubtful(found: Standing, open_: Bools, unsure: Bools) -> None:
    """Settle duties that something may have met, nobody knows when: there is no more to ask for but the time."""
    if unsure.any():
        _doubt(found, open_, unsure)
        found.needed &= ~unsure


def _excused(duties: Duties, found: Standing, open_: Bools, by_threshold: Bools) -> None:
    """Judge by what excuses: surely by the due time it stands down; perhaps by then nobody can tell."""
    excuses = duties.evidence.excuses
    if excuses is None or not excuses.most:
        return
    scope = duties.column(duties.begun.scope)
    _close(found, open_, open_ & (excuses.surely_least[scope] <= found.due), STOOD_DOWN)
    perhaps = open_ & (excuses.earliest_least[scope] <= found.due)
    _close(found, open_, perhaps & by_threshold, STOOD_DOWN)
    _doubt(found, open_, perhaps & ~by_threshold)


def _need_over(
    found: Standing, open_: Bools, ended: Bools, by_threshold: Bools, earliest: Ints, surely: Ints, has_threshold: bool
) -> None:
    """Judge by the end of the need; after the threshold it settles nothing, after the due time only asking ends."""
    _close(found, open_, open_ & by_threshold, STOOD_DOWN)
    limit = found.threshold if has_threshold else found.due
    after = earliest > limit
    if not has_threshold:
        found.needed &= ~(open_ & ended & after)
    within = open_ & ended & ~after
    sure = surely <= limit
    _close(found, open_, within & sure, STOOD_DOWN)
    if earliest is not surely:
        _doubt(found, open_, within & ~sure)


def _ceased(duties: Duties, found: Standing, open_: Bools, ceased: Ints) -> None:
    """Judge duties that stopped applying: before they were due they stand down, after that only the asking ends."""
    over = open_ & (ceased <= duties.view.as_of)
    _close(found, open_, over & (ceased <= found.due), STOOD_DOWN, CEASED)
    found.needed[over & (ceased > found.due)] = False
