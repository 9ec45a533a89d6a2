"""What a level of risk asks for and is not there; an alert to every authority; who was asked where the child is."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.browsing import at_day, browser, words
from tests.partnership import acting, invented_child, northhaven, reported, said, southhaven
from tests.record.test_about_pages import tell
from wayhome.missing.operations import episodes
from wayhome.record.operations import access, facts

pytestmark = pytest.mark.django_db
CONSTABLE = "High risk, and the single point of contact is not a constable of the MET team"


def pdf_words(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    return re.sub(r"\s+", " ", pages[0].extract_text())


def test_the_single_point_of_contact_follows_the_level_of_risk() -> None:
    """PATH 7.7: at medium risk a Police Community Support Officer; 7.8: at high risk a constable of the MET team."""
    place = northhaven()
    child, client = invented_child(place), browser(place, "worker")
    page = f"/children/{child}"
    assert "What the level of risk asks for" not in words(client.get(page)), "nobody has judged a level"

    with acting(place, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("exploitation.level-judged", 50, code="medium")])
    shown = words(client.get(page))
    assert "no single point of contact with police" in shown
    assert "nobody has said whether a specialist is needed" in shown

    assert tell(client, child, "single-contact", value="community-support-officer", text="Invented Officer",
                **at_day("since", 40)).status_code == 302  # fmt: skip
    asked = tell(client, child, "specialist", value="mental-health", text="Invented Clinic")
    assert asked.status_code == 422 and "How do they help" in words(asked), "whether directly or by advice is asked"
    assert (
        tell(client, child, "specialist", value="mental-health", text="Invented Clinic", with_way="advice").status_code
        == 302
    )
    shown = words(client.get(page))
    assert (
        "single point of contact"
        not in shown.partition("What the level of risk asks for")[2].partition("Missing episodes")[0]
    )
    assert "whether a specialist is needed" not in shown
    assert "nobody leads the help at tier 3" in shown
    assert tell(client, child, "professional", value="lead-professional", text="Invented Lead").status_code == 302
    assert "nobody leads the help at tier 3" not in words(client.get(page)), "whoever names the lead has said so"
    people = words(client.get(f"/children/{child}/people"))
    assert "Police Community Support Officer" in people and "They advise the people who work with the child" in people

    with acting(place, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("exploitation.level-judged", 1, code="high")])
    assert CONSTABLE in words(client.get(page)), "the rank follows the level"
    assert CONSTABLE not in words(browser(place, "nurse").get(page)), (
        "who reads less is told nothing of what is not there"
    )
    tell(client, child, "single-contact", value="constable", text="Invented Constable", **at_day("since", 0.1))
    assert CONSTABLE not in words(client.get(page))


def test_an_alert_says_what_helps_to_know_the_child_and_nothing_else() -> None:
    """LEW E 8.3: a missing child on a child protection plan; every authority across the country is alerted."""
    place = southhaven()
    child, client = invented_child(place, care="not-looked-after"), browser(place, "worker")
    with acting(place, "worker") as actor:
        facts.record(
            actor=actor,
            child=child,
            drafts=[
                said("child.plan", 48, code="child-protection"),
                said("child.address", 48, text="14 Secret Street"),
                said("child.looks", 48, code="tattoo", text="A small anchor on the left wrist"),
                said("child.street-name", 48, text="Sparrow"),
                said("child.medication", 48, text="Inhaler"),
            ],
        )
        access.name(actor=actor, child=child, users=[actor.user], teams=[], until=None, reason="Only theirs")
        named_alone = replace(said("child.alias", 48, text="Invented New Name"), sealed=True)
        facts.record(actor=actor, child=child, drafts=[named_alone])
    episode = reported(place, child, hours_ago=3, missing_from="home", category="missing")
    with acting(place, "worker") as actor:
        episodes.add(actor=actor, episode=episode, drafts=[said("missing.last-seen", 2, text="At the old pier")])
    due = words(client.get(reverse("episode", args=[episode])))
    assert (
        "Alert every authority in the country" in due and "Tell the office that keeps the child protection plans" in due
    )

    where = reverse("episode-alert", args=[episode])
    shown = words(client.get(where))
    assert "A small anchor on the left wrist" in shown and "Sparrow" in shown
    assert "There is no photograph of the child" in shown
    for kept in ("14 Secret Street", "At the old pier", "Inhaler", "Invented New Name"):
        assert kept not in shown, kept
    paper = pdf_words(client, f"{reverse('episode-alert-pdf', args=[episode])}?with=&with=last-seen&with=medicine")
    assert "At the old pier" in paper and "Inhaler" in paper and "not in trouble" in paper
    assert "Secret Street" not in paper and "Sparrow" not in paper
    assert browser(place, "farshire").get(where).status_code == 404

    sent = reverse("record-act", args=[episode, "told.all-authorities"])
    page = client.get(sent)
    assert client.post(sent, {"read_at": browsing.hidden(page, "read_at"), **at_day("when", 0.2),
                              "note": "By the list of the London procedure"}).status_code == 302  # fmt: skip
    with acting(place, "worker") as actor:
        episodes.add(actor=actor, episode=episode, drafts=[said("missing.returned", 0, text="Came home alone")])
    assert "Tell every authority that the child is found" in words(client.get(reverse("episode", args=[episode])))
    ended = pdf_words(client, reverse("episode-alert-pdf", args=[episode]))
    assert "This child was found" in ended and "anchor" not in ended, "what was told of the child is not told again"


def test_who_was_asked_is_noted_once_and_seen_by_whoever_looks_on() -> None:
    """LEW Joint Protocol App 3: date, time, name and address, result of enquiries; the basis of the grading."""
    place = northhaven()
    child, client = invented_child(place), browser(place, "worker")
    episode = reported(place, child, hours_ago=3)
    where = reverse("log-asked", args=[episode])
    page = client.get(where)
    boxes = {"read_at": browsing.hidden(page, "read_at"), "who": "Invented Aunt, 2 Invented Road",
             "result": "nothing-known", "said": "Has not seen her since Friday", **at_day("when", 1)}  # fmt: skip
    assert client.post(where, {**boxes, "who": " "}).status_code == 422
    assert client.post(where, boxes).status_code == client.post(where, boxes).status_code == 302
    shown = words(browser(place, "inspector").get(reverse("episode", args=[episode])))
    rows = re.findall(
        r"Invented Road: Has not seen her since Friday (?:What came of it )?They do not know where", shown
    )
    assert len(rows) == 1, "sent twice, noted once"

    news = reverse("add-update", args=[episode])
    graded = {
        "read_at": browsing.hidden(client.get(news), "read_at"),
        "text": "Police graded it",
        **at_day("when", 0.5),
    }
    basis = {"police_risk_basis": "No money, no phone, a cold night"}
    assert "choose the grading" in words(client.post(news, graded | basis))
    assert client.post(news, graded | basis | {"police_risk": "high"}).status_code == 302
    assert "High No money, no phone, a cold night" in words(client.get(reverse("episode", args=[episode])))
