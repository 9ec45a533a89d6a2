"""Who hears of a new fact, in what order: an explicit table, filled at start-up by the rooms above.

In-process and in the same transaction as the fact, so that a reading is never behind the ledger.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was just written about one child: the facts' ids, their kinds and the episodes they touch."""

    child: UUID
    authority: UUID
    facts: tuple[UUID, ...]
    kinds: frozenset[str]
    episodes: frozenset[UUID]


Subscriber = Callable[[Recorded], None]
_subscribers: list[tuple[int, str, Subscriber]] = []


def subscribe(order: int, name: str, subscriber: Subscriber) -> None:
    """Have `subscriber` called for every write, in `order`; a name is subscribed once."""
    if name not in {n for _, n, _ in _subscribers}:
        _subscribers.append((order, name, subscriber))
        _subscribers.sort(key=lambda s: s[:2])


def announce(recorded: Recorded) -> None:
    """Tell every subscriber, in order. An error in one undoes the write."""
    for _, _, subscriber in _subscribers:
        subscriber(recorded)
