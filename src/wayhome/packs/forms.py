"""The question areas of a protocol's forms, cited like its clocks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wayhome.engine.language import Citation
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.places import protocols_home
from wayhome.packs.sources import citation, load_sources


@dataclass(frozen=True, slots=True)
class Area:
    """One area a conversation may touch: the question as it is asked, and a hint for who asks."""

    id: str
    question: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a protocol: its areas in order, and where each comes from."""

    id: str
    title: str
    cite: tuple[Citation, ...]
    areas: tuple[Area, ...]


@cache
def load_form(line: str, form: str, folder: Path | None = None) -> Form:
    """Read protocols/<line>/forms/<form>.yaml. Raises PackFault, naming file and line, also when it is not there."""
    top = root(read_document((folder or protocols_home()) / line.partition("@")[0] / "forms" / f"{form}.yaml"))
    top.only("id", "title", "cite", "about", "records", "areas")
    areas = tuple(_area(place) for place in top["areas"].each())
    seen: set[str] = set()
    for place, area in zip(top["areas"].each(), areas, strict=True):
        if area.id in seen:
            raise place.fault(f"Two areas are called '{area.id}'.", "Rename one: an answer is kept under its area.")
        seen.add(area.id)
    sources = load_sources(folder)
    cite = tuple(citation(place, sources) for place in top["cite"].each())
    return Form(top["id"].text(), top["title"].text(), cite, areas)


def find_form(line: str, form: str) -> Form | None:
    """Return a shipped protocol's form, or None for a protocol that prints none. Raises PackFault when it is broken."""
    there = protocols_home() / line.partition("@")[0] / "forms" / f"{form}.yaml"
    return load_form(line, form) if there.is_file() else None


def _area(place: Place) -> Area:
    place.only("id", "question", "hint")
    hint = place["hint"].text() if "hint" in place else ""
    return Area(place["id"].text(), place["question"].text(), hint)
