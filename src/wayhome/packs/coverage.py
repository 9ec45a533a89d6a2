"""Every row of what the documents ask for, and what answers it: a table, and the page written from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.elements import Element, element
from wayhome.packs.places import protocols_home

# How many rows each letter has.
ROWS = {"A": 10, "B": 16, "C": 34, "D": 15, "E": 11, "F": 7, "G": 10, "H": 6, "P": 46, "Q": 39}
LETTERS = {
    "A": "The record",
    "B": "Missing episodes",
    "C": "Every time limit",
    "D": "Assessments and forms",
    "E": "Meetings and decisions",
    "F": "Intelligence, disruption, justice",
    "G": "Measures, oversight, learning",
    "H": "Sharing, confidentiality, safety",
    "P": "The Portsmouth documents, read again",
    "Q": "The four boards' protocol and Lewisham, read again",
}
_HEAD = """# What the documents ask for, and what answers it

Written by `wayhome protocol coverage --write` from `coverage.yaml` and the packs; a test fails when it is out of date. Each
element of a pack carries its citation and is shown at work by an example. "Not yet" names the room that will answer.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it asks, the elements or the room that answer it, or the room it waits for."""

    id: str
    asks: str
    elements: tuple[Element, ...] = ()
    room: str = ""
    waits_for: str = ""
    note: str = ""


def reference_home() -> Path:
    """Return the folder of the reference pages beside the protocols; it is there in a checkout only."""
    return protocols_home().parent / "docs" / "reference"


def coverage_rows(path: Path) -> tuple[Row, ...]:
    """Read the table. Raises PackFault when a row is missing, unknown, answered twice, or names what is not there."""
    top = root(read_document(path))
    top.only("rows")
    wanted = [f"{letter}{number}" for letter, most in ROWS.items() for number in range(1, most + 1)]
    given = dict(top["rows"].items())
    for id_, place in given.items():
        if id_ not in wanted:
            raise place.fault(f"There is no row '{id_}'.", f"The last is {list(ROWS)[-1]}{ROWS[list(ROWS)[-1]]}.")
    for id_ in wanted:
        if id_ not in given:
            raise top["rows"].fault(f"The row '{id_}' is missing.", "Say what answers it, or what it waits for.")
    return tuple(_row(id_, given[id_]) for id_ in wanted)


def _row(id_: str, place: Place) -> Row:
    place.only("asks", "elements", "room", "waits-for", "note")
    if sum(key in place for key in ("elements", "room", "waits-for")) != 1:
        raise place.fault(f"'{id_}' must have one answer.", "Keep one of 'elements', 'room' and 'waits-for'.")
    return Row(
        id=id_,
        asks=place["asks"].text(),
        elements=tuple(element(each) for each in place["elements"].each()) if "elements" in place else (),
        room=place["room"].text() if "room" in place else "",
        waits_for=place["waits-for"].text() if "waits-for" in place else "",
        note=place["note"].text() if "note" in place else "",
    )


def coverage_page(rows: tuple[Row, ...]) -> str:
    """Return the page, in Markdown."""
    return "\n".join(_lines(rows)) + "\n"


def _lines(rows: tuple[Row, ...]) -> Iterator[str]:
    yield _HEAD
    packs, rooms, waiting = counted(rows)
    yield f"{len(rows)} rows: {packs} answered by elements of packs, {rooms} by a room, {waiting} not yet."
    for letter, title in LETTERS.items():
        yield from ("", f"## {letter}. {title}", "", "| row | asks for | answered by | example |", "|---|---|---|---|")
        for row in rows:
            if row.id[0] == letter:
                yield from _table_lines(row)


def counted(rows: tuple[Row, ...]) -> tuple[int, int, int]:
    """Return how many rows packs answer, rooms answer, and how many wait."""
    waiting = sum(bool(row.waits_for) for row in rows)
    rooms = sum(bool(row.room) for row in rows)
    return len(rows) - rooms - waiting, rooms, waiting


def _table_lines(row: Row) -> Iterator[str]:
    note = f"<br>{row.note}" if row.note else ""
    if not row.elements:
        answer = f"the room `{row.room}`" if row.room else f"not yet (`{row.waits_for}`)"
        yield f"| {row.id} | {row.asks}{note} | {answer} | |"
    for number, each in enumerate(row.elements):
        lead = f"{row.id} | {row.asks}{note}" if not number else " | "
        cited = f" ({'; '.join(each.cite)})" if each.cite else ""
        yield f"| {lead} | `{each.name}` {each.title}{cited} | {each.example} |"
