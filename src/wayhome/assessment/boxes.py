"""What was typed into the boxes of one item, into an answer as a file has it; and back again.

Boxes keep whatever was typed, readable or not, so that nothing is lost. Names of boxes: `answer` (one or several),
`text`, `reason`, `day` `month` `year` `time`, `not-known`; a stretch of time by its own id, and `when`, the days
themselves, which decide instead of the stretches; a row's as `2-name`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wayhome.assessment.days import read_days, typed_days
from wayhome.engine.instruments import Column, Item, Kind
from wayhome.ui.when import Misread, read_date, read_time

Boxes = Mapping[str, list[str]]
NOT_KNOWN = "not-known"
WHEN = "when"
TICKS = ("yes", "no", NOT_KNOWN)
LONGEST = 20_000  # characters in one box: as much as a fact may hold
MOST_ROWS = 60
_ROW = re.compile(r"(\d{1,3})-(.+)")
_ONE_DATE = re.compile(r"(\d{1,2})[ ./-]+([A-Za-z]+|\d{1,2})[ ./-]+(\d{4})(?:[ ,]+(.+))?")


@dataclass(frozen=True, slots=True)
class Read:
    """An answer as a file has it (None: not answered), or what is wrong with what was typed, in words."""

    value: Any = None
    fault: str = ""


class _Unreadable(Exception):
    pass


def named(item: Item) -> tuple[str, ...]:
    """Return the boxes an item may have, those of rows aside."""
    days = (WHEN,) if item.windows else ()
    return ("answer", "text", "reason", "day", "month", "year", "time", NOT_KNOWN, *days, *item.windows)


def kept(item: Item, sent: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the boxes of an item worth keeping: known ones that hold something, cut at the longest."""
    columns = {column.id for column in item.columns}
    found: dict[str, list[str]] = {}
    for name, values in sent.items():
        row = _ROW.fullmatch(name)
        if name in named(item) or (row and row[2] in columns and int(row[1]) < MOST_ROWS):
            filled = [value.replace("\x00", "")[: LONGEST + 1] for value in values if value.replace("\x00", "").strip()]
            if filled:
                found[name] = filled
    return found


def read(item: Item, boxes: Boxes) -> Read:
    """Read what was typed for one item."""
    if any(len(value) > LONGEST for values in boxes.values() for value in values):
        return Read(fault=f"This must be {LONGEST:,} characters or fewer")
    readers: Mapping[Kind, Callable[[Item, Boxes], Any]] = {
        Kind.TICK: _tick,
        Kind.CHOICE: _choice,
        Kind.CHOICES: _choices,
        Kind.TEXT: lambda _item, given: _one(given, "text") or None,
        Kind.NUMBER: _number,
        Kind.DATE: lambda _item, given: _day(given),
        Kind.TIME: lambda _item, given: _time(given),
        Kind.ROWS: _rows,
    }
    try:
        value = readers[item.kind](item, boxes)
        if item.kind is not Kind.TICK and value is None and _one(boxes, NOT_KNOWN):
            value = NOT_KNOWN
        return Read(_with_reason(item, value, _one(boxes, "reason")))
    except Misread as misread:
        return Read(fault=misread.message[:1].upper() + misread.message[1:])
    except _Unreadable as wrong:
        return Read(fault=str(wrong))


def _one(boxes: Boxes, name: str) -> str:
    return next((value.strip() for value in boxes.get(name, ()) if value.strip()), "")


def _with_reason(item: Item, value: Any, reason: str) -> Any:
    if not reason or item.kind is Kind.ROWS:
        return value
    if value is None:
        raise _Unreadable("There is a reason here but no answer. Choose the answer it belongs to")
    if isinstance(value, dict):
        return value | {"reason": reason}
    return {"answer": value, "reason": reason}


def _tick(item: Item, boxes: Boxes) -> Any:
    if item.windows and (days := read_days(_one(boxes, WHEN))):
        return {WHEN: days}
    names = item.windows or ("answer",)
    said = {name: _one(boxes, name) for name in names}
    strange = [word for word in said.values() if word and word not in TICKS]
    if strange:
        raise _Unreadable("Choose yes, no or not known")
    given = {name: word for name, word in said.items() if word}
    if not given:
        return None
    return given if item.windows else given["answer"]


def _choice(item: Item, boxes: Boxes) -> Any:
    word = _one(boxes, "answer")
    if word and word != NOT_KNOWN and word not in {option.id for option in item.options}:
        raise _Unreadable("Choose from the answers offered")
    return word or None


