"""The reference pages: as the packs are now, whole, cited, in words that blame nobody."""

from __future__ import annotations

import re
from datetime import date

import pytest

from wayhome.packs.coverage import reference_home
from wayhome.packs.england.pages import NOT_CONFIRMED
from wayhome.packs.england.reading import load_england
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
