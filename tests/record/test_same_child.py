"""Two records that may be one child's: both say so, nothing is joined, and twins stay two."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, invented_child, northhaven
from wayhome.record.operations import access
from wayhome.record.queries import children, ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


def reference(place: Partnership, child: UUID) -> str:
    with acting(place, "worker"):
        found = children.banner(child)
    assert found
    return found.reference


def judge(place: Partnership, child: UUID, name: str = "worker", **boxes: str):  # type: ignore[no-untyped-def]
    return browsing.browser(place, name).post(reverse("same-child", args=[child]), boxes)


def test_both_records_say_so_on_every_page_until_it_is_judged_otherwise(place: Partnership) -> None:
    one, other = invented_child(place), invented_child(place)
    browser = browsing.browser(place, "worker")
    assert reference(place, other) in browsing.words(browser.get(reverse("same-child", args=[one])))  # they look alike
    sent = {"reference": reference(place, other).lower(), "judgement": "possible", "why": "Same mother and school"}
    assert judge(place, one, **sent).status_code == 302
    assert judge(place, one, **sent).status_code == 302  # said twice, kept once
    for child, twin in ((one, other), (other, one)):
        page = browsing.words(browser.get(reverse("child-people", args=[child])))
        assert f"Record {reference(place, twin)} may be about the same child" in page
        with acting(place, "worker"):
            assert len(ledger.current_facts(child, ["child.possibly-same"])) == 1
    no = {**sent, "judgement": "not-the-same", "why": "Twins"}
    assert judge(place, one, **no).status_code == 302
    for child in (one, other):
        assert "Look at both" not in browsing.words(browser.get(reverse("child", args=[child])))
        with acting(place, "worker"):
            kept = [e for e in ledger.entries(child) if e.kind == "child.possibly-same"]
            assert {(e.code, e.current) for e in kept} == {("possible", False), ("not-the-same", True)}


def test_a_sealed_record_is_named_on_no_other(place: Partnership) -> None:
    one, sealed, shut = invented_child(place), invented_child(place), invented_child(place)
    with acting(place, "worker") as actor:
        for child in (sealed, shut):
            access.seal(actor=actor, child=child, users=[], teams=[], reason="At risk")
    sent = {"reference": reference(place, sealed), "judgement": "possible", "why": "The same mother"}
    assert judge(place, one, **sent).status_code == 302
    with acting(place, "manager"):
        assert ledger.current_facts(one, ["child.possibly-same"]) == (), "it tells who may not see the other of it"
    with acting(place, "worker"):
        (kept,) = ledger.current_facts(sealed, ["child.possibly-same"])
    assert kept.text == reference(place, one)
    assert "Both records are sealed" in browsing.words(judge(place, shut, **sent))


def test_a_record_sealed_afterwards_is_named_on_the_other_no_longer(place: Partnership) -> None:
    one, other = invented_child(place), invented_child(place)
    named = reference(place, other)
    judge(place, one, reference=named, judgement="possible", why="Same mother and school")
    with acting(place, "worker") as actor:
        access.seal(actor=actor, child=other, users=[], teams=[], reason="At risk")
    for name in ("manager", "inspector"):
        page = browsing.words(browsing.browser(place, name).get(reverse("child-people", args=[one])))
        assert named not in page, name
        with acting(place, name):
            assert [e for e in ledger.entries(one) if e.kind == "child.possibly-same"] == [], name
    with acting(place, "worker"):
        (kept,) = ledger.current_facts(other, ["child.possibly-same"])
    assert kept.text == reference(place, one), "the sealed record alone says so"


def test_what_cannot_be_judged_is_refused(place: Partnership) -> None:
    one, theirs = invented_child(place), invented_child(place, by="farshire", worker=None)
    mine = reference(place, one)
    for boxes, said in (
        ({"reference": mine, "judgement": "possible", "why": "x"}, "This is one record"),
        ({"reference": "C-0000-0000", "judgement": "possible", "why": "x"}, "none of this reference that you may see"),
        ({"reference": mine, "why": "x"}, "May both be about"),
    ):
        answer = judge(place, one, **boxes)
        assert answer.status_code == 422
        assert said in browsing.words(answer)
    # Farshire sees its own child and not ours: ours is answered as a reference that nobody has.
    boxes = {"judgement": "possible", "why": "x"}
    there = judge(place, theirs, "farshire", reference=mine, **boxes)
    nowhere = judge(place, theirs, "farshire", reference="C-0000-0000", **boxes)
    assert there.status_code == nowhere.status_code == 422
    assert browsing.words(there).replace(mine, "") == browsing.words(nowhere).replace("C-0000-0000", "")
    assert judge(place, one, "farshire", reference=mine, judgement="possible", why="x").status_code == 404
