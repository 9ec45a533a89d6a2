"""Looser or not, by the times: an independent reading of the engine never finds a later time that was not told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.engine.making import BEGAN, ENGLAND, clock, fact, hours, one, t
from wayhome.engine.language import (
    Clock,
    Due,
    Ending,
    FirstDay,
    InForce,
    Repeats,
    Roll,
    Rung,
    RungBase,
    Span,
    SpanByState,
    StartsOnCount,
    Trigger,
    Unit,
)
from wayhome.engine.strictness import Looser, looser, year_of_starts

YEAR = 2026
_SPANS = st.builds(
    Span,
    st.integers(1, 12),
    st.sampled_from(Unit),
    st.sampled_from(Ending),
    st.sampled_from(FirstDay),
).map(lambda s: replace(s, count=s.count * 12) if s.unit is Unit.HOURS else s)
_DUES = st.builds(Due, st.none() | _SPANS, st.none() | st.builds(Roll, st.sampled_from(Ending))).map(
    lambda due: replace(due, roll=None) if due.after is None else due
)
_STARTS = st.datetimes(datetime(YEAR, 1, 1), datetime(YEAR, 12, 31, 23, 59, 59), timezones=st.just(UTC))  # noqa: DTZ001


def found(before: Clock, after: Clock) -> tuple[Looser, ...]:
    """Compare over the year the made calendar knows."""
    return looser(before, after, ENGLAND, YEAR, 0)


def due_of(a_clock: Clock, start: datetime) -> datetime:
    """Read one real duty, and say when it is due."""
    reading = one(a_clock, (fact("e1-began", BEGAN, start.isoformat(), "missing"),), start.isoformat())
    assert reading.due is not None
    return reading.due


@settings(max_examples=60, deadline=None)
@given(_DUES, _DUES, st.lists(_STARTS, min_size=8, max_size=8))
def test_what_is_not_called_looser_never_comes_later(before: Due, after: Due, starts: list[datetime]) -> None:
    """For any two lengths and any start of the year, to the second."""
    assume(before != after)
    was, now = clock(due=before), clock(due=after)
    told = found(was, now)
    later = [start for start in starts if due_of(now, start) > due_of(was, start)]
    assert told or not later


@settings(max_examples=25, deadline=None)
@given(_DUES, _DUES)
def test_what_is_called_looser_comes_later_where_it_says(before: Due, after: Due) -> None:
    """The start it names is one at which a real duty comes due later, by as much as it says."""
    was, now = clock(due=before), clock(due=after)
    for each in found(was, now):
        if each.value == "due":
            assert each.start is not None
            assert (due_of(was, each.start), due_of(now, each.start)) == (each.was, each.now)
            assert due_of(now, each.start) > due_of(was, each.start)


def test_a_year_of_starts_has_every_hour_both_clock_changes_and_christmas() -> None:
    starts = set(year_of_starts(YEAR, 0))
    hour = timedelta(hours=1)
    assert {datetime(YEAR, 1, 1, tzinfo=UTC) + n * hour for n in range(24 * 365)} <= starts
    assert {t("2026-03-29T00:00"), t("2026-03-29T01:00"), t("2026-10-25T00:00"), t("2026-10-25T01:00")} <= starts
    assert t("2026-12-25T23:59:59") in starts


SAME_NUMBERS = [
    ("48 hours to two working days: a weekend later", hours(48), Span(2, Unit.WORKING_DAYS), True),
    ("two working days to 48 hours: later only where the two days are shorter than 48 hours", Span(2, Unit.WORKING_DAYS),
     hours(48), True),
    ("72 hours to 48 hours", hours(72), hours(48), False),
    ("a day by the clock to 24 hours: later by an hour on the day the clocks go forward", Span(1, Unit.LOCAL_DAYS), hours(24), True),
    ("24 hours to a day by the clock: later by an hour on the day the clocks go back", hours(24), Span(1, Unit.LOCAL_DAYS), True),
    ("to the end of the same day", Span(5, Unit.WORKING_DAYS), Span(5, Unit.WORKING_DAYS, Ending.END_OF_DAY), True),
    ("five working days are never longer than ten days", Span(20, Unit.LOCAL_DAYS), Span(5, Unit.WORKING_DAYS), False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "is_looser"), [p[1:] for p in SAME_NUMBERS], ids=[p[0] for p in SAME_NUMBERS]
)
def test_lengths_are_compared_by_the_times_they_give(before: Span, after: Span, is_looser: bool) -> None:
    assert bool(found(clock(due=Due(before)), clock(due=Due(after)))) is is_looser


def test_moving_a_due_time_off_the_weekend_is_looser() -> None:
    (told,) = found(clock(), clock(due=Due(hours(72), Roll(Ending.END_OF_DAY))))
    assert told.value == "due" and told.starts > 2000
    assert found(clock(due=Due(hours(72), Roll(Ending.END_OF_DAY))), clock()) == ()


def test_at_once_is_the_tightest() -> None:
    assert found(clock(), clock(due=Due(None))) == ()
    (told,) = found(clock(due=Due(None)), clock(due=Due(hours(1))))
    assert told.now is not None and told.was is not None and told.now - told.was == timedelta(hours=1)


def test_lengths_by_state_are_compared_value_by_value() -> None:
    by = {"low": hours(72), "high": hours(24)}
    before = clock(due=Due(SpanByState("risk", by, hours(24))))
    after = clock(due=Due(SpanByState("risk", {**by, "low": hours(96)}, hours(24))))
    assert [told.value for told in found(before, after)] == ["due where it is low"]
    silent = clock(due=Due(SpanByState("risk", by)))
    assert [told.what for told in found(before, silent)] == ["can no longer be told"]
    assert found(before, clock(due=Due(hours(24)))) == ()


def test_a_threshold_added_or_lengthened_is_looser() -> None:
    plain, short, long = clock(), clock(threshold=hours(24)), clock(threshold=hours(48))
    assert found(plain, short) and found(short, long)
    assert found(long, short) == found(short, plain) == ()


def test_a_count_raised_or_a_window_shortened_is_looser() -> None:
    began = Trigger((BEGAN,))
    three = clock(starts=StartsOnCount(began, 3, Span(89, Unit.LOCAL_DAYS)))
    assert found(three, clock(starts=StartsOnCount(began, 2, Span(89, Unit.LOCAL_DAYS)))) == ()
    assert found(three, clock(starts=StartsOnCount(began, 3, Span(92, Unit.LOCAL_DAYS)))) == ()
    assert found(three, clock(starts=StartsOnCount(began, 4, Span(89, Unit.LOCAL_DAYS))))
    # Three months are longer than 89 days except from the shortest months.
    (told,) = found(clock(starts=StartsOnCount(began, 3, Span(91, Unit.LOCAL_DAYS))),
                    clock(starts=StartsOnCount(began, 3, Span(3, Unit.CALENDAR_MONTHS))))  # fmt: skip
    assert told.value == "within"


def test_no_longer_repeating_or_less_often_is_looser() -> None:
    weekly = clock(repeats=Repeats(Span(7, Unit.LOCAL_DAYS)))
    assert found(clock(), weekly) == ()
    assert found(weekly, clock())
    assert found(weekly, clock(repeats=Repeats(Span(8, Unit.LOCAL_DAYS))))
    assert found(weekly, clock(repeats=Repeats(Span(6, Unit.LOCAL_DAYS)))) == ()


def test_telling_fewer_later_or_waiting_longer_is_looser() -> None:
    step = Rung("late", RungBase.DUE, 0, ("head", "worker"), 30)
    before = clock(rungs=(step,))
    for after in (
        (),
        (replace(step, tell=("head",)),),
        (replace(step, minutes=10),),
        (replace(step, acknowledge_minutes=60),),
        (replace(step, base=RungBase.THRESHOLD),),
    ):
        assert found(before, clock(rungs=after)), after
    earlier = Rung("soon", RungBase.DUE, -60, ("worker",))
    assert found(before, clock(rungs=(earlier, replace(step, tell=("worker", "head", "director"))))) == ()
    # The same step hangs from an earlier due time: it comes earlier too.
    assert found(before, replace(before, due=Due(hours(48)))) == ()


def test_a_step_that_hangs_from_a_threshold_goes_with_it() -> None:
    before = clock(threshold=hours(24), rungs=(Rung("reached", RungBase.THRESHOLD, 0, ("head",)),))
    assert [told.value for told in found(before, replace(before, threshold=None))] == ["step 'reached'"]


def test_a_shorter_warning_is_looser() -> None:
    assert found(clock(due_soon=hours(24)), clock(due_soon=hours(4)))
    assert found(clock(due_soon=hours(4)), clock(due_soon=hours(24))) == ()


def test_fewer_days_in_force_are_looser() -> None:
    before = clock(in_force=InForce(date(2016, 9, 1), None))
    assert found(before, clock(in_force=InForce(date(2016, 9, 2), None)))
    assert found(before, clock(in_force=InForce(date(2016, 9, 1), date(2027, 1, 1))))
    assert found(before, clock()) == ()
