"""A form offers what the record knows; it puts nothing in by itself, and nothing that its readers might not read."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, invented_child, reported, said, southhaven
from wayhome.assessment.operations import drafts
from wayhome.assessment.operations.drafts import Start
from wayhome.assessment.queries import drafts as reading
from wayhome.assessment.web import from_record
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.record.operations import access
from wayhome.record.operations.facts import record

pytestmark = pytest.mark.django_db
FORM = "police-information-sharing"


@pytest.fixture
def south() -> Partnership:
    return southhaven()


@pytest.fixture
def client(south: Partnership) -> Client:
    return browsing.browser(south, "worker")


@pytest.fixture
def draft(south: Partnership) -> UUID:
    child = invented_child(south)
    episode = reported(south, child, hours_ago=5)
    with acting(south, "worker") as actor:
        known = [
            said("child.phone", 90, text="07700 900123"),
            said("child.looks", 80, code="height", text="1.60 m"),
            said("child.looks", 70, code="hair", text="Black <b>, long"),
            said("child.gp", 50, text="Somewhere kept for the few", sealed=True),
        ]
        access.name(actor=actor, child=child, users=[actor.user], teams=[], until=None, reason="Only hers")
        record(actor=actor, child=child, drafts=known)
        start = Start(
            "child", child, "lewisham-2017", FORM, date(2026, 3, 6), episode_id=episode, born_on=date(2012, 2, 29)
        )
        return drafts.begin(actor=actor, start=start)


def press(client: Client, draft: UUID, section: str, **typed: str) -> None:
    address = reverse("draft-section", args=[draft, section])
    html = client.get(address).content.decode()
    edition = re.search(r'name="edition" value="(\d+)"', html)
    assert edition
    shown = re.findall(r'name="items" value="([^"]+)"', html)
    assert client.post(address, {"edition": edition[1], "items": shown, **typed}).status_code == 302


def typed_in(draft: UUID, item: str) -> dict[str, list[str]]:
    view = reading.draft(draft)
    assert view
    return dict(view.boxes.get(item, {}))


def test_the_record_is_offered_and_put_in_only_when_somebody_asks(client: Client, draft: UUID) -> None:
    page = client.get(reverse("draft-section", args=[draft, "description"])).content.decode()
    assert "Height: 1.60 m" in page
    assert "Black &lt;b&gt;, long" in page
    assert "Wednesday 29 February 2012" in page
    assert typed_in(draft, "hair") == {}
    press(client, draft, "description", put="hair")
    assert typed_in(draft, "hair") == {"text": ["Black <b>, long"]}
    assert not any(any(v) for v in typed_in(draft, "height-build").values())


def test_one_button_fills_what_is_empty_and_leaves_what_somebody_typed(client: Client, draft: UUID) -> None:
    press(client, draft, "description", put="*", **{"hair.text": "Red now, she says"})
    assert typed_in(draft, "hair") == {"text": ["Red now, she says"]}
    assert typed_in(draft, "height-build") == {"text": ["Height: 1.60 m"]}
    assert typed_in(draft, "birth-date") == {"day": ["29"], "month": ["2"], "year": ["2012"]}
    page = client.get(reverse("draft-section", args=[draft, "description"])).content.decode()
    assert "The record says" not in page.partition('id="q-height-build"')[2].partition('class="app-question"')[0]


def test_nothing_kept_for_a_few_is_offered_or_put_in(client: Client, draft: UUID) -> None:
    contact = client.get(reverse("draft-section", args=[draft, "contact"])).content.decode()
    assert "07700 900123" in contact
    assert "kept for the few" not in contact
    press(client, draft, "contact", put="doctor")
    assert not any(any(v) for v in typed_in(draft, "doctor").values())


def test_what_is_offered_is_what_every_agency_around_the_child_reads() -> None:
    kinds = load_vocabulary().kinds
    assert {kinds[kind].handling for kind, _ in from_record.ANSWERS.values()} <= {"identity", "missing"}
    for kind, codes in from_record.ANSWERS.values():
        assert set(codes) <= set(kinds[kind].values)
