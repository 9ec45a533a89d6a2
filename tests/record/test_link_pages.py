"""Pages about links: a child's network, adding from either end, a conversation's mentions; nothing shown to who may not see it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.browsing import browser, title, words
from tests.partnership import UNTIMED, Partnership, acting, ago, at, invented_child, northhaven, reported, thing_of
from tests.partnership import said as said_fact
from wayhome.missing.operations import conversations, episodes
from wayhome.platform import wall
from wayhome.record.operations import about, links
from wayhome.record.operations.children import open_record
from wayhome.record.operations.facts import Draft
from wayhome.record.operations.links import LinkDraft
from wayhome.record.queries import links as reading
from wayhome.record.subjects import Subject
from wayhome.record.things import identity

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Partnership:
    return northhaven()


@pytest.fixture
def worker(here: Partnership) -> Client:
    return browser(here, "worker")


def named_child(here: Partnership, name: str) -> UUID:
    drafts = [
        Draft("child.name", UNTIMED, wall.now(), text=name),
        Draft("child.born", UNTIMED, wall.now(), on_date=date(2012, 2, 29)),
    ]
    with acting(here, "worker") as actor:
        return open_record(actor=actor, drafts=drafts)


def an_adult(here: Partnership, by: str, name: str) -> UUID:
    with acting(here, by) as actor:
        return about.open_adult(actor=actor, drafts=[Draft("adult.name", UNTIMED, wall.now(), text=name)])


def answers(**more: str) -> dict[str, str]:
    return {"how": "uses", "confidence": "likely", "source": "School", "handling": "care", **more}


def network(client: Client, child: UUID) -> Any:
    return client.get(reverse("child-network", args=[child]))


def new(kind: str, end: UUID, other: str) -> str:
    return reverse("new-link", args=[kind, end, other])


def test_a_phone_is_added_and_two_children_meet_at_it(here: Partnership, worker: Client) -> None:
    one, two = invented_child(here), invented_child(here)
    for child, typed in ((one, "07700 900777"), (two, "+44 7700-900777")):
        answer = worker.post(new("child", child, "phone"), answers(who=typed, note="Seen on the screen"))
        assert (answer.status_code, answer["Location"]) == (302, reverse("child-network", args=[child]))
    page = network(worker, one)
    html = page.content.decode()
    assert html.count("<line ") == 2
    assert "07700 900777" in html
    assert str(two) in html
    assert " style=" not in html
    assert "Invented Child" not in title(page)
    thing = worker.get(reverse("thing", args=[thing_of(here, identity("phone", "07700900777"))]))
    assert "Phone: 07700 900777" in words(thing)
    assert "07700" not in title(thing)


def test_a_child_is_looked_for_and_chosen_among_those_of_the_same_name(here: Partnership, worker: Client) -> None:
    mark = "".join(c for c in str(uuid4()) if c.isalpha())
    one, twin, other = invented_child(here), named_child(here, f"Ash {mark}"), named_child(here, f"Ash {mark}")
    address = new("child", one, "child")
    sent = answers(how="friend", who=f"ash {mark}")
    asked = worker.post(address, sent)
    assert asked.status_code == 422
    assert "Which of these do you mean?" in words(asked)
    assert worker.post(address, {**sent, "chosen": "none"}).status_code == 422
    assert worker.post(address, {**sent, "chosen": str(uuid4())}).status_code == 422
    assert worker.post(address, {**sent, "chosen": str(twin)}).status_code == 302
    assert str(twin) in network(worker, one).content.decode()
    assert str(other) not in network(worker, one).content.decode()


def test_a_link_may_be_read_backwards(here: Partnership, worker: Client) -> None:
    one, two = invented_child(here), named_child(here, f"Other {uuid4()}")
    reference = _reference(here, two)
    worker.post(new("child", one, "child"), answers(how="exploited<", who=reference, handling="intelligence"))
    with acting(here, "worker") as actor:
        (found,) = reading.links_of(actor.authority, [one])
    assert (found.first.id, found.other.id) == (two, one)
    assert found.says(one) == "is said to exploit"


@pytest.mark.parametrize(
    ("other", "wrong"),
    [
        ("phone", {"who": ""}), ("phone", {"who": "Mum’s phone"}), ("vehicle", {"who": "blue van"}),
        ("account", {"who": "ash", "service": ""}), ("address", {"who": "!!"}), ("phone", {"how": ""}),
        ("phone", {"how": "friend"}), ("phone", {"confidence": ""}), ("phone", {"source": " "}),
        ("phone", {"source": "x" * 301}), ("phone", {"note": "x" * 10_000}),
        ("phone", {"handling": "everybody"}), ("child", {"who": "Nobody Of This Name", "how": "friend"}),
        ("phone", {"since_day": "31", "since_month": "2", "since_year": "2026"}),
        ("phone", {"since_day": "2", "since_month": "3", "since_year": "2026",
                   "until_day": "1", "until_month": "3", "until_year": "2026"}),
        ("phone", {"since_day": "1", "since_month": "1", "since_year": "2090"}),
    ],
)  # fmt: skip
def test_bad_input_is_given_back_and_nothing_is_saved(
    here: Partnership, worker: Client, other: str, wrong: dict[str, str]
) -> None:
    child = invented_child(here)
    sent = answers(**{"who": "07700 900123", "service": "Snap", **wrong})
    answer = worker.post(new("child", child, other), sent)
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)
    assert "Error: " in title(answer)
    assert "Nothing is linked yet" in words(network(worker, child))


def test_words_from_right_to_left_and_pictures_are_kept(here: Partnership, worker: Client) -> None:
    child = invented_child(here)
    worker.post(new("child", child, "phone"), answers(who="07700 900124", source="أمينة 🎒", note="<b>مرحبا</b>"))
    page = network(worker, child).content.decode()
    assert "أمينة 🎒" in page
    assert "<b>مرحبا" not in page


def test_a_link_is_corrected_ended_and_withdrawn_on_its_own_page(here: Partnership, worker: Client) -> None:
    child = invented_child(here)
    worker.post(new("child", child, "phone"), answers(who="07700 900125"))
    with acting(here, "worker") as actor:
        (found,) = reading.links_of(actor.authority, [child])
    address = reverse("link", args=[found.id])
    assert "uses, or used, 07700 900125" in words(worker.get(address))
    change = reverse("change-link", args=[found.id])
    assert 'value="School"' in worker.get(change).content.decode()
    over = {"until_day": "1", "until_month": "2", "until_year": "2026"}
    assert worker.post(change, answers(**over)).status_code == 422  # no reason
    assert worker.post(change, answers(**over, reason="A new phone")).status_code == 302
    assert "Replaced" in words(worker.get(address))
    assert "A new phone" in words(worker.get(address))
    again = worker.post(change, answers(reason="Again"))
    assert again.status_code == 422
    assert "already changed" in words(again)
    page = network(worker, child)
    assert "Until 1 February 2026" in words(page)
    assert 'stroke-dasharray="1 5"' in page.content.decode()
    with acting(here, "worker") as actor:
        (now,) = reading.links_of(actor.authority, [child])
    assert worker.post(reverse("withdraw-link", args=[now.id]), {"reason": "Not hers"}).status_code == 302
    assert "Nothing is linked yet" in words(network(worker, child))


def test_an_adult_of_concern_is_in_no_page_of_who_may_not_see_the_adult(here: Partnership, worker: Client) -> None:
    name = f"Hidden{uuid4().hex}"
    child, adult = invented_child(here), an_adult(here, "inspector", name)
    friend = invented_child(here)
    with acting(here, "inspector") as actor:
        drafts = [
            LinkDraft("spends-time", Subject.child(child), Subject.adult(adult), "Seen", "likely", handling="identity"),
            LinkDraft("friend", Subject.child(child), Subject.child(friend), "School", "likely"),
        ]
        hidden, _ = links.link_all(actor=actor, drafts=drafts)
    shown = network(browser(here, "inspector"), child).content.decode()
    assert name in shown
    assert "3 names and 2 links" in shown
    page = network(worker, child).content.decode()
    assert name not in page
    assert str(adult) not in page
    assert "2 names and 1 link," in page
    assert page.count("<line ") == 1
    assert "<polygon" not in page[page.index('role="group"') :]
    # Nor by any other door.
    assert worker.get(reverse("link", args=[hidden])).status_code == 404
    assert worker.get(reverse("adult", args=[adult])).status_code == 404
    assert worker.get(new("adult", adult, "child")).status_code == 404
    looked = worker.post(new("child", child, "adult"), answers(how="spends-time", who=name))
    assert looked.status_code == 422
    assert str(adult) not in looked.content.decode()
    assert "Nobody and nothing you can see is called that" in words(looked)


def test_what_a_child_mentioned_becomes_links_with_the_conversation_as_their_source(
    here: Partnership, worker: Client
) -> None:
    child = invented_child(here)
    episode = reported(here, child, hours_ago=60)
    with acting(here, "worker") as actor:
        back = said_fact("missing.returned", 19, text="Home")
        episodes.add(actor=actor, episode=episode, drafts=[back])
        said = conversations.Conversation(
            at(ago(5)), "return-interviewer", "Robin Invented", (("Where were you?", "At Jay’s, by the pier"),)
        )
        conversations.held(actor=actor, episode=episode, told=said, told_at=wall.now())
    address = reverse("mentioned", args=[episode])
    page = worker.get(address)
    assert "At Jay’s, by the pier" in words(page)
    href = re.search(rf'href="([^"]*links/new/child/{child}/vehicle[^"]*)"', page.content.decode())
    assert href
    asked = worker.get(href[1])
    assert 'value="The child, in the return home conversation"' in asked.content.decode()
    answer = worker.post(href[1], answers(who="AB12 CDE", how="seen-in"))
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert "AB12 CDE" in words(worker.get(address))
    with acting(here, "worker") as actor:
        (found,) = reading.learned_in(actor.authority, episode)
        held = reading.conversation(episode)
    assert (found.source_episode, found.source_fact) == (episode, held)
    assert held is not None
    assert "the conversation it was learned in" in words(worker.get(reverse("link", args=[found.id])))


def test_another_childs_episode_is_no_source(here: Partnership, worker: Client) -> None:
    child, other = invented_child(here), invented_child(here)
    episode = reported(here, other, hours_ago=60)
    worker.post(f"{new('child', child, 'phone')}?episode={episode}", answers(who="07700 900126"))
    with acting(here, "worker") as actor:
        (found,) = reading.links_of(actor.authority, [child])
    assert found.source_episode is None


@pytest.mark.parametrize("path", ["links/{0}", "links/{0}/change", "things/{0}", "episodes/{0}/mentioned"])
def test_what_is_not_there_is_not_found(here: Partnership, worker: Client, path: str) -> None:
    assert worker.get("/" + path.format(uuid4())).status_code == 404


def test_ends_that_do_not_go_together_have_no_form(here: Partnership, worker: Client) -> None:
    child = invented_child(here)
    assert worker.get(f"/links/new/child/{child}/planet").status_code == 404
    assert worker.get(f"/links/new/planet/{child}/child").status_code == 404
    assert worker.get(new("child", uuid4(), "child")).status_code == 404


def _reference(here: Partnership, child: UUID) -> str:
    from wayhome.record.queries import children

    with acting(here, "worker"):
        found = children.banner(child)
    assert found is not None
    return found.reference


def test_people_and_places_shows_the_links_and_leads_to_the_network_and_back(here: Partnership, worker: Client) -> None:
    child = invented_child(here)
    worker.post(new("child", child, "phone"), answers(who="07700 900127"))
    people = worker.get(reverse("child-people", args=[child]))
    assert "uses, or used, 07700 900127" in words(people)
    assert reverse("child-network", args=[child]) in people.content.decode()
    assert reverse("child-people", args=[child]) in network(worker, child).content.decode()
