"""The reference pages: as the packs are now, whole, cited, in words that blame nobody."""

from __future__ import annotations

import re
from datetime import date

import pytest

from wayhome.packs.coverage import reference_home
from wayhome.packs.england.pages import NOT_CONFIRMED
from wayhome.packs.england.reading import load_england
from wayhome.packs.forums import load_forums
from wayhome.packs.loading import load_names, load_protocol, protocol_ids
from wayhome.packs.protocol_pages import pages, protocol_page
from wayhome.packs.rule_words import rule_rows

CLOCKS = [
    pytest.param(line, clock.id, id=f"{line}: {clock.id}")
    for line in protocol_ids()
    for clock in load_protocol(line).clocks
]


@pytest.mark.parametrize("name", sorted(pages()))
def test_every_page_is_current(name: str) -> None:
    """When this fails: wayhome protocol show --write."""
    assert (reference_home() / "protocols" / name).read_text(encoding="utf-8") == pages()[name]


@pytest.mark.parametrize(("line", "clock_id"), CLOCKS)
def test_every_duty_says_when_it_starts_is_due_and_done_whose_it_is_and_where_it_is_written(
    line: str, clock_id: str
) -> None:
    rule = protocol_page(line).rule(clock_id)
    assert rule is not None and rule.title and rule.examples
    rows = {row.label: row.said for row in rule.rows}
    assert {"Starts", "Due", "Done when recorded", "Whose", "Written in"} <= set(rows)
    assert all(said.strip() and "None" not in said and "Condition" not in said for said in rows.values())


@pytest.mark.parametrize("line", sorted(protocol_ids()))
def test_every_meeting_says_when_it_meets_what_puts_somebody_there_and_where_it_is_written(line: str) -> None:
    found, page = load_forums(line), protocol_page(line)
    assert [each.id for each in page.meetings] == [each.id for each in found]
    for forum in found:
        meeting = page.meeting(forum.id)
        assert meeting is not None and meeting.why
        rows = {row.label: row.said for row in meeting.rows}
        assert {"Meets", "About", "Written in", *(route.title for route in forum.routes)} <= set(rows)
        assert all(said.strip() and "None" not in said and "Condition" not in said for said in rows.values())
        for route in forum.routes:
            assert all(f"{cite.source} {cite.at}" in rows[route.title] for cite in route.cite), route.id
        said = " ".join(rows.values())
        assert all(member.title in said for member in forum.members)
        assert all(each.title in said for each in (*forum.decisions, *forum.purposes))


def test_how_often_a_meeting_is_held_in_words() -> None:
    rows = {
        each.id: {row.label: row.said for row in each.rows} for each in protocol_page("portsmouth-pathway").meetings
    }
    assert rows["weekly-met"]["Meets"] == "Every week on Wednesday, from 11am until 1pm"
    assert rows["monthly-met"]["Meets"].startswith("Every 4 weeks on Wednesday, counted from Wednesday 7 January 2026")
    assert rows["extraordinary-met"]["Meets"] == "When it is needed"
    assert "happened once within 7 days" in rows["weekly-met"]["Intelligence received in the last week"]


def test_words_for_each_shape_of_the_language() -> None:
    names = load_names()
    said = "\n".join(
        row.said for line in protocol_ids() for c in load_protocol(line).clocks for row in rule_rows(c, names)
    )
    for words in ("At once", "working days", "on a weekend or bank holiday", "for the last of 3 times within", "Only while",
                  "before the due time", "or nobody has said"):  # fmt: skip
        assert words in said, words


def test_no_page_uses_a_word_the_language_guide_says_to_avoid() -> None:
    """The guide itself, and what it quotes, aside: nothing of ours speaks so of a child."""
    guide = load_england().catalogues["language"].entries
    avoided = [text for e in guide for v in e.statements["avoid"] for text in v.texts if len(text) > 8]
    for name, text in pages().items():
        if name != "england.md":
            duties = text.partition("## What the documents leave open")[0].casefold()
            assert [phrase for phrase in avoided if re.search(rf"\b{re.escape(phrase.casefold())}\b", duties)] == [], (
                name
            )


def test_what_is_not_confirmed_is_marked_on_the_national_page() -> None:
    page = pages()["england.md"]
    doubts = [v.doubt for c in load_england().catalogues.values() for e in c.entries for vs in e.statements.values()
              for v in vs if v.doubt]  # fmt: skip
    assert doubts and page.count(f"[{NOT_CONFIRMED}, so off:") == len(doubts)
    assert "not in force. Enacted on 29 April 2026" in page
    assert load_england().catalogues["powers-child"].entry("police-protection").said("duration", date(2026, 1, 1))
