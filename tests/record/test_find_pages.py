"""Search before making a record; one record however often the form is sent; nobody learns of whom they may not see."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, invented_child, northhaven, said
from wayhome.missing.queries import episodes
from wayhome.platform.roles import enter
from wayhome.record.operations import facts
from wayhome.record.queries import children

pytestmark = pytest.mark.django_db
FIND, NEW = "/children/find", "/children/new"


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


def begun(client, name: str = "Ash Rowan"):  # type: ignore[no-untyped-def]
    """Start a new record from the results, as the button there does."""
    page = client.post(NEW, {"begin": "yes", "name": name, "born_day": "", "born_month": "", "born_year": ""})
    return page, browsing.hidden(page, "key")


def test_search_finds_by_either_name_and_says_why(place: Partnership) -> None:
    child = invented_child(place)
    client = browsing.browser(place, "worker")
    page = client.post(FIND, {"words": "child inv"})
    assert page.status_code == 200
    said = browsing.words(page)
    assert "result" in said
    assert "for “child inv”" in said
    assert "Name begins like this" in said
    assert reverse("child", args=[child]) in page.content.decode()


def test_search_by_birth_date_and_reference(place: Partnership) -> None:
    child = invented_child(place)
    client = browsing.browser(place, "worker")
    page = client.post(FIND, {"words": "", "born_day": "29", "born_month": "2", "born_year": "2012"})
    assert "Same date of birth" in browsing.words(page)
    enter(place.people["worker"])
    known = children.banner(child)
    assert known
    page = client.post(FIND, {"words": known.reference.lower()})
    assert "1 result" in browsing.words(page)
    assert "Same reference" in browsing.words(page)


def test_somebody_else_s_children_look_like_nobody(place: Partnership) -> None:
    invented_child(place)
    page = browsing.browser(place, "farshire").post(FIND, {"words": "Invented Child"})
    assert "0 results" in browsing.words(page)
    assert "Start a new record" in browsing.words(page)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"words": "  "}, "Enter a name, a reference or a date of birth"),
        ({"words": "!!!"}, "Enter a name, a reference or a date of birth"),
        ({"words": "x" * 10_000}, "use 200 characters or fewer"),
        ({"words": "", "born_day": "31", "born_month": "2", "born_year": "2012"}, "there is no such date"),
        ({"words": "", "born_day": "1", "born_month": "1", "born_year": "2099"}, "still to come"),
    ],
)
def test_what_cannot_be_searched_is_refused_in_words(place: Partnership, sent: dict[str, str], said: str) -> None:
    page = browsing.browser(place, "worker").post(FIND, sent)
    assert page.status_code == 422
    assert said in browsing.words(page)
    assert "There is a problem" in browsing.words(page)


@pytest.mark.parametrize("name", ["Zoë 🦊", "محمد علي", "O’Brien-Smythe", "x" * 200, "<b>bold</b>"])
def test_any_name_can_be_searched_and_started(place: Partnership, name: str) -> None:
    client = browsing.browser(place, "worker")
    assert client.post(FIND, {"words": name}).status_code == 200
    _, key = begun(client, name)
    sent = client.post(NEW, {"key": key, "name": name})
    assert sent.status_code == 302
    page = client.get(sent["Location"])
    assert page.status_code == 200
    assert "<b>bold" not in page.content.decode()
    assert name not in browsing.title(page)


def test_the_empty_form_says_search_first(place: Partnership) -> None:
    client = browsing.browser(place, "worker")
    sent = client.get(NEW)
    assert sent["Location"] == FIND
    assert "Search for the child first" in browsing.words(client.get(FIND))


def test_what_was_searched_is_filled_in(place: Partnership) -> None:
    page, _ = begun(browsing.browser(place, "worker"), "Ash Rowan")
    assert 'value="Ash Rowan"' in page.content.decode()
    assert page.status_code == 200
    assert "There is a problem" not in browsing.words(page)


def test_a_record_sent_twice_is_one(place: Partnership) -> None:
    client = browsing.browser(place, "worker")
    _, key = begun(client)
    sent = {"key": key, "name": "Ash Onlyone", "born_day": "1", "born_month": "3", "born_year": "2011", "gender": "girl",
            "care_status": "looked-after", "plan": "unknown", "worker": str(place.people["worker"])}  # fmt: skip
    first, second = client.post(NEW, sent), client.post(NEW, {**sent, "different": "yes"})
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    enter(place.people["worker"])
    (one,) = children.find(place.authority, words="Ash Onlyone")
    assert one.care_status == "looked-after"
    assert one.plan == "", "not known yet is not recorded as anything"
    assert one.allocated_worker == place.people["worker"]


def test_one_name_is_enough(place: Partnership) -> None:
    client = browsing.browser(place, "worker")
    _, key = begun(client)
    assert client.post(NEW, {"key": key, "name": "Zara"}).status_code == 302


def test_a_likely_twin_is_asked_about(place: Partnership) -> None:
    client = browsing.browser(place, "worker")
    born = {"born_day": "7", "born_month": "5", "born_year": "2013"}
    _, key = begun(client)
    client.post(NEW, {"key": key, "name": "Ash Larch", **born})
    _, key = begun(client)
    twin = {"key": key, "name": "Elm Larch", **born}
    page = client.post(NEW, twin)
    assert page.status_code == 422
    assert "may be this child, or a twin" in browsing.words(page)
    assert "Ash Larch" in browsing.words(page)
    assert client.post(NEW, {**twin, "different": "yes"}).status_code == 302


def test_twins_of_one_address_stay_two_and_the_one_who_is_missing_is_reported_once(place: Partnership) -> None:
    client = browsing.browser(place, "worker")
    born = {"born_day": "8", "born_month": "5", "born_year": "2013"}
    ash, elm = [
        UUID(client.post(NEW, sheet).headers["Location"].rsplit("/", 1)[1])
        for name in ("Ash Larch", "Elm Larch")
        for sheet in ({"key": begun(client)[1], "name": name, **born, "different": "yes"},)
    ]
    with acting(place, "worker") as actor:
        for twin in (ash, elm):
            facts.record(actor=actor, child=twin, drafts=[said("child.address", 9, text="1 Invented Row, Northhaven")])
    address = reverse("report-missing", args=[ash])
    key = browsing.hidden(client.get(address), "key")
    told = {"key": key, "category": "missing", **browsing.at_day("since", 2)}
    assert client.post(address, told).status_code == 302
    again = client.post(address, {**told, "key": str(uuid4()), "description": "Green coat"})
    assert "already recorded as missing" in browsing.words(again)
    assert "Green coat" in browsing.words(again)
    page = browsing.words(client.post(FIND, {"words": "", **born}))
    assert "2 results" in page
    assert page.count("Missing now since") == 1
    with acting(place, "worker"):
        assert episodes.missing_now(ash) is not None
        assert episodes.missing_now(elm) is None


def test_a_name_must_be_given(place: Partnership) -> None:
    client = browsing.browser(place, "worker")
    _, key = begun(client)
    page = client.post(NEW, {"key": key, "name": " "})
    assert page.status_code == 422
    assert "Enter the child’s name" in browsing.words(page)
    assert browsing.title(page).startswith("Error: ")


def test_the_search_takes_as_many_statements_for_many_as_for_one(place: Partnership) -> None:
    client = browsing.browser(place, "worker")
    invented_child(place)
    client.post(FIND, {"words": "Invented"})
    with browsing.counted() as few:
        client.post(FIND, {"words": "Invented"})
    for _ in range(8):
        invented_child(place)
    with browsing.counted() as many:
        client.post(FIND, {"words": "Invented"})
    assert len(many) == len(few), "\n".join(many)
