"""Windows over facts, recurrence, and the steps of escalation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.making import BACK, BEGAN, DONE, began, clock, fact, hours, on, one, readings, t
from wayhome.engine.facts import Fact
from wayhome.engine.language import (
    AtLeast,
    Due,
    Repeats,
    Rung,
    RungBase,
    Span,
    StartsOnCount,
    Trigger,
    Unit,
)
from wayhome.engine.readings import State

START = began("2026-03-02T10:00")
AFTER = "2026-03-06T00:00"
HIGH = AtLeast("risk", "high")


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
