"""Who hears that a rung fired: an explicit table, filled at start-up by the rooms above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.record.subjects import Subject


@dataclass(frozen=True, slots=True)
class Fired:
    """One step of escalation that has just fired, for a duty that is still open (or was when it fell due)."""

    key: str
    rung: str
    authority: UUID
    subject: Subject
    episode: UUID | None
    audience: int
    restricted: bool
    clock: str
    protocol: str
    open: bool
    planned_at: datetime
    fired_at: datetime


Subscriber = Callable[[Sequence[Fired]], None]
_subscribers: list[tuple[str, Subscriber]] = []


def subscribe(name: str, subscriber: Subscriber, *, first: bool = False) -> None:
    """Have `subscriber` called with the rungs of one recomputation, last or before all others; a name is subscribed once."""
    if name not in {n for n, _ in _subscribers}:
        _subscribers.insert(0 if first else len(_subscribers), (name, subscriber))


def announce(fired: Sequence[Fired]) -> None:
    """Tell every subscriber, in the transaction that fired them."""
    if fired:
        for _, subscriber in _subscribers:
            subscriber(fired)
