"""Each protocol, proved by trying everything: no gap or overlap in dated values or windows, no rule that can never apply.

Conditions are small: each asks of a few states, each with a few values, and of facts that have happened or not. So
every combination is tried, and none is taken on trust. Bands of scores are tried score by score beside the instruments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

from tests.engine.making import clock, protocol
from wayhome.engine.language import (
    All,
    AnyOf,
    AtLeast,
    Clock,
    Condition,
    CountWithin,
    Ever,
    Happened,
    HeldFor,
    InForce,
    Is,
    Not,
    Protocol,
    SpanByState,
    StartsOnCount,
    StartsWhen,
    Trigger,
    Vocabulary,
)
from wayhome.packs.loading import load_protocol, protocol_ids
from wayhome.population.conditions import leaves, wanted_values

MOST = 200_000  # combinations that are still tried one by one
Asked = tuple[str, object]


def _asked(condition: Condition, vocabulary: Vocabulary) -> dict[Asked, tuple[object, ...]]:
    """Return everything a condition asks about, with every answer there is: a state's values or silence, yes or no."""
    found: dict[Asked, tuple[object, ...]] = {}
    for leaf in leaves(condition):
        if isinstance(leaf, Is | AtLeast):
            found["state", leaf.state] = (*vocabulary.states[leaf.state].values, None)
        else:
            found["fact", leaf] = (False, True)
    return found


def _truth(condition: Condition, world: dict[Asked, object], vocabulary: Vocabulary, least: bool) -> bool | None:
    """Say whether a condition holds where nothing ever changes.

    In such a world "held for" and "ever" ask what their inner condition asks; `least` denies them instead, as when it
    has only just come true (held for) or come to an end (ever: then it was true before, which only helps it).
    """
    match condition:
        case Is() | AtLeast():
            value = world["state", condition.state]
            if value is None:
                return condition.silence if isinstance(condition, Is) else None
            return value in wanted_values(condition, vocabulary.states[condition.state])
        case HeldFor():
            return False if least else _truth(condition.condition, world, vocabulary, least)
        case Ever():
            return True if least else _truth(condition.condition, world, vocabulary, least)
        case Not():
            inner = _truth(condition.of, world, vocabulary, least)
            return None if inner is None else not inner
        case All() | AnyOf():
            parts = [_truth(part, world, vocabulary, least) for part in condition.of]
            settles = isinstance(condition, AnyOf)
            if settles in parts:
                return settles
            return None if None in parts else not settles
    return bool(world["fact", condition])


def _outcomes(condition: Condition, vocabulary: Vocabulary) -> set[bool | None]:
    """Return every truth a condition can have."""
    asked = _asked(condition, vocabulary)
    size = 1
    for answers in asked.values():
        size *= len(answers)
    assert size <= MOST, f"{size} combinations: too many to try"
    found: set[bool | None] = set()
    for answers in product(*asked.values()):
        world = dict(zip(asked, answers, strict=True))
        found |= {_truth(condition, world, vocabulary, least) for least in (False, True)}
    return found


def _conditions(each: Clock) -> Iterator[tuple[str, Condition]]:
    if each.applies is not None:
        yield "to whom it applies", each.applies
    if isinstance(each.starts, StartsWhen):
        yield "what starts it", each.starts.condition
    if isinstance(each.starts, StartsOnCount) and each.starts.only_if is not None:
        yield "what it counts", each.starts.only_if


def unsound(made: Protocol) -> list[str]:
    """Return every condition that can never be true, or that is no condition because it always is."""
    found = []
    for each in made.clocks:
        for where, condition in _conditions(each):
            outcomes = _outcomes(condition, made.vocabulary)
            if True not in outcomes:
                found.append(f"{each.id}: {where} can never be true")
            if outcomes == {True}:
                found.append(f"{each.id}: {where} is always true")
        for length in (each.due.after, each.repeats.every if each.repeats else None):
            if isinstance(length, SpanByState):
                known = set(made.vocabulary.states[length.state].values)
                found += [f"{each.id}: no {length.state} is ever {v}" for v in set(length.spans) - known]
                lacking = known - set(length.spans) if length.otherwise is None else set()
                found += [f"{each.id}: no length where {length.state} is {v}" for v in sorted(lacking)]
    return found


