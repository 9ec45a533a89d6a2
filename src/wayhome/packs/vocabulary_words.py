"""The vocabulary as a table for people, written into the reference page on situations.

To write it again: `python -m wayhome.packs.vocabulary_words docs/reference/situation.md`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from wayhome.packs.vocabulary import Kind, load_vocabulary

HEADING = "## Every kind of fact"
_TITLES = {
    "child": "About the child",
    "episode": "About one episode",
    "adult": "About an adult of concern",
    "context": "About a place, a group, a school or an online space",
    "partnership": "About the partnership itself",
}


def vocabulary_table() -> str:
    """Return the section that lists every kind of fact, those of the child first."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield HEADING
    kinds = load_vocabulary().kinds.values()
    for subject, title in _TITLES.items():
        yield from ("", f"### {title}", "", "| kind | value | what it says |", "|---|---|---|")
        for kind in kinds:
            if kind.subject == subject:
                yield f"| `{kind.id}` | {_value(kind)} | {kind.meaning} |"


def _value(kind: Kind) -> str:
    said = {"none": "none", "text": "words", "number": "a whole number", "date": "a date", "person": "a name"}
    value = ", ".join(f"`{value}`" for value in kind.values) if kind.values else said[kind.value]
    return f"{value}; may end (`until`)" if kind.time == "period" else value


def written_again(page: str) -> str:
    """Return a page with its last section, the table, as the vocabulary now is."""
    return page[: page.index(HEADING)] + vocabulary_table()


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(written_again(path.read_text(encoding="utf-8")), encoding="utf-8")
