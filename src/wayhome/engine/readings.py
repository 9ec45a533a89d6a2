"""What the engine says of a duty at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a duty stands: these and only these. Computed, never stored as truth."""

    NOT_STARTED = "not-started"
    RUNNING = "running"
    DUE_SOON = "due-soon"
    BREACHED = "breached"
    MET = "met"
    MET_LATE = "met-late"
    STOOD_DOWN = "stood-down"
    CANNOT_TELL = "cannot-tell"

    @property
    def open(self) -> bool:
        """Whether somebody still has something to do (or to tell us)."""
        return self in _OPEN


_OPEN = frozenset({State.NOT_STARTED, State.RUNNING, State.DUE_SOON, State.BREACHED, State.CANNOT_TELL})


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the explanation, as data: a code, the facts it rests on, the values in it.

    A sentence is made from it only for what is on screen (`engine.explain`).
    """

    code: str
    facts: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RungTime:
    """When one step of escalation fires, or fired, if the duty is still open then."""

    rung: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """One duty at one moment. All times aware UTC.

    `due` is None when it cannot be told. `at_latest`: worked out from a date or a span of time, so
    "by ... at the latest". `changes_at`: the next moment at which time alone changes this reading or
    fires a rung; None when only a new fact can. `breached_at` stays once it has happened.
    """

    key: str  # line/clock/root[/ordinal]; the authority is put before it where it is stored
    clock: str
    child: str
    episode: str | None
    root: str  # the fact that started it
    ordinal: int
    state: State
    owner: str
    start: datetime | None = None
    due: datetime | None = None
    at_latest: bool = False
    about: bool = False
    threshold_at: datetime | None = None
    need_ended_at: datetime | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None
    still_needed: bool = True
    changes_at: datetime | None = None
    rungs: tuple[RungTime, ...] = ()
    facts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
