"""Meetings as a protocol writes them: when they meet, who belongs, how a child comes to be talked about, what is decided.

Everything here is data about a meeting, not a meeting that was held. Values refuse to exist when they contradict
themselves, so that whatever reads them need not ask again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from wayhome.engine.errors import EngineError
from wayhome.engine.language import Citation
from wayhome.engine.moments import at_local, instant, local_date
from wayhome.engine.routes import Route


class UnsoundForum(EngineError):
    """A meeting that contradicts itself."""


class Every(StrEnum):
    """How often a meeting is held. EVENT: when something makes it necessary."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    EVENT = "event"


class Weekday(StrEnum):
    """The days, in the order of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Belonging(StrEnum):
    """How strongly somebody belongs to a meeting."""

    REQUIRED = "required"
    EXPECTED = "expected"  # by coming, or by a written update beforehand
    INVITED = "invited"  # where it helps the child
    ADVISES = "advises"


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often, and when of the day. Times are British wall times.

    `times`: once in so many days, weeks and so on. `anchor`: a day on which it is held, from which every so
    many weeks are counted; a partnership sets its own.
    """

    every: Every
    times: int = 1
    on: Weekday | None = None
    opens: time | None = None
    closes: time | None = None
    anchor: date | None = None

    def __post_init__(self) -> None:
        """Refuse a cadence that names no moment. Raises UnsoundForum."""
        if self.times < 1:
            raise UnsoundForum("A meeting is held once in at least one week, month or year: mend 'times'.")
        if self.on is not None and self.every is not Every.WEEK:
            raise UnsoundForum("A day of the week belongs to a meeting held every so many weeks: mend 'every' or 'on'.")
        if self.opens and self.closes and self.opens >= self.closes:
            raise UnsoundForum("The meeting ends before it begins: mend 'from' or 'until'.")
        if self.anchor is not None and (self.on is None or _weekday(self.anchor) is not self.on):
            raise UnsoundForum(
                f"{self.anchor} is not a {self.on or 'named day'}: let the anchor fall on the day of 'on'."
            )
        if self.every is Every.WEEK and self.times > 1 and self.on is not None and self.anchor is None:
            raise UnsoundForum("Held every several weeks, so one of its days must be named: add 'anchor'.")


def next_meeting(cadence: Cadence, after: datetime) -> datetime | None:
    """Return the first meeting that opens after an instant, in UTC; None where the text names no day and time.

    What arrives while the meeting is being held, or at the minute it opens, waits for the next one (reading R16).
    Raises NaiveMoment for a time without a zone.
    """
    if cadence.on is None or cadence.opens is None:
        return None
    since = instant(after)
    day = local_date(since)
    day += timedelta(days=(list(Weekday).index(cadence.on) - day.weekday()) % 7)
    while True:
        opens = at_local(day, cadence.opens).astimezone(UTC)
        if opens > since and _falls_on(cadence, day):
            return opens
        day += timedelta(days=7)


def next_meeting_day(cadence: Cadence, after: date) -> date | None:
    """Return the first day after `after` on which it is held; None where the text names no day of the week."""
    if cadence.on is None:
        return None
    day = after + timedelta(days=(list(Weekday).index(cadence.on) - after.weekday() - 1) % 7 + 1)
    while not _falls_on(cadence, day):
        day += timedelta(days=7)
    return day


def _falls_on(cadence: Cadence, day: date) -> bool:
    return cadence.anchor is None or (day - cadence.anchor).days % (7 * cadence.times) == 0


def _weekday(day: date) -> Weekday:
    return list(Weekday)[day.weekday()]


@dataclass(frozen=True, slots=True)
class Member:
    """One place at the table: an agency or a post, and how strongly it belongs. `role`: a post of roles.yaml."""

    id: str
    title: str
    agency: str
    belongs: Belonging
    role: str | None = None
    chairs: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quoracy:
    """Who must be there for the meeting to decide: each of these members, and at least so many agencies."""

    members: tuple[str, ...] = ()
    agencies: int = 0

    def __post_init__(self) -> None:
        """Refuse a quorum that asks for nothing. Raises UnsoundForum."""
        if not self.members and self.agencies < 1:
            raise UnsoundForum("A quorum asks for somebody: name members, or how many agencies; or leave it out.")

    def short_of(self, members: tuple[Member, ...], present: frozenset[str]) -> tuple[str, ...]:
        """Return what is lacking, as ids of members and 'agencies'; empty when the meeting may decide."""
        lacking = [name for name in self.members if name not in present]
        there = {member.agency for member in members if member.id in present}
        return (*lacking, *(("agencies",) if len(there) < self.agencies else ()))


