"""Which laws a partnership stands under: its protocol from the first, and whatever has been activated since."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from uuid import UUID

from wayhome.clocks.queries.activations import activations
from wayhome.engine.calendars import Calendar
from wayhome.engine.language import Clock, Protocol
from wayhome.engine.laws import Law, Laws
from wayhome.packs.errors import PackFault
from wayhome.packs.loading import england_calendar, load_protocol
from wayhome.packs.overlays import load_law
from wayhome.platform import wall
from wayhome.platform.lasting import set_apart
from wayhome.platform.queries.directory import protocol_of

line_of = cache(protocol_of)  # what an authority began with does not change while a process runs
_known: dict[UUID, tuple[int, Laws]] = {}
_kept: set[str] = set()


def laws(authority: UUID, *, known: int | None = None) -> Laws:
    """Return the laws of an authority, in order of time.

    `known`: how many activations there are, where the caller has just counted them; what this process remembers is
    then used unless there are more. Left out, they are read again: as the clock, or as somebody of the partnership,
    since nobody else may see them.
    """
    kept = _known.get(authority)
    if kept is not None and kept[0] == known:
        return kept[1]
    later = activations(authority) if known != 0 else ()
    first = Law(load_protocol(line_of(authority)))
    made = Laws((first, *(Law(load_law(each.law), each.from_at, frozenset(each.moves)) for each in later)))
    _known[authority] = len(later), made
    _keep({law.protocol.id for law in made.laws})
    return made


def _keep(held: set[str]) -> None:
    """Put laws this process has not held before, and all else it holds by now, beyond the collector's reach."""
    if not held <= _kept:
        _kept.update(held)
        set_apart()


def active(authority: UUID) -> Protocol:
    """Return the protocol in force for the authority now."""
    return laws(authority).at(wall.now())


def law_at(authority: UUID, moment: datetime) -> str:
    """Return the id of the law in force for the authority at a moment."""
    return laws(authority).at(moment).id


def calendar() -> Calendar:
    """Return the working days by which duties are counted."""
    return england_calendar()


@cache
def clocks(law: str) -> dict[str, Clock]:
    """Return the clocks of a law by id; of its line as it is here now, where that version was not kept."""
    try:
        protocol = load_law(law)
    except PackFault:
        protocol = load_protocol(law.partition("@")[0])
    return {clock.id: clock for clock in protocol.clocks}


def clock_in(law: str, clock: str) -> Clock | None:
    """Return a clock of the law a reading names, or None if nobody kept it."""
    return clocks(law).get(clock)
