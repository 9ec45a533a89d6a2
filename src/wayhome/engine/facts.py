"""Facts as the engine sees them, and the four ways an answer can stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Precision(StrEnum):
    """How closely somebody could say when a thing happened."""

    EXACT = "exact"
    ABOUT = "about"
    DATE = "date"
    BETWEEN = "between"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, as closely as it is known; both ends aware UTC, both included.

    Exact and about: both ends are the stated time. Date: 00:00 to 23:59 of that day in
    Europe/London. Between: as told. Unknown: no ends at all.
    """

    earliest: datetime | None
    latest: datetime | None
    precision: Precision = Precision.EXACT

    @property
    def spread(self) -> bool:
        """Whether it may have been at more than one instant; told as between a time and itself, it was then."""
        return self.latest is not None and self.latest != self.earliest


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing somebody told us about a child; never changed, only superseded.

    `root` is the id of the first fact of its chain of corrections (itself when it corrects nothing).
    `until` ends a period (excluded); None when the fact is an instant or still holds.
    """

    id: str
    root: str
    kind: str
    child: str
    moment: Moment
    told_at: datetime
    recorded_at: datetime
    episode: str | None = None
    until: datetime | None = None
    value: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Supersession:
    """One correction: `old` gives way to `new`, or is withdrawn when `new` is None."""

    old: str
    new: str | None
    recorded_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything recorded about one child; order carries no meaning."""

    child: str
    facts: tuple[Fact, ...]
    supersessions: tuple[Supersession, ...] = ()

    def known(self, known_at: datetime) -> tuple[Fact, ...]:
        """Return the facts current in the ledger at `known_at`: the only use of `recorded_at`."""
        gone = {s.old for s in self.supersessions if s.recorded_at <= known_at}
        return tuple(f for f in self.facts if f.recorded_at <= known_at and f.id not in gone)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody told us, and when."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class NotYet:
    """Nobody has said it happened; so it has not, and the duty runs on."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """It happened, or holds, but a detail is missing; `missing` names the kinds or states to ask for."""

    missing: tuple[str, ...]
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """It does not concern this child, with the reason."""

    because: str


Answer = Known | NotYet | Unknown | NotApplicable


def by_time(facts: Iterable[Fact]) -> list[Fact]:
    """Order facts by when they happened, then id, so that any permutation reads the same; untimed last."""
    return sorted(facts, key=lambda f: (f.moment.earliest is None, f.moment.earliest or f.told_at, f.id))
