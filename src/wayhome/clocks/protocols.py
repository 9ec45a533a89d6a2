"""Which protocol an authority runs, as the engine reads it."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from wayhome.engine.calendars import Calendar
from wayhome.engine.language import Clock, Protocol
from wayhome.packs.loading import england_calendar, load_protocol
from wayhome.platform.queries.directory import protocol_of

line_of = cache(protocol_of)  # an authority's protocol does not change while a process runs


def active(authority: UUID) -> Protocol:
    """Return the protocol in force for the authority."""
    return load_protocol(line_of(authority))


def calendar() -> Calendar:
    """Return the working days by which duties are counted."""
    return england_calendar()


@cache
def clocks(line: str) -> dict[str, Clock]:
    """Return a protocol's clocks by id."""
    return {clock.id: clock for clock in load_protocol(line).clocks}


def clock_of(authority: UUID, clock: str) -> Clock | None:
    """Return a clock of the authority's protocol, or None if it has since been retired."""
    return clocks(line_of(authority)).get(clock)
