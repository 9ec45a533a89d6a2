"""Every section of every document is held by an element, or gaps.md says what is not held and why."""

from __future__ import annotations

import pytest

from wayhome.packs.coverage import reference_home
from wayhome.packs.errors import PackFault
from wayhome.packs.loading import protocol_ids
from wayhome.packs.places import protocols_home
from wayhome.packs.walk import HEADING, Left, documents, walk, walk_page

LINES = [line for line, _ in documents()]
# How many sections each document has. It changes only when somebody reads the document again.
SECTIONS = {
    "4lscb-2013": 28,
    "lewisham-2017": 186,
    "portsmouth-pathway": 87,
    "portsmouth-strategy-2016": 50,
    "portsmouth-strategy-2018": 17,
}
# A section that no element cites, as gaps.md tells of it in each document.
TOLD = [
    ("4lscb-2013", "| 5.7 |", "5.7"),
    ("lewisham-2017", "| E 19.4 |", "E 19.4"),
    ("portsmouth-pathway", "| 10.7 |", "10.7"),
    ("portsmouth-strategy-2016", "| J 5.3 |", "J 5.3"),
    ("portsmouth-strategy-2018", "| Pillar 5 |", "Pillar 5"),
]


def _gaps(line: str) -> str:
    return (protocols_home() / line / "gaps.md").read_text(encoding="utf-8")


def test_every_protocol_has_the_document_it_was_written_from() -> None:
    assert list(protocol_ids()) == LINES
    assert {line: len(source.sections) for line, source in documents()} == SECTIONS


@pytest.mark.parametrize("line", LINES)
def test_no_section_is_unread(line: str) -> None:
    """When this fails: cite the section in an element, or add a line to the table in gaps.md."""
    assert [each.at for each in walk(line) if each.unread] == []


@pytest.mark.parametrize("line", LINES)
def test_every_line_of_the_table_says_what_and_why(line: str) -> None:
    for section in walk(line):
        assert all(left.what and left.why for left in section.left), section.at


@pytest.mark.parametrize(("line", "row", "at"), TOLD)
def test_a_line_taken_out_leaves_its_section_unread(line: str, row: str, at: str) -> None:
    kept = "\n".join(each for each in _gaps(line).splitlines() if not each.startswith(row))
    assert [each.at for each in walk(line, kept) if each.unread] == [at]


def test_without_the_table_only_what_is_cited_is_read() -> None:
    bare = _gaps("4lscb-2013").replace(HEADING, "Something else")
    unread = [each.at for each in walk("4lscb-2013", bare) if each.unread]
    assert unread == ["1", "2", "3", "4.2", "4.3", "5.1.1", "5.7", "App 1"]


def test_a_section_is_found_by_the_elements_that_cite_it() -> None:
    found = {each.at: each for each in walk("portsmouth-pathway")}
    assert {"portsmouth-pathway/clocks/need-to-know-72-hours"} <= set(found["13.5"].elements)
    assert {"portsmouth-pathway/routes/weekly-met.without-single-contact"} <= set(found["7.8"].elements)
    assert {"england/files/powers-child"} <= set(found["14.1"].elements)
    strategy = {each.at: each for each in walk("portsmouth-strategy-2016")}
    assert strategy["App 4"].elements == ("portsmouth-pathway/forms/types-of-harm",)


def test_sections_are_named_alone_in_a_row_of_them_and_from_one_to_another() -> None:
    table = (
        f"# Gaps\n\n## {HEADING}\n| section | not held | why |\n|---|---|---|\n| E 2.1, 2.3 to 2.5, App F | it | so |\n"
    )
    told = {each.at: each.left for each in walk("lewisham-2017", table) if each.left}
    assert set(told) == {"E 2.1", "E 2.3", "E 2.4", "E 2.5", "App F"}
    assert told["E 2.4"] == (Left("it", "so"),)


def test_a_section_that_is_not_in_the_document_is_named_with_its_line() -> None:
    wrong = _gaps("lewisham-2017").replace("| E 19.4 |", "| E 19.44 |")
    with pytest.raises(PackFault, match=r"no section 'E 19\.44'") as caught:
        walk("lewisham-2017", wrong)
    line = 1 + wrong[: wrong.index("| E 19.44 |")].count("\n")
    assert f"gaps.md:{line}:" in str(caught.value)


def test_the_page_is_current() -> None:
    """When this fails: wayhome protocol coverage --write."""
    page = reference_home() / "protocols" / "section-by-section.md"
    assert page.read_text(encoding="utf-8") == walk_page()
