"""A partnership's own items, from a spreadsheet into an instrument whose frame the protocol has.

Nothing is made up on the way: points and the ends of levels are taken from the partnership's own files, and where
the levels' file is left out, the level stays a judgement.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from wayhome.engine.instruments import Instrument
from wayhome.packs.documents import parse_document, read_document, root
from wayhome.packs.errors import PackFault, Problem, shown
from wayhome.packs.instrument_lint import file_problems
from wayhome.packs.instruments import instrument, instrument_path
from wayhome.packs.sources import load_sources

LEVEL_COLUMNS = ("id", "from", "to")


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written: the file, the instrument in it, and whether the same was there already."""

    path: Path
    instrument: Instrument
    already: bool


def item_columns(frame: Instrument) -> tuple[str, ...]:
    """Return the columns a spreadsheet of items has: one of points for each window of the frame."""
    windows = tuple(f"points-{window.id}" for window in frame.windows)
    return ("section", "section-title", "id", "label", *(windows or ("points",)))


def load_items(
    protocol: str, frame_id: str, items: Path, *, levels: Path | None, version: str, owner: str, out: Path
) -> Imported:
    """Write `out/<frame>-<version>.yaml` from a spreadsheet of items, checked as any instrument is.

    A version that is already there stays as it is, because answers were given to it: the same content is accepted,
    any other is refused. `owner`: whose items they are, in words. Raises PackFault, naming file and line.
    """
    path = instrument_path(protocol, frame_id)
    document = read_document(path)
    frame = instrument(root(document), load_sources())
    if not frame.frame:
        raise PackFault(Problem(shown(path), 1, f"'{frame_id}' has its items already.", "Only a frame is filled in."))
    data = dict(document.data)
    data.pop("frame")
    data |= {"version": version, "licence": owner, "title": frame.title.replace(" (frame)", "")}
    data["sections"] = _sections(items, frame)
    if levels is not None:
        data["levels"] = _with_ends(data["levels"], levels)
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)
    read = instrument(root(parse_document(text, shown(items))), load_sources())
    target = out / f"{frame_id}-{version}.yaml"
    return Imported(target, read, _write(target, text))


def _write(target: Path, text: str) -> bool:
    if target.is_file():
        if target.read_text(encoding="utf-8") == text:
            return True
        mend = "Give the changed items a new version: answers to the old one are kept for ever."
        raise PackFault(Problem(shown(target), 1, "This version is already here with other items.", mend))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    wrong = file_problems(target)
    if wrong:
        target.unlink()
        raise PackFault(*wrong)
    return False


def _sections(path: Path, frame: Instrument) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    seen: dict[str, int] = {}
    for line, row in _rows(path, item_columns(frame)):
        if row["id"] in seen:
            mend = f"It is already on line {seen[row['id']]}: give each item its own id."
            raise PackFault(Problem(shown(path), line, f"'{row['id']}' is there twice.", mend))
        seen[row["id"]] = line
        section = found.setdefault(
            row["section"], {"id": row["section"], "title": row["section-title"] or row["section"], "items": {}}
        )
        section["items"][row["id"]] = _item(path, line, row, frame)
    if not found:
        raise PackFault(Problem(shown(path), 1, "There are no items here.", "Write one item a line."))
    return list(found.values())


def _item(path: Path, line: int, row: dict[str, str], frame: Instrument) -> dict[str, Any]:
    given: dict[str, Any] = {"label": row["label"], "kind": "tick", "counted": True, "reason": True}
    if not frame.windows:
        return {**given, "points": _whole(path, line, "points", row["points"])}
    asked = [each.id for each in frame.windows if row[f"points-{each.id}"] != ""]
    if not asked:
        mend = "Write 0 where a tick counts and gives no points."
        raise PackFault(Problem(shown(path), line, f"'{row['id']}' is asked for no stretch of time.", mend))
    points = {each: _whole(path, line, f"points-{each}", row[f"points-{each}"]) for each in asked}
    return {**given, "windows": asked, "points": points}


def _with_ends(levels: list[dict[str, Any]], path: Path) -> list[dict[str, Any]]:
    ends = {row["id"]: (line, row) for line, row in _rows(path, LEVEL_COLUMNS)}
    strange = [each for each in ends if each not in {level["id"] for level in levels}]
    absent = [level["id"] for level in levels if level["id"] not in ends]
    if strange or absent:
        line = ends[strange[0]][0] if strange else 1
        what = f"There is no level '{strange[0]}'." if strange else f"The level '{absent[0]}' is missing."
        raise PackFault(Problem(shown(path), line, what, f"It has {', '.join(level['id'] for level in levels)}."))
    done = []
    for level in levels:
        line, row = ends[level["id"]]
        to = {"to": _whole(path, line, "to", row["to"])} if row["to"] else {}
        done.append({**level, "from": _whole(path, line, "from", row["from"]), **to})
    return done


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Return the rows with their lines, counted from 1 with the heading."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PackFault(Problem(shown(path), 1, "This file cannot be read.", "Save it as CSV in UTF-8.")) from error
    reader = csv.DictReader(io.StringIO(text))
    absent = [each for each in columns if each not in (reader.fieldnames or ())]
    if absent:
        mend = f"The columns are {', '.join(columns)}."
        raise PackFault(Problem(shown(path), 1, f"The column '{absent[0]}' is missing.", mend))
    rows = []
    for row in reader:
        rows.append((reader.line_num, {key: (row[key] or "").strip() for key in columns}))
        empty = [key for key in ("id", "label", "section") if key in columns and not rows[-1][1][key]]
        if empty:
            raise PackFault(Problem(shown(path), reader.line_num, f"'{empty[0]}' is empty.", "Fill it in."))
    return rows


def _whole(path: Path, line: int, column: str, word: str) -> int:
    if not word.isascii() or not word.isdecimal():
        what = f"'{word}' under '{column}' is not a number of points."
        raise PackFault(Problem(shown(path), line, what, "Write a whole number, 0 or more."))
    return int(word)
