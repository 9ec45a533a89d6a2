"""How a package writes when something happened: one cell, five ways.

2013-04-01T06:30+01:00                            exact
about 2013-04-01T06:30+01:00                      about then
2013-04-01                                        some time on that day in Europe/London
2013-04-01T06:00+01:00/2013-04-01T09:00+01:00     between the two
unknown                                           it happened, nobody can say when
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from wayhome.engine.facts import Moment, Precision

LONDON = ZoneInfo("Europe/London")
SHAPE = "Write 2013-04-01T06:30+01:00, 2013-04-01, “about” before a time, two times with / between, or unknown."


class NotATime(ValueError):
    """A cell that cannot be read as a time; `mend` says how to write it."""

    def __init__(self, reason: str, mend: str = SHAPE) -> None:
        super().__init__(reason)
        self.reason = reason
        self.mend = mend


def read_moment(cell: str) -> Moment:
    """Read one cell as a moment, ends in UTC.

    Raises:
        NotATime: the cell is in none of the five forms, or names a day or time that never was.
    """
    if cell == "unknown":
        return Moment(None, None, Precision.UNKNOWN)
    if cell.startswith("about "):
        at = read_instant(cell.removeprefix("about ").strip())
        return Moment(at, at, Precision.ABOUT)
    if "/" in cell:
        return _between(cell)
    if "T" not in cell and ":" not in cell:
        return day(read_date(cell))
    at = read_instant(cell)
    return Moment(at, at)


def day(on: date) -> Moment:
    """Return the whole of a day in Europe/London, 00:00 to 23:59, as the engine counts a date without a time."""
    first, last = (datetime.combine(on, t, LONDON).astimezone(UTC) for t in (time(0), time(23, 59)))
    return Moment(first, last, Precision.DATE)


def read_date(cell: str) -> date:
    """Read YYYY-MM-DD, from 1900 to 2100; raises NotATime."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        raise NotATime(f"“{cell[:80]}” is not a time we can read.")
    try:
        on = date.fromisoformat(cell)
    except ValueError as error:
        raise NotATime(f"“{cell}” is not a day that was ever in the calendar.") from error
    return _sensible(on, cell)


def read_instant(cell: str) -> datetime:
    """Read an ISO 8601 time with its offset, as UTC; raises NotATime."""
    try:
        at = datetime.fromisoformat(cell)
    except ValueError as error:
        raise NotATime(f"“{cell[:80]}” is not a time we can read.") from error
    _sensible(at.date(), cell)
    if at.tzinfo is None:
        raise NotATime(f"“{cell}” does not say its offset from UTC.", _with_offset(at))
    return at.astimezone(UTC)


def write_moment(moment: Moment | None) -> str:
    """Write a moment as one cell, in Europe/London with its offset; nothing for None. Undoes `read_moment`."""
    if moment is None:
        return ""
    if moment.earliest is None or moment.latest is None:
        return "unknown"
    if moment.precision is Precision.DATE:
        return moment.earliest.astimezone(LONDON).date().isoformat()
    if moment.precision is Precision.BETWEEN:
        return f"{_write(moment.earliest)}/{_write(moment.latest)}"
    return ("about " if moment.precision is Precision.ABOUT else "") + _write(moment.earliest)


def _between(cell: str) -> Moment:
    first, _, last = cell.partition("/")
    earliest, latest = read_instant(first.strip()), read_instant(last.strip())
    if latest < earliest:
        raise NotATime(f"“{cell}” ends before it begins.", "Put the earlier time first.")
    return Moment(earliest, latest, Precision.BETWEEN)


def _sensible(on: date, cell: str) -> date:
    if not 1900 <= on.year <= 2100:
        raise NotATime(f"“{cell}” is not between 1900 and 2100.", "Check the year.")
    return on


def _write(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return local.isoformat(timespec="minutes") if not (at.second or at.microsecond) else local.isoformat()


def _with_offset(at: datetime) -> str:
    """Say what the offset would be in London, or that the clock change makes two answers, or none."""
    readings = sorted({at.replace(tzinfo=LONDON, fold=fold).astimezone(UTC) for fold in (0, 1)})
    meant = [r for r in readings if r.astimezone(LONDON).replace(tzinfo=None) == at]
    if not meant:
        return "In London that time was skipped when the clocks went forward: ask which time was meant."
    return "For London time write " + " or ".join(_write(r) for r in meant) + "."
