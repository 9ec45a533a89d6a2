"""One element of a pack by its name, such as `portsmouth-pathway/clocks/conversation-offered`, with an example of it.

What answers a requirement, and what stands beside its like in another protocol, is named in this way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wayhome.engine.explain import citation_words
from wayhome.engine.language import Citation
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.examples import example_files
from wayhome.packs.forums import forum_files, load_forums
from wayhome.packs.indicator_examples import indicator_example_files
from wayhome.packs.indicators import load_indicators
from wayhome.packs.instrument_examples import instrument_example_files
from wayhome.packs.instruments import load_instrument
from wayhome.packs.loading import load_protocol
from wayhome.packs.names import unknown
from wayhome.packs.places import protocols_home

KINDS = ("clocks", "forums", "routes", "indicators", "instruments", "forms", "files")


@dataclass(frozen=True, slots=True)
class Element:
    """One element: what it is called, where it comes from, and the title of an example of it ("" when there is none)."""

    name: str
    line: str
    kind: str
    id: str
    title: str
    cite: tuple[str, ...]
    example: str


def element(place: Place) -> Element:
    """Return the element named here. Raises PackFault when no pack has it, offering the nearest name."""
    name = place.text()
    line, _, rest = name.partition("/")
    kind, _, own = rest.partition("/")
    if kind not in KINDS or not (protocols_home() / line).is_dir() or not own:
        raise place.fault(
            f"'{name}' is not the name of an element.", f"Write FOLDER/KIND/ID; kinds: {', '.join(KINDS)}."
        )
    known = _known(line, kind, own)
    if own not in known:
        raise unknown(place, f"element of {line}/{kind}", own, list(known))
    title, cite = known[own]
    return Element(
        name, line, kind, own, title, tuple(citation_words(each) for each in cite), _example(line, kind, own)
    )


def _known(line: str, kind: str, own: str) -> Mapping[str, tuple[str, tuple[Citation, ...]]]:
    match kind:
        case "clocks":
            return {clock.id: (clock.title, clock.cite) for clock in load_protocol(line).clocks}
        case "forums":
            return {forum.id: (forum.title, forum.cite) for forum in load_forums(line)}
        case "routes":
            return {f"{f.id}.{r.id}": (r.title, r.cite) for f in load_forums(line) for r in f.routes}
        case "indicators":
            return {figure.id: (figure.title, figure.cite) for figure in load_indicators(line)}
        case "files":
            return {path.stem: (path.stem, ()) for path in (protocols_home() / line).glob("*.yaml")}
    ids = {path.stem for path in (protocols_home() / line / kind).glob("*.yaml")}
    if own not in ids:
        return dict.fromkeys(sorted(ids), ("", ()))
    found = load_instrument(line, own)
    return {own: (found.title, found.cite)}


def _example(line: str, kind: str, own: str) -> str:
    folder = protocols_home() / line
    if kind == "clocks":
        return _titles(example_files(folder), "clock").get(own, "")
    if kind == "indicators":
        return _titles(indicator_example_files(folder), "indicator").get(own, "")
    if kind in ("instruments", "forms"):
        return _instrument_titles(folder).get(own, "")
    if kind in ("forums", "routes"):
        forum, _, route = own.partition(".")
        path = next(path for path in forum_files(folder) if path.stem == forum)
        shown = root(read_document(path))
        examples = list(shown["examples"].each()) if "examples" in shown else []
        fitting = [e for e in examples if not route or ("route" in e and e["route"].value == route)]
        return fitting[0]["title"].text() if fitting else ""
    return ""


def _titles(paths: Iterable[Path], key: str) -> Mapping[str, str]:
    return _first_titles(tuple(paths), key)


@cache
def _first_titles(paths: tuple[Path, ...], key: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for path in paths:
        for each in root(read_document(path))["examples"].each():
            found.setdefault(each[key].text(), each["title"].text())
    return found


@cache
def _instrument_titles(folder: Path) -> Mapping[str, str]:
    tops = [root(read_document(path)) for path in instrument_example_files(folder)]
    return {top["instrument"].text(): next(top["examples"].each())["title"].text() for top in reversed(tops)}
