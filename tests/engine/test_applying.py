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
    Span,
    SpanByState,
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


def test_a_childs_condition_true_from_nobody_knows_when_is_asked_about() -> None:
    """A duty of the child, not of an episode, that starts with a condition: an untimed cause gives no start."""
    weekly = clock(per=Per.CHILD, starts=StartsWhen(CARED), due=Due(Span(7, Unit.LOCAL_DAYS)))
    reading = one(weekly, (fact("c", "child.care", "?", "yes", None),), AFTER)
    assert (reading.state, reading.start, reading.missing) == (State.CANNOT_TELL, None, ("child.care",))
    told = clock(per=Per.CHILD, starts=StartsWhen(CARED), due=Due(None), counts_from=CountsFrom.TOLD)
    since = one(told, (fact("c", "child.care", "?", "yes", None, told="2026-03-05T09:00"),), AFTER)
    assert (since.state, since.start) == (State.BREACHED, t("2026-03-05T09:00"))
