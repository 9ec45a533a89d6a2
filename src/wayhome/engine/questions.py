"""What can be asked of a filled-in form: true, false, or not to be told from what was given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ticked:
    """At least `at_least` of these items are ticked; with `window`, ticked in that window."""

    items: tuple[str, ...]
    at_least: int = 1
    window: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The item has one of these answers: yes, no, not-known, or an option."""

    item: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filled:
    """Something was given for the item, whatever it was."""

    item: str


@dataclass(frozen=True, slots=True)
class Aged:
    """The child's age in whole years on the reference date: `least` or older, and `under`."""

    least: int | None = None
    under: int | None = None


@dataclass(frozen=True, slots=True)
class AtLevel:
    """The outcome is one of these levels."""

    levels: frozenset[str]


@dataclass(frozen=True, slots=True)
class EveryOf:
    """All of these hold."""

    of: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class SomeOf:
    """At least one of these holds."""

    of: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class NotSo:
    """This does not hold."""

    of: Question


Question = Ticked | Answered | Filled | Aged | AtLevel | EveryOf | SomeOf | NotSo
