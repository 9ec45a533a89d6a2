"""What a pack's documents leave open, from its gaps.md: parts with a heading, each of paragraphs, points and tables.

Only what a gaps.md needs of Markdown is read; the text is shown as it stands, without styling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

INTRODUCTION = "Before you read on"


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its heading, its paragraphs, its points, and its table (headings first; empty where it has none)."""

    title: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def parts(text: str) -> tuple[Part, ...]:
    """Read the text of a gaps.md without its first heading; what stands before the first part is its introduction."""
    found: list[Part] = []
    title, lines = INTRODUCTION, list[str]()
    for line in [*text.splitlines(), "## "]:
        if line.startswith("## "):
            if any(each.strip() for each in lines):
                found.append(_part(title, lines))
            title, lines = line[3:].strip(), []
        else:
            lines.append(line)
    return tuple(found)


def _part(title: str, lines: Iterable[str]) -> Part:
    blocks = list(_blocks(lines))
    table = [_cells(each) for kind, each in blocks if kind == "|"]
    return Part(
        title=title,
        paragraphs=tuple(each for kind, each in blocks if kind == ""),
        points=tuple(each for kind, each in blocks if kind == "-"),
        headings=table[0] if table else (),
        rows=tuple(row for row in table[1:] if not all(set(cell) <= {"-", ":"} for cell in row)),
    )


def _blocks(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each paragraph (""), point ("-") and line of a table ("|"), with what runs over joined to it."""
    kind, words = "", list[str]()
    for line in [*lines, ""]:
        stripped = line.strip()
        own = "|" if stripped.startswith("|") else "-" if stripped.startswith("- ") else ""
        if words and (own or not stripped):
            yield kind, " ".join(words)
            words = []
        if stripped:
            kind = own if own or not words else kind
            words.append(stripped[2:] if own == "-" else stripped)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in line.strip("|").split("|"))
