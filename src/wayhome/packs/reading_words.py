"""Readings as plain data for programs and as lines of text for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wayhome.engine.explain import Lexicon, citation_words, moment_words, sentence, state_words
from wayhome.engine.facts import Situation
from wayhome.engine.language import Citation, Clock, Protocol
from wayhome.engine.readings import Reading
from wayhome.packs.sources import load_sources


@dataclass(frozen=True, slots=True)
class Told:
    """What was asked and what was read: one protocol, one child, one moment. Times are aware UTC."""

    protocol: Protocol
    situation: Situation
    as_of: datetime
    known_at: datetime | None
    readings: tuple[Reading, ...]

    @property
    def lexicon(self) -> Lexicon:
        """Every fact of the situation may be named: whoever reads this brought them."""
        facts = {fact.id: fact for fact in self.situation.facts}
        names = {fact.kind: fact.kind.replace(".", " ").replace("-", " ") for fact in self.situation.facts}
        return Lexicon(facts, names)

    def clock(self, reading: Reading) -> Clock:
        """Return the clock that a reading is of."""
        return next(clock for clock in self.protocol.clocks if clock.id == reading.clock)


def as_plain(told: Told, fingerprint: str) -> dict[str, Any]:
    """Return readings as plain data: times in UTC (ISO 8601), owners by id and label, citations with headings."""
    return {
        "protocol": told.protocol.id,
        "protocol_sha256": fingerprint,
        "as_of": _iso(told.as_of),
        "known_at": _iso(told.known_at),
        "duties": [_duty(reading, told) for reading in told.readings],
    }


def _duty(reading: Reading, told: Told) -> dict[str, Any]:
    clock = told.clock(reading)
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
        "owner_label": told.protocol.roles[reading.owner],
        "citation": [_cited(each) for each in clock.cite],
        "why": clock.why,
        "because": list(_because(reading, told)),
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


def _because(reading: Reading, told: Told) -> Iterator[str]:
    """Yield the reasons in sentences, the rule itself left out: its title and why are told beside them."""
    for reason in reading.reasons:
        if reason.code != "rule" and (said := sentence(reason, told.lexicon)):
            yield said


def _cited(cite: Citation) -> dict[str, str]:
    heading = load_sources()[cite.source].sections[cite.at]
    return {"source": cite.source, "at": cite.at, "heading": heading, "note": cite.note}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def as_lines(told: Told) -> Iterator[str]:
    """Yield the lines a person reads, times in Europe/London, each duty with its why and its paragraph."""
    known = f", with what was recorded by {moment_words(told.known_at)}" if told.known_at else ""
    yield f"{told.protocol.title} ({told.protocol.id}), {moment_words(told.as_of)}{known}"
    for reading in told.readings:
        yield ""
        yield from _lines(reading, told)
    if not told.readings:
        yield "Nothing is due."


def _lines(reading: Reading, told: Told) -> Iterator[str]:
    clock = told.clock(reading)
    again = f" (time {reading.ordinal + 1})" if reading.ordinal else ""
    yield f"{reading.state.value.upper():<12} {clock.title}{again}"
    yield f"  id       {reading.clock}" + (f", episode {reading.episode}" if reading.episode else "")
    yield f"  stands   {state_words(reading, told.as_of)}"
    yield f"  due      {_due(reading)}"
    yield f"  owner    {told.protocol.roles[reading.owner]}"
    yield f"  cited    {'; '.join(citation_words(each) for each in clock.cite)}"
    yield f"  why      {clock.why}"
    for said in _because(reading, told):
        yield f"           {said}"


def _due(reading: Reading) -> str:
    if reading.due is None:
        return "cannot be told"
    loose = ", at the latest" if reading.at_latest else ", about" if reading.about else ""
    return f"{moment_words(reading.due)}{loose}"
