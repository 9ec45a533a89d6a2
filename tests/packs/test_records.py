"""What a form records when it is signed off: kinds that exist, values that fit, and nothing nobody said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from wayhome.engine.answers import Answer, Answers, Tick
from wayhome.engine.instruments import Instrument
from wayhome.engine.recording import ToRecord, to_record
from wayhome.engine.records import About
from wayhome.engine.scores import Judgement
from wayhome.packs.instrument_examples import instrument_example_files, read_instrument_examples
from wayhome.packs.instrument_lint import file_problems
from wayhome.packs.instruments import instrument_lines, instruments_of, load_instrument
from wayhome.packs.places import protocols_home

SERAF = protocols_home() / "4lscb-2013" / "instruments" / "seraf.yaml"
SAFER = protocols_home() / "portsmouth-pathway" / "forms" / "safer-plan.yaml"
RECORDING = [
    pytest.param(line, each.id, id=f"{line}: {each.id}")
    for line in instrument_lines()
    for each in instruments_of(line)
    if each.protocol == line and load_instrument(line, each.id).records and not load_instrument(line, each.id).frame
]


@pytest.mark.parametrize(("line", "name"), RECORDING)
def test_each_kind_a_form_records_is_recorded_in_an_example(line: str, name: str) -> None:
    """A practice lead sees, on one filled-in form, what signing it off will say."""
    checks = [
        check
        for path in instrument_example_files(protocols_home() / line)
        for check in read_instrument_examples(path, line)
        if check.instrument.id == name and "records" in check.then
    ]
    told = {key for check in checks for key, _ in check.then["records"].items()}
    assert told == {record.kind for record in load_instrument(line, name).records}


def test_what_each_form_is_about() -> None:
    """A missing child's forms are about the episode, a context's about no child."""
    assert load_instrument("4lscb-2013", "seraf").about is About.CHILD
    assert load_instrument("lewisham-2017", "missing-child-risk-assessment").about is About.EPISODE
    assert load_instrument("portsmouth-pathway", "context-assessment").about is About.CONTEXT


def test_a_variant_records_what_its_base_records() -> None:
    """The same instrument, with other windows."""
    assert load_instrument("4lscb-2013", "seraf-2016").records == load_instrument("4lscb-2013", "seraf").records


def test_a_blank_form_records_no_level_and_no_other_value() -> None:
    """Unknown is never good news, and never a fact."""
    for line, name in (("4lscb-2013", "seraf"), ("lewisham-2017", "cse-toolkit")):
        assert to_record(load_instrument(line, name), Answers({}, date(2026, 3, 2))) == ()


def test_a_judgement_is_recorded_after_the_score_it_stands_beside() -> None:
    """Both are kept; the later word is the professional's."""
    toolkit = load_instrument("lewisham-2017", "cse-toolkit")
    answers = _all(toolkit, Tick.NO)
    judged = to_record(toolkit, answers, Judgement("high", "What she told her aunt."))
    assert judged[-1] == ToRecord("exploitation.level-judged", "high")
    assert judged[0] == ToRecord("assessment.cse-toolkit", "none")


def test_a_form_that_asks_when_records_nothing_until_somebody_says() -> None:
    """A plan begins when it begins, to the minute on the wall."""
    plan = load_instrument("4lscb-2013", "immediate-safety-plan")
    assert to_record(plan, Answers({}, date(2026, 3, 2))) == ()
    begun = Answers({"begins": Answer(text="2026-03-02 21:40")}, date(2026, 3, 2))
    assert to_record(plan, begun) == (ToRecord("plan.immediate-safety", day=date(2026, 3, 2), clock="21:40"),)


def _all(instrument: Instrument, tick: Tick) -> Answers:
    blank = {item.id: Answer(dict.fromkeys(item.windows or ("",), tick)) for item in instrument.items()}
    return Answers(
        {key: each for key, each in blank.items() if (found := instrument.item(key)) and found.kind == "tick"},
        date(2026, 3, 2),
        date(2012, 1, 1),
    )


FAULTS = {
    "a kind nobody has": (SERAF, "kind: assessment.seraf", "kind: assessment.serag", "Did you mean 'assessment.seraf'"),
    "a code nobody has": (SERAF, "category-2: mild", "category-2: slight", "'slight' is no code of"),
    "a level nobody has": (SERAF, "category-2: mild", "category-9: mild", "'category-9' is never given here"),
    "no value": (SERAF, "from: level, codes: {category-1", "codes: {category-1", "Add 'from'"),
    "levels without their codes": (SERAF, ", codes: {category-1: not-at-risk, category-2: mild, category-3: moderate,"
                                   " category-4: significant}", "", "'category-1' is no code of"),
    "about something else": (SAFER, "records:", "about: context\nrecords:", "is about a child; this form is not"),
    "a form without levels": (SAFER, "plan.safer-plan}", "assessment.seraf, from: level}", "has no levels"),
    "no such item": (SAFER, "plan.safer-plan}", "plan.reviewed, at: photograph-takem}", "Did you mean"),
    "an item that is no moment": (SAFER, "plan.safer-plan}", "plan.reviewed, at: address}", "does not say when"),
    "words for a code": (SAFER, "plan.safer-plan}", "assessment.seraf, from: {item: address}}", "cannot be given from"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named_with_its_line(tmp_path: Path, fault: str) -> None:
    """Each check can fail."""
    path, old, new, said = FAULTS[fault]
    text = path.read_text(encoding="utf-8")
    assert old in text
    planted = tmp_path / path.name
    planted.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = [str(problem) for problem in file_problems(planted)]
    assert any(said in each and f"{planted.name}:" in each for each in problems), problems
