"""A child's episodes as a list of lines, the same on the page and at the command line."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from wayhome.engine.facts import Moment, Precision
from wayhome.missing.queries.episodes import EpisodeView

LONDON = ZoneInfo("Europe/London")
CATEGORIES = {"missing": "Missing", "absent": "Absent", "unauthorised-absence": "Unauthorised Absence"}


def status_word(view: EpisodeView) -> str:
    """Return the one word the list shows: a missing child who was found is "Found" (LEW Joint Protocol App 6 §8)."""
    if view.section == "error":
        return "Recorded in error"
    if view.category == "missing" and not view.missing_now:
        return "Found"
    return CATEGORIES.get(view.category, view.category)


def line(view: EpisodeView) -> dict[str, str]:
    """Return one line of the list: id, started, ended, status; times in Europe/London."""
    return {
        "id": str(view.id),
        "started": _told(view.since),
        "ended": _told(view.ended) if view.ended else "",
        "status": status_word(view),
    }


def _told(moment: Moment) -> str:
    if moment.earliest is None:
        return "time not known"
    return (
        _day(moment.earliest)
        if moment.precision is Precision.DATE
        else f"{_day(moment.earliest)} {_clock(moment.earliest)}"
    )


def _day(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%d-%b-%Y}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%H:%M}"
