"""Short ways to make facts, clocks and protocols for the engine's tests. Every child here is invented."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from wayhome.engine.calendars import Calendar
from wayhome.engine.clocks import read
from wayhome.engine.facts import Fact, Moment, Precision, Situation
from wayhome.engine.language import (
    Citation,
    Clock,
    Condition,
    Due,
    Per,
    Protocol,
    Span,
    StartsAt,
    StateMeaning,
    Trigger,
    Unit,
    Vocabulary,
)
from wayhome.engine.moments import (
    about_moment,
    between_moment,
    date_moment,
    exact_moment,
    instant,
    unknown_moment,
)
from wayhome.engine.readings import Reading

HOLIDAYS = {
    date(2026, 1, 1): "New Year's Day",
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 4): "May Day",
    date(2026, 5, 25): "Spring bank holiday",
    date(2026, 8, 31): "Late summer bank holiday",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 28): "Boxing Day (in lieu)",
}
ENGLAND = Calendar("England", frozenset(HOLIDAYS), date(2023, 1, 1), date(2028, 12, 31), "test", HOLIDAYS)

BEGAN, BACK, DONE = "missing.began", "missing.returned", "check.done"
VOCABULARY = Vocabulary(
    {
        "care": StateMeaning("care", ("child.care",), "child", ("no", "yes")),
        "risk": StateMeaning("risk", ("risk.graded",), "episode", ("low", "medium", "high"), True),
        "category": StateMeaning("category", (BEGAN, "category.changed"), "episode", ("absent", "missing")),
    }
)


def t(words: str) -> datetime:
    """Read a time; without a zone it is UTC."""
    return instant(datetime.fromisoformat(words if "+" in words or words.endswith("Z") else f"{words}Z"))


def moment(words: str) -> Moment:
    """Read a moment: a time, "~time", a date, "time/time", or "?"."""
    if words == "?":
        return unknown_moment()
    if words.startswith("~"):
        return about_moment(t(words[1:]))
    if "/" in words:
        return between_moment(*(t(part) for part in words.split("/")))
    return date_moment(date.fromisoformat(words)) if len(words) == 10 else exact_moment(t(words))


def fact(name: str, kind: str, when: str, value: str | None = None, episode: str | None = "e1", **more: Any) -> Fact:
    """Make a fact; told when it had happened, and recorded then, unless said otherwise."""
    happened = moment(when)
    told = t(more.pop("told")) if "told" in more else happened.latest or t("2026-06-01T00:00")
    recorded = t(more.pop("recorded")) if "recorded" in more else told
    until = t(more.pop("until")) if "until" in more else None
    return Fact(
        id=name, root=more.pop("root", name), kind=kind, child="c1", moment=happened, told_at=told,
        recorded_at=recorded, episode=episode, until=until, value=value, **more,
    )  # fmt: skip


def began(when: str, episode: str = "e1", **more: Any) -> Fact:
    """Make the beginning of an episode."""
    return fact(f"{episode}-began", BEGAN, when, more.pop("value", "missing"), episode, **more)


def hours(count: int) -> Span:
    """Make a span of hours."""
    return Span(count, Unit.HOURS)


def clock(**fields: Any) -> Clock:
    """Make a clock: three days after the beginning, met by the check, unless said otherwise."""
    given = {
        "id": "check",
        "title": "Check on the child",
        "cite": (Citation("MADE", "1.1"),),
        "per": Per.EPISODE,
        "starts": StartsAt(Trigger((BEGAN,))),
        "due": Due(hours(72)),
        "owner": "worker",
        "met_by": (Trigger((DONE,)),),
    }
    return Clock(**{**given, **fields})


def on(*kinds: str) -> tuple[Trigger, ...]:
    """Make triggers for kinds."""
    return (Trigger(kinds),)


def protocol(*clocks: Clock) -> Protocol:
    """Make a protocol of these clocks."""
    return Protocol("made@1.0.0", "made", "Made for tests", VOCABULARY, clocks)


def situation(*facts: Fact, supersessions: tuple[Any, ...] = ()) -> Situation:
    """Make a child's situation."""
    return Situation("c1", facts, supersessions)


def readings(
    clocks: Clock | tuple[Clock, ...], facts: tuple[Fact, ...], as_of: str, **more: Any
) -> tuple[Reading, ...]:
    """Read clocks for facts at a time."""
    several = (clocks,) if isinstance(clocks, Clock) else clocks
    known = t(more.pop("known_at")) if "known_at" in more else None
    supersessions = more.pop("supersessions", ())
    return read(protocol(*several), situation(*facts, supersessions=supersessions), ENGLAND, t(as_of), known, **more)


def one(clocks: Clock, facts: tuple[Fact, ...], as_of: str, **more: Any) -> Reading:
    """Read the only duty there is."""
    (reading,) = readings(clocks, facts, as_of, **more)
    return reading


def when_true(condition: Condition, **more: Any) -> Clock:
    """Make a clock that applies while a condition holds."""
    return clock(applies=condition, **more)


__all__ = ["Precision", "read"]
