"""Where a duty stands: acts, excuses, ends of need, thresholds, and what nobody could time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.engine.making import BACK, BEGAN, DONE, VOCABULARY, began, clock, fact, hours, on, one, readings, t
from wayhome.engine.facts import Fact, Supersession
from wayhome.engine.language import (
    CountsFrom,
    Due,
    Ending,
    InForce,
    Per,
    Roll,
    Span,
    SpanByState,
    StartsAt,
    Trigger,
    Unit,
)
from wayhome.engine.readings import State

START = began("2026-03-02T10:00")  # a Monday; due Thursday 10:00
AFTER = "2026-03-06T00:00"
OWED = clock(threshold=hours(72), due=Due(hours(72), Roll(Ending.END_OF_DAY)), need_ends=on(BACK))


def codes(reading: object) -> list[str]:
    """List the codes of a reading's reasons."""
    return [reason.code for reason in reading.reasons]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2026-03-02T10:00", State.RUNNING),
        ("2026-03-05T05:59", State.RUNNING),
        ("2026-03-05T06:00", State.DUE_SOON),
        ("2026-03-05T10:00", State.DUE_SOON),
        ("2026-03-05T10:00:00.000001", State.BREACHED),
    ],
)
def test_a_duty_runs_is_due_soon_and_is_overdue_only_after_its_due_time(as_of: str, state: State) -> None:
    reading = one(clock(), (START,), as_of)
    assert (reading.state, reading.due, reading.key) == (state, t("2026-03-05T10:00"), "made/check/e1-began")
    assert (reading.breached_at is not None) is (state is State.BREACHED)


def test_before_the_beginning_there_is_no_duty() -> None:
    assert readings(clock(), (START,), "2026-03-02T09:59") == ()


@pytest.mark.parametrize(
    ("done", "state", "met_at"),
    [
        ("2026-03-05T10:00", State.MET, "2026-03-05T10:00"),
        ("2026-03-05T10:01", State.MET_LATE, "2026-03-05T10:01"),
        ("~2026-03-04T10:00", State.MET, "2026-03-04T10:00"),
        ("2026-03-04", State.MET, "2026-03-04T23:59"),
        ("2026-03-05", State.CANNOT_TELL, None),
        ("2026-03-05T09:00/2026-03-05T11:00", State.CANNOT_TELL, None),
        ("?", State.CANNOT_TELL, None),
        ("2026-03-02T09:00", State.BREACHED, None),
    ],
)
def test_an_act_meets_a_duty(done: str, state: State, met_at: str | None) -> None:
    reading = one(clock(), (START, fact("d", DONE, done, told="2026-03-06T00:00")), AFTER)
    assert (reading.state, reading.met_at) == (state, t(met_at) if met_at else None)
    assert reading.missing == ((DONE,) if state is State.CANNOT_TELL else ())
    assert (reading.breached_at is not None) is (state in (State.MET_LATE, State.BREACHED))


def test_an_act_told_before_it_was_due_was_done_before_it_was_due() -> None:
    reading = one(clock(), (START, fact("d", DONE, "2026-03-05", told="2026-03-05T09:00")), AFTER)
    assert reading.state is State.MET


def test_one_act_surely_in_time_is_enough() -> None:
    acts = (
        fact("a", DONE, "?", told="2026-03-06T00:00"),
        fact("b", DONE, "2026-03-03T10:00"),
        fact("c", DONE, "2026-03-07T10:00"),
    )
    assert one(clock(), (START, *acts), "2026-03-08T00:00").state is State.MET


def test_an_act_earlier_than_the_start_counts_where_the_rule_says_so() -> None:
    early = fact("d", DONE, "2026-03-02T09:00")
    assert one(clock(acts_before_start=True), (START, early), AFTER).state is State.MET


def test_an_act_of_another_episode_counts_only_where_the_rule_says_so() -> None:
    other = fact("d", DONE, "2026-03-03T10:00", episode="e2")
    assert one(clock(), (START, other), AFTER).state is State.BREACHED
    assert one(clock(met_anywhere=True), (START, other), AFTER).state is State.MET


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ("2026-03-01T10:00", State.STOOD_DOWN),
        ("2026-03-05T10:00", State.STOOD_DOWN),
        ("2026-03-05T10:01", State.BREACHED),
        ("2026-03-05", State.CANNOT_TELL),
        ("?", State.CANNOT_TELL),
    ],
)
def test_an_excuse_stands_a_duty_down_if_it_came_by_the_due_time(sent: str, state: State) -> None:
    reading = one(clock(excused_by=on("notice")), (START, fact("n", "notice", sent, told=AFTER)), AFTER)
    assert reading.state is state
    assert reading.missing == (("notice",) if state is State.CANNOT_TELL else ())


