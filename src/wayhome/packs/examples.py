"""Worked examples: what a clock says of a few facts at a few moments. They explain a pack, and they test it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from wayhome.engine.facts import Situation
from wayhome.engine.language import Protocol
from wayhome.engine.readings import Reading, State
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.moments import instant
from wayhome.packs.names import Names, unknown
from wayhome.packs.situations import situation_from
from wayhome.packs.vocabulary import one_of

NONE = "none"  # no such duty at all
_STATES = (NONE, *(state.value for state in State))
_STEP = ("as-of", "known-at", "clock", "episode", "ordinal", "count", "state", "due", "missing", "needed", "start")
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing an example says: at this moment this clock stands so. None: the example does not say."""

    file: str
    line: int
    title: str
    situation: Situation
    clock: str
    as_of: datetime
    state: str
    known_at: datetime | None = None
    due: datetime | None = None
    start: datetime | None = None
    missing: tuple[str, ...] | None = None
    needed: bool | None = None
    count: int | None = None
    episode: str | None = None
    ordinal: int | None = None

    @property
    def name(self) -> str:
        """A short name for this check, with where to find it."""
        return f"{self.clock}: {self.title} ({self.as_of:%Y-%m-%d %H:%M}Z, line {self.line})"

    def differences(self, readings: tuple[Reading, ...]) -> list[str]:
        """Return in words each way in which these readings are not what the example says."""
        own = [reading for reading in readings if self._about(reading)]
        if self.count is not None and len(own) != self.count:
            return [f"expected {self.count} duties, found {len(own)}"]
        if self.state == NONE:
            return [f"expected no such duty, found {own[0].state}"] if own else []
        if not own:
            return ["expected a duty, found none"]
        if len(own) > 1 and self.count is None:
            return [f"{len(own)} such duties: say which 'episode' or 'ordinal', or how many with 'count'"]
        return [difference for reading in own for difference in self._differs(reading)]

    def _about(self, reading: Reading) -> bool:
        return (
            reading.clock == self.clock
            and (self.episode is None or reading.episode == self.episode)
            and (self.ordinal is None or reading.ordinal == self.ordinal)
        )

    def _differs(self, reading: Reading) -> Iterator[str]:
        said = {
            "state": (State(self.state), reading.state),
            "due": (self.due, reading.due),
            "start": (self.start, reading.start),
            "missing": (self.missing, reading.missing),
            "needed": (self.needed, reading.still_needed),
        }
        for what, (expected, found) in said.items():
            if expected is not None and expected != found:
                yield f"{what}: expected {expected}, found {found}"


def example_files(folder: Path) -> list[Path]:
    """Return a protocol's example files, in order of name."""
    return sorted((folder / "examples").glob("*.yaml"))


def read_examples(path: Path, protocol: Protocol, names: Names) -> list[Check]:
    """Read one file of examples. Raises PackFault at the first that cannot be read."""
    clocks = [clock.id for clock in protocol.clocks]
    top = root(read_document(path))
    top.only("examples")
    return [check for place in top["examples"].each() for check in _checks(place, clocks, names)]


def _checks(place: Place, clocks: list[str], names: Names) -> Iterator[Check]:
    place.only("title", "clock", "given", "falls-due", "before", "then")
    if "falls-due" not in place and "then" not in place:
        raise place.fault("This example expects nothing.", "Add 'falls-due: TIME' or 'then: [...]'.")
    situation = situation_from(place["given"], "child", names.vocabulary)
    if "falls-due" in place:
        yield from _falls_due(place, situation, clocks)
    if "then" in place:
        for step in place["then"].each():
            yield _step(step, place, situation, clocks)


def _clock(place: Place, example: Place, clocks: list[str]) -> str:
    named = place["clock"] if "clock" in place else example["clock"]
    if named.text() not in clocks:
        raise unknown(named, "clock", named.text(), clocks)
    return named.text()


def _falls_due(place: Place, situation: Situation, clocks: list[str]) -> Iterator[Check]:
    """Expand `falls-due`: a minute before, on, and a minute after the due time."""
    due, clock = instant(place["falls-due"]), _clock(place, place, clocks)
    before = one_of(place["before"], _STATES) if "before" in place else State.DUE_SOON.value
    for moment, state in ((due - _MINUTE, before), (due, State.DUE_SOON.value), (due + _MINUTE, State.BREACHED.value)):
        yield Check(
            place.document.file,
            place["falls-due"].line,
            place["title"].text(),
            situation,
            clock,
            moment,
            state,
            due=None if state == NONE else due,
        )


def _step(place: Place, example: Place, situation: Situation, clocks: list[str]) -> Check:
    place.only(*_STEP)
    needed = place["needed"].value if "needed" in place else None
    if needed not in (None, True, False):
        raise place["needed"].fault("'needed' is true or false.")
    return Check(
        place.document.file,
        place.line,
        example["title"].text(),
        situation,
        _clock(place, example, clocks),
        instant(place["as-of"]),
        one_of(place["state"], _STATES),
        known_at=instant(place["known-at"]) if "known-at" in place else None,
        due=instant(place["due"]) if "due" in place else None,
        start=instant(place["start"]) if "start" in place else None,
        missing=tuple(each.text() for each in place["missing"].each()) if "missing" in place else None,
        needed=needed,
        count=place["count"].whole() if "count" in place else None,
        episode=place["episode"].text() if "episode" in place else None,
        ordinal=place["ordinal"].whole() if "ordinal" in place else None,
    )


def every_check(folder: Path, protocol: Protocol, names: Names) -> list[Check]:
    """Return every check of every example of a protocol. Raises PackFault."""
    return [check for path in example_files(folder) for check in read_examples(path, protocol, names)]
