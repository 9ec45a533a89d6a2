"""Reading a package: every file, every row, every check; then all of it, or none of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from wayhome.intake.package import cells
from wayhome.intake.package.checks import Names, check
from wayhome.intake.package.faults import Fault, PackageRefused
from wayhome.intake.package.records import Package
from wayhome.intake.package.shapes import header_faults, row_faults
from wayhome.intake.package.source import DESCRIPTOR, Written, read_descriptor, read_table
from wayhome.intake.package.tables import tables

_MAKERS: dict[str, Callable[[cells.Cells], Any]] = {
    "children": cells.child,
    "statuses": cells.status,
    "episodes": cells.episode,
    "events": cells.event,
}


def read_package(folder: Path, *, now: datetime | None = None) -> Package:
    """Read and check the package in `folder`.

    Args:
        folder: the folder that holds datapackage.json and its tables.
        now: aware; if given, nothing in the package may have happened after it.

    Returns:
        The package, every row of it good.

    Raises:
        PackageRefused: with every fault found, in the order of the files and their lines.
    """
    descriptor, faults = read_descriptor(folder)
    files = descriptor.files if descriptor else frozenset(t.file for t in tables() if (folder / t.file).exists())
    faults += _unlisted(folder, files)
    read: dict[str, list[Any]] = {}
    seen: dict[str, Written] = {}
    for table in tables():
        if table.file not in files:
            if table.needed and descriptor:
                faults.append(Fault(DESCRIPTOR, 0, "", f"“{table.file}” is not listed.", "A package needs it."))
            read[table.name] = []
            continue
        seen[table.name] = written = read_table(folder, table)
        read[table.name], of_table = _records(written)
        faults += of_table
    faults += check(read, _names(seen), now)
    if faults or descriptor is None:
        raise PackageRefused(faults)
    body = {name: tuple(rows) for name, rows in read.items()}
    return Package(
        descriptor.name,
        descriptor.title,
        descriptor.description,
        descriptor.created,
        descriptor.authority,
        descriptor.agency,
        descriptor.invented,
        **body,
    )


def _records(written: Written) -> tuple[list[Any], list[Fault]]:
    faults = list(written.faults)
    if not written.header:
        return [], faults
    of_header = header_faults(written)
    if of_header:
        return [], faults + of_header
    of_rows = row_faults(written)
    bad = frozenset(f.line for f in of_rows)
    found, of_cells = cells.records(written, _MAKERS[written.table.name], bad)
    return found, faults + of_rows + of_cells


def _names(seen: dict[str, Written]) -> Names:
    """Gather the references as written, so that one bad row does not make every row about it bad as well.

    Where a table could not be read at all, whether a reference exists cannot be told: None.
    """
    return Names(children=_column(seen.get("children")), episodes=_column(seen.get("episodes")))


def _column(written: Written | None) -> frozenset[str] | None:
    if written is None:
        return frozenset()
    if "reference" not in written.header or written.faults:
        return None
    place = written.header.index("reference")
    return frozenset(row.cells[place] for row in written.rows if len(row.cells) > place)


def _unlisted(folder: Path, files: frozenset[str]) -> list[Fault]:
    """A table that lies in the folder but is not listed would be passed over in silence: say so."""
    return [
        Fault(DESCRIPTOR, 0, "", f"“{t.file}” is in the folder but not listed.", "List it in “resources” or remove it.")
        for t in tables()
        if t.file not in files and (folder / t.file).exists()
    ]
