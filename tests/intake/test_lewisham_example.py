"""The training record of Lewisham's Appendix 6 reads as the document has it."""

from pathlib import Path

from wayhome.engine.facts import Precision
from wayhome.intake.package import facts, read_package
from wayhome.intake.package.times import write_moment

FOLDER = Path(__file__).parents[2] / "examples" / "lewisham-appendix-6"

# Section 8 of the appendix, newest first.
LISTED = [
    ("2012-10-05", "2012-10-08", "unauthorised-absence"),
    ("2012-09-29", "2012-09-30", "missing"),
    ("2012-09-17", "2012-09-18", "unauthorised-absence"),
    ("2012-08-09", "2012-08-10", "unauthorised-absence"),
    ("2012-07-27", "2012-07-28", "missing"),
    ("2012-05-18", "2012-05-19", "unauthorised-absence"),
    ("2012-05-15", "2012-05-16", "unauthorised-absence"),
    ("2012-04-21", "2012-04-22", "unauthorised-absence"),
    ("2012-04-15", "2012-04-16", "unauthorised-absence"),
    ("2012-04-13", "2012-04-14", "unauthorised-absence"),
    ("2012-03-24", "2012-03-25", "unauthorised-absence"),
    ("2012-02-21", "2012-02-22", "unauthorised-absence"),
    ("2012-02-10", "2012-02-11", "missing"),
]


def test_the_list_is_the_one_in_section_8() -> None:
    package = read_package(FOLDER)
    old = [e for e in package.episodes if e.began.precision is Precision.DATE]
    old.sort(key=lambda e: e.began.earliest, reverse=True)
    assert [(write_moment(e.began), write_moment(e.returned), e.category) for e in old] == LISTED
    assert [bool(e.located) for e in old] == [category == "missing" for _, _, category in LISTED]


def test_the_package_says_that_nobody_in_it_is_real() -> None:
    package = read_package(FOLDER)
    assert package.invented
    assert "Invented" in package.description


def test_the_april_record_keeps_both_times_it_was_told() -> None:
    drafts = [f for f in facts(read_package(FOLDER)) if f.episode == "535623-2013-04-01"]
    at = {(f.kind, f.moment.earliest.strftime("%d %H:%M")) for f in drafts if f.moment.earliest}
    assert ("missing.began", "01 05:30") in at  # 06:30 British Summer Time
    assert ("missing.update", "02 06:00") in at
    assert {when for kind, when in at if kind == "missing.located"} == {"03 04:00", "03 04:10"}
    assert {f.recorded_at.date().isoformat() for f in drafts if f.recorded_at} == {"2013-04-22"}
    assert {f.value for f in drafts if f.kind == "missing.risk-factor"} == {
        "self-harm",
        "harmed",
        "sexual-exploitation",
    }
