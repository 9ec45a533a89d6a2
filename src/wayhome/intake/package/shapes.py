"""The shape of each table, checked by the frictionless library against our Table Schema.

The library finds every cell that is of the wrong type, empty where it may not be, outside a list,
too long, or repeated; what it finds is said again here in plain words, with the line in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from wayhome.intake.package.faults import Fault
from wayhome.intake.package.source import Row, Written
from wayhome.intake.package.tables import LONGEST, Column


def header_faults(written: Written) -> list[Fault]:
    """Name every column that is unknown, repeated, or needed and absent."""
    table, header = written.table, written.header
    known = [c.name for c in table.columns]
    line = 1
    faults = [
        Fault(table.file, line, name, f"there is no column “{name}” in this table.", _near(name, known))
        for name in header
        if name not in known
    ]
    faults += [
        Fault(table.file, line, name, f"the column “{name}” stands twice.", "Keep one.")
        for name in sorted(set(header))
        if header.count(name) > 1 and name in known
    ]
    faults += [
        Fault(table.file, line, c.name, f"the column “{c.name}” is missing.", f"It holds: {c.meaning}")
        for c in table.columns
        if c.required and c.name not in header
    ]
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        faults = [Fault(table.file, line, "", "the cells are not parted by commas.", "Save it as comma-separated.")]
    return faults


def row_faults(written: Written) -> list[Fault]:
    """Name every row of the wrong length, and every cell that breaks the table's schema."""
    from frictionless import Resource, Schema  # slow to import, and only a load needs it

    table, header = written.table, written.header
    faults = list(_lengths(written))
    whole = [row for row in written.rows if len(row.cells) == len(header)]
    if not whole:
        return faults
    resource = Resource(
        data=[list(header), *(list(row.cells) for row in whole)],
        schema=Schema.from_descriptor(table.schema(header)),
    )
    report = resource.validate(limit_errors=len(whole) * (len(header) + 2))
    first = _first_lines(written, whole)
    for number, field, kind, note in report.flatten(["rowNumber", "fieldName", "type", "note"]):
        row = whole[number - 2] if number else None
        fault = _said(written, first, row, field, kind, note)
        if fault:
            faults.append(fault)
    return faults


def _first_lines(written: Written, whole: list[Row]) -> dict[str, int]:
    """Say on which line each row's own reference stands first."""
    if not written.table.key or written.table.key not in written.header:
        return {}
    place = written.header.index(written.table.key)
    return {row.cells[place]: row.line for row in reversed(whole)}


def _lengths(written: Written) -> Iterator[Fault]:
    wanted = len(written.header)
    for row in written.rows:
        if len(row.cells) != wanted:
            reason = f"the row has {len(row.cells)} cells and the header {wanted}."
            yield Fault(written.table.file, row.line, "", reason, "Put text that holds a comma inside quotes.")


def _said(written: Written, first: dict[str, int], row: Row | None, field: Any, kind: str, note: str) -> Fault | None:
    table = written.table
    line = row.line if row else 0
    if kind == "primary-key":
        return _repeated(written, first, row) if row else None
    if kind in {"type-error", "constraint-error"} and row and field:
        cell = row.cells[written.header.index(field)]
        reason, mend = _cell(table.column(field), cell)
        return Fault(table.file, line, field, reason, mend)
    return Fault(table.file, line, str(field or ""), f"{note or kind}.", "See docs/reference/data-package.md.")


def _cell(column: Column, cell: str) -> tuple[str, str]:
    if not cell:
        return "the cell is empty.", f"It must say: {column.meaning}"
    if column.values and cell not in column.values:
        return f"“{cell[:80]}” is not a value of this column.", _near(cell, column.values)
    if column.form == "date":
        return f"“{cell[:80]}” is not a day in the calendar.", "Write 2013-04-01."
    return f"the text is longer than {LONGEST} characters.", "Keep the long document elsewhere and say where."


def _repeated(written: Written, first: dict[str, int], row: Row) -> Fault | None:
    key = written.table.key
    name = row.cells[written.header.index(key)]
    if not name:
        return None  # already said: the cell is empty
    reason = f"“{name}” is already on line {first[name]}."
    return Fault(written.table.file, row.line, key, reason, "Each row needs a reference of its own.")


def _near(word: str, known: list[str] | tuple[str, ...]) -> str:
    return _nearest(word, tuple(known))


@lru_cache(maxsize=1024)  # a spreadsheet that calls something otherwise does so on every line
def _nearest(word: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(word, known, n=1)
    if close:
        return f"Did you mean “{close[0]}”?"
    return f"Use one of: {', '.join(known)}." if len(known) <= 20 else "See protocols/vocabulary.yaml for the list."
