"""To whom duties apply, over time: each stretch of truth is judged; what is unknown is never taken for no."""

from __future__ import annotations

import numpy as np

from wayhome.population.almanac import NEVER, Bools, Ints
from wayhome.population.columns import NONE
from wayhome.population.conditions import timelines
from wayhome.population.standing import (
    BREACHED,
    CANNOT_TELL,
    CEASED,
    DUE_SOON,
    MET_LATE,
    NOT_STARTED,
    PERHAPS_APPLIES,
    RUNNING,
    Duties,
    Standing,
    stand,
)
from wayhome.population.timelines import FALSE, TRUE, UNKNOWN, Timelines
from wayhome.population.views import Space


def applied(duties: Duties) -> tuple[Duties, Standing, Bools]:
    """Judge duties over every stretch in which they apply; return those that may, and which of them there are at all.

    Raises CalendarEnds.
    """
    condition = duties.rule.clock.applies
    if condition is None:
        return duties, stand(duties, duties.start, None), np.ones(len(duties.rows), bool)
    line = timelines(duties.view, condition, duties.begun.space)
    scope = duties.begun.scope[duties.rows]
    own = duties.view.child_of(scope, duties.begun.space) if line.space is Space.CHILD else scope
    walk = _Walk(duties, line, own)
    standing, stands = walk.judged()
    return walk.duties, standing, stands


class _Walk:
    """A walk along the condition, from each duty's start to the moment asked about."""

    def __init__(self, duties: Duties, line: Timelines, own: Ints) -> None:
        end = line.off[own + 1]
        first = line.place(own, np.minimum(duties.start, duties.view.as_of))
        last = line.place(own, duties.view.as_of) if not line.still else first
        following = line.truth[np.minimum(last + 1, len(line.truth) - 1)]
        never = (line.truth[last] == FALSE) & (first == last) & ((following != TRUE) | (last + 1 >= end))
        if never.any():  # nothing will ever come of these
            kept = np.flatnonzero(~never)
            duties, end, first, last = duties.take(kept), end[kept], first[kept], last[kept]
        count = len(duties.rows)
        self.duties = duties
        self.line = line
        self.end, self.first, self.last = end, first, last
        self.opened = np.full(count, NEVER)
        self.doubt = np.full(count, NEVER)
        self.found = Standing.blank(count)
        self.stands = np.zeros(count, bool)  # judged, and not to be undone
        self.ceased = np.zeros(count, bool)  # stood down because it stopped applying; may apply again

    def judged(self) -> tuple[Standing, Bools]:
        """Walk, and return where the duties stand."""
        here = np.arange(len(self.first))
        place = self.first
        while len(here):
            self._step(here, place)
            onward = (place < self.last[here]) & ~self.stands[here]
            here, place = here[onward], place[onward] + 1
        self._now()
        return self.found, self.stands

    def _step(self, here: Ints, place: Ints) -> None:
        """Take one change of each of some duties."""
        truth = self.line.truth[place]
        self._true(here[truth == TRUE], place[truth == TRUE])
        unknown = here[truth == UNKNOWN]
        self.doubt[unknown] = np.minimum(self.doubt[unknown], self.line.time[place[truth == UNKNOWN]])
        false = truth == FALSE
        if false.any():
            self._false(here[false], place[false])

    def _true(self, rows: Ints, place: Ints) -> None:
        duties = self.duties
        fresh = self.opened[rows] == NEVER
        new, since, cause = rows[fresh], self.line.time[place[fresh]], self.line.cause[place[fresh]]
        start = duties.start[new]
        opened = np.maximum(since, start)
        if duties.rule.told:
            known = (cause != NONE) & (since > start)
            opened[known] = np.maximum(opened[known], duties.view.population.told[cause[known]])
        self.opened[new] = opened
        self.doubt[rows] = NEVER

    def _false(self, rows: Ints, place: Ints) -> None:
        """Judge what stops applying; return to it if it may apply again."""
        over = self.opened[rows] != NEVER
        stopped = rows[over]
        if len(stopped):
            until = np.minimum(self.doubt[stopped], self.line.time[place[over]])
            standing = stand(self.duties.take(stopped), self.opened[stopped], until)
            self.found.put(stopped, standing)
            settled = standing.why != CEASED
            self.stands[stopped[settled]] = True
            self.ceased[stopped[~settled]] = True
            self.opened[stopped] = NEVER
        self.doubt[rows] = NEVER

    def _now(self) -> None:
        """Judge at the moment asked about, knowing what time alone will bring."""
        truth = self.line.truth[self.last]
        waiting = ~self.stands
        here = np.flatnonzero(waiting & (truth == TRUE))
        if len(here) == len(waiting):
            self.found = stand(self.duties, self.opened, None)
        elif len(here):
            self.found.put(here, stand(self.duties.take(here), self.opened[here], None))
        self.stands[here] = True
        unknown = np.flatnonzero(waiting & (truth == UNKNOWN))
        if len(unknown):
            self.found.put(unknown, self._unsure(unknown))
            self.stands[unknown] = True
        false = waiting & (truth == FALSE)
        self.stands |= false & self.ceased
        self._coming(np.flatnonzero(false & ~self.ceased))

    def _unsure(self, rows: Ints) -> Standing:
        """Judge as if it applied; what would then be open or late cannot be told."""
        opened, doubt = self.opened[rows], self.doubt[rows]
        applied_once = opened != NEVER
        found = stand(self.duties.take(rows), np.where(applied_once, opened, self.duties.start[rows]), None)
        breached = (found.state == BREACHED) | (found.state == MET_LATE)
        surely = breached & applied_once & (found.due != NEVER) & ((doubt == NEVER) | (found.due < doubt))
        asked = ~surely & (breached | np.isin(found.state, (NOT_STARTED, RUNNING, DUE_SOON)))
        found.state[asked], found.why[asked] = CANNOT_TELL, PERHAPS_APPLIES
        found.breached_at[asked] = found.met_at[asked] = NEVER
        # As the engine does, an act that was judged late stays the act after which a duty recurs.
        return found

    def _coming(self, rows: Ints) -> None:
        """Show duties that will apply by time alone, if they would then be open."""
        following = self.last[rows] + 1
        ahead = following < self.end[rows]
        rows, following = rows[ahead], following[ahead]
        ahead = self.line.truth[following] == TRUE
        rows, following = rows[ahead], following[ahead]
        if not len(rows):
            return
        opened = np.maximum(self.line.time[following], self.duties.start[rows])
        found = stand(self.duties.take(rows), opened, None)
        shown = np.isin(found.state, (NOT_STARTED, RUNNING, DUE_SOON, BREACHED))
        found.state[shown] = NOT_STARTED
        found.breached_at[shown] = NEVER
        self.found.put(rows[shown], found.take(shown))
        self.stands[rows[shown]] = True
