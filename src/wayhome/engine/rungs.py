"""Who is told when, and when next to look: the steps of escalation and `changes_at`."""

from __future__ import annotations

from datetime import datetime

from wayhome.engine.language import RungBase
from wayhome.engine.moments import INSTANT
from wayhome.engine.readings import RungTime, State
from wayhome.engine.standing import Duty, Standing, soon_from

_CLOCK_STATES = frozenset({State.NOT_STARTED, State.RUNNING, State.DUE_SOON})


def rung_times(duty: Duty, standing: Standing) -> tuple[RungTime, ...]:
    """Return each step that fires, or fired, while the duty is open: from its opening until it is closed.

    A step whose moment lies before the opening fires at the opening, so that nobody goes untold. A step whose
    moment cannot be told is left out.
    """
    found: list[RungTime] = []
    opened, closed = standing.opened, standing.closed
    for name, origin, distance in duty.plan.rungs:
        base = _base(origin, duty, standing)
        if base is None:
            continue
        at = base + distance
        at = opened if at < opened else at
        if closed is None or at < closed:
            found.append(RungTime(name, at))
    return tuple(found)


def _base(origin: RungBase, duty: Duty, standing: Standing) -> datetime | None:
    if origin is RungBase.DUE:
        return standing.due
    return duty.start if origin is RungBase.START else standing.threshold_at


def changes_at(duty: Duty, standing: Standing, rungs: tuple[RungTime, ...]) -> datetime | None:
    """Return the first moment after `as_of` at which this reading differs, or fires a step, by time alone.

    A duty is overdue once `as_of` is after its due time, so that change comes one microsecond after it. Read for
    a past moment, it may also name the arrival of a fact already recorded, which may turn out to change nothing.
    """
    as_of = duty.as_of
    following = standing.wakes
    for rung in rungs:
        if rung.at > as_of and (following is None or rung.at < following):
            following = rung.at
    if standing.state not in _CLOCK_STATES:
        return following
    moment = _next_state(duty, standing)
    if moment is not None and moment > as_of and (following is None or moment < following):
        return moment
    return following


def _next_state(duty: Duty, standing: Standing) -> datetime | None:
    """Return when the clock alone next changes the state of a duty that is coming or running."""
    due, as_of = standing.due, duty.as_of
    if due is None:
        return None
    if standing.state is State.NOT_STARTED:
        return standing.threshold_at
    soon = soon_from(duty, due) if standing.state is State.RUNNING else as_of
    return soon if soon > as_of else due + INSTANT
