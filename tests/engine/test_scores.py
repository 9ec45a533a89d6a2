"""The laws of scoring, over drawn forms: one more tick never lowers, order changes nothing, blank is never no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayhome.engine.answers import Answer, Answers, Occurrence, Tick, UnreadableAnswer, within
from wayhome.engine.instruments import Instrument, Item, Kind, UnsoundInstrument, Window
from wayhome.engine.scores import Judgement, Outcome, Result, Score, Unscored
from wayhome.engine.scoring import score
from wayhome.packs.instruments import load_instrument

DAY = date(2020, 6, 15)
SERAF = load_instrument("4lscb-2013", "seraf")
TOOLKIT = load_instrument("lewisham-2017", "cse-toolkit")
SCORED = st.sampled_from([SERAF, load_instrument("4lscb-2013", "seraf-2016"), TOOLKIT])
RECENT, EARLIER = SERAF.windows


def ticks_of(instrument: Instrument) -> list[Item]:
    """Every tick that can bear on the outcome."""
    return [item for item in instrument.items() if item.kind is Kind.TICK]


@st.composite
def forms(draw: st.DrawFn, *, whole: bool = False) -> tuple[Instrument, Answers]:
    """A form with drawn ticks: complete where `whole`, else with blanks and unknowns."""
    instrument = draw(SCORED)
    words = st.sampled_from([Tick.YES, Tick.NO, Tick.NO] if whole else [*Tick, None])
    of = {}
    for item in ticks_of(instrument):
        ticks = {key: word for key in item.windows or ("",) if (word := draw(words)) is not None}
        if ticks:
            of[item.id] = Answer(ticks=ticks)
    ages = st.integers(8, 20) if whole else st.one_of(st.none(), st.integers(8, 20))
    return instrument, Answers(of, DAY, age=draw(ages))


def certain(result: Result) -> Outcome:
    """What is certain, scored or not."""
    assert isinstance(result, Score | Unscored)
    return result.outcome if isinstance(result, Score) else result.at_least


def height(instrument: Instrument, outcome: Outcome) -> tuple[int, int]:
    """How high an outcome is; nothing certain is the lowest of all."""
    return (-1 if outcome.level is None else instrument.rank(outcome.level), outcome.points or 0)


def raised(instrument: Instrument, answers: Answers, item: Item, window: str) -> tuple[Outcome, Outcome]:
    """What is certain before and after one answer goes from no to yes."""
    ticks: Mapping[str, Tick] = {**answers.of[item.id].ticks, window: Tick.YES}
    more = replace(answers, of={**answers.of, item.id: Answer(ticks=ticks)})
    return certain(score(instrument, answers)), certain(score(instrument, more))


@settings(max_examples=40, deadline=None)
@given(forms(whole=True), st.data())
def test_one_more_tick_never_lowers(form: tuple[Instrument, Answers], data: st.DataObject) -> None:
    """From no to yes, in one window, on a complete form."""
    instrument, answers = form
    item = data.draw(st.sampled_from([item for item in ticks_of(instrument) if item.counted]))
    before, after = raised(instrument, answers, item, data.draw(st.sampled_from(item.windows or ("",))))
    assert height(instrument, after) >= height(instrument, before)
    assert (after.points or 0) <= instrument.most


def test_a_tick_that_takes_points_away_would_be_seen() -> None:
    """The law above can fail: past the door that refuses such an item, it would."""
    item = SERAF.item("sexual-abuse")
    assert item is not None
    taking = replace(item)
    object.__setattr__(taking, "points", {"yes": -3})
    sections = tuple(
        replace(each, items=tuple(taking if one.id == item.id else one for one in each.items))
        for each in SERAF.sections
    )
    wrong = replace(SERAF, sections=sections)
    none = {each.id: Answer(ticks=dict.fromkeys(each.windows or ("",), Tick.NO)) for each in ticks_of(SERAF)}
    answers = Answers({**none, "self-esteem": Answer(ticks={"": Tick.YES})}, DAY, age=15)
    before, after = raised(wrong, answers, taking, "")
    assert height(wrong, after) < height(wrong, before)
    before, after = raised(SERAF, answers, item, "")
    assert height(SERAF, after) > height(SERAF, before)


@settings(max_examples=40, deadline=None)
@given(forms(), st.data())
def test_the_order_of_answers_changes_nothing(form: tuple[Instrument, Answers], data: st.DataObject) -> None:
    """A permutation gives an equal result, trace and all."""
    instrument, answers = form
    order = data.draw(st.permutations(list(answers.of)))
    assert score(instrument, replace(answers, of={key: answers.of[key] for key in order})) == score(instrument, answers)


@settings(max_examples=40, deadline=None)
@given(forms(), st.data())
def test_what_is_certain_stays_so_whatever_is_learned(form: tuple[Instrument, Answers], data: st.DataObject) -> None:
    """Answer everything left open, either way: never below what was certain, never above what was said possible."""
    instrument, answers = form
    result = score(instrument, answers)
    known = {}
    for item in ticks_of(instrument):
        have = answers.of.get(item.id, Answer()).ticks
        open_ = {key: data.draw(st.sampled_from([Tick.YES, Tick.NO])) for key in item.windows or ("",)}
        known[item.id] = Answer(ticks={k: t if (t := have.get(k)) in (Tick.YES, Tick.NO) else open_[k] for k in open_})
    later = certain(score(instrument, replace(answers, of=known, age=answers.age if answers.age is not None else 15)))
    if not any(fired.kind == "floor" and not fired.sure for fired in certain(result).fired):
        assert height(instrument, later) >= height(instrument, certain(result))
    if isinstance(result, Score):
        assert height(instrument, later) <= height(instrument, result.up_to)


@settings(max_examples=40, deadline=None)
@given(forms())
def test_below_the_completeness_there_is_no_score(form: tuple[Instrument, Answers]) -> None:
    """And what is blank is named among what is missing."""
    instrument, answers = form
    result = score(instrument, answers)
    assert isinstance(result, Score | Unscored)
    if result.completeness.known * 100 < instrument.complete_at * result.completeness.asked:
        assert isinstance(result, Unscored)
        assert set(result.completeness.unknown) <= set(result.missing)
    if isinstance(result, Unscored) and result.at_least.level is not None:
        assert instrument.rank(result.at_least.level) > 0


@settings(max_examples=40, deadline=None)
@given(forms(whole=True))
def test_serafs_points_are_the_sum_of_what_is_ticked(form: tuple[Instrument, Answers]) -> None:
    """Against the guidance's own arithmetic, written out again by hand."""
    _, answers = form
    of = {key: answer for key, answer in answers.of.items() if SERAF.item(key)}
    blank = {item.id: Answer(ticks=dict.fromkeys(item.windows or ("",), Tick.NO)) for item in ticks_of(SERAF)}
    of = {key: of[key] if key in of and set(of[key].ticks) == set(blank[key].ticks) else blank[key] for key in blank}
    sections = {section.id: [item.id for item in section.items] for section in SERAF.sections}
    yes = {(key, window) for key, answer in of.items() for window, tick in answer.ticks.items() if tick is Tick.YES}
    significant = [(key, window) for key, window in yes if key in sections["significant"]]
    points = sum(1 for key, _ in yes if key in sections["vulnerabilities"] or key in sections["moderate"])
    points += sum(5 if window == "current" else 1 for _, window in significant)
    points += any((f"disability-{which}", "") in yes for which in ("physical", "learning"))
    points += 5 if significant and (answers.age or 99) < 13 else 0
    category = 1 + (points > 5) + (points > 10) + (points > 15)
    result = score(SERAF, replace(answers, of=of))
    assert isinstance(result, Score)
    assert (result.points, result.level and result.level.id) == (points, f"category-{category}")


