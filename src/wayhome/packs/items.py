"""The sections and items of an instrument, from YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from wayhome.engine.instruments import Column, Item, Kind, Option, Section, UnsoundInstrument
from wayhome.engine.language import Citation
from wayhome.packs.documents import Place
from wayhome.packs.questions import Asked, question
from wayhome.packs.sources import Source, citation
from wayhome.packs.spans import choice

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEFAULTS = ("kind", "windows", "points", "counted", "reason", "required", "options", "cite")
_ITEM = ("label", "hint", "columns", "asked-when", *_DEFAULTS)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A place, and the section's defaults where the place itself does not say."""

    own: Place
    defaults: Place | None

    def get(self, key: str) -> Place | None:
        if isinstance(self.own.value, dict) and key in self.own:
            return self.own[key]
        return self.defaults[key] if self.defaults is not None and key in self.defaults else None


def sections(place: Place, sources: Mapping[str, Source], asked: Asked) -> tuple[Section, ...]:
    """Read every section with its items, without what they are asked upon. Raises PackFault."""
    read: list[Section] = []
    for each in place.each():
        each.only("id", "title", "hint", "cite", "items-are", "items", "asked-when")
        defaults = maybe(each, "items-are")
        if defaults is not None:
            defaults.only(*_DEFAULTS)
        items = tuple(_item(key, item, defaults, sources) for key, item in each["items"].items())
        hint = each["hint"].text() if "hint" in each else ""
        read.append(Section(word(each["id"]), each["title"].text(), items, hint, citations(each, sources)))
    return _asked_when(place, tuple(read), asked)


def counted_in(read: tuple[Section, ...]) -> dict[str, tuple[str, ...]]:
    """Return the items that count, by section; a section without any is not there, and so cannot be asked about."""
    found = {section.id: tuple(item.id for item in section.items if item.counted) for section in read}
    return {section: items for section, items in found.items() if items}


def citations(place: Place, sources: Mapping[str, Source]) -> tuple[Citation, ...]:
    """Read the `cite` of a place, or nothing. Raises PackFault for one that does not resolve."""
    return tuple(citation(each, sources) for each in place["cite"].each()) if "cite" in place else ()


def word(place: Place) -> str:
    """Read an id. Raises PackFault for anything but small letters, digits and single hyphens."""
    text = place.text()
    if not _ID.fullmatch(text):
        raise place.fault(f"'{text}' cannot be an id.", "Use small letters, digits and single hyphens.")
    return text


def flag(place: Place | None) -> bool:
    """Read true or false; absent is false. Raises PackFault for anything else."""
    if place is None:
        return False
    if not isinstance(place.value, bool):
        raise place.fault("This is true or false.")
    return place.value


def maybe(place: Place, key: str) -> Place | None:
    """Return the place under a key, or None when it is not there."""
    if key in place:
        return place[key]
    return None


def _asked_when(place: Place, read: tuple[Section, ...], asked: Asked) -> tuple[Section, ...]:
    items = {item.id: item for section in read for item in section.items}
    counted = counted_in(read)
    clash = sorted(set(items) & set(counted))
    if clash:
        raise place.fault(f"'{clash[0]}' is both an item and a section.", "Rename one, so that a question is plain.")
    names = replace(asked, items=items, sections=counted)
    done = []
    for each, section in zip(place.each(), read, strict=True):
        whole = question(each["asked-when"], names) if "asked-when" in each else None
        own = {
            key: question(item["asked-when"], names)
            for key, item in each["items"].items()
            if isinstance(item.value, dict) and "asked-when" in item
        }
        kept = tuple(replace(item, asked_when=own.get(item.id, whole)) for item in section.items)
        done.append(replace(section, items=kept))
    return tuple(done)


def _item(key: str, place: Place, defaults: Place | None, sources: Mapping[str, Source]) -> Item:
    word(Place(place.document, place.at, key))
    if isinstance(place.value, dict):
        place.only(*_ITEM)
    pair = _Pair(place, defaults)
    kind = choice(found, Kind) if (found := pair.get("kind")) else Kind.TICK
    windows = tuple(each.text() for each in found.each()) if (found := pair.get("windows")) else ()
    cite = pair.get("cite")
    try:
        return Item(
            id=key,
            label=place["label"].text() if isinstance(place.value, dict) else place.text(),
            kind=kind,
            hint=found.text() if (found := pair.get("hint")) else "",
            options=options(found) if (found := pair.get("options")) else (),
            columns=_columns(found) if (found := pair.get("columns")) else (),
            windows=windows,
            points=_points(found, windows) if (found := pair.get("points")) else {},
            counted=flag(pair.get("counted")),
            reason=flag(pair.get("reason")),
            required=flag(pair.get("required")),
            cite=tuple(citation(each, sources) for each in cite.each()) if cite else (),
        )
    except UnsoundInstrument as unsound:
        raise place.fault(str(unsound)) from unsound


def _points(place: Place, windows: tuple[str, ...]) -> dict[str, int]:
    if not isinstance(place.value, dict):
        if len(windows) > 1:
            raise place.fault("Which window gives these points?", "Write {window: points, window: points}.")
        return {windows[0] if windows else "yes": place.whole()}
    return {key: each.whole() for key, each in place.items()}


def options(place: Place) -> tuple[Option, ...]:
    """Read the answers that can be chosen: `id: Label`, or `id: {label, points}`. Raises PackFault."""
    read = []
    for key, each in place.items():
        if isinstance(each.value, dict):
            each.only("label", "points")
            read.append(Option(key, each["label"].text(), each["points"].whole() if "points" in each else 0))
        else:
            read.append(Option(key, each.text()))
    return tuple(read)


def _columns(place: Place) -> tuple[Column, ...]:
    return tuple(_column(key, each) for key, each in place.items())


def _column(key: str, place: Place) -> Column:
    if not isinstance(place.value, dict):
        return Column(key, place.text())
    place.only("label", "kind", "options", "required", "unique")
    return Column(
        key,
        place["label"].text(),
        choice(place["kind"], Kind) if "kind" in place else Kind.TEXT,
        options(place["options"]) if "options" in place else (),
        flag(maybe(place, "required")),
        flag(maybe(place, "unique")),
    )
