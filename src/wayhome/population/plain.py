"""What the compiled loop is given and gives back, as plain columns; `Any` stands for columns of other widths.

All facts here are known to the instant. Moments are microseconds since 1970 UTC, NEVER where there is none.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from wayhome.population.ragged import Bools, Ints


class Days(NamedTuple):
    """The almanac's tables."""

    shown: Any
    wall: Any
    again: Any
    first: int
    counts: Ints
    days: Ints
    following: Ints
    month_of: Ints
    month_first: Ints


class Listed(NamedTuple):
    """Facts of one matcher, scope by scope in order of time: where each scope's begin, when they were, their rows."""

    off: Ints
    at: Ints
    rows: Ints


class Length(NamedTuple):
    """A length of time: `which` says by value (the last stands for none) which span; a unit of NONE is no span."""

    kind: int
    unit: Ints
    number: Ints
    end_of_day: Bools
    rolled: Bools
    roll: int
    which: Ints
    ahead: bool  # where nobody has said, the first value said afterwards counts
    by_child: bool
    said: Listed


class Line(NamedTuple):
    """A condition over time, as `timelines.Timelines`; `cut`: what lies after the moment asked about is not yet so."""

    off: Ints
    time: Ints
    truth: Any
    cause: Ints
    by_child: bool
    cut: bool


class Plan(NamedTuple):
    """One clock, made ready for one moment."""

    as_of: int
    of_child: bool
    told: bool
    late: int
    applies: bool
    has_threshold: bool
    has_ends: bool
    has_next: bool
    has_excuses: bool
    repeats: bool
    met_anywhere: bool
    acts_before: bool
    apart: bool
    due: Length
    threshold: Length
    every: Length
    soon: Length
    line: Line
    acts: Listed
    ends: Listed
    excuses: Listed
    nexts: Listed


class Facts(NamedTuple):
    """The population's columns that are looked up by row, and each episode's child; `after_own`: where in the child's list of
    beginnings those stand that come after an episode's own.
    """

    told: Ints
    at: Ints
    recorded: Ints
    value: Any
    episode: Ints
    episode_child: Ints
    after_own: Ints


class Begins(NamedTuple):
    """The beginnings of duties; `forming` empty: none is."""

    scope: Ints
    root: Ints
    start: Ints
    since: Ints
    forming: Bools


class Out(NamedTuple):
    """Room for the answer; an empty column is not wanted. `which` empty: the answer is the beginnings, in order."""

    which: Any
    ordinal: Ints
    start: Ints
    state: Any
    due: Ints
    threshold: Ints
    ended: Ints
    met_at: Ints
    breached_at: Ints
    needed: Bools
    perhaps: Bools
    spared: Bools
