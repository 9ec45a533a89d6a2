"""A partnership's own values on top of a protocol: tighter as it likes, looser only with a reason written down.

An overlay may change values (a length, a count, who holds it, who is told), never what a duty is: what starts it, to
whom it applies, what meets it. Whether a value is looser is judged by the times it gives over a year of starts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from wayhome.engine.calendars import Calendar
from wayhome.engine.errors import CalendarEnds
from wayhome.engine.language import Clock, Protocol
from wayhome.engine.plain_times import moment_words
from wayhome.engine.strictness import Looser, looser
from wayhome.packs.clocks import changed
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.errors import PackFault, Problem
from wayhome.packs.loading import england_calendar, load_names, load_protocol
from wayhome.packs.names import Names, unknown
from wayhome.packs.places import protocols_home
from wayhome.packs.shape import shape_problems
from wayhome.packs.spans import choice


class Transition(StrEnum):
    """What a change does to duties that are running when it begins."""

    LAW_AT_START = "law-at-start"  # a duty keeps the values in force when it started
    MOVES_RUNNING_CLOCKS = "moves-running-clocks"  # whatever is still open takes the new values


@dataclass(frozen=True, slots=True)
class Change:
    """One clock with other values: before and after, why, what it does to running duties, and how it is looser."""

    clock: str
    values: tuple[str, ...]
    before: Clock
    after: Clock
    because: str
    transition: Transition
    looser: tuple[Looser, ...] = ()
    loosens: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A partnership's own values. `decided` says who decided and where it is written down."""

    id: str
    version: str
    title: str
    partnership: str
    protocol: str
    decided: str
    changes: tuple[Change, ...]
    hash: str
    moves: frozenset[str] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        """The id with its version."""
        return f"{self.id}@{self.version}"


def read_overlay(path: Path, protocol: Protocol, names: Names, calendar: Calendar) -> Overlay:
    """Read an overlay of a protocol. Raises PackFault, with every problem: a value that is looser without `loosens`,
    a `loosens` where nothing is looser, an unknown clock, something that is not a value, another protocol's overlay.
    """
    document = read_document(path)
    if faults := shape_problems(document, "overlay"):
        raise PackFault(*faults)
    top = root(document)
    if top["protocol"].text() not in (protocol.id, protocol.line):
        mend = f"Read it with {top['protocol'].value}, or mend the line."
        raise top["protocol"].fault(f"This changes {top['protocol'].value}, not {protocol.id}.", mend)
    clocks = {clock.id: clock for clock in protocol.clocks}
    changes: list[Change] = []
    problems: list[Problem] = []
    for place in top["changes"].each():
        try:
            changes.append(_change(place, clocks, names, calendar, {c.clock for c in changes}))
        except PackFault as fault:
            problems += fault.problems
    if problems:
        raise PackFault(*problems)
    return Overlay(
        id=top["id"].text(),
        version=top["version"].text(),
        title=top["title"].text(),
        partnership=top["partnership"].text(),
        protocol=protocol.id,
        decided=top["decided"].text(),
        changes=tuple(changes),
        hash=hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest(),
        moves=frozenset(c.clock for c in changes if c.transition is Transition.MOVES_RUNNING_CLOCKS),
    )


def _change(place: Place, clocks: Mapping[str, Clock], names: Names, calendar: Calendar, seen: set[str]) -> Change:
    clock_id = place["clock"].text()
    if clock_id not in clocks:
        raise unknown(place["clock"], "clock", clock_id, list(clocks))
    if clock_id in seen:
        raise place["clock"].fault(f"'{clock_id}' is changed twice.", "Put its values in one change.")
    before = clocks[clock_id]
    after = changed(before, place["set"], names)
    if after == before:
        raise place["set"].fault(f"'{clock_id}' already has these values.", "Take the change out.")
    try:
        found = looser(before, after, calendar)
    except CalendarEnds as fault:
        raise place["set"].fault(f"'{clock_id}' cannot be compared with the protocol: {fault}") from fault
    reason = place["loosens"].text() if "loosens" in place else ""
    if found and not reason:
        said = "; ".join(looser_words(each) for each in found)
        mend = "Tighten it, or write 'loosens:' with the reason and who accepts the risk."
        raise place["set"].fault(f"'{clock_id}' asks less than the protocol: {said}.", mend)
    if reason and not found:
        raise place["loosens"].fault(f"Nothing in '{clock_id}' is looser.", "Take the line out.")
    return Change(
        clock=clock_id,
        values=tuple(key for key, _ in place["set"].items()),
        before=before,
        after=after,
        because=place["because"].text(),
        transition=choice(place["transition"], Transition),
        looser=found,
        loosens=reason,
    )


def looser_words(each: Looser) -> str:
    """Say one way in which a duty is looser, with the start at which it shows most."""
    if each.start is None:
        return f"{each.value} {each.what}"
    was = "" if each.was is None else f" {moment_words(each.was)} before"
    now = "" if each.now is None else f", {moment_words(each.now)} now"
    return (
        f"{each.value} {each.what} (from {moment_words(each.start)}:{was}{now}; {each.starts} of the starts looked at)"
    )


def overlaid(protocol: Protocol, overlay: Overlay) -> Protocol:
    """Return the protocol with an overlay's values; its id names both, its line stays, so every duty keeps its key."""
    after = {change.clock: change.after for change in overlay.changes}
    clocks = tuple(after.get(clock.id, clock) for clock in protocol.clocks)
    return replace(protocol, id=f"{protocol.id}+{overlay.name}", clocks=clocks)


def overlay_files(line: str) -> tuple[Path, ...]:
    """Return the overlays shipped beside a protocol, in order of name."""
    return tuple(sorted((protocols_home() / line / "overlays").glob("*.yaml")))


@cache
def load_overlay(protocol_id: str, overlay_id: str) -> Overlay:
    """Read an overlay shipped beside a protocol, with or without its version. Raises PackFault."""
    protocol = load_protocol(protocol_id)
    wanted, _, version = overlay_id.partition("@")
    for path in overlay_files(protocol.line):
        if path.stem == wanted:
            overlay = read_overlay(path, protocol, load_names(), england_calendar())
            if version and overlay.version != version:
                mend = "Ask for the version that is here."
                raise PackFault(Problem(path.name, 1, f"'{wanted}' is here as {overlay.name}, not {version}.", mend))
            return overlay
    here = ", ".join(path.stem for path in overlay_files(protocol.line)) or "none"
    what = f"There is no overlay '{wanted}' of {protocol.line}."
    raise PackFault(Problem(f"protocols/{protocol.line}/overlays", 1, what, f"These are here: {here}."))


@cache
def load_law(law_id: str) -> Protocol:
    """Return a protocol by the id a reading carries, such as `lewisham-2017@1.0.0+seaport@1.0.0`. Raises PackFault."""
    base, _, overlay_id = law_id.partition("+")
    protocol = load_protocol(base)
    return overlaid(protocol, load_overlay(base, overlay_id)) if overlay_id else protocol
