"""Who hears of a new fact, in what order: an explicit table, filled at start-up by the rooms above.

In-process and in the same transaction as the fact, so that a reading is never behind the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from wayhome.platform.roles import as_clock
from wayhome.record.subjects import Subject


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was just written about one subject: the facts' ids, their kinds and the episodes they touch."""

    subject: Subject
    authority: UUID
    facts: tuple[UUID, ...]
    kinds: frozenset[str]
    episodes: frozenset[UUID]

    @property
    def child(self) -> UUID | None:
        """The child it is about; None when it is about an adult, a context or the partnership."""
        return self.subject.id if self.subject.kind == "child" else None


Subscriber = Callable[[Recorded], None]
# Many children at once, as after a load: the children, and a call after each that took long enough to show.
Loader = Callable[[Sequence[UUID], Callable[[], None]], None]
# The same for what is not a child: adults, contexts, the partnership.
LoaderAbout = Callable[[Sequence[Subject], Callable[[], None]], None]
_subscribers: list[tuple[int, str, Subscriber, Loader, LoaderAbout | None]] = []


def subscribe(order: int, name: str, subscriber: Subscriber, loader: Loader, about: LoaderAbout | None = None) -> None:
    """Have `subscriber` called for every write, and the others for every load, in `order`; a name is subscribed once.

    `loader` is told of the children loaded into, `about` of everything else.
    """
    if name not in {s[1] for s in _subscribers}:
        _subscribers.append((order, name, subscriber, loader, about))
        _subscribers.sort(key=lambda s: s[:2])


def announce(recorded: Recorded) -> None:
    """Tell every subscriber, in order, as the clock: what follows from a fact rests on all facts. An error undoes the write."""
    with as_clock():
        for _, _, subscriber, _, _ in _subscribers:
            subscriber(recorded)


def announce_loaded(children: Sequence[UUID], each: Callable[[], None]) -> None:
    """Tell every subscriber that these children's ledgers were loaded into, in order."""
    for _, _, _, loader, _ in _subscribers:
        loader(children, each)


def announce_loaded_about(subjects: Sequence[Subject], each: Callable[[], None]) -> None:
    """Tell every subscriber who asked that the ledgers of these adults, contexts or partnerships were loaded into."""
    for _, _, _, _, about in _subscribers:
        if about is not None:
            about(subjects, each)
