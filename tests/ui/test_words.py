"""Times, lengths and countdowns in words."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engine.facts import Moment, Precision
from wayhome.ui import times, words
from wayhome.ui.phones import with_numbers

TABLE = json.loads((Path(__file__).parent / "fixtures" / "countdowns.json").read_text())


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["words"])
def test_countdowns_are_the_table_the_script_is_held_to(row: dict[str, str]) -> None:
    due, now = datetime.fromisoformat(row["due"]), datetime.fromisoformat(row["now"])
    assert words.countdown(due, now) == row["words"]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (utc(2026, 11, 21, 1, 40), "Saturday 21 November 2026, 1:40am"),
        (utc(2026, 7, 1, 0, 40), "Wednesday 1 July 2026, 1:40am"),
        (utc(2026, 11, 21, 0, 0), "Saturday 21 November 2026, midnight (start of the day)"),
        (utc(2026, 11, 21, 0, 5), "Saturday 21 November 2026, 12:05am"),
        (utc(2026, 11, 21, 12, 0), "Saturday 21 November 2026, midday"),
        (utc(2026, 11, 21, 9, 0), "Saturday 21 November 2026, 9am"),
        (utc(2026, 11, 21, 23, 59), "Saturday 21 November 2026, 11:59pm"),
        (utc(2026, 10, 25, 0, 30), "Sunday 25 October 2026, 1:30am (before the clocks went back)"),
        (utc(2026, 10, 25, 1, 30), "Sunday 25 October 2026, 1:30am (after the clocks went back)"),
        (utc(2026, 10, 25, 2, 0), "Sunday 25 October 2026, 2am"),
        (utc(2027, 3, 28, 1, 0), "Sunday 28 March 2027, 2am"),
    ],
)
def test_an_instant_in_full(at: datetime, said: str) -> None:
    assert words.when(at) == said


def test_an_instant_as_people_say_it(now: datetime) -> None:
    assert words.short_when(utc(2026, 11, 21, 1, 40), now) == "Today, 1:40am"
    assert words.short_when(utc(2026, 11, 20, 21, 0), now) == "Yesterday, 9pm"
    assert words.short_when(utc(2026, 11, 22, 9, 5), now) == "Tomorrow, 9:05am"
    assert words.short_when(utc(2026, 11, 19, 1, 40), now) == "19 November, 1:40am"
    assert words.short_when(utc(2025, 11, 19, 1, 40), now) == "19 November 2025, 1:40am"


def test_today_is_londons_today() -> None:
    late = utc(2026, 7, 1, 23, 30)
    assert words.short_when(utc(2026, 7, 1, 23, 10), late) == "Today, 12:10am"
    assert words.short_when(utc(2026, 7, 1, 22, 10), late) == "Yesterday, 11:10pm"


def test_a_moment_is_said_no_more_exactly_than_anybody_knows() -> None:
    at = utc(2026, 11, 21, 1, 40)
    assert words.moment(Moment(at, at)) == "Saturday 21 November 2026, 1:40am"
    assert words.moment(Moment(at, at, Precision.ABOUT)) == "Saturday 21 November 2026, about 1:40am"
    day = Moment(utc(2026, 11, 21, 0, 0), utc(2026, 11, 21, 23, 59), Precision.DATE)
    assert words.moment(day) == "Saturday 21 November 2026, time not known"
    between = Moment(at, at + timedelta(hours=2), Precision.BETWEEN)
    assert words.moment(between).startswith("Between Saturday 21 November 2026, 1:40am and ")
    assert words.moment(Moment(None, None, Precision.UNKNOWN)) == "Nobody knows when"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        words.when(datetime(2026, 11, 21, 1, 40))  # noqa: DTZ001


def test_the_deadline_itself_names_its_day(now: datetime) -> None:
    assert words.deadline(utc(2026, 11, 21, 8, 45), now) == "today, 8:45am (Saturday 21 November 2026)"
    assert words.deadline(utc(2026, 11, 24, 11, 0), now) == "Tuesday 24 November 2026, 11am"


def test_a_day_may_be_a_date() -> None:
    assert words.day(date(2028, 2, 29)) == "Tuesday 29 February 2028"


def test_the_html_keeps_the_machines_time_and_the_full_date(now: datetime) -> None:
    html = times.short_time(utc(2026, 11, 21, 1, 40), now)
    assert 'datetime="2026-11-21T01:40+00:00"' in html
    assert "Today, 1:40am" in html and "Saturday 21 November 2026, 1:40am" in html


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.timedeltas(-timedelta(days=900), timedelta(days=900)),
)
def test_a_countdown_never_says_left_when_it_is_overdue(now: datetime, ahead: timedelta) -> None:
    said = words.countdown(now + ahead, now)
    assert ("overdue" in said) == (ahead < timedelta(0))
    assert not re.search(r"\b0 |\b1 (minutes|hours|days)\b", said)


def test_a_telephone_number_rings_and_nothing_else_becomes_a_link() -> None:
    said = str(
        with_numbers("Nan <b>Rosa</b>, 07700 900747; duty 020 7946 0111; SP-0082, 12 November 2011, 9912345678901")
    )
    assert '<a class="govuk-link app-phone" dir="ltr" href="tel:07700900747">07700 900747</a>' in said
    assert 'href="tel:02079460111"' in said
    assert "&lt;b&gt;" in said and said.count("<a ") == 2, "escaped, and two numbers only"
