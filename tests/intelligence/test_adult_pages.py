"""Adults of concern: recorded once, told of in facts, never somebody under 18, and not there for who may not see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.browsing import at_day, browser, hidden, title, words
from tests.partnership import Partnership, acting, ago, at, invented_child, northhaven
from wayhome.intelligence.kinds import TOLD
from wayhome.intelligence.operations import adults as operations
from wayhome.intelligence.queries import adults as reading
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform import wall
from wayhome.record.operations import links
from wayhome.record.operations.errors import NotFound
from wayhome.record.subjects import Subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Partnership:
    return northhaven()


@pytest.fixture
def inspector(here: Partnership) -> Client:
    return browser(here, "inspector")


def recorded(here: Partnership, by: str = "inspector", name: str = "Invented Adult") -> UUID:
    told = operations.NewAdult(
        name, "Seen near the school", at(ago(50)), alias="Jay", allegation="Buys food for children"
    )
    with acting(here, by) as actor:
        return operations.record_adult(actor=actor, told=told, today=wall.now().date(), told_at=wall.now())


def boxes(page: Any, **more: str) -> dict[str, str]:
    return {
        "key": hidden(page, "key"),
        "name": "Jay الاسم 🚗",
        "noticed": "A teacher saw him",
        **at_day("when", 30),
        **more,
    }


def test_an_adult_is_recorded_once_however_often_the_form_is_sent(inspector: Client) -> None:
    name = f"Jay {uuid4()}"
    sent = boxes(inspector.get("/adults/new"), name=name, allegation="Gives lifts")
    first, second = inspector.post("/adults/new", sent), inspector.post("/adults/new", sent)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    page = inspector.get(first["Location"])
    assert name in words(page)
    assert name not in title(page)
    assert "not proved" in words(page)
    assert "Somebody under 18 is a child" in words(page)


def test_somebody_under_18_is_a_child_and_no_adult_of_concern(here: Partnership, inspector: Client) -> None:
    young = wall.now().date() - timedelta(days=17 * 365)
    born = {"born_day": str(young.day), "born_month": str(young.month), "born_year": str(young.year)}
    answer = inspector.post("/adults/new", boxes(inspector.get("/adults/new"), **born))
    assert answer.status_code == 422
    assert "has a child’s record" in words(answer)
    adult = recorded(here)
    told = inspector.post(
        reverse("tell-adult", args=[adult, "born"]),
        {"on_day": born["born_day"], "on_month": born["born_month"], "on_year": born["born_year"], **at_day("when", 1)},
    )
    assert told.status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"noticed": " "}, {"name": "x" * 201}, {"allegation": "x" * 10_000},
        {"born_day": "31", "born_month": "2", "born_year": "1990"},
        {"when_day": "other", "when_date_day": "31", "when_date_month": "2", "when_date_year": "2026"},
    ],
)  # fmt: skip
def test_bad_input_is_given_back(inspector: Client, wrong: dict[str, str]) -> None:
    answer = inspector.post("/adults/new", boxes(inspector.get("/adults/new"), **wrong))
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)


def test_one_of_the_same_name_is_shown_first(here: Partnership, inspector: Client) -> None:
    name = f"Same {uuid4()}"
    recorded(here, name=name)
    sent = boxes(inspector.get("/adults/new"), name=name)
    assert "There is a record of this name" in words(inspector.post("/adults/new", sent))
    assert inspector.post("/adults/new", {**sent, "different": "yes"}).status_code == 302


@pytest.mark.parametrize("slug", sorted(TOLD))
def test_everything_that_may_be_told_is_told_and_shown(here: Partnership, inspector: Client, slug: str) -> None:
    adult = recorded(here)
    value = {"on_day": "1", "on_month": "2", "on_year": "1980"} if slug == "born" else {"text": f"Told {slug}"}
    address = reverse("tell-adult", args=[adult, slug])
    assert inspector.get(address).status_code == 200
    for _ in range(2):
        assert inspector.post(address, {**value, **at_day("when", 3)}).status_code == 302
    page = inspector.get(reverse("adult", args=[adult]))
    assert ("1 February 1980" if slug == "born" else f"Told {slug}") in words(page)
    with acting(here, "inspector"):
        view = reading.adult(adult, now=wall.now())
    assert view is not None
    assert len([f for f in view.of(TOLD[slug].kind) if f.text == f"Told {slug}" or f.on_date]) == 1
    kind = load_vocabulary().kinds[TOLD[slug].kind]
    assert (kind.subject, kind.handling) == ("adult", "intelligence")


def test_an_order_is_over_and_what_should_not_have_been_told_is_withdrawn(here: Partnership, inspector: Client) -> None:
    adult = recorded(here)
    inspector.post(
        reverse("tell-adult", args=[adult, "order"]), {"text": "Not to enter the arcade", **at_day("when", 90)}
    )
    with acting(here, "inspector"):
        view = reading.adult(adult, now=wall.now())
    assert view is not None
    assert view.bound
    (order,) = view.of("adult.order")
    end = reverse("end-told", args=[adult, order.id])
    assert inspector.post(end, at_day("until", 200)).status_code == 422
    assert inspector.post(end, at_day("until", 4)).status_code == 302
    with acting(here, "inspector"):
        view = reading.adult(adult, now=wall.now())
    assert view is not None
    assert not view.bound
    assert len(view.of("adult.order")) == 1
    (said,) = view.of("adult.allegation")
    away = reverse("withdraw-told", args=[adult, said.id])
    assert inspector.post(away, {"reason": ""}).status_code == 422
    assert inspector.post(away, {"reason": "It was another man"}).status_code == 302
    page = words(inspector.get(reverse("adult", args=[adult])))
    assert "It was another man" in page
    assert inspector.get(away).status_code == 404


def test_social_care_sees_no_adult_of_the_police_by_any_door(here: Partnership) -> None:
    name = f"Hidden{uuid4().hex}"
    adult, worker = recorded(here, name=name), browser(here, "worker")
    assert name not in words(worker.get("/adults"))
    assert name not in words(worker.post("/adults", {"called": name}))
    for path in ("", "/tell/order", f"/told/{uuid4()}/end"):
        assert worker.get(f"/adults/{adult}{path}").status_code == 404
    # A record of the same name can be opened: that there is one already is told to nobody.
    sent = boxes(worker.get("/adults/new"), name=name)
    assert worker.post("/adults/new", sent).status_code == 302
    with acting(here, "worker") as actor, pytest.raises(NotFound):
        operations.end(actor=actor, adult=adult, fact=uuid4(), until=at(ago(1)), told_at=wall.now())


def test_what_social_care_records_its_own_people_and_police_see(here: Partnership) -> None:
    name = f"Ours {uuid4().hex}"
    recorded(here, by="worker", name=name)
    for who, sees in (("loner", True), ("inspector", True), ("nurse", False)):
        assert (name in words(browser(here, who).post("/adults", {"called": name}))) is sees


def test_the_page_says_first_who_is_affected_and_what_is_alleged(here: Partnership, inspector: Client) -> None:
    """PATH App A, agenda 3: nature of risk, those impacted, risk management plan with orders, lead agency."""
    adult, child = recorded(here, name="Ben Doe"), invented_child(here)
    drawn = links.LinkDraft(
        "exploited", Subject.child(child), Subject.adult(adult), "A teacher", "likely", handling="intelligence"
    )
    with acting(here, "inspector") as actor:
        links.link(actor=actor, draft=drawn)
    page = inspector.get(reverse("adult", args=[adult]))
    there = words(page)
    assert f'href="{reverse("child-network", args=[child])}"' in page.content.decode()
    order = [there.index(said) for said in ("Who is affected", "What is alleged Buys food", "Not told yet")]
    assert order == sorted(order)


def test_an_adult_is_found_by_another_name(here: Partnership, inspector: Client) -> None:
    name = f"Findable {uuid4().hex}"
    recorded(here, name=name)
    assert name in words(inspector.post("/adults", {"called": "jay"}))
    assert name not in words(inspector.post("/adults", {"called": "nobody of this name"}))


def test_an_action_about_an_adult_is_seen_by_those_who_may_see_the_adult(here: Partnership, inspector: Client) -> None:
    adult = recorded(here)
    address = reverse("agree-for-adult", args=[adult])
    what = f"Visit {uuid4().hex}"
    sent = {
        "key": hidden(inspector.get(address), "key"), "what": what, "owner": f"person:{here.people['inspector']}",
        "due_on_day": "1", "due_on_month": "12", "due_on_year": str(wall.now().year + 1),
    }  # fmt: skip
    assert inspector.post(address, sent).status_code == 302
    assert what in words(inspector.get(reverse("adult", args=[adult])))
    assert browser(here, "worker").get(address).status_code == 404
