"""A protocol's instruments and forms: the files in its `instruments/` and `forms/`, into the engine's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wayhome.engine.instruments import (
    Action,
    Addition,
    Finding,
    Floor,
    Instrument,
    Level,
    Requirement,
    UnsoundInstrument,
    Weight,
    Window,
)
from wayhome.engine.language import Citation
from wayhome.engine.questions import Question
from wayhome.packs.documents import Document, Place, read_document, root
from wayhome.packs.errors import PackFault, Problem
from wayhome.packs.items import citations, counted_in, flag, maybe, sections, word
from wayhome.packs.names import unknown
from wayhome.packs.places import protocols_home
from wayhome.packs.questions import Asked, question
from wayhome.packs.records import about, records
from wayhome.packs.sources import Source, load_sources
from wayhome.packs.spans import choice
from wayhome.packs.variants import plain_areas, varied

FOLDERS = ("instruments", "forms")
SHARED = "england"  # what is national stands beside every protocol
_KEYS = (
    *("id", "version", "title", "source", "licence", "cite", "reading", "reference", "complete-at", "judgement"),
    *("frame", "windows", "sections", "levels", "additions", "floors", "actions", "findings", "discussions"),
    *("requirements", "about", "records"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One instrument or form that a protocol has: its id and title, and whose folder it is in."""

    protocol: str
    id: str
    title: str
    folder: str


def instrument_lines() -> tuple[str, ...]:
    """Return the folders of `protocols/` that hold an instrument or a form."""
    found = {path.parent.parent.name for folder in FOLDERS for path in protocols_home().glob(f"*/{folder}/*.yaml")}
    return tuple(sorted(found))


def instruments_of(protocol_id: str) -> tuple[Listed, ...]:
    """Return what a protocol has, its own first and then what is national. Raises PackFault."""
    line = protocol_id.partition("@")[0]
    lines = (line,) if line == SHARED else (line, SHARED)
    return tuple(
        Listed(each, path.stem, load_instrument(each, path.stem).title, path.parent.name)
        for each in lines
        for path in _files(protocols_home() / each)
    )


@cache
def load_instrument(protocol_id: str, instrument_id: str) -> Instrument:
    """Read one instrument or form of a protocol, or of `england` when the protocol has none of that name.

    Raises PackFault, naming file and line; for a name that nobody has, with the nearest that is there.
    """
    wanted, _, version = instrument_id.partition("@")
    path = instrument_path(protocol_id, wanted)
    return _right_version(read_instrument(path), version, path)


def instrument_path(protocol_id: str, instrument_id: str) -> Path:
    """Return the file of a protocol's instrument, or of the national one. Raises PackFault when nobody has it."""
    line = protocol_id.partition("@")[0]
    paths = [path for each in (line, SHARED) for path in _files(protocols_home() / each)]
    for path in paths:
        if path.stem == instrument_id:
            return path
    here = [path.stem for path in paths]
    raise unknown(Place(Document(f"protocols/{line}"), (), instrument_id), "instrument", instrument_id, here)


def read_instrument(path: Path, sources: Mapping[str, Source] | None = None) -> Instrument:
    """Read one file. Its `id` must be its name, unless it is a partnership's own. Raises PackFault."""
    top = root(read_document(path))
    if "areas" in top:
        top = plain_areas(top)
    if "based-on" in top:
        top = varied(top, path)
    return instrument(top, load_sources() if sources is None else sources)


def instrument(top: Place, sources: Mapping[str, Source]) -> Instrument:
    """Read one document. Raises PackFault at the first thing in it that is missing, unknown or unsound."""
    top.only(*_KEYS)
    windows = tuple(_window(each) for each in top["windows"].each()) if "windows" in top else ()
    levels = tuple(word(each["id"]) for each in top["levels"].each()) if "levels" in top else ()
    asked = Asked({}, {}, tuple(window.id for window in windows), levels)
    read = sections(top["sections"], sources, asked) if "sections" in top else ()
    names = Asked(
        {item.id: item for section in read for item in section.items},
        counted_in(read),
        asked.windows,
        levels,
    )
    rules = _Rules(sources, names)
    reached = tuple(rules.level(each) for each in _each(top, "levels"))
    try:
        return Instrument(
            id=word(top["id"]),
            version=top["version"].text(),
            title=top["title"].text(),
            source=top["source"].text(),
            licence=top["licence"].text(),
            cite=citations(top, sources),
            sections=read,
            reference=top["reference"].text() if "reference" in top else "the date it is filled in",
            windows=windows,
            levels=reached,
            additions=tuple(rules.addition(each) for each in _each(top, "additions")),
            floors=tuple(rules.floor(each) for each in _each(top, "floors")),
            actions=tuple(rules.action(each) for each in _each(top, "actions")),
            findings=(
                *(rules.finding(each, False) for each in _each(top, "findings")),
                *(rules.finding(each, True) for each in _each(top, "discussions")),
            ),
            requirements=tuple(rules.requirement(each) for each in _each(top, "requirements")),
            complete_at=top["complete-at"].whole() if "complete-at" in top else 100,
            judgement=flag(maybe(top, "judgement")),
            frame=flag(maybe(top, "frame")),
            about=about(top),
            records=records(top, names, reached),
        )
    except UnsoundInstrument as unsound:
        raise top.fault(str(unsound)) from unsound


