"""Counting time: clock changes, leap days, months, working days, and the calendar's ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.engine.making import ENGLAND, hours, t
from wayhome.engine.calendars import Calendar
from wayhome.engine.errors import CalendarEnds, NaiveMoment, NotASpan
from wayhome.engine.facts import Precision
from wayhome.engine.language import Ending, FirstDay, Roll, Span, Unit
from wayhome.engine.moments import (
    LONDON,
    add_and_roll,
    add_span,
    date_moment,
    end_of_local_day,
    instant,
    local_date,
    rolled,
    take_span,
    window_end,
)

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
DAYS = pytest.mark.parametrize("day", [SPRING, AUTUMN])


def minutes_of(day: date) -> list[datetime]:
    """Return every minute of a London day: 23 or 25 hours of them on a clock-change day."""
    start, end = date_moment(day).earliest, end_of_local_day(day)
    assert start is not None
    return [start + timedelta(minutes=n) for n in range((end - start) // timedelta(minutes=1) + 1)]


@DAYS
def test_elapsed_hours_are_elapsed_at_every_minute(day: date) -> None:
    minutes = minutes_of(day)
    assert len(minutes) == (23 if day == SPRING else 25) * 60
    for minute in minutes:
        assert add_span(minute, hours(72), ENGLAND) - minute == timedelta(hours=72)
        assert add_span(minute, Span(3, Unit.ELAPSED_DAYS), ENGLAND) - minute == timedelta(days=3)
        assert take_span(minute, hours(4), ENGLAND) == minute - timedelta(hours=4)


@DAYS
def test_a_rolled_time_never_lands_in_the_missing_or_doubled_hour(day: date) -> None:
    for minute in minutes_of(day):
        for back in range(4):
            event = minute - timedelta(days=back)
            for span in (Span(back, Unit.LOCAL_DAYS), hours(24 * back)):
                for at in Ending:
                    due, before = add_and_roll(event, span, Roll(at), ENGLAND)
                    local = due.astimezone(LONDON)
                    assert ENGLAND.is_working(local.date())
                    assert local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()
                    assert before is None or before < due
        assert rolled(minute, Roll(Ending.SAME_TIME), ENGLAND) == at_wall(day + timedelta(days=1), minute)


def at_wall(day: date, like: datetime) -> datetime:
    """Return the instant on `day` at the wall time of another instant."""
    return datetime.combine(day, like.astimezone(LONDON).time(), LONDON).astimezone(UTC)


def test_a_wall_time_keeps_its_hour_when_it_rolls_over_the_clock_change() -> None:
    due, before = add_and_roll(t("2026-03-22T01:30"), Span(7, Unit.LOCAL_DAYS), Roll(Ending.SAME_TIME), ENGLAND)
    assert due.astimezone(LONDON).isoformat() == "2026-03-30T01:30:00+01:00"
    assert before == t("2026-03-29T01:30")


def test_without_a_roll_the_missing_hour_moves_on_and_of_the_doubled_the_first_is_meant() -> None:
    day = Span(1, Unit.LOCAL_DAYS)
    assert add_span(t("2026-03-28T01:30"), day, ENGLAND) == t("2026-03-29T01:30")  # the clock shows 2:30am
    assert add_span(t("2026-10-24T00:30"), day, ENGLAND) == t("2026-10-25T00:30")
    assert add_and_roll(t("2026-03-28T10:00"), day, None, ENGLAND) == (t("2026-03-29T09:00"), None)


@pytest.mark.parametrize(
    ("start", "months", "ends"),
    [
        ("2026-01-31T12:00", 1, "2026-02-28T12:00"),
        ("2024-01-31T12:00", 1, "2024-02-29T12:00"),
        ("2024-02-29T12:00", 12, "2025-02-28T12:00"),
        ("2026-11-30T12:00", 3, "2027-02-28T12:00"),
        ("2026-12-15T12:00", 1, "2027-01-15T12:00"),
    ],
)
def test_months_clamp_to_their_last_day(start: str, months: int, ends: str) -> None:
    assert add_span(t(start), Span(months, Unit.CALENDAR_MONTHS), ENGLAND) == t(ends)


def test_a_leap_day_is_a_day() -> None:
    assert add_span(t("2024-02-28T09:00"), Span(1, Unit.LOCAL_DAYS), ENGLAND) == t("2024-02-29T09:00")


@pytest.mark.parametrize(
    ("start", "span", "ends"),
    [
        ("2026-04-02T10:00", Span(1, Unit.WORKING_DAYS, Ending.END_OF_DAY), "2026-04-07T22:59"),  # Easter
        ("2026-04-04T10:00", Span(1, Unit.WORKING_DAYS, Ending.END_OF_DAY), "2026-04-07T22:59"),
        ("2026-04-04T10:00", Span(1, Unit.WORKING_DAYS, Ending.END_OF_DAY, FirstDay.ROLLED), "2026-04-08T22:59"),
        ("2026-12-24T10:00", Span(2, Unit.WORKING_DAYS), "2026-12-30T10:00"),  # Christmas
        ("2026-12-24T10:00", Span(0, Unit.WORKING_DAYS), "2026-12-24T10:00"),
    ],
)
def test_working_days(start: str, span: Span, ends: str) -> None:
    assert add_span(t(start), span, ENGLAND) == t(ends)


def test_a_friday_evening_is_not_the_weekend() -> None:
    friday = t("2026-11-20T22:00")
    assert rolled(friday, Roll(Ending.END_OF_DAY), ENGLAND) == friday
    assert rolled(friday + timedelta(hours=2), Roll(Ending.END_OF_DAY), ENGLAND) == t("2026-11-23T23:59")
    assert add_and_roll(friday - timedelta(hours=1), hours(1), Roll(Ending.END_OF_DAY), ENGLAND) == (friday, None)


def test_spans_taken_back() -> None:
    assert take_span(t("2026-04-07T10:00"), Span(1, Unit.WORKING_DAYS), ENGLAND) == t("2026-04-02T10:00")
    assert take_span(t("2026-03-31T10:00"), Span(1, Unit.CALENDAR_MONTHS), ENGLAND) == t("2026-02-28T11:00")
    assert take_span(t("2026-03-30T09:00"), Span(1, Unit.LOCAL_DAYS), ENGLAND) == t("2026-03-29T09:00")


def test_windows_hold_both_ends() -> None:
    assert window_end(t("2026-01-01T10:00"), Span(90, Unit.LOCAL_DAYS), ENGLAND) == t("2026-04-01T22:59:59.999999")
    assert window_end(t("2026-01-01T10:00"), hours(5), ENGLAND) == t("2026-01-01T15:00")
    assert window_end(t("2026-01-31T10:00"), Span(1, Unit.CALENDAR_MONTHS), ENGLAND) == t("2026-02-28T23:59:59.999999")


def test_a_date_is_a_whole_london_day() -> None:
    day = date_moment(SPRING)
    assert (day.earliest, day.latest, day.precision) == (
        t("2026-03-29T00:00"),
        t("2026-03-29T22:59"),
        Precision.DATE,
    )
    assert local_date(t("2026-06-30T23:30")) == date(2026, 7, 1)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveMoment, match="has no zone"):
        instant(datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_calendar_fails_loudly_outside_its_years() -> None:
    short = Calendar("England", frozenset(), date(2026, 1, 1), date(2026, 1, 31), "x")
    for day in (date(2025, 12, 31), date(2026, 2, 1)):
        with pytest.raises(CalendarEnds, match="2026-01-01 to 2026-01-31"):
            short.is_working(day)
    with pytest.raises(CalendarEnds) as past:
        short.add_working_days(date(2026, 1, 30), 1)
    assert past.value.day == date(2026, 2, 1)
    with pytest.raises(NotASpan, match="-1 working days"):
        short.add_working_days(date(2026, 1, 30), -1)


def test_a_calendar_says_why_nobody_works() -> None:
    said = [ENGLAND.why_not_working(date(2026, 4, day)) for day in (2, 3, 4, 5)]
    assert said == ["", "Good Friday", "Saturday", "Sunday"]
    bare = Calendar("England", ENGLAND.holidays, ENGLAND.first, ENGLAND.last, "x")
    assert bare.why_not_working(date(2026, 4, 3)) == "bank holiday"
    assert bare == Calendar("England", ENGLAND.holidays, ENGLAND.first, ENGLAND.last, "x", {})
