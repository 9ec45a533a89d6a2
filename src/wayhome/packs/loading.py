"""A protocol, its calendar and its fingerprint, ready for the engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from wayhome.engine.calendars import Calendar
from wayhome.engine.language import Clock, Protocol
from wayhome.packs.bank_holidays import FIRST_YEAR, LAST_YEAR, england_bank_holidays
from wayhome.packs.clocks import clock
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.errors import PackFault, Problem
from wayhome.packs.names import Names
from wayhome.packs.places import protocols_home
from wayhome.packs.roles import load_roles
from wayhome.packs.sources import load_sources
from wayhome.packs.vocabulary import load_vocabulary

SHARED = ("vocabulary.yaml", "roles.yaml")
RETIRED = "_retired"  # versions kept whole, each with the words it used


def protocol_ids() -> tuple[str, ...]:
    """Return the protocols that are here, by folder name."""
    return tuple(sorted(path.parent.name for path in protocols_home().glob("*/protocol.yaml")))


@cache
def load_protocol(protocol_id: str) -> Protocol:
    """Read one shipped protocol, by id with or without a version; a version that was retired is read with its own words.

    Raises PackFault, naming file and line.
    """
    line, _, version = protocol_id.partition("@")
    if (kept := protocols_home() / RETIRED / protocol_id).is_dir():
        return read_protocol(kept / line, Names(load_vocabulary(kept), load_roles(kept), load_sources(kept)))
    if line not in protocol_ids():
        what = f"There is no protocol '{line}'."
        raise PackFault(Problem("protocols", 1, what, f"These are here: {', '.join(protocol_ids())}."))
    protocol = read_protocol(protocols_home() / line, load_names())
    if version and protocol.id != protocol_id:
        what = f"'{line}' is here as {protocol.id}, not as version {version}."
        raise PackFault(Problem(f"protocols/{line}/protocol.yaml", 1, what, "Ask for the version that is here."))
    return protocol


@cache
def load_names() -> Names:
    """Return every name a shipped clock may use. Raises PackFault when a shared document is broken."""
    return Names(load_vocabulary(), load_roles(), load_sources())


def read_protocol(folder: Path, names: Names) -> Protocol:
    """Read the protocol in a folder, its clocks in the order its protocol.yaml lists. Raises PackFault."""
    top = root(read_document(folder / "protocol.yaml"))
    top.only("id", "version", "title", "partnership", "in-force", "sources", "clocks")
    clocks: list[Clock] = []
    for place in clock_places(folder, top):
        read = clock(place, names)
        if any(read.id == other.id for other in clocks):
            raise place["id"].fault(f"Two clocks are called '{read.id}'.", "Rename one: a duty's key needs its id.")
        clocks.append(read)
    return Protocol(
        id=f"{top['id'].text()}@{top['version'].text()}",
        line=top["id"].text(),
        title=top["title"].text(),
        vocabulary=names.vocabulary.engine,
        clocks=tuple(clocks),
        roles={role.id: role.label for role in names.roles.values()},
    )


def clock_files(folder: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the files of a protocol's clocks in its own order, each with the ids of its clocks. Raises PackFault."""
    top = root(read_document(folder / "protocol.yaml"))
    files = ((name.text(), read_document(folder / "clocks" / f"{name.text()}.yaml")) for name in top["clocks"].each())
    return tuple((name, tuple(each["id"].text() for each in root(doc)["clocks"].each())) for name, doc in files)


def clock_places(folder: Path, top: Place) -> Iterator[Place]:
    """Walk the clocks of a protocol without reading them, so that lint can look at each. Raises PackFault."""
    for name in top["clocks"].each():
        path = folder / "clocks" / f"{name.text()}.yaml"
        if not path.is_file():
            raise name.fault(f"There is no clocks/{name.value}.yaml.", "Write it, or take the line out.")
        yield from root(read_document(path))["clocks"].each()


@cache
def pack_hash(protocol_id: str) -> str:
    """Return the fingerprint (sha256) of everything in a shipped protocol that decides a reading.

    Line endings and file dates do not change it; any word of the clocks, the vocabulary or the posts does.
    """
    home = protocols_home()
    folder = home / protocol_id.partition("@")[0]
    paths = [*(home / name for name in SHARED), folder / "protocol.yaml", *sorted((folder / "clocks").glob("*.yaml"))]
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(home).as_posix()}\n".encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\x00")
    return digest.hexdigest()


@cache
def england_calendar() -> Calendar:
    """Return England's working days from 2000 to 2040; the calendar itself refuses any day outside."""
    days = england_bank_holidays()
    return Calendar(
        name="England",
        holidays=frozenset(days),
        names=days,
        hash=hashlib.sha256("\n".join(day.isoformat() for day in days).encode()).hexdigest(),
        first=date(FIRST_YEAR, 1, 1),
        last=date(LAST_YEAR, 12, 31),
    )
