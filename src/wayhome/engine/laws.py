"""Several laws, one after another: which of them each of a child's duties stands under.

A partnership changes its protocol or its own values from a moment. A duty that started before that moment keeps the
law it started under; where a change says that it moves running clocks, a duty still open at that moment takes the new.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from wayhome.engine.calendars import Calendar
from wayhome.engine.clocks import read
from wayhome.engine.facts import Situation
from wayhome.engine.language import Protocol
from wayhome.engine.moments import BEGINNING
from wayhome.engine.readings import Reading, State
from wayhome.engine.touching import touched

Under = Callable[[Protocol], tuple[Reading, ...]]


@dataclass(frozen=True, slots=True)
class Law:
    """A protocol in force from a moment (aware UTC; None: from the first). `moves`: clocks whose open duties it takes over."""

    protocol: Protocol
    from_: datetime | None = None
    moves: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """A reading and the law it stands under."""

    reading: Reading
    protocol: str


class Laws:
    """The laws of one partnership in order of time, prepared so that an earlier one is read only where it differs."""

    __slots__ = ("_differing", "laws")

    def __init__(self, laws: Sequence[Law]) -> None:
        """Put laws in order. Raises ValueError for none, or for a first that does not hold from the first."""
        ordered = tuple(sorted(laws, key=lambda law: law.from_ or BEGINNING))
        if not ordered or ordered[0].from_ is not None:
            raise ValueError("The first law must hold from the first moment.")
        self.laws = ordered
        self._differing: dict[tuple[int, int], tuple[Protocol, frozenset[str]]] = {}

    def at(self, moment: datetime) -> Protocol:
        """Return the protocol in force at a moment (aware UTC)."""
        return self.laws[self._place(moment)].protocol

    def next_after(self, moment: datetime) -> datetime | None:
        """Return when the law next changes, or None."""
        return min((law.from_ for law in self.laws if law.from_ is not None and law.from_ > moment), default=None)

    def read(
        self,
        situation: Situation,
        calendar: Calendar,
        as_of: datetime,
        known_at: datetime | None = None,
        *,
        authority: str = "",
        clocks: Collection[str] | None = None,
    ) -> tuple[Standing, ...]:
        """Return every duty under the law it stands under; arguments and errors as those of `clocks.read`."""
        place = self._place(as_of)
        law = self.laws[place]

        def under(protocol: Protocol) -> tuple[Reading, ...]:
            return read(protocol, situation, calendar, as_of, known_at, authority=authority, clocks=clocks)

        current = {r.key: Standing(r, law.protocol.id) for r in under(law.protocol)}
        if place:
            current = self._merged(place, current, under)
        following = self.next_after(as_of)
        found = current.values() if following is None else [_woken(each, following) for each in current.values()]
        order = {clock.id: n for n, clock in enumerate(law.protocol.clocks)}
        return tuple(sorted(found, key=lambda each: _order(each.reading, order)))

    def touched(self, situation: Situation, kinds: Set[str], since: datetime, as_of: datetime) -> frozenset[str] | None:
        """Return the clocks that may read otherwise at `as_of` than at `since`, as `touching.touched` for every law.

        None when any may. No law may have begun in between.
        """
        found: frozenset[str] = frozenset()
        for law in self.laws:
            here = touched(law.protocol, situation, kinds, since, as_of)
            if here is None:
                return None
            found |= here
        return found

    def _place(self, moment: datetime) -> int:
        return max(n for n, law in enumerate(self.laws) if law.from_ is None or law.from_ <= moment)

    def _merged(self, place: int, current: dict[str, Standing], under: Under) -> dict[str, Standing]:
        """Walk the laws from the first: each takes over what started since, and what it moves."""
        standing = self._under(0, place, current, under)
        for n in range(1, place + 1):
            fresh = current if n == place else self._under(n, place, current, under)
            standing = _taken_over(standing, fresh, self.laws[n])
        return standing

    def _under(self, n: int, place: int, current: dict[str, Standing], under: Under) -> dict[str, Standing]:
        """Read an earlier law: afresh where it differs from the one in force, as that one where it does not."""
        differing, same = self._compared(n, place)
        law = self.laws[n].protocol.id
        found = {key: Standing(each.reading, law) for key, each in current.items() if each.reading.clock in same}
        if differing.clocks:
            found |= {reading.key: Standing(reading, law) for reading in under(differing)}
        return found

    def _compared(self, n: int, place: int) -> tuple[Protocol, frozenset[str]]:
        """Return an earlier law with only the clocks that the later has otherwise or not at all, and the ids of the rest."""
        if (n, place) not in self._differing:
            earlier, later = self.laws[n].protocol, self.laws[place].protocol
            here = {clock.id: clock for clock in later.clocks} if earlier.line == later.line else {}
            other = tuple(clock for clock in earlier.clocks if here.get(clock.id) != clock)
            same = frozenset(clock.id for clock in earlier.clocks) - {clock.id for clock in other}
            self._differing[n, place] = replace(earlier, clocks=other), same
        return self._differing[n, place]


def _taken_over(before: dict[str, Standing], fresh: dict[str, Standing], law: Law) -> dict[str, Standing]:
    """Return what stands once a law has begun: its own for what started since or what it moves, the rest as before."""
    assert law.from_ is not None
    found: dict[str, Standing] = {}
    for key in before.keys() | fresh.keys():
        old, new = before.get(key), fresh.get(key)
        chosen = new if _is_new_law(old, new, law, law.from_) else old
        if chosen is not None:
            found[key] = chosen
    return found


def _is_new_law(old: Standing | None, new: Standing | None, law: Law, from_: datetime) -> bool:
    either = new or old
    assert either is not None
    start = either.reading.start
    if start is None:
        return new is not None  # nobody can tell when it started: what we ask today is what today's law asks
    if start >= from_:
        return True
    moved = either.reading.clock in law.moves
    return moved and old is not None and not _settled(old.reading, from_)


def _settled(reading: Reading, moment: datetime) -> bool:
    """Whether a duty was over by then: done, or no longer needed."""
    match reading.state:
        case State.MET | State.MET_LATE:
            return reading.met_at is not None and reading.met_at < moment
        case State.STOOD_DOWN:
            return reading.need_ended_at is None or reading.need_ended_at < moment
    ended = reading.need_ended_at
    return not reading.still_needed and ended is not None and ended < moment


def _woken(standing: Standing, at: datetime) -> Standing:
    """Have an open reading looked at again when the law next changes."""
    reading = standing.reading
    if not reading.state.open or (reading.changes_at is not None and reading.changes_at <= at):
        return standing
    return Standing(replace(reading, changes_at=at), standing.protocol)


def _order(reading: Reading, order: Mapping[str, int]) -> tuple[int, bool, datetime, str]:
    return order.get(reading.clock, len(order)), reading.start is None, reading.start or BEGINNING, reading.key
