"""Times as people write them in a situation file, into the engine's moments."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from wayhome.engine.facts import Moment
from wayhome.engine.moments import (
    LONDON,
    about_moment,
    between_moment,
    date_moment,
    end_of_local_day,
    exact_moment,
    unknown_moment,
)
from wayhome.packs.documents import Place

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)\s*(Z|[+-]\d\d:\d\d)?")
YEARS = range(1800, 2201)
_HOW = "Write 2026-03-06T22:00+00:00, or a British wall time 2026-03-06 22:00, or a date 2026-03-06."


def moment(place: Place) -> Moment:
    """Read when something happened: an instant, a date, `{about: ...}`, `{between: [..., ...]}` or `unknown`.

    A time without an offset is wall time in Europe/London. Raises PackFault for anything else.
    """
    if isinstance(place.value, dict):
        return _loose(place)
    word = place.text()
    if word == "unknown":
        return unknown_moment()
    if _DATE.fullmatch(word):
        return date_moment(local_day(place))
    return exact_moment(instant(place))


def _loose(place: Place) -> Moment:
    place.only("about", "between")
    if "about" in place:
        return about_moment(instant(place["about"]))
    ends = [moment(each) for each in place["between"].each()]
    if len(ends) != 2 or ends[0].earliest is None or ends[1].latest is None:
        raise place.fault("'between' takes two times.", "Write {between: [2026-03-06 20:00, 2026-03-06 22:00]}.")
    if ends[0].earliest > ends[1].latest:
        raise place.fault("The first of the two times is after the second.", "Put the earlier one first.")
    return between_moment(ends[0].earliest, ends[1].latest)


def local_day(place: Place) -> date:
    """Read a date. Raises PackFault when there is no such day."""
    try:
        return _counted(place, date.fromisoformat(place.text()))
    except ValueError as error:
        raise place.fault(f"There is no day '{place.value}'.", "Write a date as 2026-03-06.") from error


def _counted(place: Place, day: date) -> date:
    """Refuse a day so far from ours that it is a slip, and that nothing could be counted from."""
    if day.year not in YEARS:
        years = f"from {YEARS[0]} to {YEARS[-1]}"
        raise place.fault(f"'{place.value}' is in a year that nobody could mean.", f"Write a year {years}.")
    return day


def instant(place: Place) -> datetime:
    """Read one instant, as aware UTC. Raises PackFault for a bad time, and for a wall time that the clock change
    skips or repeats, where only an offset can say which is meant.
    """
    match = _INSTANT.fullmatch(place.text())
    if match is None:
        raise place.fault(f"'{place.value}' is not a time.", _HOW)
    try:
        read = datetime.fromisoformat(match[1].replace(" ", "T") + (match[2] or "").replace("Z", "+00:00"))
    except ValueError as error:
        raise place.fault(f"There is no time '{place.value}'.", _HOW) from error
    _counted(place, read.date())
    return read.astimezone(UTC) if read.tzinfo else _wall_time(place, read)


def _wall_time(place: Place, read: datetime) -> datetime:
    first, second = (read.replace(tzinfo=LONDON, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    happens = "does not happen" if first > second else "happens twice"
    mend = "Add an offset, such as +00:00 or +01:00, so that it is plain which is meant."
    raise place.fault(f"British clocks change that night: {place.value} {happens}.", mend)


def period_end(place: Place) -> datetime:
    """Read when a period ends (excluded): an instant, or a date, whose whole day is still inside."""
    if _DATE.fullmatch(place.text()):
        return end_of_local_day(local_day(place)) + timedelta(minutes=1)
    return instant(place)
