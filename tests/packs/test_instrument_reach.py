"""What an instrument can come to: the walk over all forms says the same as filling every one of them in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from wayhome.engine.answers import Answer, Answers, Tick
from wayhome.engine.asking import Form, holds
from wayhome.engine.instruments import Addition, Floor, Instrument, Item, Kind, Level, Option, Section, Window
from wayhome.engine.language import Citation
from wayhome.engine.questions import Aged, Answered, AtLevel, EveryOf, Filled, NotSo, Question, SomeOf, Ticked
from wayhome.engine.scoring import outcome
from wayhome.packs.instrument_lint import file_problems
from wayhome.packs.instrument_reach import Reach
from wayhome.packs.instruments import load_instrument
from wayhome.packs.places import protocols_home

CITE = (Citation("X", "1"),)
DAY = date(2026, 3, 2)
WINDOWS = (Window("now", "Now", 0, 3), Window("then", "Then", 3, 6))


def item(name: str, draw: random.Random) -> Item:
    match draw.randrange(4):
        case 0:
            return Item(name, name, points={"yes": draw.randrange(3)}, counted=True)
        case 1:
            return Item(name, name, windows=("now", "then"), points={"now": 2, "then": 1}, counted=True)
        case 2:
            return Item(name, name, kind=Kind.CHOICE, options=(Option("a", "A", draw.randrange(3)), Option("b", "B")))
    return Item(name, name)


def question(items: list[Item], draw: random.Random, deep: int = 2) -> Question:
    one = draw.choice(items)
    match draw.randrange(7 if deep else 4):
        case 0:
            named = tuple(each.id for each in items if each.kind is Kind.TICK) or (one.id,)
            return Ticked(named, draw.randrange(1, len(named) + 1))
        case 1:
            values = ("yes", "no", "not-known") if one.kind is Kind.TICK else ("a", "b")
            return Answered(one.id, frozenset(draw.sample(values, draw.randrange(1, len(values)))))
        case 2:
            return Aged(least=draw.choice((None, 16)), under=18)
        case 3:
            return Filled(one.id)
        case 4:
            return NotSo(question(items, draw, deep - 1))
    of = (question(items, draw, deep - 1), question(items, draw, deep - 1))
    return EveryOf(of) if draw.random() < 0.5 else SomeOf(of)


def instrument(draw: random.Random) -> Instrument:
    items = [item(f"i{n}", draw) for n in range(3)]
    if draw.random() < 0.5:
        items[2] = replace(items[2], asked_when=question(items[:2], draw, 1))
    by_points = draw.random() < 0.5
    levels = (
        (Level("low", "Low", least=0, most=1), Level("high", "High", least=2))
        if by_points
        else (Level("low", "Low"), Level("high", "High", when=question(items, draw)))
    )
    return Instrument(
        "x", "1", "X", "x", "x", CITE, (Section("s", "S", tuple(items)),), windows=WINDOWS, levels=levels,
        additions=(Addition("more", "More", 1, question(items, draw), CITE),) if by_points else (),
        floors=(Floor("floor", "Floor", ("low",), "high", question(items, draw), CITE),),
    )  # fmt: skip


def ways(each: Item) -> Iterator[Answer | None]:
    yield None
    if each.kind is Kind.CHOICE:
        yield from (*(Answer(chosen=(option.id,)) for option in each.options), Answer(not_known=True))
    else:
        keys = each.windows or ("",)
        yield from (Answer(ticks=dict(zip(keys, ticks, strict=True))) for ticks in product(Tick, repeat=len(keys)))


def every_form(of: Instrument) -> Iterator[Form]:
    items = list(of.items())
    for chosen in product(*(list(ways(each)) for each in items)):
        given = {each.id: answer for each, answer in zip(items, chosen, strict=True) if answer is not None}
        for age in (None, 15, 16, 17, 18):
            form = Form(of, Answers(given, DAY, age=age))
            if all(form.asked(each) or each.id not in given for each in items):
                reached = outcome(form)
                yield replace(form, level=reached.level.id if reached.level else None)


@pytest.mark.parametrize("seed", range(16))
def test_the_walk_finds_what_filling_in_every_form_finds(seed: int) -> None:
    """The same totals, the same levels, and the same answer for questions drawn at random."""
    draw = random.Random(seed)
    of = instrument(draw)
    forms, reach = list(every_form(of)), Reach(of)
    assert reach.levels == {form.level for form in forms}
    if of.by_points:
        assert reach.totals == {outcome(form).points for form in forms}
    for _ in range(6):
        asked = question(list(of.items()), draw)
        assert reach.can_hold(asked) is any(holds(asked, form) is True for form in forms), asked
        for level in ("low", "high"):
            told = any(form.level == level and holds(asked, form) is True for form in forms)
            assert reach.can_hold(asked, (level,)) is told, (asked, level)
    lifted = any(
        fired.id == "floor" and fired.sure and holds(of.floors[0].when, form) for form in forms
        for fired in outcome(form).fired
    )  # fmt: skip
    assert reach.can_lift(of.floors[0]) is lifted


def test_every_total_of_seraf_is_reached_and_no_other() -> None:
    """0 to 81: eleven vulnerabilities, ten moderate, nine times six, one for disability, five under 13."""
    assert Reach(load_instrument("4lscb-2013", "seraf")).totals == set(range(82))


def test_a_question_about_the_level_is_asked_of_the_level_reached() -> None:
    seraf = Reach(load_instrument("4lscb-2013", "seraf"))
    significant = seraf.instrument.findings[0].when
    assert seraf.can_hold(significant)
    assert not seraf.can_hold(EveryOf((significant, AtLevel(frozenset({"category-4"})))))


SERAF = protocols_home() / "4lscb-2013" / "instruments" / "seraf.yaml"
TOOLKIT = protocols_home() / "lewisham-2017" / "instruments" / "cse-toolkit.yaml"
FAULTS = {
    "a gap": (SERAF, "from: 6, to: 10", "from: 7, to: 10", "id: category-2", "points are in no level"),
    "an overlap": (SERAF, "from: 6, to: 10", "from: 5, to: 10", "id: category-2", "points are in two levels"),
    "a level out of reach": (
        SERAF,
        "from: 16, meaning",
        "from: 16, to: 81}\n  - {id: category-5, label: Beyond, from: 82, meaning",
        "id: category-5",
        "No form can reach 'category-5'",
    ),
    "an action at a level that its condition forbids": (
        SERAF, "levels: [category-1], cite", "levels: [category-1], when: {ticked: vulnerabilities, at-least: 6}, cite",
        "id: stay-safe", "'stay-safe' can never follow",
    ),
    "a discussion that contradicts itself": (
        SERAF, "{all: [{ticked: significant}, {level: [category-1, category-2]}]}",
        "{all: [{ticked: significant, at-least: 6}, {level: category-1}]}",
        "id: significant-in-a-low-category", "can never be found",
    ),
    "an addition for nobody": (
        SERAF, "when: {all: [{age: {under: 13}}, {ticked: significant}]}",
        "when: {all: [{age: {under: 13}}, {age: {from: 14}}]}", "id: under-13", "can never be made",
    ),
    "a fact that nothing records": (
        SERAF, "records:\n  - {", "records:\n  - {when: {all: [{age: {under: 5}}, {age: {from: 9}}]}, ",
        "kind: assessment.seraf", "can never be recorded",
    ),
    "an item asked of nobody": (
        SERAF, "asked-when: {answer: {other-support: yes}}",
        "asked-when: {all: [{answer: {other-support: yes}}, {answer: {other-support: no}}]}",
        "other-agencies:", "'other-agencies' can never be asked",
    ),
    "a level by counts that a higher one always takes": (
        TOOLKIT, "label: Low risk, when: {ticked: low}", "label: Low risk, when: {all: [{ticked: low}, {ticked: medium}]}",
        "id: low, label", "No form can reach 'low'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named_with_its_file_and_line(tmp_path: Path, fault: str) -> None:
    """Each proof can fail, and points to the rule itself."""
    path, old, new, near, said = FAULTS[fault]
    text = path.read_text(encoding="utf-8")
    assert old in text
    planted = tmp_path / path.name
    planted.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = max(n for n, each in enumerate(planted.read_text(encoding="utf-8").split("\n"), 1) if near in each)
    problems = [str(problem) for problem in file_problems(planted)]
    assert any(f"{planted.name}:{line}:" in each and said in each for each in problems), problems
