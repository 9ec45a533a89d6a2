"""The days on which something happened, as they are typed: one a line, a stretch, or one that goes on.

An answer in days says more than a tick: which stretch of time it falls in is worked out from the form's reference date
(reading S9 of the SERAF), now and again when the form is looked at later.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from wayhome.ui import words
from wayhome.ui.when import Misread, read_date

MOST = 60
HOW = "27 3 2026, or 1 3 2026 to 5 5 2026, or since 1 3 2026"
_DAY = r"(\d{1,2})[ ./-]+([A-Za-z]+|\d{1,2})[ ./-]+(\d{4})"
_ONE = re.compile(_DAY)
_STRETCH = re.compile(rf"(?:from\s+)?{_DAY}\s*(?:to|until|-|–)\s*{_DAY}", re.IGNORECASE)
_GOES_ON = re.compile(rf"(?:since|from)\s+{_DAY}", re.IGNORECASE)


def read_days(typed: str) -> list[Any]:
    """Return the days as an answer file has them: "2026-03-27", or {"from": ..., "until": a day or "now"}.

    Raises Misread, in words, for a line that is no day, and for more than 60.
    """
    lines = [line.strip(" .,;") for line in re.split(r"[\n;,]", typed) if line.strip(" .,;")]
    if len(lines) > MOST:
        raise Misread("when", f"write at most {MOST} days here. Write a stretch of time instead, such as {HOW}")
    return [_line(line) for line in lines]


def _line(line: str) -> Any:
    if found := _ONE.fullmatch(line):
        return _day(found.groups())
    if found := _STRETCH.fullmatch(line):
        return {"from": _day(found.groups()[:3]), "until": _day(found.groups()[3:])}
    if found := _GOES_ON.fullmatch(line):
        return {"from": _day(found.groups()), "until": "now"}
    raise Misread("when", f"“{line[:60]}” is no day. Write {HOW}")


def _day(parts: tuple[str, ...]) -> str:
    return read_date(*parts).isoformat()


def typed_days(days: list[Any]) -> str:
    """Return the lines that would give these days: `read_days(typed_days(days)) == days`."""
    return "\n".join(_typed(each) for each in days)


def _typed(each: Any) -> str:
    if not isinstance(each, dict):
        return _boxes(each)
    if each.get("until") in (None, "now"):
        return f"since {_boxes(each['from'])}"
    return f"{_boxes(each['from'])} to {_boxes(each['until'])}"


def _boxes(day: Any) -> str:
    on = date.fromisoformat(str(day))
    return f"{on.day} {on.month} {on.year}"


def days_words(days: list[Any]) -> str:
    """Say the days as a person reads them."""
    return ", ".join(_words(each) for each in days)


def _words(each: Any) -> str:
    if not isinstance(each, dict):
        return _said(each)
    if each.get("until") in (None, "now"):
        return f"since {_said(each['from'])}"
    return f"{_said(each['from'])} to {_said(each['until'])}"


def _said(day: Any) -> str:
    return words.day(date.fromisoformat(str(day))).partition(" ")[2]
