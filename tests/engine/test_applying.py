"""To whom a duty applies, over time, and what a condition says when nobody has said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.making import BACK, BEGAN, DONE, ENGLAND, VOCABULARY, began, clock, fact, hours, on, one, readings, t
from wayhome.engine.chronology import Chronology
from wayhome.engine.conditions import compiled
from wayhome.engine.errors import UnknownState
from wayhome.engine.facts import Fact
from wayhome.engine.language import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    CountsFrom,
    CountWithin,
    Due,
    Ever,
    Happened,
    HeldFor,
    Is,
    Late,
    Not,
    Per,
    Repeats,
    Rung,
    RungBase,
    Span,
    SpanByState,
    StartsOnCount,
    StartsWhen,
    Trigger,
    Unit,
)
from wayhome.engine.readings import State

START = began("2026-03-02T10:00")
AFTER = "2026-03-06T00:00"
CARED = Is("care", frozenset({"yes"}))
HIGH = AtLeast("risk", "high")
UNKNOWN, YES, NO = Is("risk", frozenset({"high"})), Happened(Trigger((BEGAN,))), Happened(Trigger(("never",)))


def care(value: str, when: str, **more: str) -> Fact:
    """Make a fact about care."""
    return fact(f"care-{value}-{when}", "child.care", when, value, None, **more)


def truth(condition: Condition, facts: tuple[Fact, ...], at: str) -> bool | None:
    """Say what a condition is for episode e1 at a moment, knowing every fact."""
    scope = Chronology(facts, t("2027-01-01T00:00"), (BEGAN,)).episodes["e1"]
    return compiled(condition, VOCABULARY).timeline(scope, ENGLAND).at(t(at))[1]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (All((YES, UNKNOWN)), None),
        (All((NO, UNKNOWN)), False),
        (All((YES, YES)), True),
        (All(()), True),
        (AnyOf((YES, UNKNOWN)), True),
        (AnyOf((NO, UNKNOWN)), None),
        (AnyOf((NO, NO)), False),
        (AnyOf(()), False),
        (Not(UNKNOWN), None),
        (Not(YES), False),
        (Not(NO), True),
        (Ever(UNKNOWN), None),
        (HeldFor(UNKNOWN, hours(1)), None),
        (replace(UNKNOWN, silence=True), True),
        (replace(UNKNOWN, silence=False), False),
    ],
)
def test_three_answers(condition: Condition, said: bool | None) -> None:
    assert truth(condition, (START,), AFTER) is said


def test_a_state_is_its_latest_fact_and_nothing_once_a_period_has_ended() -> None:
    facts = (START, care("yes", "2026-03-01T00:00"), care("no", "2026-03-03T00:00", until="2026-03-04T00:00"))
    said = [truth(CARED, facts, f"2026-03-0{day}T12:00") for day in (2, 3, 4)]
    assert said == [True, False, True]
    ended = (START, care("yes", "2026-03-01T00:00", until="2026-03-04T00:00"))
    assert [truth(CARED, ended, f"2026-03-0{day}T00:00") for day in (1, 3, 4)] == [True, True, None]


def test_of_two_facts_at_once_the_later_recorded_speaks() -> None:
    first = care("yes", "2026-03-01T00:00", recorded="2026-03-05T00:00")
    second = care("no", "2026-03-01T00:00", recorded="2026-03-04T00:00")
    assert truth(CARED, (START, first, second), AFTER) is True


def test_a_state_nobody_timed_holds_until_a_timed_fact_and_again_from_when_we_were_told() -> None:
    facts = (
        START,
        fact("r", "risk.graded", "?", "high", told="2026-03-04T00:00"),
        fact("s", "risk.graded", "2026-03-03T00:00", "low"),
    )
    assert [truth(HIGH, facts, f"2026-03-0{day}T12:00") for day in (2, 3, 4)] == [True, False, True]


def test_ordered_states_reach_and_names_are_checked() -> None:
    medium = (START, fact("r", "risk.graded", "2026-03-02T11:00", "medium"))
    assert [truth(AtLeast("risk", v), medium, AFTER) for v in ("low", "medium", "high")] == [True, True, False]
    with pytest.raises(UnknownState, match="the value 'huge' of the state 'risk'"):
        compiled(AtLeast("risk", "huge"), VOCABULARY)
    with pytest.raises(UnknownState, match="the state 'mood'"):
        one(clock(applies=Is("mood", frozenset({"x"}))), (START,), AFTER)
    with pytest.raises(UnknownState, match="the state 'mood'"):
        one(clock(due=Due(SpanByState("mood", {}))), (START,), AFTER)


def test_a_fact_of_unknown_time_has_happened_from_when_we_were_told() -> None:
    facts = (START, fact("b", BACK, "?", told="2026-03-04T00:00"))
    home = Happened(Trigger((BACK,)))
    assert [truth(home, facts, f"2026-03-0{day}T00:00") for day in (3, 4)] == [None, True]
    reading = one(clock(applies=home), facts, "2026-03-03T00:00")
    assert (reading.state, reading.missing) == (State.CANNOT_TELL, (BACK,))


def test_held_without_a_break() -> None:
    facts = (
        START,
        *(fact(f"r{n}", "risk.graded", f"2026-03-0{n}T00:00", v) for n, v in ((3, "high"), (4, "low"), (5, "high"))),
    )
    held = HeldFor(HIGH, hours(24))
    said = [
        truth(held, facts, at)
        for at in ("2026-03-02T12:00", "2026-03-03T12:00", "2026-03-04T00:00", "2026-03-05T23:59", "2026-03-06T00:00")
    ]
    assert said == [None, None, False, False, True]
    assert truth(HeldFor(YES, hours(1)), (START,), "2026-03-02T11:00") is True
    assert truth(HeldFor(replace(UNKNOWN, silence=True), hours(1)), (START,), "2026-03-02T11:00") is True
    assert truth(Ever(held), facts, "2026-03-09T00:00") is True


def test_counts_within_a_span_come_and_go() -> None:
    counted = CountWithin(Trigger((BEGAN,)), 2, Span(3, Unit.LOCAL_DAYS))
    facts = (START, began("2026-03-05T23:00", "e2"))
    assert [truth(counted, facts, at) for at in ("2026-03-05T22:59", "2026-03-05T23:30", "2026-03-06T00:00")] == [
        False,
        True,
        False,
    ]
    unsure = (START, began("?", "e2", told="2026-03-02T12:00"))
    assert truth(counted, unsure, "2026-03-03T00:00") is None
    assert [r.missing for r in readings(clock(applies=counted), unsure, "2026-03-03T00:00")] == [(BEGAN,), (BEGAN,)]
    reading = readings(clock(applies=counted), facts, "2026-03-05T23:30")
    assert reading[0].facts == ("e1-began", "e2-began")


def test_a_duty_for_a_child_who_becomes_looked_after_while_missing() -> None:
    late = care("yes", "2026-03-05T12:00")
    due = {
        policy: one(
            clock(applies=CARED, late=policy), (START, care("no", "2026-03-01T00:00"), late), "2026-03-05T13:00"
        ).due
        for policy in Late
    }
    assert due == {
        Late.LATER_OF_BOTH: t("2026-03-05T12:00"),
        Late.FROM_THEN: t("2026-03-08T12:00"),
        Late.AS_IF_ALWAYS: t("2026-03-05T10:00"),
    }


def test_false_throughout_is_no_duty_and_unknown_is_not_good_news() -> None:
    assert readings(clock(applies=CARED), (START, care("no", "2026-03-01T00:00")), AFTER) == ()
    reading = one(clock(applies=CARED), (START,), AFTER)
    assert (reading.state, reading.missing, reading.due) == (State.CANNOT_TELL, ("care",), t("2026-03-05T10:00"))
    assert reading.breached_at is None
    met = one(clock(applies=CARED), (START, fact("d", DONE, "2026-03-03T00:00")), AFTER)
    assert met.state is State.MET
    late = one(clock(applies=CARED), (START, fact("d", DONE, "2026-03-05T12:00")), AFTER)
    assert (late.state, late.met_at) == (State.CANNOT_TELL, None)


def test_ceasing_before_it_is_due_stands_down_and_after_that_a_breach_stays() -> None:
    yes, early = care("yes", "2026-03-01T00:00"), care("no", "2026-03-04T00:00")
    reading = one(clock(applies=CARED), (START, yes, early), AFTER)
    assert (reading.state, reading.still_needed) == (State.STOOD_DOWN, False)
    breached = one(clock(applies=CARED), (START, yes, care("no", "2026-03-05T12:00")), AFTER)
    assert (breached.state, breached.still_needed) == (State.BREACHED, False)
    again = one(clock(applies=CARED), (START, yes, early, care("yes", "2026-03-05T12:00")), AFTER)
    assert (again.state, again.breached_at) == (State.BREACHED, t("2026-03-05T12:00"))


def test_a_period_that_will_end_is_seen_coming() -> None:
    yes = care("yes", "2026-03-01T00:00", until="2026-03-03T00:00")
    running = one(clock(applies=CARED), (START, yes), "2026-03-02T12:00")
    assert (running.state, running.changes_at) == (State.RUNNING, t("2026-03-03T00:00"))
    assert one(clock(applies=CARED), (START, yes), "2026-03-04T00:00").state is State.CANNOT_TELL
    overdue = (START, care("yes", "2026-03-01T00:00", until="2026-03-05T12:00"))
    assert one(clock(applies=CARED), overdue, AFTER).state is State.BREACHED


def test_a_duty_that_will_apply_by_time_alone_is_shown_coming() -> None:
    long = clock(applies=HeldFor(YES, hours(24)))
    reading = one(long, (START,), "2026-03-02T12:00")
    assert (reading.state, reading.changes_at) == (State.NOT_STARTED, t("2026-03-03T10:00"))
    assert one(long, (START,), "2026-03-03T10:00").state is State.RUNNING
    assert readings(long, (START, fact("d", DONE, "2026-03-02T11:00")), "2026-03-02T12:00") == ()
    quiet = clock(applies=Not(CountWithin(Trigger(("risk.graded",)), 1, hours(24))))
    stood = (START, fact("r", "risk.graded", "2026-03-02T12:00", "low"))
    down = one(quiet, stood, "2026-03-02T13:00")
    assert (down.state, down.changes_at) == (State.STOOD_DOWN, t("2026-03-03T12:00:00.000001"))


# --- starts that are conditions ---------------------------------------------------------------------

BECOMES = clock(starts=StartsWhen(HIGH), due=Due(None), counts_from=CountsFrom.TOLD, need_ends=on(BACK))


def test_a_duty_starts_at_the_moment_a_condition_becomes_true() -> None:
    graded = fact("r", "risk.graded", "2026-03-02T12:00", "high", told="2026-03-02T12:30")
    reading = one(BECOMES, (START, graded), "2026-03-02T12:30")
    assert (reading.root, reading.start, reading.due, reading.state) == (
        "r",
        t("2026-03-02T12:30"),
        t("2026-03-02T12:30"),
        State.DUE_SOON,
    )
    assert readings(BECOMES, (START, graded), "2026-03-02T12:10") == ()
    by_day = one(
        replace(BECOMES, counts_from=CountsFrom.HAPPENED),
        (START, fact("r", "risk.graded", "2026-03-03", "high")),
        AFTER,
    )
    assert (by_day.start, by_day.at_latest) == (t("2026-03-03T23:59"), True)


def test_true_from_the_first_it_is_known_by_the_episode() -> None:
    cared = replace(BECOMES, starts=StartsWhen(CARED))
    reading = one(cared, (START, care("yes", "2026-01-01T00:00", told="2026-03-02T11:00")), AFTER)
    assert (reading.root, reading.start) == ("e1-began", t("2026-03-02T11:00"))
    child = one(replace(cared, per=Per.CHILD), (START, care("yes", "2026-01-01T00:00")), AFTER)
    assert (child.root, child.start, child.episode) == ("care-yes-2026-01-01T00:00", t("2026-01-01T00:00"), None)


def test_a_fact_about_the_child_starts_one_duty_in_each_episode_under_its_own_key() -> None:
    cared = replace(BECOMES, starts=StartsWhen(CARED), need_ends=())
    facts = (START, began("2026-03-03T10:00", "e2"), care("yes", "2026-03-05T00:00"))
    assert [r.root for r in readings(cared, facts, AFTER)] == ["e1-began", "e2-began"]


def test_each_rise_is_a_duty() -> None:
    facts = (
        START,
        *(fact(f"r{n}", "risk.graded", f"2026-03-0{n}T00:00", v) for n, v in ((3, "high"), (4, "low"), (5, "high"))),
    )
    assert [r.root for r in readings(BECOMES, facts, AFTER)] == ["r3", "r5"]


def test_a_start_unknown_all_along_is_asked_for_only_while_it_matters() -> None:
    reading = one(BECOMES, (START,), AFTER)
    assert (reading.state, reading.root, reading.missing, reading.start) == (
        State.CANNOT_TELL,
        "e1-began",
        ("risk",),
        None,
    )
    assert readings(BECOMES, (START, fact("b", BACK, "2026-03-03T00:00")), AFTER) == ()
    assert readings(replace(BECOMES, applies=NO), (START,), AFTER) == ()
    assert one(replace(BECOMES, applies=YES), (START,), AFTER).state is State.CANNOT_TELL


def test_a_duty_that_time_alone_will_start_is_shown_coming() -> None:
    held = clock(starts=StartsWhen(HeldFor(YES, hours(24))), need_ends=on(BACK))
    reading = one(held, (START,), "2026-03-02T12:00")
    assert (reading.state, reading.start, reading.changes_at) == (
        State.NOT_STARTED,
        t("2026-03-03T10:00"),
        t("2026-03-03T10:00"),
    )
    assert readings(held, (START, fact("b", BACK, "2026-03-02T11:00")), "2026-03-02T12:00") != ()
    assert one(held, (START,), "2026-03-03T10:00").state is State.RUNNING


# --- windows -------------------------------------------------------------------------------------

THRICE = clock(starts=StartsOnCount(Trigger((BEGAN,)), 3, Span(90, Unit.LOCAL_DAYS)))


def runs(*days: str) -> tuple[Fact, ...]:
    """Make an episode a day, and a return six hours after each."""
    found: list[Fact] = []
    for n, day in enumerate(days):
        found += [began(f"{day}T10:00", f"e{n}"), fact(f"b{n}", BACK, f"{day}T16:00", episode=f"e{n}")]
    return tuple(found)


@pytest.mark.parametrize(("third", "roots"), [("2026-04-01", ["e2-began"]), ("2026-04-02", [])])
def test_the_third_in_ninety_days(third: str, roots: list[str]) -> None:
    facts = runs("2026-01-01", "2026-02-01", third)
    found = readings(THRICE, facts, "2026-05-01T00:00")
    assert [r.root for r in found] == roots
    assert all(set(r.facts) == {"e0-began", "e1-began", "e2-began"} for r in found)


def test_windows_roll_and_each_completing_fact_starts_one() -> None:
    facts = runs("2026-01-01", "2026-01-10", "2026-01-20", "2026-01-30")
    assert [r.root for r in readings(THRICE, facts, "2026-05-01T00:00")] == ["e2-began", "e3-began"]


def test_within_a_month_means_the_same_day_number_one_month_on() -> None:
    month = clock(starts=StartsOnCount(Trigger((BEGAN,)), 3, Span(1, Unit.CALENDAR_MONTHS)))
    assert len(readings(month, runs("2026-01-31", "2026-02-10", "2026-02-28"), "2026-05-01T00:00")) == 1
    assert readings(month, runs("2026-01-31", "2026-02-10", "2026-03-01"), "2026-05-01T00:00") == ()


def test_without_a_return_between_it_is_the_same_disappearance() -> None:
    between = clock(starts=replace(THRICE.starts, between=Trigger((BACK,))))  # type: ignore[type-var]
    facts = runs("2026-01-01", "2026-01-10", "2026-01-20")
    assert len(readings(between, facts, "2026-05-01T00:00")) == 1
    assert readings(between, tuple(f for f in facts if f.id != "b1"), "2026-05-01T00:00") == ()
    untimed = tuple(fact("b1", BACK, "?", episode="e1", told="2026-01-21T00:00") if f.id == "b1" else f for f in facts)
    assert len(readings(between, untimed, "2026-05-01T00:00")) == 1


def test_only_those_that_count_are_counted_and_unknown_is_asked_for() -> None:
    high = clock(starts=replace(THRICE.starts, only_if=HIGH))  # type: ignore[type-var]
    facts = runs("2026-01-01", "2026-01-10", "2026-01-20")
    graded = tuple(
        fact(f"r{n}", "risk.graded", f"2026-01-{day}T11:00", "high", f"e{n}") for n, day in enumerate(("01", "10"))
    )
    last = fact("r2", "risk.graded", "2026-01-20T10:00", "high", "e2")
    assert [r.start for r in readings(high, (*facts, *graded, last), "2026-05-01T00:00")] == [t("2026-01-20T10:00")]
    reading = one(high, (*facts, *graded), "2026-05-01T00:00")
    assert (reading.state, reading.missing) == (State.CANNOT_TELL, ("risk",))
    low = fact("r2", "risk.graded", "2026-01-20T10:00", "low", "e2")
    assert readings(high, (*facts, *graded, low), "2026-05-01T00:00") == ()
    skipped = (*runs("2026-01-01", "2026-01-05", "2026-01-10", "2026-01-20"), last)
    assert all(r.state is State.CANNOT_TELL for r in readings(high, skipped, "2026-05-01T00:00"))


def test_an_episode_nobody_timed_may_complete_a_window() -> None:
    facts = (*runs("2026-01-01", "2026-01-10"), began("?", "e9", told="2026-01-15T00:00"))
    reading = one(THRICE, facts, "2026-05-01T00:00")
    assert (reading.state, reading.root, reading.missing) == (State.CANNOT_TELL, "e9-began", (BEGAN,))


# --- recurrence ----------------------------------------------------------------------------------

WEEKLY = clock(
    due=Due(Span(7, Unit.LOCAL_DAYS)),
    repeats=Repeats(Span(7, Unit.LOCAL_DAYS), unless_set_by=Trigger(("interval",))),
    need_ends=on("missing.closed"),
)


def test_once_done_it_is_due_again() -> None:
    facts = (START, fact("d1", DONE, "2026-03-04T10:00"), fact("d2", DONE, "2026-03-12T10:00"))
    found = readings(WEEKLY, facts, "2026-03-13T00:00")
    assert [(r.key, r.state, r.due) for r in found] == [
        ("made/check/e1-began", State.MET, t("2026-03-09T10:00")),
        ("made/check/e1-began/1", State.MET_LATE, t("2026-03-11T10:00")),
        ("made/check/e1-began/2", State.RUNNING, t("2026-03-19T10:00")),
    ]
    assert found[1].facts[0] == "d1"
    closed = readings(WEEKLY, (*facts, fact("c", "missing.closed", "2026-03-14T00:00")), "2026-04-01T00:00")
    assert [r.state for r in closed] == [State.MET, State.MET_LATE, State.STOOD_DOWN]


def test_a_decision_sets_how_far_apart() -> None:
    facts = (START, fact("d1", DONE, "2026-03-04T10:00"), fact("i", "interval", "2026-03-04T10:00", number=3))
    assert readings(WEEKLY, facts, "2026-03-05T00:00")[1].due == t("2026-03-07T10:00")
    late = (*facts[:2], fact("i", "interval", "2026-03-12T10:00", number=30), fact("j", "interval", "2026-03-05T00:00"))
    assert readings(WEEKLY, late, "2026-03-13T00:00")[1].state is State.BREACHED
    short = (*facts[:2], fact("i", "interval", "2026-03-09T10:00", number=1))
    assert readings(WEEKLY, short, "2026-03-09T11:00")[1].due == t("2026-03-09T10:00")


# --- escalation ----------------------------------------------------------------------------------

RUNGS = (
    Rung("first", RungBase.START, 30, ("w",)),
    Rung("soon", RungBase.DUE, -120, ("w",)),
    Rung("late", RungBase.DUE, 60, ("m",)),
    Rung("owed", RungBase.THRESHOLD, 0, ("m",)),
)


def test_steps_fire_while_the_duty_is_open() -> None:
    climbing = clock(rungs=RUNGS, need_ends=on(BACK))
    reading = one(climbing, (START,), "2026-03-02T12:00")
    assert [(r.rung, r.at) for r in reading.rungs] == [
        ("first", t("2026-03-02T10:30")),
        ("soon", t("2026-03-05T08:00")),
        ("late", t("2026-03-05T11:00")),
    ]
    met = one(climbing, (START, fact("d", DONE, "2026-03-05T08:00")), AFTER)
    assert [r.rung for r in met.rungs] == ["first"]
    home = one(climbing, (START, fact("b", BACK, "2026-03-05T10:30")), AFTER)
    assert (home.state, [r.rung for r in home.rungs]) == (State.BREACHED, ["first", "soon"])
    assert one(clock(rungs=RUNGS), (began("?", told="2026-03-02T12:00"),), AFTER).rungs == ()
    owed = one(clock(rungs=RUNGS, threshold=hours(24), due=Due(hours(1))), (START,), "2026-03-02T12:00")
    assert [(r.rung, r.at) for r in owed.rungs][1] == ("soon", t("2026-03-02T10:00"))


def test_next_to_look() -> None:
    climbing = clock(rungs=RUNGS)
    looked = ["2026-03-02T10:00"]
    while (found := one(climbing, (START,), looked[-1]).changes_at) is not None:
        looked.append(found.isoformat())
    assert looked[1:] == [
        f"2026-03-0{each}+00:00"
        for each in ("2T10:30:00", "5T06:00:00", "5T08:00:00", "5T10:00:00.000001", "5T11:00:00")
    ]


def test_a_fact_still_to_come_is_a_reason_to_look_again() -> None:
    reading = one(clock(), (START, fact("d", DONE, "2026-03-03T10:00")), "2026-03-02T12:00")
    assert reading.changes_at == t("2026-03-03T10:00")


def test_due_soon_in_days() -> None:
    friday = (began("2026-03-06T10:00"),)  # due on Monday at 10:00
    assert one(clock(due_soon=Span(1, Unit.WORKING_DAYS)), friday, "2026-03-07T00:00").state is State.DUE_SOON
    two = clock(due_soon=Span(2, Unit.LOCAL_DAYS))
    assert one(two, friday, "2026-03-07T00:00").changes_at == t("2026-03-07T10:00")
