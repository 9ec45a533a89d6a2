"""The documents that clocks cite, section by section, so that a citation can be checked and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wayhome.engine.language import Citation
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.places import protocols_home


@dataclass(frozen=True, slots=True)
class Source:
    """One document: its short name, its title, its date in words, and its sections with short headings."""

    short: str
    title: str
    dated: str
    sections: Mapping[str, str]


@cache
def load_sources(folder: Path | None = None) -> Mapping[str, Source]:
    """Read every file in sources/ of `folder` (the shipped protocols when None). Raises PackFault."""
    home = (folder or protocols_home()) / "sources"
    read = [_source(root(read_document(path))) for path in sorted(home.glob("*.yaml"))]
    return {source.short: source for source in read}


def _source(top: Place) -> Source:
    top.only("short", "title", "dated", "sections")
    return Source(
        short=top["short"].text(),
        title=top["title"].text(),
        dated=top["dated"].text(),
        sections={key: place.text() for key, place in top["sections"].items()},
    )


def citation(place: Place, sources: Mapping[str, Source]) -> Citation:
    """Read one citation, such as `PATH 13.5` or `{source: PATH, at: App C, note: step 3}`.

    Raises PackFault when the source or the section is not in `sources`.
    """
    if isinstance(place.value, dict):
        place.only("source", "at", "note")
        short, at = place["source"].text(), place["at"].text()
        note = place["note"].text() if "note" in place else ""
    else:
        short, _, at = place.text().partition(" ")
        note = ""
    source = sources.get(short)
    if source is None:
        raise place.fault(f"There is no source '{short}'.", f"Known: {', '.join(sources)}.")
    if at not in source.sections:
        raise place.fault(f"'{short}' has no section '{at}'.", f"Look in sources/{short}.yaml, or add the section.")
    return Citation(short, at, note)
