"""Worked examples of meetings: who is on the list, and at which meeting a thing that arrives is talked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from wayhome.engine.calendars import Calendar
from wayhome.engine.facts import Situation
from wayhome.engine.forums import Forum, next_meeting, next_meeting_day
from wayhome.engine.routes import Route, routed
from wayhome.packs.documents import Place
from wayhome.packs.moments import instant, local_day
from wayhome.packs.names import Names, unknown
from wayhome.packs.situations import situation_from
from wayhome.packs.vocabulary import Vocabulary, one_of

_ANSWERS = {"yes": True, "no": False, "cannot-tell": None}


@dataclass(frozen=True, slots=True)
class RouteCheck:
    """At this moment this route says so about these facts."""

    file: str
    line: int
    title: str
    route: Route
    situation: Situation
    as_of: datetime
    open: bool | None
    missing: tuple[str, ...]

    def differences(self, vocabulary: Vocabulary, calendar: Calendar) -> list[str]:
        """Return in words each way in which the route does not say what the example says."""
        found = routed(self.route, self.situation, vocabulary.engine, calendar, self.as_of)
        said = {"open": (self.open, found.open), "missing": (self.missing, found.missing)}
        return [f"{what}: expected {old}, found {new}" for what, (old, new) in said.items() if old != new]


@dataclass(frozen=True, slots=True)
class MeetingCheck:
    """What arrives at this moment is talked about at the meeting that opens then."""

    file: str
    line: int
    title: str
    forum: Forum
    arrives: datetime
    meets: datetime

    def differences(self, vocabulary: Vocabulary, calendar: Calendar) -> list[str]:
        """Return in words how the next meeting is not the one the example names."""
        found = next_meeting(self.forum.cadence, self.arrives)
        return [] if found == self.meets else [f"meets: expected {self.meets}, found {found}"]


@dataclass(frozen=True, slots=True)
class DayCheck:
    """After this day the next meeting is held on that one."""

    file: str
    line: int
    title: str
    forum: Forum
    after: date
    meets_on: date

    def differences(self, vocabulary: Vocabulary, calendar: Calendar) -> list[str]:
        """Return in words how the next day is not the one the example names."""
        found = next_meeting_day(self.forum.cadence, self.after)
        return [] if found == self.meets_on else [f"meets-on: expected {self.meets_on}, found {found}"]


Check = RouteCheck | MeetingCheck | DayCheck


def forum_checks(top: Place, forum: Forum, names: Names) -> Iterator[Check]:
    """Yield every check of a meeting's examples. Raises PackFault at the first that cannot be read."""
    if "examples" not in top:
        return
    routes = {route.id: route for route in forum.routes}
    for place in top["examples"].each():
        file, line, title = place.document.file, place.line, place["title"].text()
        if "arrives" in place:
            place.only("title", "arrives", "meets")
            yield MeetingCheck(file, line, title, forum, instant(place["arrives"]), instant(place["meets"]))
            continue
        if "after" in place:
            place.only("title", "after", "meets-on")
            yield DayCheck(file, line, title, forum, local_day(place["after"]), local_day(place["meets-on"]))
            continue
        place.only("title", "route", "given", "as-of", "on-the-list", "missing")
        route = place["route"].text()
        if route not in routes:
            raise unknown(place["route"], "route", route, list(routes))
        yield RouteCheck(
            file,
            line,
            title,
            routes[route],
            situation_from(place["given"], "child", names.vocabulary),
            instant(place["as-of"]),
            _ANSWERS[one_of(place["on-the-list"], tuple(_ANSWERS))],
            tuple(each.text() for each in place["missing"].each()) if "missing" in place else (),
        )
