"""Readings as plain data for programs and as lines of text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from wayhome.engine.language import Citation, Clock, Protocol
from wayhome.engine.moments import LONDON
from wayhome.engine.readings import Reading
from wayhome.packs.sources import load_sources


def as_plain(
    readings: Iterable[Reading], protocol: Protocol, as_of: datetime, known_at: datetime | None, fingerprint: str
) -> dict[str, Any]:
    """Return readings as plain data: times in UTC (ISO 8601), owners by id and label, citations with headings."""
    clocks = {clock.id: clock for clock in protocol.clocks}
    return {
        "protocol": protocol.id,
        "protocol_sha256": fingerprint,
        "as_of": _iso(as_of),
        "known_at": _iso(known_at),
        "duties": [_duty(reading, clocks[reading.clock], protocol) for reading in readings],
    }


def _duty(reading: Reading, clock: Clock, protocol: Protocol) -> dict[str, Any]:
    return {
        "id": reading.clock,
        "key": reading.key,
        "title": clock.title,
        "episode": reading.episode,
        "ordinal": reading.ordinal,
        "state": reading.state.value,
        "due": _iso(reading.due),
        "at_latest": reading.at_latest,
        "about": reading.about,
        "owner": reading.owner,
        "owner_label": protocol.roles[reading.owner],
        "citation": [_cited(each) for each in clock.cite],
        "why": clock.why,
        "started_by": reading.root,
        "start": _iso(reading.start),
        "threshold_at": _iso(reading.threshold_at),
        "need_ended_at": _iso(reading.need_ended_at),
        "met_at": _iso(reading.met_at),
        "breached_at": _iso(reading.breached_at),
        "still_needed": reading.still_needed,
        "changes_at": _iso(reading.changes_at),
        "missing": list(reading.missing),
        "facts": list(reading.facts),
    }


def _cited(cite: Citation) -> dict[str, str]:
    heading = load_sources()[cite.source].sections[cite.at]
    return {"source": cite.source, "at": cite.at, "heading": heading, "note": cite.note}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def as_lines(
    readings: Iterable[Reading], protocol: Protocol, as_of: datetime, known_at: datetime | None
) -> Iterator[str]:
    """Yield the lines a person reads, times in Europe/London, each duty with its why and its paragraph."""
    known = f", with what was recorded by {in_words(known_at)}" if known_at else ""
    yield f"{protocol.title} ({protocol.id}), {in_words(as_of)}{known}"
    clocks = {clock.id: clock for clock in protocol.clocks}
    none = True
    for reading in readings:
        none = False
        yield ""
        yield from _lines(reading, clocks[reading.clock], protocol)
    if none:
        yield "Nothing is due."


def _lines(reading: Reading, clock: Clock, protocol: Protocol) -> Iterator[str]:
    again = f" (time {reading.ordinal + 1})" if reading.ordinal else ""
    yield f"{reading.state.value.upper():<12} {clock.title}{again}"
    yield f"  id       {reading.clock}" + (f", episode {reading.episode}" if reading.episode else "")
    yield f"  due      {_due(reading)}"
    if reading.met_at is not None:
        yield f"  done     {in_words(reading.met_at)}"
    if not reading.still_needed and reading.met_at is None:
        ended = f" since {in_words(reading.need_ended_at)}" if reading.need_ended_at else ""
        yield f"  note     no longer needed{ended}"
    yield f"  owner    {protocol.roles[reading.owner]}"
    yield f"  cited    {'; '.join(_in_text(each) for each in clock.cite)}"
    yield f"  why      {clock.why}"
    if reading.missing:
        yield f"  missing  {', '.join(reading.missing)}: ask, and record the answer"


def _in_text(cite: Citation) -> str:
    return f"{cite.source} {cite.at}{f' ({cite.note})' if cite.note else ''}"


def _due(reading: Reading) -> str:
    if reading.due is None:
        return "cannot be told"
    loose = ", at the latest" if reading.at_latest else ", about" if reading.about else ""
    return f"{in_words(reading.due)}{loose}"


def in_words(moment: datetime) -> str:
    """Return an instant as a date and time in Europe/London, such as Friday 6 March 2026, 10:05pm."""
    local = moment.astimezone(LONDON)
    hour = local.hour % 12 or 12
    return f"{local:%A} {local.day} {local:%B %Y}, {hour}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
