"""The closed language in which a protocol says what is due: every element a frozen value.

The packs room turns YAML into these; the engine turns these and facts into readings. There is
no expression language: whatever a protocol needs is one of the shapes below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """What a pack counts in; an unnamed unit is an error."""

    HOURS = "hours"
    ELAPSED_DAYS = "elapsed-days"
    LOCAL_DAYS = "local-days"
    WORKING_DAYS = "working-days"
    CALENDAR_MONTHS = "calendar-months"


class Ending(StrEnum):
    """At what time of the last day something falls due."""

    SAME_TIME = "same-time"
    END_OF_DAY = "end-of-day"  # 23:59 in Europe/London


class FirstDay(StrEnum):
    """Which day is working day 1."""

    NEXT = "next"  # the first working day after the event day, whatever day that was
    ROLLED = "rolled"  # the event is first moved to a working day, then days are added


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in one named unit. `ending` and `first_day` speak only to days and months."""

    count: int
    unit: Unit
    ending: Ending = Ending.SAME_TIME
    first_day: FirstDay = FirstDay.NEXT


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule comes from: a short source name and its section, as in protocols/sources/."""

    source: str
    at: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A fact of one of these kinds, with one of these values if any are named."""

    kinds: tuple[str, ...]
    values: frozenset[str] | None = None


# --- conditions: true, false or unknown, at a moment and over time -----------------------------


@dataclass(frozen=True, slots=True)
class Is:
    """A state has one of these values. No fact about it at all: unknown, never false.

    `silence` says otherwise where a protocol must: what no fact at all counts as. A pack may use it only
    so that silence leaves the duty with us, and says so in its gaps.
    """

    state: str
    values: frozenset[str]
    silence: bool | None = None


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A state with ordered values (vocabulary gives the order, lowest first) is this high or higher."""

    state: str
    value: str


@dataclass(frozen=True, slots=True)
class Happened:
    """A fact like this has happened (in the episode, for a clock per episode). Silence is false."""

    trigger: Trigger


@dataclass(frozen=True, slots=True)
class CountWithin:
    """At least `count` facts like this happened within `span` up to the moment asked about."""

    trigger: Trigger
    count: int
    span: Span


@dataclass(frozen=True, slots=True)
class HeldFor:
    """The inner condition has been true without a break for this long."""

    condition: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Ever:
    """The inner condition has been true at some moment up to the one asked about; once true, for good."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class All:
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    of: Condition


Condition = Is | AtLeast | Happened | CountWithin | HeldFor | Ever | All | AnyOf | Not


# --- what starts a duty -------------------------------------------------------------------------


class Per(StrEnum):
    """One duty for each of what."""

    EPISODE = "episode"  # the earliest matching fact of each episode
    FACT = "fact"  # every matching fact
    CHILD = "child"  # the earliest matching fact of the child


@dataclass(frozen=True, slots=True)
class StartsAt:
    """The duty starts when this fact happened."""

    trigger: Trigger


@dataclass(frozen=True, slots=True)
class StartsWhen:
    """The duty starts at the moment this condition becomes true (per episode: from the episode's start on)."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class StartsOnCount:
    """The duty starts when the last of `count` facts falls within `span` of the first (rolling windows).

    Every fact that completes a window starts a duty. `between`: each two neighbours must have such a
    fact between them (a return between two disappearances). `only_if`: each counted fact's own episode
    must meet this (asked at the completing moment).
    """

    trigger: Trigger
    count: int
    span: Span
    between: Trigger | None = None
    only_if: Condition | None = None


Start = StartsAt | StartsWhen | StartsOnCount


class CountsFrom(StrEnum):
    HAPPENED = "happened"
    TOLD = "told"  # a duty owed once a reason is known


class Late(StrEnum):
    """When the condition for a duty first becomes true after its start."""

    LATER_OF_BOTH = "later-of-both"  # due at the later of the ordinary due time and that moment
    FROM_THEN = "from-then"  # counted afresh from that moment
    AS_IF_ALWAYS = "as-if-always"  # the ordinary due time stands, even if already past


# --- when it is due ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Roll:
    """A due time that falls on a weekend or bank holiday moves to the next working day."""

    at: Ending


@dataclass(frozen=True, slots=True)
class SpanByState:
    """A length that depends on a state at the duty's start, such as 7, 28 or 42 days by risk."""

    state: str
    spans: Mapping[str, Span]
    otherwise: Span | None = None  # None: an unknown or unlisted value cannot be told


@dataclass(frozen=True, slots=True)
class Due:
    """`after` None: at once, at the instant the reason is known."""

    after: Span | SpanByState | None
    roll: Roll | None = None


@dataclass(frozen=True, slots=True)
class Repeats:
    """Once done, due again `every` so long after it was done, while the need holds.

    `unless_set_by`: a fact whose `number` gives the days instead, from when it was recorded to have happened.
    """

    every: Span | SpanByState
    roll: Roll | None = None
    unless_set_by: Trigger | None = None


# --- who is told -------------------------------------------------------------------------------


class RungBase(StrEnum):
    START = "start"
    THRESHOLD = "threshold"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of escalation: at this moment, if the duty is still open, tell these posts.

    `minutes` is the distance from the base, negative before it. `acknowledge_minutes`: how long the
    one told has to say "seen" before the notice goes up.
    """

    id: str
    base: RungBase
    minutes: int
    tell: tuple[str, ...]
    acknowledge_minutes: int = 60


@dataclass(frozen=True, slots=True)
class InForce:
    """The dates a clock is law for a partnership's live ledger: start included, end excluded."""

    from_: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One duty: what starts it, to whom it applies, what ends the need, what meets it, when, and who."""

    id: str
    title: str
    cite: tuple[Citation, ...]
    per: Per
    starts: Start
    due: Due
    owner: str
    met_by: tuple[Trigger, ...]
    why: str = ""
    counts_from: CountsFrom = CountsFrom.HAPPENED
    applies: Condition | None = None
    late: Late = Late.LATER_OF_BOTH
    threshold: Span | None = None
    need_ends: tuple[Trigger, ...] = ()
    next_episode_ends_need: bool = False
    excused_by: tuple[Trigger, ...] = ()
    met_anywhere: bool = False  # True: an act of any episode of the child meets it; else its own episode's
    acts_before_start: bool = False  # True: an act earlier than the start counts
    due_soon: Span = Span(4, Unit.HOURS)
    repeats: Repeats | None = None
    rungs: tuple[Rung, ...] = ()
    in_force: InForce = InForce()


@dataclass(frozen=True, slots=True)
class StateMeaning:
    """A state worked out from facts: the latest fact of these kinds gives its value."""

    id: str
    kinds: tuple[str, ...]
    scope: str  # "child" or "episode"
    values: tuple[str, ...]  # lowest first where ordered
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the engine must know of the vocabulary: the states, and which fact begins an episode."""

    states: Mapping[str, StateMeaning]
    episode_begins: tuple[str, ...] = ("missing.began",)


@dataclass(frozen=True, slots=True)
class Protocol:
    """One arrangement, ready to read: its clocks in the order of the document."""

    id: str  # with version, such as portsmouth-pathway@1.0.0
    line: str  # without version: part of every duty's key
    title: str
    vocabulary: Vocabulary
    clocks: tuple[Clock, ...]
    roles: Mapping[str, str] = field(default_factory=dict)
