"""Every instrument is whole: its levels cover their points once, every rule can have its say, everything is cited."""

from __future__ import annotations

from pathlib import Path

import pytest

from wayhome.packs.errors import PackFault
from wayhome.packs.instrument_examples import instrument_example_files, read_instrument_examples
from wayhome.packs.instrument_lint import file_problems, instrument_problems
from wayhome.packs.instruments import instrument_lines, instruments_of, load_instrument
from wayhome.packs.places import protocols_home

ALL = [
    pytest.param(each.protocol, each.id, id=f"{each.protocol}: {each.id}")
    for line in instrument_lines()
    for each in instruments_of(line)
    if each.protocol == line
]
SERAF = protocols_home() / "4lscb-2013" / "instruments" / "seraf.yaml"


@pytest.mark.parametrize("line", instrument_lines())
def test_nothing_is_wrong_with_a_protocols_instruments(line: str) -> None:
    """The shape, the ranges, and every rule on some form."""
    assert [str(problem) for problem in instrument_problems(protocols_home() / line)] == []


@pytest.mark.parametrize(("line", "name"), ALL)
def test_an_instrument_has_its_licence_and_an_example(line: str, name: str) -> None:
    """A frame has neither items nor examples; a rule without a citation was refused when it was read."""
    instrument = load_instrument(line, name)
    assert instrument.licence
    assert instrument.cite
    assert all(rule.cite for rule in (*instrument.actions, *instrument.findings, *instrument.requirements))
    if not instrument.frame:
        assert any(check.instrument.id == name for check in _examples(line)), f"{line} has no example of {name}."


def _examples(line: str) -> list:  # type: ignore[type-arg]
    return [c for p in instrument_example_files(protocols_home() / line) for c in read_instrument_examples(p, line)]


def test_an_example_stands_on_each_edge_of_serafs_categories() -> None:
    """0, 5, 6, 10, 11, 15, 16 and the most there can be."""
    seen = {
        check.then["points"].value
        for check in _examples("4lscb-2013")
        if check.instrument.id == "seraf" and "points" in check.then
    }
    assert {0, 5, 6, 10, 11, 15, 16, 81} <= seen


FAULTS = {
    "an overlap": ("from: 6, to: 10", "from: 5, to: 10", "points are in two levels"),
    "a gap": ("from: 6, to: 10", "from: 7, to: 10", "points are in no level"),
    "no end": ("from: 16,", "from: 16, to: 30,", "must not say where it ends"),
    "a rule that never applies": (
        "{age: {from: 18}}, cite: [4LSCB 5.6.5]",
        "{all: [{age: {from: 18}}, {age: {under: 9}}]}, cite: [4LSCB 5.6.5]",
        "can never follow",
    ),
    "a citation that is nowhere": ("cite: [4LSCB 5.6.5]", "cite: [4LSCB 9.9]", "has no section"),
    "no citation": (", cite: [4LSCB 5.6.5]", "", "'cite' is missing"),
    "no licence": ("licence:", "reading: x\n#", "'licence' is missing"),
    "an item that is not there": (
        "ticked: significant}, {level",
        "ticked: signifcant}, {level",
        "Did you mean 'significant'",
    ),
    "points taken away": ("points: {current: 5, earlier: 1}", "points: {current: 5, earlier: -1}", ""),
    "a window that ends before it begins": ("from: 6, to: 12", "from: 12, to: 6", "ends before it begins"),
    "windows that overlap": ("from: 6, to: 12", "from: 5, to: 12", "'current' and 'earlier' overlap"),
    "windows with a gap": ("from: 6, to: 12", "from: 7, to: 12", "'current' and 'earlier' leave a gap"),
    "a rule twice": ("id: one-review", "id: awareness", "two rules are called awareness"),
    "a level that is not by points": ("from: 16,", "when: {ticked: significant},", "all of them the same way"),
    "a number nobody can reach": (
        "{ticked: significant}, {level",
        "{ticked: significant, at-least: 10}, {level",
        "can never be ticked",
    ),
    "an item twice": ("out-late: Staying", "sexual-abuse: Staying", "two items are called"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named_with_its_line(tmp_path: Path, fault: str) -> None:
    """Each check can fail."""
    old, new, said = FAULTS[fault]
    text = SERAF.read_text(encoding="utf-8")
    assert old in text
    planted = tmp_path / "seraf.yaml"
    planted.write_text(text.replace("reading: S7, S8, S9, S10, S19\n", "").replace(old, new, 1), encoding="utf-8")
    problems = file_problems(planted)
    assert problems, "The planted fault was not seen."
    assert any(said in str(problem) for problem in problems), [str(problem) for problem in problems]
    assert all(problem.line >= 1 for problem in problems)


def test_a_name_that_nobody_has_is_answered_with_the_nearest() -> None:
    """Whoever mistypes is helped."""
    with pytest.raises(PackFault, match="Did you mean 'seraf'"):
        load_instrument("4lscb-2013", "serag")


def test_an_old_version_is_never_answered_with_a_new_one() -> None:
    """Answers name the version they were given to."""
    with pytest.raises(PackFault, match=r"not 0\.9\.0"):
        load_instrument("4lscb-2013", "seraf@0.9.0")
