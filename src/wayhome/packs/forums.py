"""The meetings of a protocol, one file each in `forums/`, from YAML into the engine's language."""

from __future__ import annotations

import re
from datetime import time
from functools import cache
from pathlib import Path

from wayhome.engine.errors import EngineError
from wayhome.engine.forums import (
    AgendaPart,
    Belonging,
    Cadence,
    Decision,
    Every,
    Forum,
    Member,
    Papers,
    Purpose,
    Quoracy,
    Review,
    Tells,
    Weekday,
)
from wayhome.engine.routes import LeadsTo, Route
from wayhome.packs.conditions import condition
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.moments import local_day
from wayhome.packs.names import Names
from wayhome.packs.places import protocols_home
from wayhome.packs.sources import citation
from wayhome.packs.spans import choice
from wayhome.packs.vocabulary import one_of

AGENCIES = (
    *("social-care", "police", "health", "education", "housing", "youth-justice", "probation", "voluntary"),
    *("council", "legal", "other-authority", "placement", "family", "community", "national"),
)
LEVELS = ("none", "low", "medium", "high")
TOLD_OF = ("child", "episode", "context", "partnership")
ABOUT = ("children", "contexts", "children-and-contexts", "partnership")
_KEYS = (
    *("id", "title", "cite", "purpose", "about", "reading", "cadence", "members", "quoracy", "agenda", "routes"),
    *("questions", "considers", "decisions", "confidentiality", "papers", "records", "reports-to", "minutes-by"),
    *("purposes", "tells", "reviews", "examples"),
)
_WALL = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def forum_files(folder: Path) -> list[Path]:
    """Return the files of a protocol's meetings, in order of name."""
    return sorted((folder / "forums").glob("*.yaml"))


@cache
def load_forums(line: str) -> tuple[Forum, ...]:
    """Read every meeting of a shipped protocol, in order of file. Raises PackFault, naming file and line."""
    from wayhome.packs.loading import load_names

    folder = protocols_home() / line.partition("@")[0]
    return tuple(forum(root(read_document(path)), load_names()) for path in forum_files(folder))


def forum(top: Place, names: Names) -> Forum:
    """Read one meeting. Raises PackFault at the first thing in it that is missing, unknown or unsound."""
    top.only(*_KEYS)
    try:
        return Forum(
            id=top["id"].text(),
            title=top["title"].text(),
            cite=tuple(citation(each, names.sources) for each in top["cite"].each()),
            purpose=top["purpose"].text(),
            cadence=_cadence(top["cadence"]),
            members=tuple(_member(each, names) for each in top["members"].each()),
            about=one_of(top["about"], ABOUT) if "about" in top else ABOUT[0],
            quoracy=_quoracy(top["quoracy"]) if "quoracy" in top else None,
            agenda=tuple(_part(each) for each in top["agenda"].each()) if "agenda" in top else (),
            routes=tuple(_route(each, names) for each in top["routes"].each()) if "routes" in top else (),
            questions=_words(top, "questions"),
            considers=_words(top, "considers"),
            decisions=tuple(_decision(each) for each in top["decisions"].each()) if "decisions" in top else (),
            confidentiality=_said(top, "confidentiality"),
            papers=_papers(top["papers"]) if "papers" in top else None,
            records=_words(top, "records"),
            reports_to=_words(top, "reports-to"),
            minutes_by=_said(top, "minutes-by"),
            reading=_said(top, "reading"),
            purposes=tuple(_purpose(each) for each in top["purposes"].each()) if "purposes" in top else (),
            tells=tuple(_tells(each, names) for each in top["tells"].each()) if "tells" in top else (),
            reviews=tuple(_review(each, names) for each in top["reviews"].each()) if "reviews" in top else (),
        )
    except EngineError as unsound:
        raise top.fault(str(unsound)) from unsound


def _said(place: Place, key: str) -> str:
    return place[key].text() if key in place else ""


def _words(place: Place, key: str) -> tuple[str, ...]:
    return tuple(each.text() for each in place[key].each()) if key in place else ()


def _cadence(place: Place) -> Cadence:
    place.only("every", "times", "on", "from", "until", "anchor")
    try:
        return Cadence(
            every=choice(place["every"], Every),
            times=place["times"].whole() if "times" in place else 1,
            on=choice(place["on"], Weekday) if "on" in place else None,
            opens=_wall(place["from"]) if "from" in place else None,
            closes=_wall(place["until"]) if "until" in place else None,
            anchor=local_day(place["anchor"]) if "anchor" in place else None,
        )
    except EngineError as unsound:
        raise place.fault(str(unsound)) from unsound