@dataclass(frozen=True, slots=True)
class _Rules:
    """Reads each kind of rule; every rule cites, except a level, which may rest on the instrument's citation."""

    sources: Mapping[str, Source]
    names: Asked

    def level(self, place: Place) -> Level:
        place.only("id", "label", "meaning", "from", "to", "when", "cite")
        return Level(
            id=word(place["id"]),
            label=place["label"].text(),
            meaning=place["meaning"].text() if "meaning" in place else "",
            least=place["from"].whole() if "from" in place else None,
            most=place["to"].whole() if "to" in place else None,
            when=self.when(place),
            cite=citations(place, self.sources),
        )

    def addition(self, place: Place) -> Addition:
        place.only("id", "label", "points", "when", "cite")
        asked = question(place["when"], self.names)
        return Addition(word(place["id"]), place["label"].text(), place["points"].whole(), asked, self.cited(place))

    def floor(self, place: Place) -> Floor:
        place.only("id", "label", "instead-of", "level", "when", "cite")
        instead = tuple(each.text() for each in place["instead-of"].each())
        asked = question(place["when"], self.names)
        return Floor(word(place["id"]), place["label"].text(), instead, place["level"].text(), asked, self.cited(place))

    def action(self, place: Place) -> Action:
        place.only("id", "text", "weight", "levels", "when", "cite")
        levels = tuple(each.text() for each in place["levels"].each()) if "levels" in place else ()
        for each in place["levels"].each() if "levels" in place else ():
            if each.text() not in self.names.levels:
                raise unknown(each, "level", each.text(), list(self.names.levels))
        weight = choice(place["weight"], Weight)
        return Action(word(place["id"]), place["text"].text(), weight, self.cited(place), levels, self.when(place))

    def finding(self, place: Place, discussion: bool) -> Finding:
        place.only("id", "label", "when", "cite")
        asked = question(place["when"], self.names)
        return Finding(word(place["id"]), place["label"].text(), asked, self.cited(place), discussion)

    def requirement(self, place: Place) -> Requirement:
        place.only("id", "when", "needs", "say", "cite")
        needs = tuple(each.text() for each in place["needs"].each())
        for each in place["needs"].each():
            if each.text() not in self.names.items:
                raise unknown(each, "item", each.text(), list(self.names.items))
        asked = question(place["when"], self.names)
        return Requirement(word(place["id"]), asked, needs, place["say"].text(), self.cited(place))

    def when(self, place: Place) -> Question | None:
        return question(place["when"], self.names) if "when" in place else None

    def cited(self, place: Place) -> tuple[Citation, ...]:
        place["cite"]  # a rule without its paragraph is refused here
        return citations(place, self.sources)


def _window(place: Place) -> Window:
    place.only("id", "label", "from", "to")
    try:
        return Window(word(place["id"]), place["label"].text(), place["from"].whole(), place["to"].whole())
    except UnsoundInstrument as unsound:
        raise place.fault(str(unsound)) from unsound


def _each(top: Place, key: str) -> Iterator[Place]:
    if key in top:
        yield from top[key].each()


def _files(folder: Path) -> list[Path]:
    return [path for each in FOLDERS for path in sorted((folder / each).glob("*.yaml"))]


def _right_version(read: Instrument, version: str, path: Path) -> Instrument:
    if version and read.version != version:
        what = f"'{read.id}' is here in version {read.version}, not {version}."
        raise PackFault(Problem(f"protocols/{path.parent.parent.name}", 1, what, "Ask for the version that is here."))
    return read
