"""Whether a condition over facts can ever hold: every state's every value is tried, with whatever else it asks.

Each state has one of its values, or nobody has said. Whatever else is asked (that something happened, how often, for
how long) is so or not so, as far as one does not follow from the other: what was counted three times has happened, what
has held for a week holds now, and what holds now has held at some time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

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
    StateMeaning,
    Trigger,
)
from wayhome.engine.timelines import Truth, either, every

Free = Happened | CountWithin | HeldFor | Ever
World = Mapping[object, Truth | str]


def can_hold(condition: Condition, states: Mapping[str, StateMeaning]) -> bool:
    """Return whether a situation makes the condition hold. Raises KeyError for a state that nobody knows."""
    return any(_truth(condition, world, states) is True for world in _worlds(condition, states))


def _worlds(condition: Condition, states: Mapping[str, StateMeaning]) -> Iterator[World]:
    """Every way things can stand, of what the condition asks."""
    asked = sorted({each.state for each in _leaves(condition) if isinstance(each, Is | AtLeast)})
    free = list(dict.fromkeys(each for each in _leaves(condition) if isinstance(each, Free)))
    values = [(None, *states[each].values) for each in asked]
    for said in product(*values):
        for truths in product((True, False), repeat=len(free)):
            world: dict[object, Truth | str] = {
                **dict(zip(asked, said, strict=True)),
                **dict(zip(free, truths, strict=True)),
            }
            if all(_follows(each, world, states) for each in free):
                yield world


def _follows(each: Free, world: World, states: Mapping[str, StateMeaning]) -> bool:
    """Whether one answer agrees with the others."""
    held = world[each]
    match each:
        case HeldFor(condition=inner):
            return not held or (_truth(inner, world, states) is True and can_hold(inner, states))
        case Ever(condition=inner):
            return can_hold(inner, states) if held else _truth(inner, world, states) is not True
        case CountWithin():
            return not held or all(world[other] is True for other in world if _implied(each, other))
    return True


def _implied(counted: CountWithin, other: object) -> bool:
    """Whether something else must be so once this many were counted."""
    match other:
        case Happened(trigger=trigger):
            return _covers(trigger, counted.trigger)
        case CountWithin(trigger=trigger, count=count, span=span):
            longer = span.unit is counted.span.unit and span.count >= counted.span.count
            return _covers(trigger, counted.trigger) and count <= counted.count and longer
    return False


def _covers(wide: Trigger, narrow: Trigger) -> bool:
    """Whether every fact of the one is a fact of the other."""
    values = wide.values is None or (narrow.values is not None and narrow.values <= wide.values)
    return set(narrow.kinds) <= set(wide.kinds) and values


def _leaves(condition: Condition) -> Iterator[Condition]:
    match condition:
        case All(of=parts) | AnyOf(of=parts):
            for each in parts:
                yield from _leaves(each)
        case Not(of=inner):
            yield from _leaves(inner)
        case HeldFor(condition=inner) | Ever(condition=inner):
            yield condition
            yield from _leaves(inner)
        case _:
            yield condition


def _truth(condition: Condition, world: World, states: Mapping[str, StateMeaning]) -> Truth:
    match condition:
        case All(of=parts):
            return every([_truth(each, world, states) for each in parts])
        case AnyOf(of=parts):
            return either([_truth(each, world, states) for each in parts])
        case Not(of=inner):
            truth = _truth(inner, world, states)
            return None if truth is None else not truth
        case Is(state=state, values=values, silence=silence):
            return silence if world[state] is None else world[state] in values
        case AtLeast(state=state, value=value):
            said, order = world[state], states[state].values
            return None if said is None else order.index(str(said)) >= order.index(value)
    held = world[condition]
    return held if isinstance(held, bool) else None