def _wall(place: Place) -> time:
    if not _WALL.fullmatch(place.text()):
        raise place.fault(f"'{place.value}' is not a time of day.", 'Write it as "11:00".')
    return time.fromisoformat(place.text())


def _member(place: Place, names: Names) -> Member:
    place.only("id", "title", "agency", "belongs", "role", "chairs", "note")
    return Member(
        id=place["id"].text(),
        title=place["title"].text(),
        agency=one_of(place["agency"], AGENCIES),
        belongs=choice(place["belongs"], Belonging),
        role=names.role(place["role"]) if "role" in place else None,
        chairs="chairs" in place and place["chairs"].value is True,
        note=_said(place, "note"),
    )


def _quoracy(place: Place) -> Quoracy:
    place.only("members", "agencies")
    try:
        return Quoracy(_words(place, "members"), place["agencies"].whole() if "agencies" in place else 0)
    except EngineError as unsound:
        raise place.fault(str(unsound)) from unsound


def _part(place: Place) -> AgendaPart:
    place.only("id", "title", "items")
    return AgendaPart(place["id"].text(), place["title"].text(), _words(place, "items"))


def _route(place: Place, names: Names) -> Route:
    place.only("id", "title", "cite", "when", "leads-to", "about", "reading")
    return Route(
        id=place["id"].text(),
        title=place["title"].text(),
        cite=tuple(citation(each, names.sources) for each in place["cite"].each()),
        when=condition(place["when"], names),
        leads_to=choice(place["leads-to"], LeadsTo) if "leads-to" in place else LeadsTo.DISCUSSION,
        about=one_of(place["about"], ("child", "episode", "context")) if "about" in place else "child",
        reading=_said(place, "reading"),
    )


def _decision(place: Place) -> Decision:
    place.only("id", "title", "meaning", "needs", "leads-to")
    return Decision(
        id=place["id"].text(),
        title=place["title"].text(),
        meaning=place["meaning"].text(),
        needs=_words(place, "needs"),
        leads_to=_words(place, "leads-to"),
    )


def _papers(place: Place) -> Papers:
    place.only("what", "days-before")
    return Papers(_words(place, "what"), place["days-before"].whole() if "days-before" in place else None)


def _purpose(place: Place) -> Purpose:
    place.only("id", "title")
    return Purpose(place["id"].text(), place["title"].text())


def _tells(place: Place, names: Names) -> Tells:
    place.only("kind", "cite", "value", "purpose", "number")
    kind = _kind(place["kind"], names, TOLD_OF)
    known, value = names.vocabulary.kinds[kind], _said(place, "value")
    if value and value not in known.values:
        raise place.fault(f"'{kind}' has no value '{value}'.", f"Known: {', '.join(sorted(known.values))}.")
    if ("number" in place) is not (known.value == "number"):
        raise place.fault(f"'{kind}' {'holds no' if 'number' in place else 'holds a'} number.", "Mend 'number'.")
    cite = tuple(citation(each, names.sources) for each in place["cite"].each())
    return Tells(kind, cite, value, _said(place, "purpose"), _said(place, "number"))


def _review(place: Place, names: Names) -> Review:
    place.only("about", "levels", "after", "days", "cite", "reading")
    try:
        return Review(
            days=place["days"].whole(),
            cite=tuple(citation(each, names.sources) for each in place["cite"].each()),
            about=one_of(place["about"], ("child", "context")) if "about" in place else "child",
            levels=tuple(one_of(each, LEVELS) for each in place["levels"].each()) if "levels" in place else (),
            after=_kind(place["after"], names, TOLD_OF) if "after" in place else "",
            reading=_said(place, "reading"),
        )
    except EngineError as unsound:
        raise place.fault(str(unsound)) from unsound


def _kind(place: Place, names: Names, about: tuple[str, ...]) -> str:
    known = names.vocabulary.kinds.get(place.text())
    if known is None or known.subject not in about:
        raise place.fault(
            f"'{place.value}' is no kind of fact that a meeting could tell.", "Take one of the vocabulary."
        )
    return place.text()
