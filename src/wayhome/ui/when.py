"""What somebody typed for a day and a time, and the moment it means.

Everything is read as Europe/London and given back as aware UTC. Nothing is guessed: a time that
the clocks showed twice is asked about, a time they skipped is refused, and a time nobody knows
stays unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from wayhome.engine.facts import Moment, Precision
from wayhome.ui import words

OTHER = "other"
_TIME = re.compile(r"(\d{1,2})(?:[:.,\s]?([0-5]\d))?(?::[0-5]\d)?\s*([ap]\.?m\.?)?")
_MONTHS = [f"{date(2000, number, 1):%B}".lower() for number in range(1, 13)]


class Misread(ValueError):
    """Something entered that cannot be understood. `part` is the box to mend: day, date, time, sureness or fold."""

    def __init__(self, part: str, message: str) -> None:
        super().__init__(message)
        self.part = part
        self.message = message


@dataclass(frozen=True, slots=True)
class WhenEntry:
    """The boxes as they were filled in, word for word.

    `day` is an ISO date (a radio such as "Today, Saturday 21 November") or "other"; the radio
    carries its date so that a form opened before midnight and sent after it still means that day.
    """

    day: str = ""
    date_day: str = ""
    date_month: str = ""
    date_year: str = ""
    time: str = ""
    sureness: str = ""
    fold: str = ""

    @property
    def empty(self) -> bool:
        """Whether nobody filled in anything."""
        return not any((self.day, self.date_day, self.date_month, self.date_year, self.time, self.sureness))

    def as_data(self, name: str) -> dict[str, str]:
        """Return the form data a browser would send for a field of this name."""
        boxes = {part: getattr(self, part) for part in PARTS}
        return {f"{name}_{part}": value for part, value in boxes.items() if value}

    @classmethod
    def on(cls, day: date, clock: str = "", sureness: str = "", fold: str = "") -> WhenEntry:
        """Return an entry with "Another date" chosen and `day` in its boxes."""
        return cls(OTHER, str(day.day), str(day.month), str(day.year), clock, sureness, fold)

    @classmethod
    def of(cls, moment: Moment | None) -> WhenEntry:
        """Return the boxes filled in for a moment already known, to be changed."""
        if moment is None:
            return cls()
        if moment.earliest is None:
            return cls(sureness="unknown")
        here = words.local(moment.earliest)
        only_day = moment.precision is Precision.DATE
        sureness = "day" if only_day else "about" if moment.precision is Precision.ABOUT else "exact"
        fold = "unsure" if moment.precision is Precision.BETWEEN else "after" if here.fold else "before"
        clock = "" if only_day else f"{here:%H:%M}"
        return cls.on(here.date(), clock, sureness, fold if words.happens_twice(here) else "")


PARTS = ("day", "date_day", "date_month", "date_year", "time", "sureness", "fold")


def read_time(text: str) -> time:
    """Read a time of day: 1:40am, 01:40, 0140, 1.40, 1pm, midday. Raises Misread for all else."""
    said = text.strip().lower()
    if said in ("midday", "noon", "12 noon"):
        return time(12)
    if said in ("midnight", "12 midnight", "24:00", "2400"):
        raise Misread("time", "midnight could be the start or the end of a day. Enter 00:00 for its start, or 11:59pm")
    found = _TIME.fullmatch(said)
    if not found:
        raise Misread("time", "enter a time, such as 1:40am or 13:40")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if not half and found[2] is None:
        raise Misread("time", f"say whether {hour} is in the morning or the afternoon, such as {hour % 12 or 12}am")
    return _of_day(hour, minute, half)


def _of_day(hour: int, minute: int, half: str) -> time:
    if hour > 23 or (half == "a" and hour > 12) or (half and hour == 0):
        raise Misread("time", "enter a time between 00:00 and 23:59, such as 1:40am or 13:40")
    if half == "a" and hour == 12:
        hour = 0
    elif half == "p" and hour < 12:
        hour += 12
    return time(hour, minute)


def read_date(day: str, month: str, year: str) -> date:
    """Read three boxes; the month may be a number or its name. Raises Misread naming what is missing."""
    boxes = (("day", day.strip()), ("month", month.strip()), ("year", year.strip()))
    gaps = [name for name, value in boxes if not value]
    if gaps:
        raise Misread("date", f"the date must include a {' and a '.join(gaps)}")
    if not re.fullmatch(r"(19|20|21)\d\d", boxes[2][1]):
        raise Misread("date", "the year must have 4 numbers, such as 2026")
    try:
        return date(int(boxes[2][1]), _month(boxes[1][1]), int(boxes[0][1]))
    except (ValueError, OverflowError):
        raise Misread("date", "there is no such date. Check the day, the month and the year") from None


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    starts = [number for number, name in enumerate(_MONTHS, 1) if len(text) >= 3 and name.startswith(text.lower())]
    if len(starts) != 1:
        raise ValueError(text)
    return starts[0]


def read_when(entry: WhenEntry, now: datetime, may_be_future: bool = False) -> Moment:
    """Return the moment the boxes mean, seen from `now` (aware). Raises Misread with the box to mend."""
    if entry.sureness == "unknown":
        return _unknown(entry)
    if not entry.day:
        raise Misread("day", "select the day")
    day = _day(entry)
    _refuse_future_day(day, now, may_be_future)
    if entry.sureness == "day":
        return _whole_day(entry, day)
    if not entry.time.strip():
        raise Misread("time", "enter the time, such as 1:40am, or say that you only know the day")
    moment = _on_the_clock(day, read_time(entry.time), entry)
    if not may_be_future and moment.earliest is not None and moment.earliest > now:
        raise Misread("time", f"this is still to come. It is {words.clock_time(now)} now, so enter an earlier time")
    return moment


def _unknown(entry: WhenEntry) -> Moment:
    if entry.time.strip():
        raise Misread("sureness", "you entered a time and also said nobody knows. Take the time away, or say how sure")
    return Moment(None, None, Precision.UNKNOWN)


def _day(entry: WhenEntry) -> date:
    if entry.day == OTHER:
        return read_date(entry.date_day, entry.date_month, entry.date_year)
    try:
        return date.fromisoformat(entry.day)
    except ValueError:
        raise Misread("day", "select the day") from None


def _refuse_future_day(day: date, now: datetime, may_be_future: bool) -> None:
    today = words.local(now).date()
    if day > today and not may_be_future:
        raise Misread(
            "date", f"this day is still to come. Today is {words.day(today)}, so enter today or an earlier day"
        )


def _whole_day(entry: WhenEntry, day: date) -> Moment:
    if entry.time.strip():
        raise Misread("sureness", "you entered a time and also said you only know the day. Take one of them away")
    first = datetime.combine(day, time(0), words.LONDON)
    last = datetime.combine(day, time(23, 59), words.LONDON)
    return Moment(first.astimezone(UTC), last.astimezone(UTC), Precision.DATE)


def _on_the_clock(day: date, clock: time, entry: WhenEntry) -> Moment:
    first = datetime.combine(day, clock, words.LONDON)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return _at(first, first, entry)
    if first.astimezone(UTC) > second.astimezone(UTC):
        after = words.clock_time(first.astimezone(UTC))
        raise Misread(
            "time",
            f"there was no {clock:%H:%M} that night: the clocks went forward from 1am to 2am. "
            f"Enter a time before 1am, or from 2am, such as {after}",
        )
    return _one_of_two(first, second, entry)


def _one_of_two(first: datetime, second: datetime, entry: WhenEntry) -> Moment:
    if entry.fold == "before":
        return _at(first, first, entry)
    if entry.fold == "after":
        return _at(second, second, entry)
    if entry.fold == "unsure":
        return Moment(first.astimezone(UTC), second.astimezone(UTC), Precision.BETWEEN)
    raise Misread("fold", f"the clocks showed {first:%H:%M} twice that night. Say which one it was")


def _at(first: datetime, last: datetime, entry: WhenEntry) -> Moment:
    precision = Precision.ABOUT if entry.sureness == "about" else Precision.EXACT
    return Moment(first.astimezone(UTC), last.astimezone(UTC), precision)