def _choices(item: Item, boxes: Boxes) -> Any:
    known = [option.id for option in item.options]
    given = boxes.get("answer", [])
    if set(given) - {*known, NOT_KNOWN}:
        raise _Unreadable("Choose from the answers offered")
    chosen = [each for each in known if each in given]
    if chosen and NOT_KNOWN in given:
        raise _Unreadable("Choose answers, or “not known”, but not both")
    return chosen or (NOT_KNOWN if NOT_KNOWN in given else None)


def _number(item: Item, boxes: Boxes) -> int | None:
    return _whole(_one(boxes, "text"))


def _whole(word: str) -> int | None:
    if not word:
        return None
    if not re.fullmatch(r"\d{1,9}", word.replace(",", "")):
        raise _Unreadable("Enter a whole number, such as 3")
    return int(word.replace(",", ""))


def _day(boxes: Boxes) -> str | None:
    parts = [_one(boxes, name) for name in ("day", "month", "year")]
    return read_date(*parts).isoformat() if any(parts) else None


def _time(boxes: Boxes) -> str | None:
    day, clock = _day(boxes), _one(boxes, "time")
    if day is None and not clock:
        return None
    if day is None:
        raise _Unreadable("Enter the date as well as the time")
    if not clock:
        raise _Unreadable("Enter the time as well as the date")
    return f"{day} {read_time(clock):%H:%M}"


def _rows(item: Item, boxes: Boxes) -> Any:
    columns = {column.id: column for column in item.columns}
    rows: dict[int, dict[str, Any]] = {}
    for name, values in boxes.items():
        found = _ROW.fullmatch(name)
        if found and found[2] in columns and (word := " ".join(values).strip()):
            rows.setdefault(int(found[1]), {})[found[2]] = _cell(columns[found[2]], word)
    return [rows[number] for number in sorted(rows)] or None


def _cell(column: Column, word: str) -> Any:
    options = [option.id for option in column.options] or list(TICKS)
    if column.kind in (Kind.TICK, Kind.CHOICE):
        if word not in options:
            raise _Unreadable(f"{column.label}: choose from the answers offered")
        return word
    if column.kind is Kind.NUMBER:
        return _whole(word)
    if column.kind in (Kind.DATE, Kind.TIME):
        return _dated(column, word)
    return word


def _dated(column: Column, word: str) -> str:
    found = _ONE_DATE.fullmatch(word)
    timed = column.kind is Kind.TIME
    if not found or bool(found[4]) != timed:
        example = "27 3 2026 4:30pm" if timed else "27 3 2026"
        raise _Unreadable(f"{column.label}: enter it such as {example}")
    day = read_date(found[1], found[2], found[3]).isoformat()
    return f"{day} {read_time(found[4]):%H:%M}" if timed else day


def typed(item: Item, value: Any) -> dict[str, list[str]]:
    """Return the boxes that would give this answer: `read(item, typed(item, value)).value == value`."""
    if isinstance(value, dict) and item.kind is not Kind.ROWS:
        reason = {"reason": [value["reason"]]} if value.get("reason") else {}
        rest = value["answer"] if "answer" in value else {k: v for k, v in value.items() if k != "reason"}
        return {**typed(item, rest), **reason} if "answer" in value else {**_said(rest), **reason}
    if item.kind is Kind.TICK:
        return {name: [str(value)] for name in (item.windows or ("answer",))}
    if item.kind is Kind.CHOICE:
        return {"answer": [str(value)]}
    if item.kind is Kind.CHOICES:
        return {"answer": [str(each) for each in value] if isinstance(value, list) else [str(value)]}
    if value == NOT_KNOWN:
        return {NOT_KNOWN: [NOT_KNOWN]}
    if item.kind is Kind.ROWS:
        kinds = {column.id: column.kind for column in item.columns}
        return {f"{n}-{k}": [_again(kinds.get(k), v)] for n, row in enumerate(value) for k, v in row.items()}
    if item.kind in (Kind.DATE, Kind.TIME):
        return _day_boxes(str(value))
    return {"text": [str(value)]}


def _said(windows: Mapping[str, Any]) -> dict[str, list[str]]:
    if WHEN in windows:
        return {WHEN: [typed_days(windows[WHEN])]}
    return {name: [str(word)] for name, word in windows.items()}


def _day_boxes(word: str) -> dict[str, list[str]]:
    day = date.fromisoformat(word[:10])
    boxes = {"day": [str(day.day)], "month": [str(day.month)], "year": [str(day.year)]}
    return boxes | ({"time": [word[11:]]} if len(word) > 10 else {})


def _again(kind: Kind | None, value: Any) -> str:
    if kind in (Kind.DATE, Kind.TIME):
        day = date.fromisoformat(str(value)[:10])
        return f"{day.day} {day.month} {day.year} {str(value)[11:]}".strip()
    return str(value)
