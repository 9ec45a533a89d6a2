"""The files of a package as they lie in the folder: decoded, split into rows, each with its line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wayhome.intake.package.faults import Fault
from wayhome.intake.package.tables import LONGEST, Table, tables

DESCRIPTOR = "datapackage.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row as written: the line it starts on, and its cells in the order of the header."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """One table as written: its header, its rows, and what is wrong with the file itself."""

    table: Table
    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What datapackage.json says of the whole, and which files it names."""

    name: str
    title: str
    description: str
    created: datetime
    authority: str
    agency: str
    invented: bool
    files: frozenset[str]


def read_descriptor(folder: Path) -> tuple[Descriptor | None, list[Fault]]:
    """Read datapackage.json; what is wrong comes back as faults, with None when it cannot be used."""
    try:
        document = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return None, [_about("the folder has no datapackage.json.", "See docs/reference/data-package.md.")]
    except json.JSONDecodeError as error:
        return None, [Fault(DESCRIPTOR, error.lineno, "", f"this is not JSON: {error.msg}.", "Mend it there.")]
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        return None, [_about(f"it cannot be read: {error}.", "Save it as UTF-8.")]
    if not isinstance(document, dict):
        return None, [_about("it must be one JSON object.", "Put everything inside { }.")]
    return _descriptor(document)


def _descriptor(document: dict[str, Any]) -> tuple[Descriptor | None, list[Fault]]:
    own = document.get("wayhome")
    own = own if isinstance(own, dict) else {}
    faults = [
        _about(f"“{key}” is missing or is not text.", f'Add "{key}": "..." to {where}.')
        for key, where, value in (
            ("name", "the package", document.get("name")),
            ("created", "the package", document.get("created")),
            ("authority", "“wayhome”", own.get("authority")),
            ("agency", "“wayhome”", own.get("agency")),
        )
        if not (isinstance(value, str) and value.strip())
    ]
    if own.get("format") != FORMAT or isinstance(own.get("format"), bool):
        faults.append(_about(f"“wayhome.format” must be {FORMAT}.", f'Add "wayhome": {{"format": {FORMAT}, ...}}.'))
    if not isinstance(own.get("invented"), bool):
        faults.append(_about("“wayhome.invented” must be true or false.", "Say whether the people are invented."))
    created = _created(document.get("created"))
    if isinstance(document.get("created"), str) and created is None:
        faults.append(_about("“created” is not a time with its offset.", "Write 2013-04-22T15:25:00+01:00."))
    files, of_files = _files(document.get("resources"))
    faults += of_files
    if faults or created is None:
        return None, faults
    texts = {k: _text(document.get(k)) for k in ("name", "title", "description")}
    return (
        Descriptor(
            **texts,
            created=created,
            authority=own["authority"].strip(),
            agency=own["agency"].strip(),
            invented=own["invented"],
            files=files,
        ),
        [],
    )


def _files(resources: Any) -> tuple[frozenset[str], list[Fault]]:
    known = {t.file for t in tables()}
    if not isinstance(resources, list) or not resources:
        return frozenset(), [
            _about("“resources” lists no files.", f"List those that exist of {', '.join(sorted(known))}.")
        ]
    paths = [r.get("path") if isinstance(r, dict) else None for r in resources]
    faults = [
        _about(f"resource {n} names “{path}”, which is not one of our tables.", f"Tables: {', '.join(sorted(known))}.")
        for n, path in enumerate(paths, 1)
        if not isinstance(path, str) or path not in known
    ]
    faults += [_about(f"“{p}” is listed twice.", "List it once.") for p in sorted(known) if paths.count(p) > 1]
    return frozenset(p for p in paths if isinstance(p, str)), faults


def read_table(folder: Path, table: Table) -> Written:
    """Read one CSV file as UTF-8, with or without a byte order mark, with any line ends.

    Wholly empty rows are passed over. A file that cannot be read as text comes back with a fault.
    """
    try:
        raw = (folder / table.file).read_bytes()
    except OSError:
        return Written(
            table, faults=(Fault(table.file, 0, "", "the file is not there.", "Add it, or do not list it."),)
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Written(table, faults=(_undecodable(table, raw, error),))
    rows: list[Row] = []
    try:
        rows.extend(_rows(text))
        faults: tuple[Fault, ...] = ()
    except _Broken as error:
        rows.extend(error.before)
        faults = (Fault(table.file, error.line, "", f"the row cannot be read as CSV: {error}.", "Check its quotes."),)
    if not rows and not faults:
        faults = (Fault(table.file, 1, "", "the file has no header.", "Begin with a row of column names."),)
    header = tuple(rows[0].cells) if rows else ()
    return Written(table, header, tuple(rows[1:]), faults)


class _Broken(ValueError):
    def __init__(self, line: int, before: list[Row], reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.before = before


def _rows(text: str) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST * 10))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    done: list[Row] = []
    line = 1
    try:
        for cells in reader:
            clean = tuple(" ".join(("\n".join(c.splitlines())).split("\0")).strip() for c in cells)
            if any(clean):
                done.append(Row(line, clean))
            line = reader.line_num + 1
    except csv.Error as error:
        raise _Broken(line, done, str(error)) from error
    return iter(done)


def _undecodable(table: Table, raw: bytes, error: UnicodeDecodeError) -> Fault:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Fault(table.file, 1, "", "the file is UTF-16, not UTF-8.", "Save it again as “CSV UTF-8”.")
    line = raw.count(b"\n", 0, error.start) + 1
    reason = f"the file is not UTF-8: the first byte that is not is 0x{raw[error.start]:02x}."
    # Guessing the old code page could spell a child's name wrongly, so we ask instead.
    return Fault(table.file, line, "", reason, "Save it again as “CSV UTF-8”.")


def _created(value: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo and 1900 <= at.year <= 2100 else None
    except (TypeError, ValueError):
        return None


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _about(reason: str, mend: str) -> Fault:
    return Fault(DESCRIPTOR, 0, "", reason, mend)
