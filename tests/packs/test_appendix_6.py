"""The worked example of Lewisham's Appendix 6 (fictional): which duties each record raised, repeats included."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from wayhome.engine.clocks import read
from wayhome.engine.moments import LONDON, local_date
from wayhome.engine.readings import Reading, State
from wayhome.packs.loading import england_calendar, load_protocol
from wayhome.packs.places import protocols_home
from wayhome.packs.situations import parse_situation
from wayhome.packs.vocabulary import load_vocabulary

FILE = protocols_home().parent / "examples" / "lewisham-appendix-6" / "situation.yaml"
ABSENCES = {"2012-02-21", "2012-03-24", "2012-04-13", "2012-04-15", "2012-04-21", "2012-05-15", "2012-05-18"}
ABSENCES |= {"2012-08-09", "2012-09-17", "2012-10-05"}
FOUND = {"2012-02-10", "2012-07-27", "2012-09-29", "2013-04-01"}


def readings(as_of: str) -> tuple[Reading, ...]:
    """Read the example at a British wall time."""
    situation = parse_situation(FILE.read_text(encoding="utf-8"), FILE.name, load_vocabulary())
    moment = datetime.fromisoformat(as_of).replace(tzinfo=LONDON)
    return read(load_protocol("lewisham-2017"), situation, england_calendar(), moment, dates_in_force=False)


def duty(found: tuple[Reading, ...], clock: str, episode: str = "2013-04-01") -> Reading:
    """Return the one reading of a clock for an episode."""
    (one,) = [r for r in found if r.clock == clock and r.episode == episode]
    return one


def test_thirteen_records_and_one_more() -> None:
    """Ten absences and three missing episodes in 2012, and the night of April 2013."""
    found = readings("2013-04-05 12:00")
    assert {r.episode for r in found if r.clock == "absence-reported"} == ABSENCES
    assert {r.episode for r in found if r.clock == "safe-and-well"} == FOUND


def test_repeated_absences_complete_four_windows() -> None:
    """E 15.7, three in a month with a return between: completed on 15 and 21 April, 15 and 18 May 2012."""
    found = [r for r in readings("2013-04-05 12:00") if r.clock == "absence-risk-assessment"]
    due = {r.episode: local_date(r.due) for r in found if r.due}
    assert due == {
        "2012-04-15": date(2012, 4, 20),
        "2012-04-21": date(2012, 4, 27),
        "2012-05-15": date(2012, 5, 22),
        "2012-05-18": date(2012, 5, 25),
    }
    assert {r.state for r in found} == {State.BREACHED}
    assert all(r.at_latest for r in found)


def test_missing_episodes_never_came_three_in_a_month() -> None:
    """E 26.2 counts missing episodes only, and there were four in fourteen months."""
    assert not [r for r in readings("2013-04-05 12:00") if r.clock.startswith("repeat-missing")]


def test_nobody_wrote_that_the_carer_told_the_social_worker() -> None:
    """E 15.4: one working day after each absence, and silence means that it was not done."""
    found = [r for r in readings("2013-04-05 12:00") if r.clock == "absence-reported"]
    assert {r.state for r in found} == {State.BREACHED}
    due = {r.episode: local_date(r.due) for r in found if r.due}
    assert due["2012-04-13"] == date(2012, 4, 16)  # a Friday
    assert due["2012-05-18"] == date(2012, 5, 21)  # a Friday


@pytest.mark.parametrize(
    ("as_of", "clock", "state"),
    [
        ("2013-04-02 12:00", "home-48-hours-service-manager", State.CANNOT_TELL),
        ("2013-04-02 12:00", "care-48-hours-service-manager", State.CANNOT_TELL),
        ("2013-04-02 12:00", "director-chairs-3-months", State.NOT_STARTED),
        ("2013-04-03 06:00", "home-48-hours-service-manager", State.STOOD_DOWN),
        ("2013-04-03 06:00", "missing-persons-meeting", State.STOOD_DOWN),
        ("2013-04-03 06:00", "safe-and-well", State.RUNNING),
        ("2013-04-04 05:01", "safe-and-well", State.BREACHED),
        ("2013-04-05 12:00", "return-interview", State.CANNOT_TELL),
        ("2013-04-06 05:01", "independent-interview-offered", State.BREACHED),
    ],
)
def test_the_night_of_april_2013(as_of: str, clock: str, state: State) -> None:
    """The screens do not say whether the child was looked after or had a social worker; so we cannot tell, and ask."""
    found = duty(readings(as_of), clock)
    assert found.state is state
    if state is State.CANNOT_TELL:
        assert "care-status" in found.missing


def test_found_ninety_minutes_before_the_48_hours() -> None:
    """Missing from 06:30 on the first, found at 05:00 on the third: nobody had to tell the Service Manager."""
    found = duty(readings("2013-04-05 12:00"), "home-48-hours-service-manager")
    assert found.due == datetime(2013, 4, 3, 6, 30, tzinfo=LONDON)
    assert found.need_ended_at == datetime(2013, 4, 3, 5, 0, tzinfo=LONDON)
    assert not found.still_needed


def test_under_the_release_but_not_on_a_ledger_of_2013() -> None:
    """The independent offer is law from September 2016; read under the release it is shown all the same."""
    count = Counter(r.clock for r in readings("2013-04-05 12:00"))
    assert count["independent-interview-offered"] == 4
