"""Every form of every protocol opens in the browser, takes answers of every kind, and gives them back as written."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, invented_child, reported
from tests.typing_forms import boxes_of
from wayhome.assessment import boxes as typed_in
from wayhome.assessment.operations import drafts
from wayhome.assessment.operations.drafts import Start
from wayhome.assessment.operations.errors import NothingToFillIn
from wayhome.assessment.queries import drafts as draft_queries
from wayhome.engine.instruments import Instrument, Kind
from wayhome.packs.instruments import instrument_lines, instruments_of, load_instrument

EVERY = [
    (each.protocol, each.id) for line in instrument_lines() for each in instruments_of(line) if each.protocol == line
]
FRAMES = [each for each in EVERY if load_instrument(*each).frame]
FILLED = [each for each in EVERY if each not in FRAMES]


def test_there_are_many() -> None:
    assert len(FILLED) >= 27


@pytest.mark.parametrize(("line", "instrument"), FRAMES, ids=["-".join(each) for each in FRAMES])
def test_a_frame_is_not_begun(south: Partnership, line: str, instrument: str) -> None:
    """Its items are not public and none are invented: nobody is given an empty form to sign."""
    start = Start("child", invented_child(south), line, instrument, date(2026, 3, 6), born_on=date(2012, 2, 29))
    with acting(south, "worker") as actor, pytest.raises(NothingToFillIn, match="frame without items"):
        drafts.begin(actor=actor, start=start)


@pytest.mark.parametrize(("line", "instrument"), EVERY, ids=["-".join(each) for each in EVERY])
def test_every_answer_survives_being_read_and_typed_again(line: str, instrument: str) -> None:
    for item in load_instrument(line, instrument).items():
        read = typed_in.read(item, boxes_of(item))
        assert not read.fault, item.id
        assert typed_in.read(item, typed_in.typed(item, read.value)).value == read.value
        assert typed_in.kept(item, boxes_of(item)) == boxes_of(item)
        unknown = {name: ["not-known"] for name in item.windows or ("answer",)}
        if item.kind not in (Kind.TICK, Kind.CHOICE, Kind.CHOICES):
            unknown = {"not-known": ["not-known"]}
        said = typed_in.read(item, unknown)
        assert said.value is not None, item.id
        assert typed_in.read(item, {}).value is None  # a blank is another thing


@pytest.mark.parametrize(("line", "instrument"), FILLED, ids=["-".join(each) for each in FILLED])
def test_every_form_opens_and_gives_back_what_was_typed(south: Partnership, line: str, instrument: str) -> None:
    form = load_instrument(line, instrument)
    child = invented_child(south)
    episode = reported(south, child, hours_ago=5) if form.about.value == "episode" else None
    with acting(south, "worker") as actor:
        start = Start("child", child, line, instrument, date(2026, 3, 6), episode_id=episode, born_on=date(2012, 2, 29))
        draft = drafts.begin(actor=actor, start=start)
    client = browsing.browser(south, "worker")
    assert form.title in browsing.words(client.get(reverse("draft", args=[draft])))
    for section in form.sections:
        _write(client, draft, form, section.id)
    with acting(south, "worker"):
        view = draft_queries.draft(draft)
        assert view
        filled = draft_queries.filled(view)
    assert not filled.faults
    assert {key: dict(value) for key, value in view.boxes.items()} == {i.id: boxes_of(i) for i in form.items()}
    page = browsing.words(client.get(reverse("draft-check", args=[draft])))
    assert form.licence in page or form.licence.replace("'", "’") in page
    assert "What the form says" in page


def _write(client: Client, draft: UUID, form: Instrument, section: str) -> None:
    where = reverse("draft-section", args=[draft, section])
    items = next(each.items for each in form.sections if each.id == section)
    sent: dict[str, object] = {"edition": "900", "go": "on", "completed": "yes", "items": [item.id for item in items]}
    for item in items:
        sent |= {f"{item.id}.{box}": values for box, values in boxes_of(item).items()}
    answer = client.post(where, sent)
    assert answer.status_code == 302, browsing.words(answer)
    shown = client.get(where).content.decode()
    missing = [item.id for item in items if f'id="q-{item.id}"' not in shown]
    assert not missing
    for item in items:
        if item.kind is Kind.TICK:
            names = item.windows or ("answer",)
            assert all(re.search(rf'name="{item.id}.{name}"[^>]*value="yes"[^>]*checked', shown) for name in names)
