"""A document walked section by section: which elements hold what each section says, and what is not held and why.

What is held is read from the citations of every pack; what is not is a table of the protocol's gaps.md, under the heading
HEADING. A section with neither is a section that nobody has looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wayhome.packs.documents import read_document, root
from wayhome.packs.errors import PackFault, Problem, shown
from wayhome.packs.gaps import parts
from wayhome.packs.loading import load_protocol, protocol_ids
from wayhome.packs.places import protocols_home
from wayhome.packs.sources import Source, load_sources

HEADING = "Section by section: what the pack does not hold, and why"
_FOLDERS = ("clocks", "forums", "indicators", "instruments", "forms")
_HEAD = """# Each document, section by section

Written by `wayhome protocol coverage --write` from the citations of the packs and the table in each `gaps.md`. Every section
is here: what holds it, or what is not held and why. A test fails when a section has neither.
"""


@dataclass(frozen=True, slots=True)
class Left:
    """What the pack does not hold of a section, and why, as gaps.md says it."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Walked:
    """One section: where it is, a short heading, the names of the elements that cite it, and what is left out."""

    at: str
    heading: str
    elements: tuple[str, ...]
    left: tuple[Left, ...]

    @property
    def unread(self) -> bool:
        """Whether neither an element nor a line of gaps.md answers it."""
        return not self.elements and not self.left


def documents() -> tuple[tuple[str, Source], ...]:
    """Return each protocol's line with the document it was written from: the first of its sources."""
    return tuple((line, load_sources()[_first_source(line)]) for line in protocol_ids())


def _first_source(line: str) -> str:
    named = root(read_document(protocols_home() / line / "protocol.yaml"))["sources"]
    return next(each.text() for each in named.each())


def walk(line: str, gaps: str | None = None) -> tuple[Walked, ...]:
    """Return every section of the protocol's document, in its order.

    `gaps` is the text of a gaps.md, the protocol's own when None. Raises PackFault when its table names a section that
    the document does not have.
    """
    path = protocols_home() / line / "gaps.md"
    source = dict(documents())[line]
    text = path.read_text(encoding="utf-8") if gaps is None else gaps
    left = _left(text, source, path)
    cited = _cited().get(source.short, {})
    return tuple(
        Walked(at, heading, tuple(sorted(cited.get(at, ()))), tuple(left.get(at, ())))
        for at, heading in source.sections.items()
    )


def _left(text: str, source: Source, path: Path) -> Mapping[str, list[Left]]:
    found: dict[str, list[Left]] = {}
    part = next((each for each in parts(text.partition("\n")[2]) if each.title == HEADING), None)
    for where, what, why in part.rows if part else ():
        for at in _sections(where, tuple(source.sections), text, path):
            found.setdefault(at, []).append(Left(what, why))
    return found


def _sections(where: str, known: tuple[str, ...], text: str, path: Path) -> Iterator[str]:
    """Read "E 2.1, 2.2" and "E 16.5 to E 16.7"; a number alone takes the words before the number before it."""
    lead = ""
    for token in where.split(", "):
        ends: list[str] = []
        for each in token.split(" to "):
            at = each if each in known else f"{lead}{each}"
            if at not in known:
                line = 1 + text[: max(text.find(f"| {where} |"), 0)].count("\n")
                mend = (
                    "Write it as in the sources folder, with ', ' between sections and ' to ' between first and last."
                )
                raise PackFault(Problem(shown(path), line, f"The document has no section '{each}'.", mend))
            lead = f"{at.rpartition(' ')[0]} " if " " in at else ""
            ends.append(at)
        yield from known[known.index(ends[0]) : known.index(ends[-1]) + 1]


@cache
def _cited() -> Mapping[str, Mapping[str, set[str]]]:
    """Every citation of every pack: document, section, the names of the elements that cite it."""
    found: dict[str, dict[str, set[str]]] = {}
    for line in (*protocol_ids(), "england"):
        for name, data in _elements(line):
            for short, at in _citations(data):
                found.setdefault(short, {}).setdefault(at, set()).add(name)
    return found


def _elements(line: str) -> Iterator[tuple[str, Any]]:
    home = protocols_home() / line
    for kind in _FOLDERS:
        for path in sorted((home / kind).glob("*.yaml")):
            data = read_document(path).data
            if kind in ("clocks", "indicators"):
                yield from ((f"{line}/{kind}/{each['id']}", each) for each in data[kind])
            elif kind == "forums":
                yield f"{line}/forums/{data['id']}", {key: each for key, each in data.items() if key != "routes"}
                yield from ((f"{line}/routes/{data['id']}.{r['id']}", r) for r in data.get("routes") or ())
            else:
                yield f"{line}/{kind}/{path.stem}", data
    if line == "england":
        yield from ((f"{line}/files/{path.stem}", read_document(path).data) for path in sorted(home.glob("*.yaml")))


def _citations(data: Any) -> Iterator[tuple[str, str]]:
    if isinstance(data, list):
        for each in data:
            yield from _citations(each)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key == "cite":
                yield from (_citation(each) for each in (value if isinstance(value, list) else [value]))
            else:
                yield from _citations(value)


def _citation(value: Any) -> tuple[str, str]:
    if isinstance(value, dict):
        return str(value["source"]), str(value["at"])
    short, _, at = str(value).partition(" ")
    return short, at


def walk_page() -> str:
    """Return the page of every document, in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _HEAD
    for line, source in documents():
        walked = walk(line)
        held = sum(bool(each.elements) for each in walked)
        yield from (f"## {source.short}: {load_protocol(line).title}", "")
        yield f"{source.title}, {source.dated}. {len(walked)} sections; elements hold {held} of them, whole or in part."
        yield from ("", "| section | about | held by | not held, and why |", "|---|---|---|---|")
        for each in walked:
            left = "<br>".join(f"{one.what}: {one.why}" for one in each.left)
            held_by = ", ".join(f"`{name.removeprefix(f'{line}/')}`" for name in each.elements)
            yield f"| {each.at} | {each.heading} | {held_by} | {left} |"
        yield ""