@pytest.mark.parametrize(
    ("home", "state", "needed"),
    [
        ("2026-03-04T10:00", State.STOOD_DOWN, False),
        ("2026-03-05T10:00", State.STOOD_DOWN, False),
        ("2026-03-05T10:01", State.BREACHED, False),
        ("2026-03-05", State.CANNOT_TELL, True),
    ],
)
def test_an_end_of_need_stands_down_before_the_due_time_and_only_ends_the_asking_after(
    home: str, state: State, needed: bool
) -> None:
    reading = one(clock(need_ends=on(BACK)), (START, fact("b", BACK, home, told=AFTER)), AFTER)
    assert (reading.state, reading.still_needed) == (state, needed)
    assert reading.need_ended_at is not None
    assert reading.missing == ((BACK,) if state is State.CANNOT_TELL else ())


def test_an_act_wins_over_an_end_of_need() -> None:
    facts = (START, fact("b", BACK, "2026-03-03T10:00"), fact("d", DONE, "2026-03-04T10:00"))
    reading = one(clock(need_ends=on(BACK)), facts, AFTER)
    assert (reading.state, reading.need_ended_at) == (State.MET, t("2026-03-03T10:00"))


def test_the_next_episode_ends_the_need() -> None:
    back = clock(starts=StartsAt(Trigger((BACK,))), next_episode_ends_need=True)
    facts = (START, fact("b", BACK, "2026-03-03T10:00"), began("2026-03-04T10:00", "e2"))
    assert one(back, facts, "2026-03-10T00:00").state is State.STOOD_DOWN
    assert one(back, facts, "2026-03-04T09:00").state is State.RUNNING
    late = (START, fact("b", BACK, "2026-03-03T10:00"), began("2026-03-07T10:00", "e2"))
    reading = one(back, late, "2026-03-10T00:00")
    assert (reading.state, reading.still_needed) == (State.BREACHED, False)


# --- thresholds: 72 hours reached on a Saturday, due at the end of Monday ---------------------------

WEDNESDAY = began("2026-03-04T10:00")
SATURDAY = t("2026-03-07T10:00")


def test_before_the_threshold_a_duty_is_coming_with_its_due_time() -> None:
    reading = one(OWED, (WEDNESDAY,), "2026-03-07T09:59")
    assert reading.state is State.NOT_STARTED
    assert (reading.threshold_at, reading.due, reading.changes_at) == (SATURDAY, t("2026-03-09T23:59"), SATURDAY)
    assert one(OWED, (WEDNESDAY,), "2026-03-07T10:00").state is State.RUNNING


@pytest.mark.parametrize(
    ("home", "told", "state"),
    [
        ("2026-03-07T10:00", AFTER, State.STOOD_DOWN),
        ("2026-03-07T10:01", AFTER, State.BREACHED),
        ("2026-03-08T12:00", AFTER, State.BREACHED),
        ("?", "2026-03-07T10:00", State.STOOD_DOWN),
        ("?", "2026-03-07T10:01", State.CANNOT_TELL),
        ("2026-03-07", "2026-03-10T00:00", State.CANNOT_TELL),
    ],
)
def test_past_the_threshold_only_the_act_meets_it(home: str, told: str, state: State) -> None:
    reading = one(OWED, (WEDNESDAY, fact("b", BACK, home, told=told)), "2026-03-10T12:00")
    assert (reading.state, reading.threshold_at) == (state, SATURDAY)
    assert reading.still_needed is (state is not State.STOOD_DOWN)
    assert reading.missing == ((BACK,) if state is State.CANNOT_TELL else ())


def test_home_on_sunday_the_notice_is_still_owed_on_monday() -> None:
    home = fact("b", BACK, "2026-03-08T12:00")
    reading = one(OWED, (WEDNESDAY, home), "2026-03-09T12:00")
    assert (reading.state, reading.still_needed) == (State.RUNNING, True)
    assert one(OWED, (WEDNESDAY, home, fact("d", DONE, "2026-03-09T15:00")), "2026-03-09T16:00").state is State.MET


def test_an_act_before_the_threshold_meets_it() -> None:
    assert one(OWED, (WEDNESDAY, fact("d", DONE, "2026-03-05T10:00")), "2026-03-06T10:00").state is State.MET


def test_an_unsure_excuse_gives_way_to_a_need_that_ended_in_time() -> None:
    facts = (WEDNESDAY, fact("b", BACK, "2026-03-05T10:00"), fact("n", "notice", "?", told="2026-03-12T00:00"))
    assert one(replace(OWED, excused_by=on("notice")), facts, "2026-03-12T12:00").state is State.STOOD_DOWN


