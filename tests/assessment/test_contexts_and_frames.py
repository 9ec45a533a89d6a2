"""What is about a context goes into the context's ledger; a frame is empty until a partnership loads its own items."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from tests import browsing
from tests.partnership import UNTIMED, Partnership, acting, invented_child
from tests.typing_forms import boxes_of
from wayhome.assessment.operations import drafts, sheets
from wayhome.assessment.operations.drafts import Start
from wayhome.engine.instruments import Item
from wayhome.engine.records import About
from wayhome.packs.instrument_import import load_items
from wayhome.packs.instruments import instruments_of, load_instrument
from wayhome.platform import wall
from wayhome.record.operations.about import open_context
from wayhome.record.operations.facts import Draft
from wayhome.record.queries.ledger import current_about
from wayhome.record.subjects import Subject

PATHWAY = "portsmouth-pathway"


def test_a_contexts_form_is_begun_and_recorded_about_the_context(north: Partnership) -> None:
    about = [each.id for each in instruments_of(PATHWAY) if load_instrument(PATHWAY, each.id).about is About.CONTEXT]
    assert "context-assessment" in about
    with acting(north, "worker") as actor:
        context = open_context(actor=actor, drafts=[Draft("context.identified", UNTIMED, wall.now(), code="event")])
    client = browsing.browser(north, "worker")
    page = client.get(reverse("context-assessments", args=[context]))
    assert "Context assessment" in browsing.words(page)
    where = reverse("begin-context-form", args=[context, PATHWAY, "context-assessment"])
    answer = client.post(where, {"reference_day": "6", "reference_month": "3", "reference_year": "2026"})
    assert answer.status_code == 302
    draft = answer["Location"].rsplit("/", 1)[1]
    form = load_instrument(PATHWAY, "context-assessment")
    sent = {item.id: _boxes(item) for item in form.items()}
    with acting(north, "worker") as actor:
        drafts.save(actor=actor, draft=draft, edition=1, sent=sent)
        sheet = sheets.send(actor=actor, draft=draft)
        told = current_about(Subject.context(context), ["context.discussed", "context.assessed"])
    assert [each.source for each in told] == [f"assessment:{sheet}"] * len(told)
    assert told
    assert client.get(reverse("sheet", args=[sheet])).status_code == 200
    assert browsing.browser(north, "farshire").get(reverse("sheet", args=[sheet])).status_code == 404


def _boxes(item: Item) -> dict[str, list[str]]:
    return {"answer": ["assess"]} if item.id == "decision" else boxes_of(item)


def test_the_frame_says_that_nobody_loaded_its_items(north: Partnership) -> None:
    child = invented_child(north)
    client = browsing.browser(north, "worker")
    page = browsing.words(client.get(reverse("child-assessments", args=[child])))
    assert "This is a frame" in page
    assert "cannot be filled in here" in page
    on_paper = reverse("child-act", args=[child, "assessment.ceraf"])
    assert on_paper in client.get(reverse("child-assessments", args=[child])).content.decode()
    assert client.get(on_paper).status_code == 200
    begin = client.get(reverse("begin-form", args=[child, PATHWAY, "ceraf"]))
    assert "This is a frame" in browsing.words(begin)
    assert "csrfmiddlewaretoken" not in begin.content.decode().partition("<main")[2].partition("</main>")[0]


def test_a_partnerships_own_items_fill_the_frame(north: Partnership, tmp_path: Path, settings) -> None:  # type: ignore[no-untyped-def]
    items = tmp_path / "items.csv"
    items.write_text(
        "section,section-title,id,label,points-current,points-previous\n"
        "signs,Signs,first,An invented sign,3,1\nsigns,Signs,second,Another invented sign,3,1\n"
    )
    levels = tmp_path / "levels.csv"
    levels.write_text("id,from,to\nlow,0,2\nmedium,3,5\nhigh,6,\n")
    load_items(
        PATHWAY, "ceraf", items, levels=levels, version="2026.1", owner="Invented", out=tmp_path / "own" / PATHWAY
    )
    settings.INSTRUMENTS_FOLDER = str(tmp_path / "own")
    child = invented_child(north)
    with acting(north, "worker") as actor:
        start = Start("child", child, PATHWAY, "ceraf", date(2026, 3, 6))
        draft = drafts.begin(actor=actor, start=start)
    page = browsing.browser(north, "worker").get(reverse("draft-section", args=[draft, "signs"]))
    assert "An invented sign" in browsing.words(page)


@pytest.mark.parametrize("instrument", ["no-such", "cpi"])
def test_a_form_that_is_not_about_a_child_is_not_there(north: Partnership, instrument: str) -> None:
    child = invented_child(north)
    where = reverse("begin-form", args=[child, PATHWAY, instrument])
    assert browsing.browser(north, "worker").get(where).status_code == 404
