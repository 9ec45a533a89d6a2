"""Asking when something happened: every way of saying it, both clock changes, and what cannot be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engine.facts import Moment, Precision
from wayhome.ui import words
from wayhome.ui.forms import TimedForm, WhenField
from wayhome.ui.when import Misread, WhenEntry, read_date, read_time, read_when

BACK = date(2026, 10, 25)
FORWARD = date(2027, 3, 28)
LATER = datetime(2027, 4, 1, 12, 0, tzinfo=UTC)


class Report(TimedForm):
    at = WhenField(label="When were they reported missing?")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("1:40am", 1, 40),
        ("01:40", 1, 40),
        ("0140", 1, 40),
        ("1.40", 1, 40),
        ("1.40 am", 1, 40),
        ("1 40 a.m.", 1, 40),
        ("140", 1, 40),
        ("1:40 PM", 13, 40),
        ("13:40", 13, 40),
        ("1340", 13, 40),
        ("13:40:59", 13, 40),
        ("9am", 9, 0),
        ("9 pm", 21, 0),
        ("12am", 0, 0),
        ("12:05am", 0, 5),
        ("12pm", 12, 0),
        ("midday", 12, 0),
        ("Noon", 12, 0),
        ("00:00", 0, 0),
        ("23:59", 23, 59),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, hour: int, minute: int) -> None:
    assert (read_time(typed).hour, read_time(typed).minute) == (hour, minute)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("9", "morning or the afternoon"),
        ("12", "morning or the afternoon"),
        ("midnight", "start or the end"),
        ("24:00", "start or the end"),
        ("25:00", "between 00:00 and 23:59"),
        ("13:40am", "between 00:00 and 23:59"),
        ("0:40pm", "between 00:00 and 23:59"),
        ("1:75", "enter a time"),
        ("soon", "enter a time"),
        ("12345", "enter a time"),
        ("-1:40", "enter a time"),
    ],
)
def test_a_time_that_could_mean_two_things_or_none_is_asked_again(typed: str, says: str) -> None:
    with pytest.raises(Misread, match=says) as caught:
        read_time(typed)
    assert caught.value.part == "time"


@given(st.times())
def test_every_minute_can_be_typed_both_ways(at: object) -> None:
    clock = at.replace(second=0, microsecond=0, tzinfo=None)  # type: ignore[attr-defined]
    assert read_time(f"{clock:%H:%M}") == clock
    assert read_time(f"{clock.hour % 12 or 12}:{clock:%M}{'am' if clock.hour < 12 else 'pm'}") == clock


def test_the_month_may_be_a_number_or_its_name() -> None:
    assert read_date("3", "3", "2026") == read_date("03", "March", "2026") == read_date("3", "mar", "2026")


@pytest.mark.parametrize(
    ("boxes", "says"),
    [
        (("", "3", "2026"), "include a day"),
        (("3", "", ""), "include a month and a year"),
        (("3", "3", "26"), "4 numbers"),
        (("3", "3", "0026"), "4 numbers"),
        (("30", "2", "2026"), "no such date"),
        (("29", "2", "2027"), "no such date"),
        (("3", "ju", "2026"), "no such date"),
        (("3", "13", "2026"), "no such date"),
        (("three", "3", "2026"), "no such date"),
        (("3", "²", "2026"), "no such date"),
        (("9" * 40, "9" * 40, "2026"), "no such date"),
    ],
)
def test_a_date_that_is_not_one_says_what_to_mend(boxes: tuple[str, str, str], says: str) -> None:
    with pytest.raises(Misread, match=says):
        read_date(*boxes)


def test_today_and_yesterday_carry_their_dates(now: datetime) -> None:
    field = Report(now=now).fields["at"]
    assert isinstance(field, WhenField)
    assert field.days() == [
        ("2026-11-21", "Today, Saturday 21 November"),
        ("2026-11-20", "Yesterday, Friday 20 November"),
        ("other", "Another date"),
    ]


def test_a_form_opened_before_midnight_and_sent_after_it_still_means_that_day() -> None:
    opened = utc(2026, 11, 21, 23, 50)
    sent = opened + timedelta(minutes=20)
    today = Report(now=opened).fields["at"].days()[0][0]  # type: ignore[attr-defined]
    form = Report(WhenEntry(day=today, time="11:40pm").as_data("at"), now=sent)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == Moment(utc(2026, 11, 21, 23, 40), utc(2026, 11, 21, 23, 40))


def test_summer_time_is_an_hour_ahead(now: datetime) -> None:
    said = read_when(WhenEntry.on(date(2026, 7, 1), "1:40am"), now)
    assert said == Moment(utc(2026, 7, 1, 0, 40), utc(2026, 7, 1, 0, 40), Precision.EXACT)


def test_about_then_is_kept_as_about(now: datetime) -> None:
    said = read_when(WhenEntry.on(date(2026, 11, 20), "21:00", "about"), now)
    assert (said.precision, said.earliest, said.latest) == (Precision.ABOUT, *[utc(2026, 11, 20, 21, 0)] * 2)


def test_only_the_day_is_the_whole_of_it_in_london(now: datetime) -> None:
    said = read_when(WhenEntry.on(date(2026, 7, 1), sureness="day"), now)
    assert said == Moment(utc(2026, 6, 30, 23, 0), utc(2026, 7, 1, 22, 59), Precision.DATE)


@pytest.mark.parametrize(("day", "minutes"), [(BACK, 25 * 60 - 1), (FORWARD, 23 * 60 - 1)])
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, minutes: int) -> None:
    said = read_when(WhenEntry.on(day, sureness="day"), LATER)
    assert said.earliest and said.latest
    assert said.latest - said.earliest == timedelta(minutes=minutes)


def test_nobody_knows_stays_unknown(now: datetime) -> None:
    assert read_when(WhenEntry(sureness="unknown"), now) == Moment(None, None, Precision.UNKNOWN)


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        (WhenEntry(time="1:40am"), "day"),
        (WhenEntry(day="tomorrow", time="1:40am"), "day"),
        (WhenEntry(day="2026-11-21"), "time"),
        (WhenEntry(day="2026-11-21", sureness="about"), "time"),
        (WhenEntry(day="other", time="1:40am"), "date"),
        (WhenEntry(day="2026-11-21", time="1:40am", sureness="day"), "sureness"),
        (WhenEntry(day="2026-11-21", time="1:40am", sureness="unknown"), "sureness"),
        (WhenEntry(day="2026-11-22", time="1:40am"), "date"),
        (WhenEntry(day="2026-11-21", time="10:56"), "time"),
    ],
)
def test_what_is_missing_contradicts_or_is_still_to_come_names_its_box(
    entry: WhenEntry, part: str, now: datetime
) -> None:
    with pytest.raises(Misread) as caught:
        read_when(entry, now)
    assert caught.value.part == part


def test_this_very_minute_is_not_the_future(now: datetime) -> None:
    assert read_when(WhenEntry(day="2026-11-21", time="10:55"), now).earliest == now


def test_a_plan_may_be_later(now: datetime) -> None:
    said = read_when(WhenEntry.on(date(2026, 11, 24), "9am"), now, may_be_future=True)
    assert said.earliest == utc(2026, 11, 24, 9, 0)


def test_a_time_shown_twice_is_asked_about() -> None:
    entry = WhenEntry.on(BACK, "1:30am")
    with pytest.raises(Misread, match="twice") as caught:
        read_when(entry, LATER)
    assert caught.value.part == "fold"


@pytest.mark.parametrize(
    ("fold", "earliest", "latest", "precision"),
    [
        ("before", utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 0, 30), Precision.EXACT),
        ("after", utc(2026, 10, 25, 1, 30), utc(2026, 10, 25, 1, 30), Precision.EXACT),
        ("unsure", utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30), Precision.BETWEEN),
    ],
)
def test_a_time_shown_twice_means_what_is_answered(
    fold: str, earliest: datetime, latest: datetime, precision: Precision
) -> None:
    assert read_when(WhenEntry.on(BACK, "1:30am", fold=fold), LATER) == Moment(earliest, latest, precision)


def test_a_time_the_clocks_skipped_is_refused_with_what_to_do() -> None:
    with pytest.raises(Misread, match=r"no 01:30 that night.*such as 2:30am") as caught:
        read_when(WhenEntry.on(FORWARD, "1:30am"), LATER)
    assert caught.value.part == "time"


@pytest.mark.parametrize("day", [BACK, FORWARD])
def test_every_minute_of_both_clock_change_days(day: date) -> None:
    seen = []
    for minute in range(24 * 60):
        clock = f"{minute // 60:02d}:{minute % 60:02d}"
        for fold in ("before", "after"):
            try:
                said = read_when(WhenEntry.on(day, clock, fold=fold), LATER)
            except Misread as misread:
                assert (misread.part, day, minute // 60) == ("time", FORWARD, 1)
                continue
            assert said.earliest
            assert f"{words.local(said.earliest):%H:%M}" == clock
            seen.append(said.earliest)
    assert len(set(seen)) == (25 if day == BACK else 23) * 60


INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(INSTANTS, st.sampled_from(["exact", "about"]))
def test_a_moment_put_back_in_the_boxes_means_the_same(at: datetime, sureness: str) -> None:
    at = at.replace(second=0, microsecond=0)
    moment = Moment(at, at, Precision(sureness))
    assert read_when(WhenEntry.of(moment), at + timedelta(days=1)) == moment


def test_a_form_without_a_present_moment_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="now"):
        Report({})  # type: ignore[call-arg]


def test_an_answer_the_field_does_not_offer_is_refused(now: datetime) -> None:
    class Strict(TimedForm):
        at = WhenField(label="When?", sureness=("exact", "about"))

    form = Strict(WhenEntry(sureness="unknown").as_data("at"), now=now)
    assert form.errors["at"].as_data()[0].code == "sureness"


def test_nothing_filled_in_is_an_error_only_where_it_is_needed(now: datetime) -> None:
    class Optional(TimedForm):
        at = WhenField(label="When?", required=False)

    assert Optional({}, now=now).is_valid()
    assert "select the day and enter the time" in Report({}, now=now).errors["at"][0]


def test_changed_means_changed(now: datetime) -> None:
    moment = Moment(now, now)
    same = Report(WhenEntry.of(moment).as_data("at"), initial={"at": moment}, now=now)
    other = Report(WhenEntry.on(date(2026, 11, 20), "9am").as_data("at"), initial={"at": moment}, now=now)
    assert (same.has_changed(), other.has_changed()) == (False, True)
