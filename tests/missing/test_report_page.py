"""Reporting a child missing: two answers are enough, nothing typed is lost, and one report is one episode."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, invented_child, northhaven, reported
from wayhome.missing.queries import episodes
from wayhome.platform.roles import enter
from wayhome.record.queries.ledger import entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


def send(place: Partnership, child, client=None, **more):  # type: ignore[no-untyped-def]
    """Open the form and send it."""
    client = client or browsing.browser(place, "worker")
    address = reverse("report-missing", args=[child])
    key = browsing.hidden(client.get(address), "key")
    return client.post(address, {"key": key, **more})


def test_two_answers_are_enough(place: Partnership) -> None:
    child = invented_child(place)
    sent = send(place, child, category="missing", **browsing.at_day("since", 3))
    assert sent.status_code == 302
    enter(place.people["worker"])
    open_one = episodes.missing_now(child)
    assert open_one
    assert sent["Location"] == reverse("episode", args=[open_one.id])


def test_everything_told_is_recorded(place: Partnership) -> None:
    child = invented_child(place)
    told = {
        "category": "missing", **browsing.at_day("since", 5), "missing_from": "care", "immediate_danger": "no",
        "last_seen": "By the pier with a friend 🦊", "description": "Green coat", "photograph": "held", "medical": "Inhaler",
        "whereabouts": "unknown", "circumstances": "An argument", "risk_factors": ["age", "sexual-exploitation"],
        "local_risk": "high", "searched": ["home", "friends"], "search_steps": "Rang the school",
        **browsing.at_day("carers_sure", 4), **browsing.at_day("reported", 3), "police_reference": "REF 1",
        "police_risk": "medium", "instructions": "Ring the carer",
    }  # fmt: skip
    assert send(place, child, **told).status_code == 302
    enter(place.people["worker"])
    held = {(e.kind, e.code, e.text) for e in entries(child)}
    for fact in [
        ("missing.from", "care", None), ("missing.immediate-danger", "no", None), ("missing.photograph", "held", None),
        ("missing.last-seen", None, "By the pier with a friend 🦊"), ("missing.risk-factor", "age", None),
        ("missing.risk-factor", "sexual-exploitation", None), ("missing.local-risk", "high", None),
        ("missing.carers-sure", None, None), ("missing.reported", None, None), ("missing.risk-graded", "medium", None),
        ("missing.police-notice", None, "REF 1"), ("missing.instructions", None, "Ring the carer"),
        ("missing.search-steps", None, "Searched the bedroom, the house, outbuildings and vehicles\n"
         "Asked friends and relatives with whom the child might be\nRang the school"),
    ]:  # fmt: skip
        assert fact in held


@pytest.mark.parametrize(
    ("more", "precision"),
    [({"since_sureness": "unknown"}, "unknown"), ({"since_sureness": "about"}, "about"), ({}, "exact")],
)
def test_a_time_is_taken_as_closely_as_it_is_known(place: Partnership, more: dict[str, str], precision: str) -> None:
    child = invented_child(place)
    when = {} if precision == "unknown" else browsing.at_day("since", 3)
    assert send(place, child, category="absent", **when, **more).status_code == 302
    enter(place.people["worker"])
    open_one = episodes.missing_now(child)
    assert open_one
    assert open_one.since_precision == precision


def test_the_form_sent_twice_makes_one_episode(place: Partnership) -> None:
    child = invented_child(place)
    client = browsing.browser(place, "worker")
    address = reverse("report-missing", args=[child])
    sent = {"key": browsing.hidden(client.get(address), "key"), "category": "missing", **browsing.at_day("since", 2)}
    first, second = client.post(address, sent), client.post(address, sent)
    assert first["Location"] == second["Location"]
    enter(place.people["worker"])
    assert len(episodes.of_child(child)) == 1


def test_a_child_already_missing_leads_to_the_open_episode_and_loses_no_words(place: Partnership) -> None:
    child = invented_child(place)
    episode = reported(place, child, hours_ago=10)
    page = send(place, child, category="missing", last_seen="New words", **browsing.at_day("since", 2))
    assert page.status_code == 422
    assert "already recorded as missing" in browsing.words(page)
    assert reverse("episode", args=[episode]) in page.content.decode()
    assert "New words" in page.content.decode()
    enter(place.people["worker"])
    assert len(episodes.of_child(child)) == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Say how this is recorded"),
        ({"category": "missing"}, "select the day"),
        ({"category": "vanished", "since_sureness": "unknown"}, "There is a problem"),
        (
            {"category": "missing", "since_day": "other", "since_date_day": "31", "since_date_month": "2",
             "since_date_year": "2026", "since_time": "1:40am"},
            "there is no such date",
        ),
        (
            {"category": "missing", "since_day": "other", "since_date_day": "1", "since_date_month": "1",
             "since_date_year": "2099", "since_time": "1:40am"},
            "still to come",
        ),
        ({"category": "missing", "since_sureness": "unknown", "last_seen": "x" * 10_000}, "use 5,000 characters or fewer"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_the_mend(place: Partnership, sent: dict[str, str], said: str) -> None:
    page = send(place, invented_child(place), **sent)
    assert page.status_code == 422
    assert said in browsing.words(page)
    assert browsing.title(page).startswith("Error: ")


def test_a_report_before_the_child_went_missing_is_refused_in_words(place: Partnership) -> None:
    child = invented_child(place)
    page = send(place, child, category="missing", **browsing.at_day("since", 2), **browsing.at_day("reported", 5))
    assert page.status_code == 422
    assert "cannot be earlier than the time the child went missing" in browsing.words(page)


def test_a_reader_without_the_audience_is_told_there_is_no_such_child(place: Partnership) -> None:
    child = invented_child(place)
    client = browsing.browser(place, "farshire")
    there = client.get(reverse("report-missing", args=[child]))
    nowhere = client.get("/children/00000000-0000-4000-8000-000000000000/report-missing")
    assert there.status_code == nowhere.status_code == 404
    assert browsing.words(there) == browsing.words(nowhere)


def test_no_title_carries_a_name(place: Partnership) -> None:
    page = browsing.browser(place, "worker").get(reverse("report-missing", args=[invented_child(place)]))
    assert "Invented" not in browsing.title(page)
    assert "Report missing - Child C-" in browsing.title(page)


# --- nothing typed is lost: a battery, a sign-in, a second window ---


def typed(client, child, key: str, **boxes: str):  # type: ignore[no-untyped-def]
    """Save what was typed so far, as the page does."""
    return client.post(reverse("save-report", args=[child]), {"key": key, "edition": "0", "items": "report", **boxes})


def test_what_was_typed_is_there_again(place: Partnership) -> None:
    child = invented_child(place)
    client = browsing.browser(place, "worker")
    address = reverse("report-missing", args=[child])
    key = browsing.hidden(client.get(address), "key")
    first = typed(client, child, key, last_seen="By the pier 🦊", category="missing", since_day="today", since_time="9")
    assert first.status_code == 200
    assert first.json()["edition"] == 1
    assert typed(client, child, key, last_seen="By the pier, later", category="missing").json()["edition"] == 2
    again = browsing.browser(place, "worker").get(address)  # signed in anew, on another device
    assert again.status_code == 200
    assert "By the pier, later" in again.content.decode()
    assert "have not sent it" in browsing.words(again)
    assert "There is a problem" not in browsing.words(again)
    assert browsing.hidden(again, "key") == key
    sent = {"key": key, "category": "missing", "last_seen": "By the pier, later", **browsing.at_day("since", 2)}
    assert client.post(address, sent).status_code == 302
    assert typed(client, child, key, last_seen="Late").status_code == 200  # still on its way when it was sent
    assert "have not sent it" not in browsing.words(client.get(address))


def test_two_windows_are_two_drafts_and_nobody_else_reads_them(place: Partnership) -> None:
    child = invented_child(place)
    client, other = browsing.browser(place, "worker"), browsing.browser(place, "manager")
    address = reverse("report-missing", args=[child])
    keys = [browsing.hidden(client.get(address), "key") for _ in range(2)]
    assert keys[0] != keys[1]
    for key, said in zip(keys, ("First window", "Second window"), strict=True):
        assert typed(client, child, key, last_seen=said).status_code == 200
    assert "Second window" in client.get(address).content.decode()
    assert "window" not in other.get(address).content.decode()
    assert client.post(address, {"key": keys[1], "go": "anew"}).status_code == 302
    assert "First window" in client.get(address).content.decode()


def test_a_draft_is_refused_where_the_child_may_not_be_seen_or_it_is_too_long(place: Partnership) -> None:
    child = invented_child(place)
    worker, outside = browsing.browser(place, "worker"), browsing.browser(place, "farshire")
    key = browsing.hidden(worker.get(reverse("report-missing", args=[child])), "key")
    assert typed(outside, child, key, last_seen="x").status_code == 404
    assert typed(worker, child, "no key", last_seen="x").status_code == 404
    long = typed(worker, child, key, last_seen="x" * 300_000)
    assert long.status_code == 422
    assert "more than can be kept" in long.json()["problem"]


def test_twins_are_two_children_with_a_report_each(place: Partnership) -> None:
    first, second = invented_child(place), invented_child(place)
    client = browsing.browser(place, "worker")
    for child in (first, second, first):
        send(place, child, client, category="missing", **browsing.at_day("since", 2))
    enter(place.people["worker"])
    made = [episodes.of_child(child) for child in (first, second)]
    assert [len(each) for each in made] == [1, 1]
    assert made[0][0].id != made[1][0].id
