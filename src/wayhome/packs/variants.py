"""Instruments written as another with changes: windows of other lengths, items that sit in another group.

The same instrument goes round in several versions (SERAF does), so a variant says only what differs.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from wayhome.packs.documents import Document, Place, read_document, root
from wayhome.packs.names import unknown
from wayhome.packs.places import protocols_home

_OVER = (
    "id",
    "version",
    "title",
    "source",
    "licence",
    "cite",
    "reading",
    "reference",
    "complete-at",
    "about",
    "records",
)
_CHANGES = ("based-on", "windows", "ask-in", "move", "relabel", "without")


def varied(top: Place, path: Path) -> Place:
    """Return the whole document that a variant stands for. Raises PackFault when it changes what is not there."""
    top.only(*_OVER, *_CHANGES)
    base = read_document(base_of(top["based-on"], path))
    data = deepcopy(base.data)
    data.update({key: deepcopy(top[key].value) for key in _OVER if key in top})
    if "windows" in top:
        _windows(top["windows"], data)
    if "ask-in" in top:
        _ask_in(top["ask-in"], data)
    homes = {item: section for section in data["sections"] for item in section["items"]}
    if "move" in top:
        for item, to in top["move"].items():
            _move(item, to, homes, data)
    if "relabel" in top:
        for item, label in top["relabel"].items():
            _known(item, label, homes)["items"][item] = label.text()
    if "without" in top:
        for each in top["without"].each():
            del _known(each.text(), each, homes)["items"][each.text()]
    return Place(Document(base.file, data, base.lines), (), data)


def plain_areas(top: Place) -> Place:
    """Return the form that a list of question areas stands for: one question each, answered in words.

    Raises PackFault for an area without an id or a question.
    """
    items: dict[str, Any] = {}
    for area in top["areas"].each():
        area.only("id", "question", "hint")
        hint = {"hint": area["hint"].text()} if "hint" in area else {}
        items[area["id"].text()] = {"label": area["question"].text(), "kind": "text", **hint}
    data = {
        "id": top["id"].text(),
        "version": top["version"].text() if "version" in top else "1.0.0",
        "title": top["title"].text(),
        "source": top["source"].text() if "source" in top else "The document cited",
        "licence": top["licence"].text() if "licence" in top else "Question areas of the document cited, in our words",
        "cite": top["cite"].value,
        **{key: top[key].value for key in ("about", "records") if key in top},
        "sections": [{"id": "conversation", "title": top["title"].text(), "items": items}],
    }
    return root(Document(top.document.file, data, top.document.lines))


def base_of(place: Place, path: Path) -> Path:
    """Return the file a variant changes: beside it, or another protocol's, written `protocol/instrument`.

    Another protocol is looked for beside this one first, where a retired pack keeps what it was based on. Raises
    PackFault when there is no such file.
    """
    line, _, wanted = place.text().rpartition("/")
    homes = (path.parents[2], protocols_home()) if line else ()
    folders = [home / line / each for home in homes for each in ("instruments", "forms")] or [path.parent]
    for folder in folders:
        if (folder / f"{wanted}.yaml").is_file():
            return folder / f"{wanted}.yaml"
    raise place.fault(f"There is no '{place.value}' to base this on.", "Name one that is here.")


def _ask_in(place: Place, data: dict[str, Any]) -> None:
    named = {section["id"]: section for section in data["sections"]}
    for section, windows in place.items():
        if section not in named:
            raise unknown(windows, "section", section, list(named))
        named[section]["items-are"]["windows"] = windows.value


def _windows(place: Place, data: dict[str, Any]) -> None:
    for each in place.each():
        same = [number for number, window in enumerate(data["windows"]) if window["id"] == each["id"].text()]
        if same:
            data["windows"][same[0]] = deepcopy(each.value)
        else:
            data["windows"].append(deepcopy(each.value))


def _move(item: str, to: Place, homes: dict[str, Any], data: dict[str, Any]) -> None:
    old = _known(item, to, homes)
    named = {section["id"]: section for section in data["sections"]}
    if to.text() not in named:
        raise unknown(to, "section", to.text(), list(named))
    named[to.text()]["items"][item] = old["items"].pop(item)


def _known(item: str, place: Place, homes: dict[str, Any]) -> dict[str, Any]:
    if item not in homes:
        raise unknown(place, "item", item, list(homes))
    found: dict[str, Any] = homes[item]
    return found
