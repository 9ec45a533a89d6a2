"""What a partnership measures: each figure defined once, so that every report means the same thing by it.

Definitions only: `counting` works them out. A measure says what is counted and on what basis; a figure that rests on a
register that is not in the ledger (training, orders, prosecutions) names the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wayhome.engine.errors import EngineError
from wayhome.engine.language import Citation, Condition, Trigger
from wayhome.engine.readings import State


class UnsoundIndicator(EngineError):
    """A definition that contradicts itself."""


class Unit(StrEnum):
    """What the figure is."""

    COUNT = "count"
    PROPORTION = "proportion"
    LIST = "list"
    JUDGEMENT = "judgement"  # words, not a number


class Period(StrEnum):
    """How often the figure is reported."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    AS_ASKED = "as-asked"  # the text gives none


class Counts(StrEnum):
    """What is counted."""

    CHILDREN = "children"
    EPISODES = "episodes"
    FACTS = "facts"
    DUTIES = "duties"
    ENTRIES = "entries"  # of a register outside the ledger


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, in words and exactly.

    Facts, episodes and children are counted where `of` happened in the period, `at_start` held when the period
    began, `at_end` held when it ended, and `during` held at some moment of it; whatever is given must be so. Of a
    fact of `of`, `when` held at its moment and `followed_by` came after it (in its own episode, where it has one).
    `under`: the child was younger than that, in whole years, on the day of the fact, or when the period ended.
    An episode counts in the period of its first such fact, and in no other.
    Duties are those of `clock`, that fell due in the period and stand as one of `states` (none: all of them).
    Entries are those of `register`.
    """

    says: str
    counts: Counts
    of: Trigger | None = None
    at_start: Condition | None = None
    at_end: Condition | None = None
    during: Condition | None = None
    clock: str | None = None
    states: frozenset[State] = frozenset()
    register: str | None = None
    when: Condition | None = None
    followed_by: Trigger | None = None
    under: int | None = None

    def __post_init__(self) -> None:
        """Refuse a measure with no basis, or with two. Raises UnsoundIndicator."""
        ledger = any(each is not None for each in (self.of, self.at_start, self.at_end, self.during))
        wanted = {Counts.DUTIES: self.clock is not None, Counts.ENTRIES: self.register is not None}
        if not wanted.get(self.counts, ledger):
            raise UnsoundIndicator(f"'{self.says}' does not say on what it rests: add what is counted.")
        if sum((ledger, self.clock is not None, self.register is not None)) != 1:
            raise UnsoundIndicator(f"'{self.says}' rests on two things at once: keep facts, a clock or a register.")
        if self.states and self.clock is None:
            raise UnsoundIndicator(f"'{self.says}' names states of no clock: add 'clock'.")
        if self.of is None and (self.when is not None or self.followed_by is not None):
            raise UnsoundIndicator(f"'{self.says}' asks about a fact and names none: add 'of'.")
        if self.of is None and self.counts in (Counts.EPISODES, Counts.FACTS):
            raise UnsoundIndicator(f"'{self.says}' counts {self.counts} and does not say of which: add 'of'.")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: what is counted, out of what, who is in it, how often, and by what it is broken down.

    `triangulated`: compared across agencies, the starred ones of a data list. `reading`: which reading decides
    where the text could be read two ways.
    """

    id: str
    title: str
    cite: tuple[Citation, ...]
    unit: Unit
    numerator: Measure
    includes: str
    period: Period
    denominator: Measure | None = None
    breakdowns: tuple[str, ...] = ()
    triangulated: bool = False
    reading: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a proportion of nothing, and a count out of something. Raises UnsoundIndicator."""
        if (self.unit is Unit.PROPORTION) != (self.denominator is not None):
            raise UnsoundIndicator(f"'{self.id}' is a {self.unit}: a proportion has a denominator, nothing else does.")
