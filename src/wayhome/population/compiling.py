"""A protocol made ready for whole populations; whatever cannot be expressed is refused by name."""

from __future__ import annotations

from dataclasses import dataclass

from wayhome.engine.chronology import Matcher, matcher
from wayhome.engine.errors import UnknownState
from wayhome.engine.language import (
    All,
    AnyOf,
    AtLeast,
    Clock,
    Condition,
    CountsFrom,
    CountWithin,
    Ever,
    Happened,
    HeldFor,
    Is,
    Not,
    Protocol,
    Repeats,
    Span,
    SpanByState,
    StartsAt,
    StartsOnCount,
    StartsWhen,
    Unit,
    Vocabulary,
)


class NotCompiled(Exception):
    """A clock uses something the twin has no words for; the engine reads it instead."""

    def __init__(self, clock: str, why: str) -> None:
        """Name the clock and what it uses."""
        super().__init__(f"The clock '{clock}' is read by the engine and not by the twin: {why}.")
        self.clock = clock
        self.why = why


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock, ready: its triggers as matchers, its conditions checked."""

    clock: Clock
    place: int
    acts: Matcher
    ends: Matcher
    excuses: Matcher
    set_by: Matcher
    starts: Matcher
    between: Matcher
    when: Condition | None
    only_if: Condition | None
    told: bool


@dataclass(frozen=True, slots=True)
class Compiled:
    """A protocol, ready: the rules the twin reads, and the clocks it refused."""

    protocol: Protocol
    rules: tuple[Rule, ...]
    refused: tuple[NotCompiled, ...]


def compiled(protocol: Protocol) -> Compiled:
    """Compile every clock of a protocol; a clock that cannot be expressed is listed as refused."""
    rules: list[Rule] = []
    refused: list[NotCompiled] = []
    for place, clock in enumerate(protocol.clocks):
        try:
            rules.append(rule_of(clock, place, protocol.vocabulary))
        except NotCompiled as why:
            refused.append(why)
    return Compiled(protocol, tuple(rules), tuple(refused))


def rule_of(clock: Clock, place: int, vocabulary: Vocabulary) -> Rule:
    """Compile one clock. Raises NotCompiled for what the twin cannot express, UnknownState as the engine does."""
    starts = clock.starts
    when = only_if = None
    begins: Matcher = ()
    between: Matcher = ()
    match starts:
        case StartsAt():
            begins = matcher((starts.trigger,))
        case StartsWhen():
            when = starts.condition
        case StartsOnCount():
            _span(starts.span, clock)
            if starts.count < 1:
                raise NotCompiled(clock.id, f"it starts on {starts.count} facts")
            begins, only_if = matcher((starts.trigger,)), starts.only_if
            between = matcher((starts.between,)) if starts.between else ()
        case _:
            raise NotCompiled(clock.id, f"it starts on {type(starts).__name__}")
    for condition in (clock.applies, when, only_if):
        if condition is not None:
            _check(condition, clock, vocabulary)
    _lengths(clock, vocabulary)
    set_by = clock.repeats.unless_set_by if clock.repeats else None
    return Rule(
        clock, place, matcher(clock.met_by), matcher(clock.need_ends), matcher(clock.excused_by),
        matcher((set_by,)) if set_by else (), begins, between, when, only_if, clock.counts_from is CountsFrom.TOLD,
    )  # fmt: skip


def _lengths(clock: Clock, vocabulary: Vocabulary) -> None:
    repeats: Repeats | None = clock.repeats
    for length in (clock.due.after, repeats.every if repeats else None, clock.threshold, clock.due_soon):
        match length:
            case None:
                pass
            case Span():
                _span(length, clock)
            case SpanByState():
                if length.state not in vocabulary.states:
                    raise UnknownState(length.state)
                for span in (*length.spans.values(), *((length.otherwise,) if length.otherwise else ())):
                    _span(span, clock)
            case _:
                raise NotCompiled(clock.id, f"it measures time by {type(length).__name__}")


def _span(span: Span, clock: Clock) -> None:
    if span.unit not in tuple(Unit) or span.count < 0:
        raise NotCompiled(clock.id, f"it counts {span.count} {span.unit}")


def _check(condition: Condition, clock: Clock, vocabulary: Vocabulary) -> None:
    """Refuse a shape the twin does not know, however deep inside a condition."""
    match condition:
        case Is() | AtLeast():
            _state(condition, vocabulary)
        case Happened():
            pass
        case CountWithin():
            _span(condition.span, clock)
        case HeldFor() | Ever() | Not() | All() | AnyOf():
            for part in _inside(condition, clock):
                _check(part, clock, vocabulary)
        case _:
            raise NotCompiled(clock.id, f"it asks {type(condition).__name__}")


def _state(condition: Is | AtLeast, vocabulary: Vocabulary) -> None:
    meaning = vocabulary.states.get(condition.state)
    if meaning is None:
        raise UnknownState(condition.state)
    if isinstance(condition, AtLeast) and condition.value not in meaning.values:
        raise UnknownState(condition.state, condition.value)


def _inside(condition: HeldFor | Ever | Not | All | AnyOf, clock: Clock) -> tuple[Condition, ...]:
    if isinstance(condition, HeldFor):
        _span(condition.span, clock)
    if isinstance(condition, HeldFor | Ever):
        return (condition.condition,)
    if isinstance(condition, Not):
        return (condition.of,)
    if not condition.of:
        raise NotCompiled(clock.id, "it joins no conditions at all")
    return condition.of
