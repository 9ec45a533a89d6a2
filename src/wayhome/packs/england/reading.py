"""Reading the national pack: pack.yaml and the catalogues it lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from wayhome.engine.language import Citation
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.england.entries import Catalogue, Dates, Entry, Statement
from wayhome.packs.places import protocols_home
from wayhome.packs.sources import Source, citation, load_sources
from wayhome.packs.vocabulary import one_of

# What each kind of entry must say, and what it may say besides.
KINDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "nrm": (("who",), ("test", "time", "took", "means")),
    "definitions": (("means",), ()),
    "powers": (("applicant", "test", "effect", "duration"), ("also", "court")),
    "grading": (("means",), ()),
    "language": (("avoid", "say", "why"), ()),
    "measures": (("means",), ()),
}
_ENTRY = ("id", "code", "title", "group", "cite", "in-force", "statements")
_DATES = ("from", "until", "cite", "unverified", "awaiting", "seen")
_STATEMENT = ("says", "cite", "from", "until", "unverified", "unverified-dates", "awaiting", "seen")


@dataclass(frozen=True, slots=True)
class England:
    """The national pack: its version and its catalogues by id."""

    version: str
    title: str
    catalogues: Mapping[str, Catalogue]


@cache
def load_england() -> England:
    """Read the shipped national pack. Raises PackFault, naming file and line."""
    return read_england(protocols_home() / "england", load_sources())


def read_england(folder: Path, sources: Mapping[str, Source]) -> England:
    """Read the national pack in a folder. Raises PackFault at the first thing that cannot be read."""
    top = root(read_document(folder / "pack.yaml"))
    top.only("id", "version", "title", "catalogues")
    catalogues: dict[str, Catalogue] = {}
    for each in top["catalogues"].each():
        path = folder / f"{each.text()}.yaml"
        if not path.is_file():
            raise each.fault(f"There is no {path.name}.", "Write it, or take the line out.")
        catalogues[each.text()] = read_catalogue(path, sources)
    return England(top["version"].text(), top["title"].text(), catalogues)


def read_catalogue(path: Path, sources: Mapping[str, Source]) -> Catalogue:
    """Read one catalogue. Raises PackFault, naming file and line."""
    top = root(read_document(path))
    top.only("kind", "title", "entries")
    kind = one_of(top["kind"], tuple(KINDS))
    entries: list[Entry] = []
    for place in top["entries"].each():
        read = _entry(place, kind, sources)
        if any(read.id == other.id for other in entries):
            raise place["id"].fault(f"Two entries are called '{read.id}'.", "Rename one.")
        entries.append(read)
    return Catalogue(path.stem, kind, top["title"].text(), top.document.file, tuple(entries))


def _entry(place: Place, kind: str, sources: Mapping[str, Source]) -> Entry:
    place.only(*_ENTRY)
    must, may = KINDS[kind]
    cite = tuple(citation(each, sources) for each in place["cite"].each())
    said = place["statements"]
    said.only(*must, *may)
    for name in must:
        said[name]  # raises when what every entry of this kind must say is not there
    return Entry(
        id=place["id"].text(),
        title=place["title"].text(),
        group=place["group"].text(),
        cite=cite,
        dates=_dates(place["in-force"], sources) if "in-force" in place else Dates(),
        statements={name: _versions(each, cite, kind, sources) for name, each in said.items()},
        code=place["code"].text() if "code" in place else "",
        line=place.line,
    )


def _versions(
    place: Place, cite: tuple[Citation, ...], kind: str, sources: Mapping[str, Source]
) -> tuple[Statement, ...]:
    """Read one statement: words, a mapping, a list of dated mappings; in a language guide, a list of phrases."""
    if kind == "language" and isinstance(place.value, list):
        return (Statement(tuple(each.text() for each in place.each()), cite),)
    return tuple(_statement(each, cite, sources) for each in place.each())


def _statement(place: Place, cite: tuple[Citation, ...], sources: Mapping[str, Source]) -> Statement:
    if not isinstance(place.value, dict):
        return Statement((place.text(),), cite)
    place.only(*_STATEMENT)
    own = tuple(citation(each, sources) for each in place["cite"].each()) if "cite" in place else cite
    days = Dates(
        from_=_day(place, "from"),
        until=_day(place, "until"),
        doubt=_words(place, "unverified-dates"),
        awaiting=_words(place, "awaiting"),
        seen=_day(place, "seen"),
    )
    return Statement(tuple(each.text() for each in place["says"].each()), own, days, _words(place, "unverified"))


def _dates(place: Place, sources: Mapping[str, Source]) -> Dates:
    place.only(*_DATES)
    cite = tuple(citation(each, sources) for each in place["cite"].each()) if "cite" in place else ()
    return Dates(
        from_=_day(place, "from"),
        until=_day(place, "until"),
        doubt=_words(place, "unverified"),
        awaiting=_words(place, "awaiting"),
        seen=_day(place, "seen"),
        cite=cite,
    )


def _words(place: Place, key: str) -> str:
    return place[key].text() if key in place else ""


def _day(place: Place, key: str) -> date | None:
    if key not in place:
        return None
    try:
        return date.fromisoformat(place[key].text())
    except ValueError as error:
        raise place[key].fault(f"'{place[key].value}' is not a date.", "Write it as 2016-09-01.") from error
