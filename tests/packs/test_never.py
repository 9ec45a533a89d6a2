"""No duty, route or figure that can never apply, and no value without its length: tried for every value there is."""

from __future__ import annotations

import shutil
from itertools import product
from pathlib import Path

import pytest

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
    Span,
    Trigger,
    Unit,
)
from wayhome.packs.condition_reach import can_hold
from wayhome.packs.linting import lint
from wayhome.packs.loading import load_names
from wayhome.packs.places import protocols_home

STATES = load_names().vocabulary.states
HIGH, LOW = Is("exploitation-level", frozenset({"high"})), Is("exploitation-level", frozenset({"low"}))
BEGAN = Trigger(("missing.began",))
WEEK, MONTH = Span(7, Unit.ELAPSED_DAYS), Span(30, Unit.ELAPSED_DAYS)

POSSIBLE: dict[str, Condition] = {
    "one value": HIGH,
    "one of two": AnyOf((HIGH, LOW)),
    "high now, and low at some time": All((HIGH, Ever(LOW))),
    "high, and not for a week yet": All((HIGH, Not(HeldFor(HIGH, WEEK)))),
    "once and not three times": All((Happened(BEGAN), Not(CountWithin(BEGAN, 3, MONTH)))),
    "three in a month, not in a week": All((CountWithin(BEGAN, 3, MONTH), Not(CountWithin(BEGAN, 3, WEEK)))),
    "silence counts as so": Is("placement", frozenset({"here"}), silence=True),
    "the top and at least the bottom": All((HIGH, AtLeast("exploitation-level", "low"))),
}
IMPOSSIBLE: dict[str, Condition] = {
    "high and low at once": All((HIGH, LOW)),
    "low and at least medium": All((LOW, AtLeast("exploitation-level", "medium"))),
    "held for a week and not now": All((HeldFor(HIGH, WEEK), Not(HIGH))),
    "high now and never": All((HIGH, Not(Ever(HIGH)))),
    "at some time both at once": Ever(All((HIGH, LOW))),
    "three times and never": All((CountWithin(BEGAN, 3, MONTH), Not(Happened(BEGAN)))),
    "three in a week and not in a month": All((CountWithin(BEGAN, 3, WEEK), Not(CountWithin(BEGAN, 2, MONTH)))),
    "every value refused": All((
        Not(Is("allocation", frozenset({"allocated"}))), Not(Is("allocation", frozenset({"unallocated"}))),
        Is("allocation", frozenset({"allocated", "unallocated"})),
    )),
}  # fmt: skip


@pytest.mark.parametrize("what", POSSIBLE)
def test_what_can_be_is_found_to_be_possible(what: str) -> None:
    assert can_hold(POSSIBLE[what], STATES)


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_what_can_never_be_is_found_out(what: str) -> None:
    assert not can_hold(IMPOSSIBLE[what], STATES)


def test_two_states_are_possible_together_exactly_when_each_pair_of_values_is() -> None:
    for high, care in product(STATES["exploitation-level"].values, STATES["care-status"].values):
        pair = All((Is("exploitation-level", frozenset({high})), Is("care-status", frozenset({care}))))
        assert can_hold(pair, STATES)


FAULTS = {
    "a duty that never applies": (
        "clocks/return-conversation.yaml",
        "not: {is: {placement: placed-in}, silence: false}",
        "all: [{is: {placement: placed-in}}, {is: {placement: here}}]",
        "can never apply",
    ),
    "a duty that never starts": (
        "clocks/review.yaml",
        "when: {is: {exploitation-level: high}}",
        "when: {all: [{is: {exploitation-level: high}}, {is: {exploitation-level: low}}]}",
        "can never start",
    ),
    "a length that no value has": (
        "clocks/return-conversation.yaml",
        "due: {after: 72 hours}",
        "due: {after: {by: exploitation-level, spans: {low: 72 hours}}}",
        "has no length where exploitation-level is none",
    ),
    "a figure that never counts": (
        "indicators/success.yaml",
        "at-end: {is: {exploitation-level: [none, low, medium]}}",
        "at-end: {all: [{is: {exploitation-level: low}}, {is: {exploitation-level: medium}}]}",
        "'harm-falling' can never count anything",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named_with_file_and_line(tmp_path: Path, fault: str) -> None:
    name, old, new, said = FAULTS[fault]
    folder = tmp_path / "portsmouth-pathway"
    shutil.copytree(protocols_home() / "portsmouth-pathway", folder)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = next(n for n, each in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if new in each)
    problems = [str(each) for each in lint(folder)]
    here = [f"{path.name}:{each}:" for each in (line - 1, line)]  # the key, or what stands under it
    assert any(said in each and any(place in each for place in here) for each in problems), problems


def test_a_route_that_nobody_can_come_by_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "portsmouth-strategy-2018"
    shutil.copytree(protocols_home() / "portsmouth-strategy-2018", folder)
    path = folder / "forums" / "quality-assurance.yaml"
    text = path.read_text(encoding="utf-8")
    old = "{not: {happened: plan.multi-agency}}"
    path.write_text(text.replace(old, "{not: {is: {exploitation-level: [none, low, medium, high]}}}", 1), "utf-8")
    assert any("Nobody can ever come by 'without-a-plan'" in str(each) for each in lint(folder))
