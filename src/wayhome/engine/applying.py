"""To whom a duty applies, over time: each stretch of truth is judged; what is unknown is never taken for no.

A duty applies while its condition is true. When it stops being true before the duty was due, the duty stands
down; when it becomes true again, it is judged again from then. A breach in any stretch stays.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime

from wayhome.engine.readings import State
from wayhome.engine.standing import Duty, Standing, stand
from wayhome.engine.timelines import Change, Timeline

_SETTLED = frozenset({State.MET, State.MET_LATE, State.STOOD_DOWN, State.CANNOT_TELL})
_STAYS = frozenset({State.MET, State.MET_LATE, State.BREACHED, State.CANNOT_TELL})


def applied(duty: Duty) -> Standing | None:
    """Judge a duty over every stretch in which it applies; None when it never did and never will by time alone.

    Raises CalendarEnds.
    """
    start = duty.start
    assert start is not None
    node = duty.plan.applies
    if node is None:
        return stand(duty, start, None)
    timeline = node.timeline(duty.begun.scope, duty.calendar)
    return _Walk(duty, timeline).judge()


class _Walk:
    """A walk along the condition, from the duty's start to the moment asked about."""

    __slots__ = ("doubt", "duty", "last", "opened", "start", "timeline")

    def __init__(self, duty: Duty, timeline: Timeline) -> None:
        assert duty.start is not None
        self.duty = duty
        self.timeline = timeline
        self.start = duty.start
        self.opened: datetime | None = None
        self.doubt: datetime | None = None
        self.last: Standing | None = None

    def judge(self) -> Standing | None:
        """Walk, and return where the duty stands."""
        changes, as_of = self.timeline.changes, self.duty.as_of
        place = bisect_right(self.timeline.times, min(self.start, as_of)) - 1
        while place < len(changes) and changes[place][0] <= as_of:
            settled = self._step(changes[place])
            if settled is not None:
                return settled
            place += 1
        following = changes[place] if place < len(changes) else None
        return self._here(changes[place - 1][1], following)

    def _step(self, change: Change) -> Standing | None:
        """Take one change; return a standing only if it can never be undone."""
        since, truth, cause = change
        if truth is True:
            if self.opened is None:
                self.opened = max(since, self.start)
                if self.duty.plan.count_from_told and cause is not None and since > self.start:
                    self.opened = max(self.opened, cause.fact.told_at)
            self.doubt = None
        elif truth is None:
            self.doubt = self.doubt or since
        elif self.opened is not None:
            standing = stand(self.duty, self.opened, self.doubt or since)
            self.opened = self.doubt = None
            if standing.state in _STAYS or standing.why[-1][0] != "ceased":
                return standing
            self.last = standing
        else:
            self.doubt = None
        return None

    def _here(self, truth: bool | None, following: Change | None) -> Standing | None:
        """Judge at the moment asked about, knowing what time alone will bring."""
        wakes = None if following is None else following[0]
        if truth is True:
            assert self.opened is not None
            ceases = wakes if following is not None and following[1] is False else None
            standing = stand(self.duty, self.opened, ceases)
        elif truth is None:
            standing = self._unsure()
        elif self.last is not None:
            standing = self.last
        else:
            return self._coming(following)
        standing.wakes = self._wakes(standing, wakes)
        return standing

    def _wakes(self, standing: Standing, following: datetime | None) -> datetime | None:
        """Return when the condition will next change this standing by time alone; nothing changes what is settled."""
        code = standing.why[-1][0] if standing.why else ""
        node = self.duty.plan.applies
        if code == "applies-unknown" and node is not None:
            return node.next_answer(self.duty.begun.scope, self.duty.calendar, self.duty.as_of)
        if self.opened is None:
            return following  # it may never have applied, so nothing is settled yet
        if standing.state in _SETTLED:
            return following if code == "ceased" else None
        if standing.state is not State.BREACHED:
            return following
        if not standing.still_needed:
            return None
        after = self.duty.as_of
        return next((at for at, truth, _ in self.timeline.changes if at > after and truth is False), None)

    def _unsure(self) -> Standing:
        """Judge as if it applied; what would then be open or late cannot be told."""
        standing = stand(self.duty, self.opened or self.start, None)
        due, doubt = standing.due, self.doubt
        breached = standing.state in (State.BREACHED, State.MET_LATE)
        if breached and self.opened is not None and due is not None and (doubt is None or due < doubt):
            return standing
        if standing.state in (State.MET, State.STOOD_DOWN, State.CANNOT_TELL):
            return standing
        node = self.duty.plan.applies
        assert node is not None
        missing = node.missing(self.duty.begun.scope, self.duty.calendar, self.duty.as_of)
        standing.breached_at = standing.met_at = None
        return standing.doubt(standing.closed, "applies-unknown", [], missing)

    def _coming(self, following: Change | None) -> Standing | None:
        """Show a duty that will apply by time alone, if it would then be open."""
        if following is None or following[1] is not True:
            return None
        standing = stand(self.duty, max(following[0], self.start), None)
        if not standing.state.open or standing.state is State.CANNOT_TELL:
            return None
        standing.state, standing.wakes, standing.breached_at = State.NOT_STARTED, following[0], None
        return standing
