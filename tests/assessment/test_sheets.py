"""A form's life: begun, saved, sent, signed or returned, and what it puts into the record."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from tests.partnership import Partnership, acting, invented_child
from wayhome.assessment.operations import drafts, sheets
from wayhome.assessment.operations.drafts import Start
from wayhome.assessment.operations.errors import AlreadyDecided, AlreadySent, MayNotSign, NotFinished, NothingToFillIn
from wayhome.assessment.queries import drafts as draft_queries
from wayhome.assessment.queries import sheets as sheet_queries
from wayhome.assessment.voice import Voice
from wayhome.engine.instruments import Kind
from wayhome.packs.instruments import load_instrument
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.record.queries.ledger import current_facts, entries

LEWISHAM, TOOLKIT = "lewisham-2017", "cse-toolkit"
REFERENCE = date(2026, 3, 6)
HEARD = Voice("yes", "Her mentor", "She wants to stay at her school")


def begun(
    place: Partnership, child: UUID, *, instrument: str = TOOLKIT, line: str = LEWISHAM, by: str = "worker"
) -> UUID:
    with acting(place, by) as actor:
        start = Start("child", child, line, instrument, REFERENCE, born_on=date(2012, 2, 29))
        return drafts.begin(actor=actor, start=start)


def everything(line: str, instrument: str, tick: str = "no") -> dict[str, dict[str, list[str]]]:
    """Boxes for every item: each tick the same, words where words are asked."""
    sent: dict[str, dict[str, list[str]]] = {}
    for item in load_instrument(line, instrument).items():
        if item.kind is Kind.TICK:
            sent[item.id] = {name: [tick] for name in item.windows or ("answer",)} | {"reason": ["Her mother said so"]}
        elif item.kind is Kind.TEXT:
            sent[item.id] = {"text": ["Invented words"]}
        elif item.kind is Kind.DATE:
            sent[item.id] = {"day": ["5"], "month": ["3"], "year": ["2026"]}
        elif item.kind is Kind.CHOICE:
            sent[item.id] = {"answer": [item.options[-1].id]}
    return sent


def written(place: Partnership, child: UUID, tick: str = "no", level: str = "none") -> UUID:
    draft = begun(place, child)
    levels = [each.id for each in load_instrument(LEWISHAM, TOOLKIT).levels]
    assert level in levels
    with acting(place, "worker") as actor:
        drafts.save(actor=actor, draft=draft, edition=1, sent=everything(LEWISHAM, TOOLKIT, tick))
        drafts.judge(actor=actor, draft=draft, level=level, reason="What she told us")
        drafts.hear(actor=actor, draft=draft, voice=HEARD)
    return draft


def told(place: Partnership, child: UUID) -> dict[str, str | None]:
    with acting(place, "worker"):
        found = current_facts(child, ["assessment.cse-toolkit", "exploitation.level-judged"])
    return {each.kind: each.code for each in found}


def test_signing_records_the_level_and_the_judgement(south: Partnership) -> None:
    child = invented_child(south)
    draft = written(south, child)
    with acting(south, "worker") as actor:
        sheet = sheets.send(actor=actor, draft=draft)
        assert sheets.send(actor=actor, draft=draft) == sheet  # pressed twice, one version
    assert told(south, child) == {}  # nothing worse than known: it waits for the manager
    with acting(south, "manager") as actor:
        assert [each.id for each in sheet_queries.waiting(None, actor.user)] == [sheet]
        sheets.sign(actor=actor, sheet=sheet)
        view = sheet_queries.sheet(sheet)
    assert view
    assert (view.state, view.number, view.law.partition("@")[0]) == ("signed", 1, LEWISHAM)
    assert set(told(south, child)) == {"assessment.cse-toolkit", "exploitation.level-judged"}
    with acting(south, "worker"):
        assert {each.source for each in entries(child) if each.kind.startswith("assessment.")} == {
            f"assessment:{sheet}"
        }


def test_a_higher_level_counts_from_the_moment_it_is_sent(south: Partnership) -> None:
    child = invented_child(south)
    with acting(south, "worker") as actor:
        sheet = sheets.send(actor=actor, draft=written(south, child, tick="yes", level="high"))
    assert told(south, child)["assessment.cse-toolkit"] == "high"
    with acting(south, "manager") as actor:
        sheets.give_back(actor=actor, sheet=sheet, comments="Say what was seen at school")
    assert told(south, child) == {}  # withdrawn, with the reason
    with acting(south, "worker") as actor:
        assert "Say what was seen" in next(e.correction_reason for e in entries(child) if e.withdrawn)
        assert [each.id for each in sheet_queries.returned_to(actor.user)] == [sheet]
        again = drafts.mend(actor=actor, sheet=sheet)
        assert drafts.mend(actor=actor, sheet=sheet) == again
        second = sheets.send(actor=actor, draft=again)
        assert sheet_queries.returned_to(actor.user) == ()
    with acting(south, "manager") as actor:
        sheets.sign(actor=actor, sheet=second)
        versions = sheet_queries.line_of_versions(sheet_queries.sheet(second))  # type: ignore[arg-type]
    assert [(v.number, v.state) for v in versions] == [(1, "returned"), (2, "signed")]
    assert versions[0].answers == versions[1].answers
    assert told(south, child)["assessment.cse-toolkit"] == "high"
    with acting(south, "worker"):
        assert len([e for e in entries(child) if e.kind == "assessment.cse-toolkit" and e.current]) == 1


def test_nobody_signs_their_own_and_nobody_signs_twice(south: Partnership) -> None:
    with acting(south, "worker") as actor:
        sheet = sheets.send(actor=actor, draft=written(south, invented_child(south)))
        with pytest.raises(MayNotSign):
            sheets.sign(actor=actor, sheet=sheet)
    with acting(south, "loner") as actor, pytest.raises(MayNotSign):
        sheets.sign(actor=actor, sheet=sheet)
    with acting(south, "manager") as actor:
        with pytest.raises(BadValue):
            sheets.give_back(actor=actor, sheet=sheet, comments=" ")
        sheets.sign(actor=actor, sheet=sheet)
        with pytest.raises(AlreadyDecided):
            sheets.sign(actor=actor, sheet=sheet)


def test_an_unfinished_form_names_each_thing_that_is_wanting(south: Partnership) -> None:
    draft = begun(south, invented_child(south))
    with acting(south, "worker") as actor, pytest.raises(NotFinished) as refused:
        sheets.send(actor=actor, draft=draft)
    assert {"judgement", "voice"} <= {item for item, _ in refused.value.lacking}


@pytest.mark.parametrize(
    ("voice", "wanted"),
    [
        (Voice(), "Say whether the child was asked"),
        (Voice("yes", "Her mentor"), "Say what the child says"),
        (Voice("yes", "", "She wants to stay"), "Say who asked the child"),
        (Voice("no"), "Say why the child was not asked"),
        (Voice("no", "", "She is in hospital; on Friday"), ""),
        (HEARD, ""),
    ],
)
def test_an_assessment_says_whether_the_child_was_asked(voice: Voice, wanted: str) -> None:
    assert voice.lacking(load_instrument(LEWISHAM, TOOLKIT)).startswith(wanted)
    assert voice.lacking(load_instrument(LEWISHAM, "missing-child-risk-assessment")) == ""


def test_what_two_people_write_in_one_place_is_kept_twice(south: Partnership) -> None:
    draft = begun(south, invented_child(south))
    item = next(i.id for i in load_instrument(LEWISHAM, TOOLKIT).items() if i.kind is Kind.TEXT)
    with acting(south, "worker") as actor:
        first = drafts.save(actor=actor, draft=draft, edition=1, sent={item: {"text": ["One said this"]}})
        assert (first.edition, first.beside) == (2, ())
        second = drafts.save(actor=actor, draft=draft, edition=1, sent={item: {"text": ["Another said that"]}})
        assert second.beside == (item,)
        drafts.save(actor=actor, draft=draft, edition=1, sent={item: {"text": ["Another said that"]}})
        view = draft_queries.draft(draft)
        assert view
        assert view.boxes[item] == {"text": ["One said this"]}
        assert [each["boxes"] for each in view.beside[item]] == [{"text": ["Another said that"]}]
        with pytest.raises(NotFinished, match="choose which of two"):
            sheets.send(actor=actor, draft=draft)
        drafts.choose(actor=actor, draft=draft, item=item, take=0)
        view = draft_queries.draft(draft)
        assert view
        assert (view.boxes[item], view.beside) == ({"text": ["Another said that"]}, {})


def test_an_impossible_date_is_kept_as_it_was_typed(south: Partnership) -> None:
    draft = begun(south, invented_child(south))
    item = next(i for i in load_instrument(LEWISHAM, TOOLKIT).items() if i.kind is Kind.DATE)
    boxes = {"day": ["31"], "month": ["2"], "year": ["2026"]}
    with acting(south, "worker") as actor:
        drafts.save(actor=actor, draft=draft, edition=1, sent={item.id: boxes})
        view = draft_queries.draft(draft)
        assert view
        assert view.boxes[item.id] == boxes
        assert "no such date" in draft_queries.filled(view).faults[item.id]
        with pytest.raises(NotFinished, match="no such date"):
            sheets.send(actor=actor, draft=draft)


@pytest.mark.parametrize("words", ["x" * 12_000, "She said “😀 العربية \u200f ok”", "<b>&amp;</b> {{ 7*7 }} \\x00"])
def test_odd_words_come_back_as_they_were_written(south: Partnership, words: str) -> None:
    draft = begun(south, invented_child(south))
    item = next(i.id for i in load_instrument(LEWISHAM, TOOLKIT).items() if i.kind is Kind.TEXT)
    with acting(south, "worker") as actor:
        drafts.save(actor=actor, draft=draft, edition=1, sent={item: {"text": [words]}})
        view = draft_queries.draft(draft)
        assert view
        assert draft_queries.filled(view).plain[item] == words


def test_too_many_words_are_said_to_be_too_many_and_none_is_invented(south: Partnership) -> None:
    draft = begun(south, invented_child(south))
    item = next(i.id for i in load_instrument(LEWISHAM, TOOLKIT).items() if i.kind is Kind.TEXT)
    with acting(south, "worker") as actor:
        drafts.save(
            actor=actor, draft=draft, edition=1, sent={item: {"text": ["x" * 20_500]}, "no-such": {"text": ["y"]}}
        )
        view = draft_queries.draft(draft)
        assert view
        assert set(view.boxes) == {item}
        assert "20,000 characters" in draft_queries.filled(view).faults[item]


def test_a_draft_is_its_holders_and_can_be_handed_over(south: Partnership) -> None:
    draft = begun(south, invented_child(south))
    item = next(i.id for i in load_instrument(LEWISHAM, TOOLKIT).items() if i.kind is Kind.TEXT)
    with acting(south, "manager") as actor:
        assert draft_queries.draft(draft) is None
        with pytest.raises(NotFound):
            drafts.save(actor=actor, draft=draft, edition=1, sent={item: {"text": ["mine"]}})
    with acting(south, "worker") as actor:
        drafts.hand_over(actor=actor, draft=draft, to=south.people["manager"])
        assert [each.id for each in draft_queries.handed_on(actor.user)] == [draft]
        with pytest.raises(NotFound):
            drafts.save(actor=actor, draft=draft, edition=1, sent={item: {"text": ["late"]}})
    with acting(south, "manager") as actor:
        assert drafts.save(actor=actor, draft=draft, edition=1, sent={item: {"text": ["mine"]}}).edition == 2
        drafts.hand_over(actor=actor, draft=draft, to=south.people["met"])
    with acting(south, "met") as actor:
        drafts.discard(actor=actor, draft=draft)
        assert draft_queries.draft(draft) is None


def test_a_draft_that_was_sent_says_which_version_it_became(south: Partnership) -> None:
    draft = written(south, invented_child(south))
    with acting(south, "worker") as actor:
        sheet = sheets.send(actor=actor, draft=draft)
        with pytest.raises(AlreadySent) as refused:
            drafts.save(actor=actor, draft=draft, edition=1, sent={})
    assert refused.value.sheet == sheet


def test_a_frame_without_items_cannot_be_begun(north: Partnership) -> None:
    with pytest.raises(NothingToFillIn, match="has not loaded its own"):
        begun(north, invented_child(north), instrument="ceraf", line="portsmouth-pathway")


def test_beginning_twice_is_one_draft(south: Partnership) -> None:
    child = invented_child(south)
    assert begun(south, child) == begun(south, child)
