"""Where duties stand, for one stretch of time in which they apply: an act first, then an excuse, an end, the clock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayhome.engine.language import Late
from wayhome.engine.readings import State
from wayhome.population.almanac import NEVER, Bools, Ints
from wayhome.population.columns import NONE
from wayhome.population.compiling import Rule
from wayhome.population.due import reckoned, set_apart
from wayhome.population.evidence import LATE, MET, UNSURE, Evidence
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
    """What was judged of some duties, one row each; moments NEVER where there is none, `act` a row or NONE."""

    state: NDArray[np.int8]
    why: NDArray[np.int8]
    due: Ints
    threshold: Ints
    met_at: Ints
    breached_at: Ints
    needed: Bools
    act: Ints

    @classmethod
    def blank(cls, count: int) -> Standing:
        """Return room for so many duties, each running with nothing known."""
        never = np.full(count, NEVER)
        return cls(
            np.full(count, RUNNING), np.zeros(count, np.int8), never, never.copy(), never.copy(), never.copy(),
            np.ones(count, bool), np.full(count, NONE),
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

    def take(self, places: Ints) -> Duties:
        """Return some of these duties."""
        previous = None if self.previous is None else self.previous[places]
        return Duties(
            self.view, self.rule, self.begun, self.evidence, self.rows[places], self.start[places], self.ordinal,
            previous,
        )  # fmt: skip


def stand(duties: Duties, opened: Ints, ceased: Ints | None) -> Standing:
    """Judge duties that apply from `opened` until `ceased` (None or NEVER: on and on). Raises CalendarEnds."""
    found = Standing.blank(len(duties.rows))
    _measure(duties, found, opened)
    earliest, surely = (column[duties.rows] for column in duties.evidence.ended)
    open_ = np.ones(len(duties.rows), bool)
    has_threshold = found.threshold is not None and duties.rule.clock.threshold is not None and duties.ordinal == 0
    ended = surely != NEVER
    by_threshold = ended & (surely <= found.threshold) if has_threshold else np.zeros(len(ended), bool)
    untold = found.due == NEVER
    if untold.any():
        _untold(duties, found, untold, by_threshold, ended)
        open_ &= ~untold
    _acted(duties, found, open_)
    _excused(duties, found, open_, by_threshold)
    _need_over(found, open_, ended, by_threshold, earliest, surely, has_threshold)
    if ceased is not None:
        _ceased(duties, found, open_, ceased)
    _by_the_clock(duties, found, open_, has_threshold)
    return found


def _close(found: Standing, open_: Bools, which: Bools, state: np.int8, why: np.int8 = OTHER) -> None:
    """Settle some duties: nothing more is to be done."""
    found.state[which] = state
    found.why[which] = why
    found.needed[which] = False
    open_ &= ~which


def _measure(duties: Duties, found: Standing, opened: Ints) -> None:
    """Work out due times and thresholds of duties that came to apply at `opened`."""
    rule, view, begun = duties.rule, duties.view, duties.begun
    clock = rule.clock
    later = opened > duties.start
    moved = bool(later.any())
    base = np.maximum(opened, duties.start) if clock.late is Late.FROM_THEN and moved else duties.start
    scope = begun.scope[duties.rows]
    if duties.ordinal:
        assert clock.repeats is not None
        due = reckoned(view, clock.repeats.every, clock.repeats.roll, base, scope, begun.space)
        if duties.evidence.settings is not None:
            due = set_apart(view, duties.evidence.settings, clock.repeats, base, scope, due)
    else:
        due = reckoned(view, clock.due.after, clock.due.roll, base, scope, begun.space)
        if clock.threshold is not None:
            found.threshold = view.almanac.add(base, clock.threshold)
    if moved and clock.late is Late.LATER_OF_BOTH:
        due = np.where(later & (due < opened), opened, due)
    found.due = due


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
    whole = bool(open_.all())
    here = np.arange(len(open_)) if whole else np.flatnonzero(open_)
    previous = duties.previous if whole or duties.previous is None else duties.previous[here]
    verdict, act = duties.evidence.judged(duties.rows[here], found.due[here], previous)
    done = (verdict == MET) | (verdict == LATE)
    rows = here[done]
    late = verdict[done] == LATE
    found.state[rows] = np.where(late, MET_LATE, MET_IN_TIME)
    found.act[rows] = act[done]
    found.met_at[rows] = duties.view.population.latest[act[done]]
    found.breached_at[rows] = np.where(late, found.due[rows], NEVER)
    unsure = here[verdict == UNSURE]
    found.state[unsure] = CANNOT_TELL
    for settled in (rows, unsure):
        found.needed[settled] = False
        open_[settled] = False


def _excused(duties: Duties, found: Standing, open_: Bools, by_threshold: Bools) -> None:
    """Judge by what excuses: surely by the due time it stands down; perhaps by then nobody can tell."""
    excuses = duties.evidence.excuses
    if excuses is None or not excuses.most:
        return
    scope = duties.begun.scope[duties.rows]
    surely = open_ & (excuses.surely_least[scope] <= found.due)
    _close(found, open_, surely, STOOD_DOWN)
    perhaps = open_ & (excuses.earliest_least[scope] <= found.due)
    _close(found, open_, perhaps & by_threshold, STOOD_DOWN)
    perhaps &= ~by_threshold
    found.state[perhaps] = CANNOT_TELL
    open_ &= ~perhaps


def _need_over(
    found: Standing, open_: Bools, ended: Bools, by_threshold: Bools, earliest: Ints, surely: Ints, has_threshold: bool
) -> None:
    """Judge by the end of the need; after the threshold it settles nothing, after the due time only asking ends."""
    if not ended.any():
        return
    _close(found, open_, open_ & by_threshold, STOOD_DOWN)
    limit = found.threshold if has_threshold else found.due
    after = open_ & ended & (earliest > limit)
    if not has_threshold:
        found.needed[after] = False
    within = open_ & ended & ~after
    _close(found, open_, within & (surely <= limit), STOOD_DOWN)
    unsure = within & (surely > limit)
    found.state[unsure] = CANNOT_TELL
    open_ &= ~unsure


def _ceased(duties: Duties, found: Standing, open_: Bools, ceased: Ints) -> None:
    """Judge duties that stopped applying: before they were due they stand down, after that only the asking ends."""
    over = open_ & (ceased <= duties.view.as_of)
    _close(found, open_, over & (ceased <= found.due), STOOD_DOWN, CEASED)
    found.needed[over & (ceased > found.due)] = False


def _by_the_clock(duties: Duties, found: Standing, open_: Bools, has_threshold: bool) -> None:
    """Let the time alone say: coming, running, due soon or overdue."""
    view, clock = duties.view, duties.rule.clock
    rows = np.flatnonzero(open_)
    due = found.due[rows]
    late = due < view.as_of
    state = np.where(late, BREACHED, RUNNING)
    ahead = np.flatnonzero(~late)
    soon = view.almanac.take(due[ahead], clock.due_soon) <= view.as_of
    state[ahead[soon]] = DUE_SOON
    if has_threshold:
        coming = found.threshold[rows] > view.as_of
        state[coming] = NOT_STARTED
        late = late & ~coming
    found.state[rows] = state
    found.breached_at[rows] = np.where(late, due, NEVER)
