"""What the documents ask for is answered, or said aloud to be missing; the pages are what the table and packs say."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from wayhome.cli import main
from wayhome.packs.coverage import coverage_page, coverage_rows, reference_home
from wayhome.packs.elements import KINDS
from wayhome.packs.errors import PackFault
from wayhome.packs.forums import load_forums
from wayhome.packs.loading import load_protocol, protocol_ids
from wayhome.packs.side_by_side import side_by_side

TABLE = reference_home() / "coverage.yaml"
# Rows that nothing answers yet. This number only ever gets smaller: when a room answers a row, lower it.
NOT_YET = 25
# Elements that no example can show: a frame without items, a list that names only how often.
WITHOUT_EXAMPLE = {"portsmouth-pathway/instruments/ceraf"}


def test_not_yet_only_shrinks() -> None:
    """More than were committed is a step back; fewer must be written down here."""
    assert sum(bool(row.waits_for) for row in coverage_rows(TABLE)) == NOT_YET


def test_every_time_limit_assessment_and_meeting_is_an_element_with_an_example() -> None:
    """C, D and E, and the clocks of P and Q; what waits says so."""
    for row in coverage_rows(TABLE):
        shown = [each for each in row.elements if each.example or each.name in WITHOUT_EXAMPLE]
        if row.id[0] in "CD" and row.elements:
            unshown = [e.name for e in row.elements if e not in shown and e.kind in ("clocks", "instruments", "forms")]
            assert unshown == [], row.id
        if row.id[0] in "CDE" or row.id in ("G1", "G2", "G3", "G4"):
            assert shown, row.id
    assert not [row.id for row in coverage_rows(TABLE) if row.id[0] == "C" and row.waits_for]
    assert not [row.id for row in coverage_rows(TABLE) if row.id in ("G1", "G2", "G3", "G4") and not row.elements]


def test_every_clock_meeting_and_route_answers_a_row() -> None:
    """One that no row asks for is either new or forgotten in the table."""
    named = {each.name for row in coverage_rows(TABLE) for each in row.elements}
    here = {f"{line}/clocks/{clock.id}" for line in protocol_ids() for clock in load_protocol(line).clocks}
    for line in protocol_ids():
        for forum in load_forums(line):
            here |= {f"{line}/forums/{forum.id}", *(f"{line}/routes/{forum.id}.{route.id}" for route in forum.routes)}
    assert here - named == set()


def test_the_pages_are_current() -> None:
    """When this fails: wayhome protocol coverage --write."""
    home = reference_home()
    assert (home / "coverage.md").read_text(encoding="utf-8") == coverage_page(coverage_rows(TABLE))
    page = home / "protocols" / "side-by-side.md"
    assert page.read_text(encoding="utf-8") == side_by_side(page.with_suffix(".yaml"))


def test_the_documents_differ_in_sight() -> None:
    """72 hours beside 2 working days, 3 in 90 days beside 3 in a month, 48 beside 72 hours."""
    page = side_by_side(reference_home() / "protocols" / "side-by-side.yaml")
    for said in ("| 72 hours |", "2 working days", "the last of 3 within 90", "the last of 3 within 1", "| 48 hours |"):
        assert said in page, said


FAULTS = [
    ("  C1:", "  C99:", "There is no row 'C99'"),
    ("clocks/need-to-know-high-risk", "clocks/need-to-know-hi-risk", "Did you mean 'need-to-know-high-risk'"),
    ('{asks: "The missing record", room: missing}', '{asks: "The missing record"}', "must have one answer"),
    ("portsmouth-pathway/forms/cpi", "portsmouth-pathway/papers/cpi", "is not the name of an element"),
    ("4lscb-2013/instruments/seraf", "4lscb-2013/instruments/serafim", "Did you mean 'seraf"),
]


@pytest.mark.parametrize(("before", "after", "what"), FAULTS)
def test_a_planted_fault_is_named(tmp_path: Path, before: str, after: str, what: str) -> None:
    """File, line, what is wrong."""
    text = TABLE.read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "coverage.yaml").write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(PackFault) as caught:
        coverage_rows(tmp_path / "coverage.yaml")
    assert what in str(caught.value)
    assert "coverage.yaml:" in str(caught.value)


def test_the_command_says_how_many_and_whether_the_pages_are_current() -> None:
    """Without --write nothing is written."""
    result = CliRunner().invoke(main, ["protocol", "coverage"])
    assert result.exit_code == 0, result.output
    assert f"{NOT_YET} not yet" in result.output
    assert set(KINDS) >= {"clocks", "forums", "routes", "indicators"}
