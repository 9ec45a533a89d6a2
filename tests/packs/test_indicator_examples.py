"""Every worked example of every indicator comes out as written, and each figure keeps to the edges of its period."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from wayhome.engine.clocks import read
from wayhome.engine.counting import Stretch, figure
from wayhome.engine.indicators import Counts, Indicator, Measure
from wayhome.packs.forum_lint import indicator_example_problems
from wayhome.packs.indicator_examples import IndicatorCheck, indicator_example_files, read_indicator_examples
from wayhome.packs.indicators import load_indicators
from wayhome.packs.loading import england_calendar, load_names, load_protocol, protocol_ids
from wayhome.packs.places import protocols_home

CALENDAR = england_calendar()
DAY = timedelta(days=1)


def checks(line: str) -> list[IndicatorCheck]:
    indicators = {each.id: each for each in load_indicators(line)}
    return [
        check
        for path in indicator_example_files(protocols_home() / line)
        for check in read_indicator_examples(path, indicators, load_names().vocabulary)
    ]


ALL = [
    pytest.param(line, check, id=f"{line}: {check.indicator.id}: {check.title}")
    for line in protocol_ids()
    for check in checks(line)
]
EDGED = {
    (line, check.indicator.id): check
    for line in protocol_ids()
    for check in reversed(checks(line))
    if check.numerator and check.indicator.numerator.at_start is None and check.indicator.numerator.at_end is None
    and check.indicator.numerator.during is None
}  # fmt: skip


@pytest.mark.parametrize(("line", "check"), ALL)
def test_an_example_comes_out_as_it_is_written(line: str, check: IndicatorCheck) -> None:
    assert check.differences(load_protocol(line), CALENDAR) == []


@pytest.mark.parametrize("line", protocol_ids())
def test_every_figure_the_ledger_can_give_has_an_example_that_counts_something(line: str) -> None:
    """What waits for a register outside the ledger has none, and says for which."""
    shown = {check.indicator.id for check in checks(line) if check.numerator or check.denominator}
    for each in load_indicators(line):
        waits = figure(each, load_protocol(line), (), CALENDAR, checks(line)[0].stretch).registers
        assert (each.id in shown) is not bool(waits), each.id


@pytest.mark.parametrize(("line", "check"), [pytest.param(k[0], v, id=": ".join(k)) for k, v in EDGED.items()])
def test_the_first_moment_of_a_period_is_inside_and_the_moment_after_its_last_is_not(
    line: str, check: IndicatorCheck
) -> None:
    """The period slides so that one thing that is counted stands on each of its edges."""
    measure = check.indicator.numerator
    found = check.figure(load_protocol(line), CALENDAR)
    assert found.numerator is not None
    key = found.numerator.counted[0]
    moments = _moments(line, measure, check, key)
    moment = max(moments)
    bounded = replace(check, as_of=check.as_of or check.stretch.ends)
    assert key in _counted(line, replace(bounded, stretch=Stretch(moment, moment + DAY)))
    assert key not in _counted(line, replace(bounded, stretch=Stretch(moment + timedelta(minutes=1), moment + 2 * DAY)))
    before = Stretch(min(moments) - DAY, min(moments))
    assert key not in _counted(line, replace(bounded, stretch=before))


def _moments(line: str, measure: Measure, check: IndicatorCheck, key: str) -> list[datetime]:
    """When each thing behind one counted key happened or fell due, within the example's period."""
    situation = next(each for each in check.situations if each.child == key.partition("/")[0])
    inside = check.stretch
    if measure.counts is Counts.DUTIES:
        own = read(load_protocol(line), situation, CALENDAR, check.as_of or inside.ends)
        return [each.due for each in own if each.due and key.endswith(each.key)]
    assert measure.of is not None
    kinds, values = measure.of.kinds, measure.of.values
    facts = [f for f in situation.facts if f.kind in kinds and (values is None or f.value in values)]
    times = [f.moment.earliest for f in facts if f.moment.earliest and inside.starts <= f.moment.earliest < inside.ends]
    alone = [t for t in times if key in _counted(line, replace(check, stretch=Stretch(t, t + timedelta(minutes=1)),
                                                              as_of=check.as_of or inside.ends))]  # fmt: skip
    assert alone, "Nothing behind what is counted could be found."
    return alone


def _counted(line: str, check: IndicatorCheck) -> tuple[str, ...]:
    tally = check.figure(load_protocol(line), CALENDAR).numerator
    assert tally is not None
    return tally.counted


@pytest.mark.parametrize(("line", "check"), [each for each in ALL if each.values[1].indicator.denominator])
def test_a_share_is_never_more_than_the_whole(line: str, check: IndicatorCheck) -> None:
    """What is counted is among what it is counted out of, wherever both count the same things."""
    found = check.figure(load_protocol(line), CALENDAR)
    assert found.numerator is not None and found.denominator is not None
    assert set(found.numerator.counted) <= set(found.denominator.counted)


def test_what_cannot_be_told_is_beside_a_figure_in_some_example_of_every_protocol() -> None:
    assert {line for line in protocol_ids() if any(check.in_doubt for check in checks(line))} == set(protocol_ids())


def test_an_example_that_is_wrong_and_a_figure_without_one_are_named(tmp_path: Path) -> None:
    """The check itself can fail, with file and line."""
    folder = tmp_path / "4lscb-2013"
    shutil.copytree(protocols_home() / "4lscb-2013", folder)
    path = folder / "examples" / "indicators" / "quarter.yaml"
    text = path.read_text(encoding="utf-8")
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "indicator: referrals" in each)
    path.write_text(text.replace("numerator: 2}", "numerator: 3}", 1).replace("indicator: strategy-meetings",
                                                                               "indicator: referrals"), "utf-8")  # fmt: skip
    said = [str(each) for each in indicator_example_problems(folder, load_names(), load_protocol("4lscb-2013"))]
    assert any(f"quarter.yaml:{line}:" in each and "expected 3, found 2" in each for each in said), said
    assert any("monitoring.yaml" in each and "'strategy-meetings' has no worked example" in each for each in said), said


def test_a_measure_that_asks_about_no_fact_is_refused() -> None:
    of = next(each for each in load_indicators("lewisham-2017") if each.id == "return-interviews-had")
    assert isinstance(of, Indicator)
    with pytest.raises(Exception, match="names none: add 'of'"):
        replace(of.numerator, of=None, at_end=load_indicators("lewisham-2017")[0].numerator.during)
