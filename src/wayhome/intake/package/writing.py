"""Writing a package to a folder, byte for byte the same for the same package."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from wayhome.engine.facts import Moment
from wayhome.intake.package.records import Package, PackageChild, PackageEpisode, PackageEvent, PackageStatus
from wayhome.intake.package.source import DESCRIPTOR, FORMAT
from wayhome.intake.package.tables import Table, tables
from wayhome.intake.package.times import write_moment

Record = PackageChild | PackageStatus | PackageEpisode | PackageEvent


def write_package(package: Package, folder: Path) -> None:
    """Write datapackage.json and the four tables into `folder`, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    _put(folder / DESCRIPTOR, json.dumps(_describe(package), ensure_ascii=False, indent=2) + "\n")
    for table in tables():
        _put(folder / table.file, _csv(table, getattr(package, table.name)))


def _describe(package: Package) -> dict[str, Any]:
    return {
        "name": package.name,
        "title": package.title,
        "description": package.description,
        "profile": "tabular-data-package",
        "created": package.created.isoformat(),
        "wayhome": {
            "format": FORMAT,
            "authority": package.authority,
            "agency": package.agency,
            "invented": package.invented,
        },
        "resources": [
            {
                "name": table.name,
                "path": table.file,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": table.schema(),
            }
            for table in tables()
        ],
    }


def _csv(table: Table, rows: Iterable[Record]) -> str:
    names = [c.name for c in table.columns]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row, name) for name in names])
    return out.getvalue()


def _cell(row: Record, column: str) -> str:
    if isinstance(row, PackageStatus) and column == "status":
        return row.kind.removeprefix("child.")
    value = getattr(row, "holds_from" if column == "from" else column)
    if value is None or isinstance(value, Moment):
        return write_moment(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _put(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))