@dataclass(frozen=True, slots=True)
class AgendaPart:
    """One part of the agenda, and what is gone through in it."""

    id: str
    title: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """One way to decide: what it means, what must be written with it, and where it may lead."""

    id: str
    title: str
    meaning: str
    needs: tuple[str, ...] = ()
    leads_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Purpose:
    """One thing a meeting may be held for, where what it tells the record depends on it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Tells:
    """A fact a meeting tells, so that the duties that wait for it are met.

    About a child or a context it is told with each decision, about the partnership once the minutes are signed. `value`:
    its value; empty for the decision itself, where the kind of fact has such a value. `purpose`: told only where the
    meeting was held for it. `number`: told as the number written with a decision that asks for it by this name.
    """

    kind: str
    cite: tuple[Citation, ...]
    value: str = ""
    purpose: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """When the meeting looks again: at most so many days on, by how high the risk is.

    `levels` empty: whatever the risk. `after`: counted from the last fact of this kind; empty, from the meeting's day.
    """

    days: int
    cite: tuple[Citation, ...]
    about: str = "child"
    levels: tuple[str, ...] = ()
    after: str = ""
    reading: str = ""

    def __post_init__(self) -> None:
        """Refuse no time at all. Raises UnsoundForum."""
        if self.days < 1:
            raise UnsoundForum("A review comes at least a day later: mend 'days'.")


@dataclass(frozen=True, slots=True)
class Papers:
    """What goes out before the meeting, and at least how many days before; None where the text gives no time."""

    what: tuple[str, ...]
    days_before: int | None = None


@dataclass(frozen=True, slots=True)
class Forum:
    """One kind of meeting. `quoracy` None: the document asks for none. `reports_to`: forums that hear from it."""

    id: str
    title: str
    cite: tuple[Citation, ...]
    purpose: str
    cadence: Cadence
    members: tuple[Member, ...]
    about: str = "children"
    quoracy: Quoracy | None = None
    agenda: tuple[AgendaPart, ...] = ()
    routes: tuple[Route, ...] = ()
    questions: tuple[str, ...] = ()
    considers: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    confidentiality: str = ""
    papers: Papers | None = None
    records: tuple[str, ...] = ()
    reports_to: tuple[str, ...] = ()
    minutes_by: str = ""
    reading: str = ""
    purposes: tuple[Purpose, ...] = ()
    tells: tuple[Tells, ...] = ()
    reviews: tuple[Review, ...] = ()

    def review(self, about: str, level: str) -> Review | None:
        """Return the rule for when a child, or a context, is looked at again at this level; None where none is written."""
        fitting = [each for each in self.reviews if each.about == about and (not each.levels or level in each.levels)]
        return fitting[0] if fitting else None

    def __post_init__(self) -> None:
        """Refuse what is named twice, and a quorum of strangers. Raises UnsoundForum."""
        for what, ids in (
            ("members", [member.id for member in self.members]),
            ("parts of the agenda", [part.id for part in self.agenda]),
            ("routes", [route.id for route in self.routes]),
            ("decisions", [decision.id for decision in self.decisions]),
            ("purposes", [purpose.id for purpose in self.purposes]),
        ):
            twice = sorted({each for each in ids if ids.count(each) > 1})
            if twice:
                raise UnsoundForum(f"Two {what} of '{self.id}' are called '{twice[0]}': rename one.")
        known = {member.id for member in self.members}
        strangers = [name for name in (self.quoracy.members if self.quoracy else ()) if name not in known]
        if strangers:
            raise UnsoundForum(f"The quorum of '{self.id}' asks for '{strangers[0]}', who is no member: add them.")
        purposes = {purpose.id for purpose in self.purposes}
        unheld = [told.purpose for told in self.tells if told.purpose and told.purpose not in purposes]
        if unheld:
            raise UnsoundForum(
                f"'{self.id}' tells a fact for '{unheld[0]}', which it is not held for: add the purpose."
            )
        idle = sorted(purposes - {told.purpose for told in self.tells})
        if idle:
            raise UnsoundForum(
                f"'{self.id}' is held for '{idle[0]}' and tells nothing of it: say what, or leave it out."
            )
        asked = {need for decision in self.decisions for need in decision.needs}
        unasked = [told.number for told in self.tells if told.number and told.number not in asked]
        if unasked:
            raise UnsoundForum(f"No decision of '{self.id}' asks for '{unasked[0]}': add it under its 'needs'.")