def dated(made: Protocol) -> list[str]:
    """Return every gap and overlap between the dated versions of one duty, tried day by day, and dates that are empty."""
    versions: dict[str, list[Clock]] = defaultdict(list)
    for each in made.clocks:
        versions[each.id].append(each)
    found = []
    for name, several in versions.items():
        edges = [d for c in several for d in (c.in_force.from_, c.in_force.until) if d is not None]
        found += [
            f"{name}: in force for no day"
            for c in several
            if c.in_force.from_ and c.in_force.until and c.in_force.until <= c.in_force.from_
        ]
        if len(several) > 1 and edges:
            day, last = min(edges) - timedelta(days=1), max(edges) + timedelta(days=1)
            begun = False
            while day <= last:
                here = sum(_covers(c.in_force, day) for c in several)
                begun = begun or here > 0
                later = any(_covers(c.in_force, d) for c in several for d in (last,))
                if here > 1:
                    found.append(f"{name}: {here} versions on {day}")
                elif begun and not here and later:
                    found.append(f"{name}: no version on {day}")
                day += timedelta(days=1)
    return found


def _covers(dates: InForce, day: date) -> bool:
    return (dates.from_ is None or dates.from_ <= day) and (dates.until is None or day < dates.until)


def windows(made: Protocol) -> list[str]:
    """Return windows that can never fill, or that count what they never can."""
    found = []
    for each in made.clocks:
        starts = each.starts
        if isinstance(starts, StartsOnCount) and (starts.count < 1 or starts.span.count < 1):
            found.append(f"{each.id}: its window can never fill")
        for _, condition in _conditions(each):
            for leaf in leaves(condition):
                if isinstance(leaf, CountWithin) and (leaf.count < 1 or leaf.span.count < 1):
                    found.append(f"{each.id}: a window inside it can never fill")
    return found


@pytest.mark.parametrize("line", protocol_ids())
def test_every_rule_can_apply_and_none_is_a_rule_in_name_only(line: str) -> None:
    assert unsound(load_protocol(line)) == []


@pytest.mark.parametrize("line", protocol_ids())
def test_dated_values_and_windows_leave_no_gap_and_no_overlap(line: str) -> None:
    made = load_protocol(line)
    assert dated(made) + windows(made) == []


def test_planted_contradictions_are_found() -> None:
    yes, no = Is("care", frozenset({"yes"})), Is("care", frozenset({"no"}))
    made = protocol(
        clock(id="both", applies=All((yes, no))),
        clock(id="either", applies=AnyOf((Happened(Trigger(("a",))), Not(Happened(Trigger(("a",))))))),
        clock(id="held", applies=All((yes, HeldFor(no, clock().due_soon)))),
        clock(id="fine", applies=All((yes, Ever(no)))),
    )
    assert unsound(made) == [
        "both: to whom it applies can never be true",
        "either: to whom it applies is always true",
        "held: to whom it applies can never be true",
    ]


def test_planted_gaps_and_overlaps_are_found() -> None:
    day = date(2026, 1, 1)
    gap = protocol(
        clock(id="a", in_force=InForce(None, day)), clock(id="a", in_force=InForce(day + timedelta(days=2), None))
    )
    over = protocol(
        clock(id="a", in_force=InForce(None, day + timedelta(days=1))), clock(id="a", in_force=InForce(day, None))
    )
    sound = protocol(clock(id="a", in_force=InForce(None, day)), clock(id="a", in_force=InForce(day, None)))
    assert dated(gap) == ["a: no version on 2026-01-01", "a: no version on 2026-01-02"]
    assert dated(over) == ["a: 2 versions on 2026-01-01"]
    assert dated(sound) == []
