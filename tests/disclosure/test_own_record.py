"""Somebody asks for their own record: others hidden, pieces kept back by a person, released only by a second."""

import io
import json
import zipfile
from datetime import date
from uuid import UUID

import pytest

from tests.browsing import browser, words
from tests.partnership import UNTIMED, Partnership, acting, invented_child, said
from wayhome.disclosure.operations.requests import a_month_after
from wayhome.platform import wall
from wayhome.record.operations import facts
from wayhome.record.operations.children import open_record
from wayhome.record.operations.facts import Draft
from wayhome.record.redacted_paper import words_of
from wayhome.ui.words import local

pytestmark = pytest.mark.django_db


def told(place: Partnership) -> tuple[UUID, UUID]:
    child = invented_child(place)
    with acting(place, "worker") as actor:
        open_record(actor=actor, drafts=[Draft("child.name", UNTIMED, wall.now(), text="Ysolde Farthingale")])
        ids = facts.record(
            actor=actor, child=child,
            drafts=[said("child.said", 9, text="Ysolde Farthingale came too."), said("child.said", 3, text="A thing that would hurt.")],
        )  # fmt: skip
    return child, ids[1]


def test_from_the_request_to_the_copy(north: Partnership) -> None:
    child, hurting = told(north)
    worker, manager, met = (browser(north, name) for name in ("worker", "manager", "met"))
    today = local(wall.now()).date()
    body = {
        "asked_by": "The young person",
        "identity": "",
        "received_on_day": today.day,
        "received_on_month": today.month,
        "received_on_year": today.year,
    }
    where = f"/children/{child}/own-record"
    assert worker.post(where, body).status_code == 422
    to_come = {**body, "identity": "Known to the worker", "received_on_year": today.year + 1}
    assert worker.post(where, to_come).status_code == 422
    opened = worker.post(where, {**body, "identity": "Known to the worker"})
    assert opened.status_code == 302, words(opened)
    kept = {"act": "keep", "pieces": [f"fact:{hurting}"], "ground": "serious-harm", "why": "The doctor says so"}
    assert worker.post(opened.url, {**kept, "why": ""}).status_code == 422
    assert met.post(opened.url, kept).status_code == 302
    assert "Somebody else must check" in words(worker.get(opened.url))
    for one in (worker, met):  # who opened it, and who kept something back
        refused = one.post(opened.url, {"act": "release", "checked": "All of it"})
        assert refused.status_code == 422 and "second person" in words(refused)
    assert worker.get(f"{opened.url}/copy").status_code == 404
    with acting(north, "worker") as actor:  # after it was kept back
        again = said("child.said", 3, text="A thing that would hurt more.")
        facts.correct(actor=actor, fact=hurting, draft=again, reason="Said otherwise")
    done = manager.post(opened.url, {"act": "release", "checked": "All of it"})
    assert done.status_code == 302, words(done)
    assert "All of it" in words(manager.get(opened.url)) and manager.post(opened.url, kept).status_code == 422
    assert browser(north, "farshire").get(f"{opened.url}/copy").status_code == 404

    with zipfile.ZipFile(io.BytesIO(manager.get(f"{opened.url}/copy").content)) as packed:
        assert packed.namelist() == ["record.pdf", "record.json"]
        paper, data = words_of(packed.read("record.pdf")), packed.read("record.json").decode()
    for copy in (paper, data):
        assert "came too" in copy and "Farthingale" not in copy and "would hurt" not in copy
    assert "1 piece: Serious harm" in " ".join(paper.split())
    assert any("Invented Child" in each["said"] for each in json.loads(data)), "their own name stays theirs"


def test_a_month_is_a_month() -> None:
    assert a_month_after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert a_month_after(date(2026, 12, 5)) == date(2027, 1, 5)