@given(st.dates(date(2001, 1, 1), date(2039, 12, 31)), st.integers(0, 500))
def test_no_day_falls_between_two_windows_or_in_both(reference: date, back: int) -> None:
    """One day is in at most one column, and every day of the past twelve months is in one."""
    day = Occurrence(reference - timedelta(days=back), reference - timedelta(days=back))
    seen = within(RECENT, reference, day) + within(EARLIER, reference, day)
    assert seen == (1 if back <= 365 else seen)
    assert seen <= 1
    assert seen == 0 or back <= 366


def test_a_day_after_the_reference_date_is_refused() -> None:
    """The windows run back; nothing is dropped in silence."""
    answers = Answers({"missing": Answer(when=(Occurrence(date(2020, 6, 16), date(2020, 6, 16)),))}, DAY)
    with pytest.raises(UnreadableAnswer, match="after the reference date"):
        score(SERAF, answers)


def test_a_day_before_birth_and_an_end_before_its_beginning_are_refused() -> None:
    """Days that cannot be."""
    born = Answers({"missing": Answer(when=(Occurrence(date(2004, 1, 1), None),))}, DAY, born_on=date(2005, 1, 1))
    with pytest.raises(UnreadableAnswer, match="before the child was born"):
        score(SERAF, born)
    wrong = Answers({"missing": Answer(when=(Occurrence(date(2020, 2, 1), date(2020, 1, 1)),))}, DAY)
    with pytest.raises(UnreadableAnswer, match="is before"):
        score(SERAF, wrong)
    with pytest.raises(UnreadableAnswer, match="after the reference date"):
        Answers({}, DAY, born_on=date(2020, 6, 16))


def test_born_on_29_february_comes_of_age_on_1_march() -> None:
    """In a common year the day before is still the younger age: the careful reading for under 13."""
    assert Answers({}, date(2021, 2, 28), born_on=date(2008, 2, 29)).years == 12
    assert Answers({}, date(2021, 3, 1), born_on=date(2008, 2, 29)).years == 13


def test_a_judgement_needs_its_reason_and_changes_no_score() -> None:
    """It stands beside; a higher one adds what follows at its level and takes nothing away."""
    with pytest.raises(UnreadableAnswer, match="needs its reason"):
        Judgement("category-3", "  ")
    of = {item.id: Answer(ticks=dict.fromkeys(item.windows or ("",), Tick.NO)) for item in ticks_of(SERAF)}
    answers = Answers(of, DAY, age=15)
    alone, beside = score(SERAF, answers), score(SERAF, answers, Judgement("category-3", "Two friends were harmed."))
    assert isinstance(alone, Score)
    assert isinstance(beside, Score)
    assert (alone.points, alone.level) == (beside.points, beside.level)
    assert set(alone.actions) < set(beside.actions)
    with pytest.raises(UnreadableAnswer, match="no level"):
        score(SERAF, answers, Judgement("category-9", "No such."))


def test_a_frame_is_never_scored() -> None:
    """CERAF's items are not ours to make up."""
    with pytest.raises(UnsoundInstrument, match="frame"):
        score(load_instrument("portsmouth-pathway", "ceraf"), Answers({}, DAY))


def test_an_instrument_that_contradicts_itself_is_refused() -> None:
    """The language's own values see to it."""
    with pytest.raises(UnsoundInstrument, match="takes points away"):
        Item("a", "A", points={"yes": -1})
    with pytest.raises(UnsoundInstrument, match="never answered"):
        Item("a", "A", points={"current": 1})
    with pytest.raises(UnsoundInstrument, match="a choice needs them"):
        Item("a", "A", kind=Kind.CHOICE)
    with pytest.raises(UnsoundInstrument, match="ends before it begins"):
        Window("a", "A", 6, 6)
