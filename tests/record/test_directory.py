"""The directory: whom to ring, kept by those who keep it, with when somebody last made sure; nothing is ever lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, northhaven, southhaven
from wayhome.platform import wall
from wayhome.record.operations import directory as keeping
from wayhome.record.operations.errors import BadValue
from wayhome.record.queries import ledger
from wayhome.record.queries.directory import LEAD, SERVICE, listings, read_back, written
from wayhome.record.subjects import Subject

pytestmark = pytest.mark.django_db
KEEPER = "head-cover"  # covers the Head of Service, who is on leave


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


def name() -> str:
    return f"Invented service {uuid4().hex[:6]}"


def told(place: Partnership, called: str, kind: str = SERVICE, days_ago: int = 0) -> UUID:
    with acting(place, KEEPER) as actor:
        said = {"Name": called, "How to reach it": "023 0000 0000", "Phone": "023 0000 0000"}
        return keeping.tell(actor=actor, kind=kind, said=said, at=wall.now() - timedelta(days=days_ago))


def shown(browser: Client) -> str:
    page = browser.get(reverse("directory"))
    assert page.status_code == 200
    return browsing.words(page)


def test_a_keeper_adds_a_lead_and_everybody_reads_it(place: Partnership) -> None:
    keeper, called = browsing.browser(place, KEEPER), f"Ms {name()}"
    agency = "northhaven Health"
    boxes = {"name": called, "agency": agency, "leads_for": "The whole agency", "phone": "023 0000 0001"}
    sent = keeper.post(reverse("directory-tell", args=["lead"]), boxes)
    assert sent.status_code == 302, browsing.words(sent)
    for who in ("worker", "nurse", "inspector"):
        if who in place.people:
            said = shown(browsing.browser(place, who))
            assert called in said
            assert "Last checked" in said
            assert "Take out" not in said
    assert "Check or change" in shown(keeper)


def test_an_agency_nobody_leads_for_is_named(place: Partnership) -> None:
    assert "Agencies for which nobody is named" in shown(browsing.browser(place, "worker"))


def test_only_keepers_change_it(place: Partnership) -> None:
    fact, worker = told(place, name()), browsing.browser(place, "worker")
    for where in (
        reverse("directory-tell", args=["lead"]),
        reverse("directory-change", args=[fact]),
        reverse("directory-take-out", args=[fact]),
    ):
        assert worker.get(where).status_code == 404
        assert worker.post(where, {}).status_code == 404
    with acting(place, "worker") as actor, pytest.raises(keeping.NotAKeeper):
        keeping.tell(actor=actor, kind=SERVICE, said={"Name": "X", "How to reach it": "Y"}, at=wall.now())


def test_saving_it_as_it_is_says_that_it_is_still_so(place: Partnership) -> None:
    called = name()
    fact = told(place, called, days_ago=200)
    keeper = browsing.browser(place, KEEPER)
    assert "more than six months ago" in shown(keeper)
    where = reverse("directory-change", args=[fact])
    assert called in keeper.get(where).content.decode()
    assert keeper.post(where, {"name": called, "how_to_reach_it": "023 0000 0000"}).status_code == 302
    with acting(place, "worker"):
        (mine,) = [each for each in listings(place.authority) if each.name == called]
        assert not mine.stale(wall.now())
        old = [e for e in ledger.entries_about(Subject.partnership(place.authority)) if e.id == fact]
        assert [(e.correction_reason, e.current) for e in old] == [("Checked, and still so", False)]


def test_two_keepers_at_once_lose_nothing(place: Partnership) -> None:
    called = name()
    fact, keeper = told(place, called), browsing.browser(place, KEEPER)
    first = keeper.post(reverse("directory-change", args=[fact]), {"name": f"{called} two", "how_to_reach_it": "1"})
    assert first.status_code == 302
    with acting(place, KEEPER) as actor, pytest.raises(BadValue, match="Somebody has changed"):
        keeping.change(actor=actor, fact=fact, said={"Name": "three", "How to reach it": "2"}, at=wall.now())


def test_an_entry_taken_out_stays_in_the_ledger_with_why(place: Partnership) -> None:
    called = name()
    fact, keeper = told(place, called), browsing.browser(place, KEEPER)
    refused = keeper.post(reverse("directory-take-out", args=[fact]), {"reason": ""})
    assert refused.status_code == 422
    assert keeper.post(reverse("directory-take-out", args=[fact]), {"reason": "It has closed"}).status_code == 302
    assert called not in shown(keeper).replace(f"{called} is taken out", "")
    with acting(place, "worker"):
        (old,) = [e for e in ledger.entries_about(Subject.partnership(place.authority)) if e.id == fact]
        assert (old.withdrawn, old.correction_reason) == (True, "It has closed")


@pytest.mark.parametrize(
    "boxes", [{"name": ""}, {"name": "Only a name"}, {"name": "x" * 10_000, "how_to_reach_it": "1"}]
)
def test_what_nobody_could_use_is_refused_in_words(place: Partnership, boxes: dict[str, str]) -> None:
    sent = browsing.browser(place, KEEPER).post(reverse("directory-tell", args=["service"]), boxes)
    assert sent.status_code == 422
    assert "There is a problem" in browsing.words(sent)


def test_another_partnership_reads_nothing_of_it(place: Partnership) -> None:
    called = name()
    told(place, called)
    assert called not in shown(browsing.browser(southhaven(), "worker"))


def test_words_that_look_like_boxes_are_read_back_as_they_were() -> None:
    said = {
        "Name": "مركز الميناء: Harbour 🌊",
        "For whom": "Phone: nobody knows\nName: another",
        "How to reach it": "At: 9",
    }
    back = read_back(SERVICE, written(SERVICE, said))
    assert back == {**said, "For whom": "Phone: nobody knows Name: another"}
    assert read_back(LEAD, "nonsense") == {}
