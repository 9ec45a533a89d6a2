"""What can never come to pass in a protocol: conditions that nothing meets, and lengths that some value lacks.

Proved by trying every value of every state a condition asks about; nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wayhome.engine.indicators import Indicator, Measure
from wayhome.engine.language import (
    All,
    Clock,
    Condition,
    Due,
    Is,
    Repeats,
    SpanByState,
    StartsOnCount,
    StartsWhen,
    StateMeaning,
)
from wayhome.engine.routes import Route
from wayhome.packs.condition_reach import can_hold
from wayhome.packs.documents import Place
from wayhome.packs.errors import Problem

States = Mapping[str, StateMeaning]
_MEND = "Mend the condition, or take it out."


def of_clock(place: Place, clock: Clock, states: States) -> Iterator[Problem]:
    """Yield each part of a duty that can never apply, and each value of a state for which it has no length."""
    if clock.applies is not None:
        yield from _impossible(place["applies"], f"'{clock.id}' can never apply", clock.applies, states)
    if isinstance(clock.starts, StartsWhen):
        what = f"'{clock.id}' can never start"
        yield from _impossible(place["starts"]["when"], what, clock.starts.condition, states)
    if isinstance(clock.starts, StartsOnCount) and clock.starts.only_if is not None:
        yield from _impossible(
            place["starts"]["only-if"], f"'{clock.id}' can never count anything", clock.starts.only_if, states
        )
    for key, length in (("due", clock.due), ("repeats", clock.repeats)):
        if length is not None:
            yield from _lengths(place[key], clock, length, states)


def _lengths(place: Place, clock: Clock, length: Due | Repeats, states: States) -> Iterator[Problem]:
    """Every value that can hold while the duty runs has a length, and every length a value that can hold."""
    by = length.after if isinstance(length, Due) else length.every
    if not isinstance(by, SpanByState):
        return
    for value in states[by.state].values:
        holds: Condition = Is(by.state, frozenset({value}))
        possible = clock.applies is None or can_hold(All((clock.applies, holds)), states)
        if possible and value not in by.spans and by.otherwise is None:
            what = f"'{clock.id}' has no length where {by.state} is {value}"
            yield from place.fault(f"{what}.", "Add it under 'spans', or give 'otherwise'.").problems
        if not possible and value in by.spans:
            what = f"'{clock.id}' never runs while {by.state} is {value}, and has a length for it"
            yield from place.fault(f"{what}.", "Take the length out, or mend 'applies'.").problems


def of_route(place: Place, route: Route, states: States) -> Iterator[Problem]:
    """Yield the problem of a route that nobody can ever be on."""
    yield from _impossible(place["when"], f"Nobody can ever come by '{route.id}'", route.when, states)


def of_indicator(place: Place, indicator: Indicator, states: States) -> Iterator[Problem]:
    """Yield each part of a figure that can never count anything."""
    for key, measure in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
        if measure is not None:
            yield from _of_measure(place[key], indicator.id, measure, states)


def _of_measure(place: Place, figure: str, measure: Measure, states: States) -> Iterator[Problem]:
    parts = {
        "when": measure.when,
        "at-start": measure.at_start,
        "at-end": measure.at_end,
        "during": measure.during,
    }
    for key, condition in parts.items():
        if condition is not None:
            yield from _impossible(place[key], f"'{figure}' can never count anything", condition, states)


def _impossible(place: Place, what: str, condition: Condition, states: States) -> Iterator[Problem]:
    if not can_hold(condition, states):
        yield from place.fault(f"{what}: no situation meets this condition.", _MEND).problems
