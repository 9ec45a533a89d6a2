"""From readings to the workload's seven states. This mapping is the bench's own, never the engine's."""

from __future__ import annotations

from datetime import datetime

from bench.engine.loop import DAY, MINUTE, NOTHING, Decision
from bench.engine.workload import EPOCH, RULES
from wayhome.engine.readings import Reading, State

COLUMN = {rule.replace("_", "-"): place for place, rule in enumerate(RULES)}
ENDED_BY_THRESHOLD = frozenset({"strat", "ntk-dd", "ntk-d"})
CODE = {
    State.RUNNING: 1,
    State.DUE_SOON: 2,
    State.BREACHED: 3,
    State.MET: 4,
    State.MET_LATE: 5,
    State.STOOD_DOWN: 6,
}


def decision(reading: Reading, now: datetime) -> Decision:
    """Return one reading as a state and a due minute.

    Before its threshold the workload already calls a duty open, or due when a day or less is left.
    """
    if reading.due is None:
        return NOTHING
    ended, threshold = reading.need_ended_at, reading.threshold_at
    if reading.clock in ENDED_BY_THRESHOLD and ended is not None and threshold is not None and ended <= threshold:
        return NOTHING
    coming = reading.state is State.NOT_STARTED
    code = (2 if reading.due - now <= DAY else 1) if coming else CODE[reading.state]
    if reading.clock == "review" and ended is not None:
        code = 6
    return code, (reading.due - EPOCH) // MINUTE


def table(readings: tuple[Reading, ...], rows: range, now: datetime) -> list[list[Decision]]:
    """Return a child's readings as seven decisions a row; of recurrences the last one speaks."""
    found = [[NOTHING] * len(RULES) for _ in rows]
    for reading in readings:  # in order of start, so a later recurrence replaces an earlier one
        found[int(reading.episode or 0) - rows.start][COLUMN[reading.clock]] = decision(reading, now)
    return found
