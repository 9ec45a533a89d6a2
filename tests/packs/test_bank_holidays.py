"""England's bank holidays: the table, the reckoning it was written from, and the official dates agree."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from wayhome.packs.bank_holidays import england_bank_holidays, reckoned_bank_holidays
from wayhome.packs.loading import england_calendar

OFFICIAL = Path(__file__).parent / "official-bank-holidays.txt"


def _official() -> set[date]:
    lines = OFFICIAL.read_text(encoding="utf-8").splitlines()
    return {date.fromisoformat(line.split()[0]) for line in lines if not line.startswith("#")}


def test_the_table_is_what_the_rules_give() -> None:
    """When this fails, a new bank holiday was announced: write the table again."""
    assert dict(england_bank_holidays()) == dict(reckoned_bank_holidays())


def test_every_working_day_from_2012_to_2028_agrees_with_the_official_dates() -> None:
    """Weekend days differ in naming only, and no weekend is a working day."""
    official = _official()
    assert len(official) == 140
    ours = {day for day in england_bank_holidays() if 2012 <= day.year <= 2028}
    assert {day for day in ours if day.weekday() < 5} == {day for day in official if day.weekday() < 5}


def test_days_people_remember() -> None:
    """A jubilee, a funeral, a coronation; and Boxing Day 2026, moved to the Monday."""
    calendar = england_calendar()
    for day in (date(2012, 6, 5), date(2022, 9, 19), date(2023, 5, 8), date(2026, 12, 28)):
        assert not calendar.is_working(day)
    assert calendar.is_working(date(2026, 12, 29))
