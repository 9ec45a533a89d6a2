"""A MET coordinator's and an interviewer's morning: a place is named and worked on, and what a child said becomes links."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from playwright.sync_api import ViewportSize, expect

from tests.journeys.faults import faults
from tests.journeys.reception import Reception
from tests.partnership import UNTIMED, Partnership, acting, ago, at, invented_child, northhaven, reported, thing_of
from wayhome.contexts.operations import contexts
from wayhome.intelligence.operations import adults
from wayhome.missing.operations import conversations, episodes
from wayhome.platform import wall
from wayhome.record.operations import links
from wayhome.record.operations.children import open_record
from wayhome.record.operations.facts import Draft
from wayhome.record.operations.links import LinkDraft
from wayhome.record.subjects import Subject
from wayhome.record.things import identity

pytestmark = pytest.mark.browser
PHONE = identity("phone", "07700 900123")


def a_child(place: Partnership, name: str) -> UUID:
    with acting(place, "worker") as actor:
        return open_record(actor=actor, drafts=[Draft("child.name", UNTIMED, wall.now(), text=name)])


def came_back(place: Partnership, child: UUID) -> UUID:
    episode = reported(place, child, hours_ago=60)
    with acting(place, "worker") as actor:
        back = episodes.CameBack(located=at(ago(20)), returned=at(ago(19)))
        episodes.came_back(actor=actor, episode=episode, told=back, told_at=wall.now())
        said = conversations.Conversation(
            at(ago(5)), "return-interviewer", "Robin Invented", (("Where were you?", "At the pier with Rowan"),)
        )
        conversations.held(actor=actor, episode=episode, told=said, told_at=wall.now())
    return episode


def a_context(place: Partnership, name: str = "The invented arcade") -> UUID:
    told = contexts.NewContext(name, "business", "The arcade and its doorway", "Food is bought", "event", at(ago(50)))
    with acting(place, "met") as actor:
        return contexts.name_context(actor=actor, told=told, told_at=wall.now())


def an_adult(place: Partnership, by: str = "inspector") -> UUID:
    told = adults.NewAdult("Invented Adult", "Seen near the school", at(ago(50)), allegation="Gives lifts")
    with acting(place, by) as actor:
        return adults.record_adult(actor=actor, told=told, today=wall.now().date(), told_at=wall.now())


def test_a_place_is_named_and_worked_on_until_it_is_closed(reception: Reception) -> None:
    place = northhaven()
    a_child(place, "Wren Atanotherplace")
    who = reception.signed_in(place, "met")
    who.go("/missing/board")
    who.follow("Contexts")
    who.press("Name a context")
    who.press("Name the context")
    who.sees("There is a problem")
    who.write("What is it called?", "The invented bandstand")
    who.choose("What kind of context is it?", "Location")
    who.write("What belongs to it, and what does not?", "The bandstand, on warm evenings")
    who.choose("How did it come to notice?", "It came to notice again and again")
    who.when("When did it come to notice?", wall.now() - timedelta(days=3))
    who.press("Name the context")
    who.sees("The invented bandstand", "Not yet talked about", "never a label on the child")
    expect(who.page).not_to_have_title(re.compile("bandstand"))

    who.press("Record what was decided")
    who.choose("What was decided?", "Assess the context")
    who.write("Why?", "Three children in a month")
    who.when("When was it talked about?", wall.now() - timedelta(days=2))
    who.press("Save the decision")
    who.press("Name the lead and the team")
    who.pick("Who leads?", "Lead, northhaven Children's Services")
    who.write("Who else belongs to the team, and does not sign in here?", "Sam Invented, parks")
    who.when("Since when?", wall.now() - timedelta(days=1))
    who.press("Save the team")
    who.sees("Sam Invented, parks", "Being assessed")

    who.follow("Add a child at its edge")
    who.write("Which child?", "Wren")
    who.choose("How sure is this?", "Likely")
    who.write("Who said so, or where does it come from?", "School")
    who.choose("Who may see this link?", "Social care, police and youth justice")
    who.press("Save the link")
    who.page.get_by_role("group", name="Which of these do you mean?").get_by_label(re.compile("Wren")).check()
    who.press("Save the link")
    who.sees("1 child has not been considered yet")
    who.follow(re.compile("^Consider"))
    who.choose("What was decided for the child?", "The child’s lead professional was told")
    who.write("Why?", "So that somebody walks home with them")
    who.when("When was it decided?", wall.now() - timedelta(hours=1))
    who.press("Save the decision")
    who.sees("So that somebody walks home with them", "Met, ")

    who.press("Close the context")
    who.write("Why is nothing more needed?", "The bandstand is lit, and nobody came to harm for months")
    who.when("When was this decided?", wall.now() - timedelta(minutes=30))
    who.press("Close the context")
    who.sees("Closed")


def test_what_a_child_said_is_lifted_into_links_and_meets_another_child(reception: Reception) -> None:
    place = northhaven()
    child, other = a_child(place, "Ash Whospoke"), a_child(place, "Rowan Whowasthere")
    with acting(place, "worker") as actor:
        links.link(actor=actor, draft=LinkDraft("uses", Subject.child(other), PHONE, "School", "likely"))
    episode = came_back(place, child)
    who = reception.signed_in(place, "worker")
    who.go(f"/episodes/{episode}")
    who.follow("Who and what was mentioned")
    who.sees("At the pier with Rowan")
    who.follow(re.compile("A phone"))
    who.write("What is the telephone number?", "+44 (0)7700 900123")
    who.pick("How are they linked?", "Uses, or used,")
    who.choose("How sure is this?", "Possible")
    who.choose("Who may see this link?", "Social care, police and youth justice")
    expect(who.page.get_by_label("Who said so, or where does it come from?")).to_have_value(re.compile("return home"))
    who.press("Save the link")
    who.sees("Linked from this conversation", "07700 900123")
    who.go(f"/children/{child}/network")
    who.sees("3 names and 2 links")
    # By the keyboard alone: to the other child by the drawing itself.
    node = who.page.locator("svg a", has_text="RW, ")
    node.focus()
    with who.page.expect_navigation():
        who.page.keyboard.press("Enter")
    assert who.page.url.endswith(f"/children/{other}/network")


def test_a_phone_shows_the_drawing_in_a_box_of_its_own(reception: Reception) -> None:
    place = northhaven()
    child = invented_child(place)
    with acting(place, "worker") as actor:
        friends = [LinkDraft("friend", Subject.child(child), Subject.child(invented_child(place)), "School", "likely")
                   for _ in range(12)]  # fmt: skip
        links.link_all(actor=actor, drafts=friends)
    who = reception.signed_in(place, "worker", size=ViewportSize(width=390, height=800))
    who.go(f"/children/{child}/network")
    box = who.page.locator(".app-network__box")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert who.page.evaluate("document.documentElement.scrollWidth") == 390
    who.page.emulate_media(media="print")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_every_page_of_these_can_be_read_by_everybody(reception: Reception) -> None:
    place = northhaven()
    child, context, adult = invented_child(place), a_context(place), an_adult(place)
    edge = invented_child(place)
    with acting(place, "inspector") as actor:
        made = links.link_all(
            actor=actor,
            drafts=[
                LinkDraft("spends-time", Subject.child(child), Subject.adult(adult), "Seen", "likely", "some"),
                LinkDraft("frequents", Subject.child(child), Subject.context(context), "School", "confirmed"),
                LinkDraft("edge", Subject.child(edge), Subject.context(context), "School", "possible"),
                LinkDraft("uses", Subject.child(child), PHONE, "School", "doubted"),
                LinkDraft("uses", Subject.adult(adult), identity("vehicle", "AB12 CDE"), "Police", "likely"),
            ],
        )
    episode = came_back(place, child)
    who = reception.signed_in(place, "inspector")
    wrong: list[str] = []

    def look(name: str, refuse: bool = False) -> None:
        who.go(name)
        who.page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true })")
        if refuse:
            with who.page.expect_navigation():
                who.page.locator("main form[method=post] button[type=submit]").first.click()
        wrong.extend(f"{name}: {fault}" for fault in faults(who))

    for path in (
        "/contexts", "/contexts?stage=closed&kind=online", f"/contexts/{context}", "/adults", f"/adults/{adult}",
        f"/children/{child}/network", f"/links/{made[0]}", f"/episodes/{episode}/mentioned",
        reverse("thing", args=[thing_of(place, PHONE)]),
    ):  # fmt: skip
        look(path)
    forms = ("describe", "decide", "team", "weigh", "review", "close", f"edge/{edge}", "actions/new")
    for path in (
        "/contexts/new", *(f"/contexts/{context}/{form}" for form in forms), "/adults/new",
        *(f"/adults/{adult}/{form}" for form in ("tell/order", "tell/born", "actions/new")),
        *(f"/links/new/child/{child}/{end}" for end in ("child", "adult", "context", "account")),
        f"/links/{made[0]}/change", f"/links/{made[0]}/withdraw",
    ):  # fmt: skip
        look(path, refuse=not path.endswith("describe"))
    assert not wrong, "\n" + "\n".join(wrong)
