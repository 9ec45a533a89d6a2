"""Triggers and conditions: structured YAML, no expressions, into the engine's language."""

from __future__ import annotations

from collections.abc import Callable

from wayhome.engine.language import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    CountWithin,
    Ever,
    Happened,
    HeldFor,
    Is,
    Not,
    Trigger,
)
from wayhome.packs.documents import Place
from wayhome.packs.names import Names
from wayhome.packs.spans import span


def trigger(place: Place, names: Names) -> Trigger:
    """Read `kind`, `[kind, kind]` or `{kind: ..., value: ...}`. Raises PackFault for an unknown kind or value."""
    if not isinstance(place.value, dict):
        return Trigger(tuple(names.kind(each) for each in place.each()))
    place.only("kind", "value")
    kinds = tuple(names.kind(each) for each in place["kind"].each())
    if "value" not in place:
        return Trigger(kinds)
    return Trigger(kinds, frozenset(names.kind_value(each, kind) for each in place["value"].each() for kind in kinds))


def triggers(place: Place, names: Names) -> tuple[Trigger, ...]:
    """Read a list of triggers, any of which will do. Raises PackFault."""
    return tuple(trigger(each, names) for each in place.each())


def condition(place: Place, names: Names) -> Condition:
    """Read one condition. Raises PackFault when it is not exactly one of the known shapes."""
    words = list(place.value) if isinstance(place.value, dict) else []
    shape = words[0] if words else ""
    extra = {"is": ("silence",)}.get(shape, ())
    if shape not in _SHAPES or any(word not in extra for word in words[1:]):
        raise place.fault(f"This is not one condition: {place.value!r}.", f"Use one of: {', '.join(_SHAPES)}.")
    return _SHAPES[shape](place, names)


def _is(place: Place, names: Names) -> Condition:
    key, value = _one_pair(place["is"])
    state = names.state(key)
    values = frozenset(names.state_value(each, state) for each in value.each())
    silence = place["silence"].value if "silence" in place else None
    if silence not in (True, False, None):
        raise place["silence"].fault("'silence' is true or false.")
    return Is(state.id, values, silence)


def _at_least(place: Place, names: Names) -> Condition:
    key, value = _one_pair(place["at-least"])
    state = names.state(key)
    if not state.ordered:
        raise key.fault(f"The values of '{state.id}' have no order.", "Use 'is', or mark the state 'ordered: true'.")
    return AtLeast(state.id, names.state_value(value, state))


def _one_pair(place: Place) -> tuple[Place, Place]:
    pairs = list(place.items())
    if len(pairs) != 1:
        raise place.fault("Exactly one state belongs here.", "Join several with 'all' or 'any'.")
    key, value = pairs[0]
    return Place(value.document, value.at, key), value


def _happened(place: Place, names: Names) -> Condition:
    return Happened(trigger(place["happened"], names))


def _count_within(place: Place, names: Names) -> Condition:
    inner = place["count-within"]
    inner.only("of", "count", "within")
    return CountWithin(trigger(inner["of"], names), inner["count"].whole(), span(inner["within"]))


def _held_for(place: Place, names: Names) -> Condition:
    inner = place["held-for"]
    inner.only("span", "of")
    return HeldFor(condition(inner["of"], names), span(inner["span"]))


def _ever(place: Place, names: Names) -> Condition:
    return Ever(condition(place["ever"], names))


def _all(place: Place, names: Names) -> Condition:
    return All(tuple(condition(each, names) for each in place["all"].each()))


def _any(place: Place, names: Names) -> Condition:
    return AnyOf(tuple(condition(each, names) for each in place["any"].each()))


def _not(place: Place, names: Names) -> Condition:
    return Not(condition(place["not"], names))


_SHAPES: dict[str, Callable[[Place, Names], Condition]] = {
    "is": _is,
    "at-least": _at_least,
    "happened": _happened,
    "count-within": _count_within,
    "held-for": _held_for,
    "ever": _ever,
    "all": _all,
    "any": _any,
    "not": _not,
}