def test_a_threshold_in_days_keeps_the_wall_time() -> None:
    three = clock(threshold=Span(3, Unit.LOCAL_DAYS), need_ends=on(BACK))
    assert one(three, (began("2026-03-27T10:00"),), "2026-03-28T00:00").threshold_at == t("2026-03-30T09:00")


# --- what a start can be ------------------------------------------------------------------------


def test_a_start_known_by_its_day_is_due_by_the_latest_and_overdue_only_after() -> None:
    reading = one(clock(), (began("2026-03-02"),), "2026-03-05T23:59")
    assert (reading.at_latest, reading.due, reading.state) == (True, t("2026-03-05T23:59"), State.DUE_SOON)
    assert one(clock(), (began("2026-03-02"),), "2026-03-02T08:00").state is State.RUNNING
    between = one(clock(), (began("2026-03-02T08:00/2026-03-02T12:00"),), AFTER)
    assert (between.at_latest, between.due) == (True, t("2026-03-05T12:00"))
    no_wider = one(clock(), (began("2026-03-02T12:00/2026-03-02T12:00"),), AFTER)
    assert (no_wider.at_latest, no_wider.due) == (False, t("2026-03-05T12:00"))


def test_a_start_known_about_keeps_the_stated_time_and_says_so() -> None:
    reading = one(clock(), (began("~2026-03-02T10:00"),), AFTER)
    assert (reading.about, reading.at_latest, reading.due) == (True, False, t("2026-03-05T10:00"))


def test_a_start_nobody_timed_cannot_be_told() -> None:
    reading = one(clock(), (began("?", told="2026-03-02T12:00"),), AFTER)
    assert (reading.state, reading.start, reading.due, reading.missing) == (State.CANNOT_TELL, None, None, (BEGAN,))
    assert reading.still_needed
    over = one(clock(need_ends=on(BACK)), (began("?", told="2026-03-02T12:00"), fact("b", BACK, AFTER)), AFTER)
    assert (over.state, over.still_needed) == (State.CANNOT_TELL, False)


def test_the_earlier_of_two_facts_starts_it() -> None:
    found = clock(starts=StartsAt(Trigger(("missing.located", BACK))))
    located, back = fact("l", "missing.located", "2026-03-03T10:00"), fact("b", BACK, "2026-03-03T14:00")
    assert one(found, (START, back, located), AFTER).start == t("2026-03-03T10:00")
    untimed = fact("l", "missing.located", "?", told="2026-03-03T15:00")
    reading = one(found, (START, back, untimed), AFTER)
    assert (reading.root, reading.start, reading.at_latest) == ("b", t("2026-03-03T14:00"), True)
    by_day = one(found, (START, back, fact("l", "missing.located", "2026-03-03")), AFTER)
    assert (by_day.root, by_day.start, by_day.at_latest) == ("l", t("2026-03-03T14:00"), True)


def test_a_duty_owed_once_a_reason_is_known_starts_when_told() -> None:
    told = clock(counts_from=CountsFrom.TOLD, due=Due(None))
    start = began("2026-03-02T10:00", told="2026-03-02T13:00")
    assert readings(told, (start,), "2026-03-02T12:59") == ()
    assert one(told, (start,), "2026-03-02T13:00").state is State.DUE_SOON
    reading = one(told, (start,), "2026-03-02T13:01")
    assert (reading.state, reading.due) == (State.BREACHED, t("2026-03-02T13:00"))


def test_one_duty_for_each_fact_and_one_for_a_child() -> None:
    graded = StartsAt(Trigger(("risk.graded",), frozenset({"high"})))
    facts = (
        START,
        fact("r1", "risk.graded", "2026-03-02T11:00", "high"),
        fact("r2", "risk.graded", "2026-03-02T12:00", "low"),
        fact("r3", "risk.graded", "2026-03-02T13:00", "high"),
        fact("r4", "risk.graded", "2026-03-02T13:00", "high", "e9"),
        fact("r5", "risk.graded", "2026-03-02T15:00", "high", None),
    )
    assert [r.root for r in readings(clock(per=Per.FACT, starts=graded), facts, AFTER)] == ["r1", "r3", "r5"]
    assert [r.episode for r in readings(clock(per=Per.FACT, starts=graded), facts, AFTER)] == ["e1", "e1", None]
    assert [r.root for r in readings(clock(per=Per.CHILD, starts=graded), facts, AFTER)] == ["r1"]
    assert [r.root for r in readings(clock(starts=graded), facts, AFTER)] == ["r1"]


BY_RISK = clock(due=Due(SpanByState("risk", {"high": hours(24), "low": hours(48)})))


