"""The national pack: nothing uncited, nothing doubtful shown unasked, no overlap or gap in dated values."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from wayhome.packs.england.entries import Catalogue, Entry
from wayhome.packs.england.linting import england_problems
from wayhome.packs.england.reading import KINDS, load_england
from wayhome.packs.linting import lint
from wayhome.packs.places import protocols_home
from wayhome.packs.sources import load_sources

TODAY = date(2026, 11, 21)
CATALOGUES = load_england().catalogues
ENTRIES = [pytest.param(c, e, id=f"{c.id}: {e.id}") for c in CATALOGUES.values() for e in c.entries]
DAY = timedelta(days=1)


def test_nothing_shipped_has_a_problem() -> None:
    assert england_problems(protocols_home() / "england", load_sources()) == []


@pytest.mark.parametrize(("catalogue", "entry"), ENTRIES)
def test_every_statement_is_cited_and_says_what_its_kind_must(catalogue: Catalogue, entry: Entry) -> None:
    sources = load_sources()
    assert set(KINDS[catalogue.kind][0]) <= set(entry.statements)
    for versions in entry.statements.values():
        for version in versions:
            assert version.texts and all(version.texts)
            assert version.cite
            assert all(cite.at in sources[cite.source].sections for cite in version.cite)


@pytest.mark.parametrize(("catalogue", "entry"), ENTRIES)
def test_what_could_not_be_confirmed_is_off_unless_asked_for(catalogue: Catalogue, entry: Entry) -> None:
    for name, versions in entry.statements.items():
        said = entry.said(name, TODAY)
        assert said is None or said.confirmed
        if len(versions) == 1 and not versions[0].confirmed:
            assert said is None
            asked = entry.said(name, TODAY, unconfirmed=True)
            assert asked is not None and asked.doubt


@pytest.mark.parametrize(("catalogue", "entry"), ENTRIES)
def test_dated_values_follow_one_another(catalogue: Catalogue, entry: Entry) -> None:
    """On the day before, on and after each boundary exactly one value is said, and the boundary belongs to the later."""
    for name, versions in entry.statements.items():
        dated = [v for v in versions if not v.dates.awaiting]
        for before, after in pairwise(dated):
            day = after.dates.from_
            assert day is not None
            for moment, expected in ((day - DAY, before), (day, after), (day + DAY, after)):
                assert [v for v in dated if v.dates.perhaps(moment)] == [expected]
                assert entry.said(name, moment, unconfirmed=True) is expected


def test_the_recovery_period_then_and_now() -> None:
    """45 days in the protocols of 2013; 30 from the day Parliament was told."""
    recovery = CATALOGUES["nrm"].entry("recovery")
    then, now = (recovery.said("time", day) for day in (date(2022, 12, 12), date(2022, 12, 13)))
    assert then is not None and then.texts[0].startswith("45 days")
    assert now is not None and now.texts[0].startswith("At least 30 days")


def test_a_doubtful_boundary_is_certain_only_where_it_was_read() -> None:
    """Who decided in 2013, and who decides since 2024, is known; between them it cannot be told unasked."""
    authority = CATALOGUES["nrm"].entry("authority")
    before, between, after = date(2013, 6, 1), date(2020, 1, 1), date(2024, 10, 1)
    assert "Border Agency" in (authority.said("who", before) or pytest.fail("nobody decides")).texts[0]
    assert authority.said("who", between) is None
    assert "Single" in (authority.said("who", between, unconfirmed=True) or pytest.fail("nobody decides")).texts[0]
    assert "Single" in (authority.said("who", after) or pytest.fail("nobody decides")).texts[0]


@pytest.mark.parametrize(
    "power", ["child-criminal-exploitation-prevention-order", "respect-order", "child-criminal-exploitation-offence"]
)
def test_what_is_enacted_and_not_begun_is_never_in_force(power: str) -> None:
    entry = CATALOGUES["powers-adults"].entry(power)
    assert entry.in_force(date(2030, 1, 1)) is False
    assert entry.in_force(date(2030, 1, 1), unconfirmed=True) is False


def test_an_age_limit_enacted_and_not_begun_changes_nothing_yet() -> None:
    said = CATALOGUES["powers-adults"].entry("civil-injunction").said("test", TODAY)
    assert said is not None and "10 or over" in said.texts[0]


def test_a_power_begins_on_its_day() -> None:
    order = CATALOGUES["powers-adults"].entry("sexual-risk-order")
    assert order.in_force(date(2015, 3, 7)) is False
    assert order.in_force(date(2015, 3, 8)) is True


def test_a_power_whose_day_was_only_remembered_cannot_be_told_near_it() -> None:
    order = CATALOGUES["powers-child"].entry("police-protection")
    assert order.in_force(date(1991, 10, 14)) is None
    assert order.in_force(date(1991, 10, 14), unconfirmed=True) is True
    assert order.in_force(date(2026, 1, 1)) is True


def test_the_return_has_five_columns_and_twenty_rules() -> None:
    groups = CATALOGUES["ssda903"].groups
    assert [e.code for e in groups["columns"]] == ["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"]
    assert len(groups["rules"]) == 20
    assert len(CATALOGUES["list-8"].groups["columns"]) == 4


def test_intelligence_is_graded_three_by_five_by_two() -> None:
    assert {g: len(e) for g, e in CATALOGUES["grading"].groups.items()} == {
        "source": 3, "intelligence": 5, "handling": 2,
    }  # fmt: skip


def test_no_phrase_to_avoid_is_also_one_to_say() -> None:
    guide = CATALOGUES["language"].entries
    avoided = {text.casefold() for e in guide for v in e.statements["avoid"] for text in v.texts}
    said = {text.casefold() for e in guide for v in e.statements["say"] for text in v.texts}
    assert not any(phrase in sentence for phrase in avoided for sentence in said)


FAULTS = [
    ("nrm.yaml", "from: 2022-12-13", "from: 2022-12-14", "leave a gap"),
    ("nrm.yaml", "from: 2022-12-13", "from: 2022-12-12", "overlap"),
    ("nrm.yaml", "          until: 2022-12-13\n", "", "hold at once"),
    ("nrm.yaml", "{source: NRM-WS22, at: recovery}", "{source: NRM-WS22, at: rest}", "has no section 'rest'"),
    ("powers-adults.yaml", "{from: 2015-03-08, cite", "{from: 2015-03-38, cite", "is not a date"),
    ("powers-child.yaml", "      duration: 72 hours at most.\n", "", "'duration' is missing"),
    ("grading.yaml", "id: source-2", "id: source-1", "Two entries are called 'source-1'"),
    ("pack.yaml", ", list-8]", "]", "list-8.yaml is not listed"),
    ("language.yaml", "kind: language", "kind: languages", "'languages' is not known here"),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), FAULTS)
def test_a_planted_fault_is_named_with_its_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, expected: str
) -> None:
    folder = tmp_path / "england"
    shutil.copytree(protocols_home() / "england", folder)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = england_problems(folder, load_sources())
    assert any(expected in problem.what and problem.line >= 1 for problem in found), found
    assert all(problem.mend for problem in found)


def test_lint_of_the_home_reads_the_national_pack(tmp_path: Path) -> None:
    home = tmp_path / "protocols"
    shutil.copytree(protocols_home(), home)
    assert lint(home) == lint(protocols_home())
    (home / "england" / "gaps.md").unlink()
    assert any(problem.file.endswith("gaps.md") for problem in lint(home))