@pytest.mark.parametrize(
    ("graded", "due"),
    [
        ((), None),
        ((("2026-03-01T10:00", "high"),), 24),
        ((("2026-03-02T15:00", "low"),), 48),
        ((("2026-03-02T09:00", "medium"),), None),
    ],
)
def test_a_length_by_state_takes_the_state_at_the_start_or_the_first_said_after(
    graded: tuple[tuple[str, str], ...], due: int | None
) -> None:
    facts = (START, *(fact(f"r{n}", "risk.graded", at, value) for n, (at, value) in enumerate(graded)))
    reading = one(BY_RISK, facts, "2026-03-02T16:00")
    if due is None:
        assert (reading.state, reading.due, reading.missing) == (State.CANNOT_TELL, None, ("risk",))
    else:
        assert reading.due == t("2026-03-02T10:00") + timedelta(hours=due)


def test_a_length_by_state_may_say_what_silence_gives() -> None:
    otherwise = clock(due=Due(SpanByState("risk", {"high": hours(24)}, hours(5))))
    assert one(otherwise, (START,), AFTER).due == t("2026-03-02T15:00")


def test_an_unknown_length_still_stands_down_when_the_need_ended_by_the_threshold() -> None:
    by_risk = replace(BY_RISK, threshold=hours(24), need_ends=on(BACK))
    assert one(by_risk, (START, fact("b", BACK, "2026-03-02T12:00")), AFTER).state is State.STOOD_DOWN
    assert one(by_risk, (START, fact("b", BACK, "2026-03-04T12:00")), AFTER).state is State.CANNOT_TELL


# --- what was known, withdrawn, or never so -------------------------------------------------------


def test_a_late_record_turns_a_breach_into_met() -> None:
    facts = (START, fact("d", DONE, "2026-03-04T10:00", recorded="2026-03-07T10:00"))
    assert one(clock(), facts, AFTER, known_at="2026-03-06T00:00").state is State.BREACHED
    assert one(clock(), facts, AFTER, known_at="2026-03-07T10:00").state is State.MET


def test_a_correction_keeps_the_key() -> None:
    corrected = fact("new", BEGAN, "2026-03-02T08:00", "missing", root="e1-began", recorded="2026-03-03T00:00")
    gone = (Supersession("e1-began", "new", t("2026-03-03T00:00")),)
    before = one(clock(), (START, corrected), AFTER, supersessions=gone, known_at="2026-03-02T12:00")
    after = one(clock(), (START, corrected), AFTER, supersessions=gone)
    assert before.key == after.key
    assert (before.due, after.due) == (t("2026-03-05T10:00"), t("2026-03-05T08:00"))


def test_withdrawing_what_started_a_duty_stands_it_down_and_says_so() -> None:
    gone = (Supersession(START.id, None, t("2026-03-03T00:00")),)
    reading = one(clock(), (START,), AFTER, supersessions=gone)
    assert (reading.state, reading.key, codes(reading)[-1]) == (State.STOOD_DOWN, "made/check/e1-began", "withdrawn")
    assert (reading.rungs, reading.changes_at, reading.still_needed, reading.breached_at) == ((), None, False, None)


@pytest.mark.parametrize("when", ["2026-03-06T00:00", "?", "2026-04-01T00:00"])
def test_an_episode_recorded_in_error_stands_every_duty_of_it_down(when: str) -> None:
    error = fact("x", "missing.recorded-in-error", when)
    second = began("2026-03-03T10:00", "e2")
    first, other = readings(clock(), (START, error, second), AFTER)
    assert (first.state, codes(first)[-1], first.facts[-1]) == (State.STOOD_DOWN, "recorded-in-error", "x")
    assert other.state is not State.STOOD_DOWN


def test_dates_in_force_decide_only_where_asked() -> None:
    dated = clock(in_force=InForce(t("2026-03-02T00:00").date(), t("2026-03-03T00:00").date()))
    assert one(dated, (START,), AFTER)
    for outside in ("2026-03-01T10:00", "2026-03-03T00:00"):
        assert readings(dated, (began(outside),), AFTER) == ()
        assert one(dated, (began(outside),), AFTER, dates_in_force=False)
    assert one(replace(dated, in_force=InForce(until=t("2026-04-01T00:00").date())), (START,), AFTER)


def test_the_authority_goes_before_the_key() -> None:
    assert one(clock(), (START,), AFTER, authority="seaport").key == "seaport/made/check/e1-began"


def test_readings_come_in_the_order_of_the_clocks_then_start_then_key() -> None:
    facts: tuple[Fact, ...] = (began("2026-03-03T10:00", "e2"), START, began("?", "e3", told="2026-03-01T00:00"))
    found = readings((clock(id="b"), clock(id="a")), facts, AFTER)
    assert [(r.clock, r.episode) for r in found] == [
        ("b", "e1"),
        ("b", "e2"),
        ("b", "e3"),
        ("a", "e1"),
        ("a", "e2"),
        ("a", "e3"),
    ]
    assert VOCABULARY.episode_begins == (BEGAN,)
