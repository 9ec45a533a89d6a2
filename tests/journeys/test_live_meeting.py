"""A whole weekly meeting with three people at once, one of whom loses the connection, on a server that falls down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from tests import scratch
from tests.journeys.faults import faults
from tests.journeys.person import Person
from tests.journeys.reception import Reception
from tests.partnership import Partnership, acting, invented_child, northhaven, said
from wayhome.forums.models import Item, Meeting, Note
from wayhome.forums.operations import deciding, saying
from wayhome.forums.operations.deciding import Decided
from wayhome.forums.queries import definitions
from wayhome.plans.days import today
from wayhome.record.operations.about import open_context
from wayhome.record.operations.facts import record, record_about
from wayhome.record.subjects import Subject
from wayhome.ui.words import local

pytestmark = pytest.mark.browser
CHILDREN, CONTEXTS, AGAIN = 12, 3, 4
AFTER_A_DROP_MS = 40_000


@pytest.fixture
def front_desk(
    chromium: Browser, static_files: None, fresh_module_database: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Reception]:
    """Open browsers at a house of its own, which the test may let fall down."""
    with django_db_blocker.unblock(), scratch.house() as house:
        opened = Reception(chromium, house)
        yield opened
        opened.close()


def a_week(place: Partnership) -> None:
    """Record what brings twelve children and three contexts to the meeting, and one child who is only kept in view."""
    for place_in_line in range(CHILDREN + 1):
        child = invented_child(place)
        level = "low" if place_in_line == CHILDREN else ("medium", "high")[place_in_line % 2]
        with acting(place, "worker") as actor:
            record(
                actor=actor, child=child,
                drafts=[said("assessment.ceraf", 20, code=level), said("plan.safer-plan", 10)],
            )  # fmt: skip
    for number in range(CONTEXTS):
        with acting(place, "worker") as actor:
            found = open_context(actor=actor, drafts=[said("context.name", 9, text=f"Invented place {number}")])
            told = [said("context.identified", 5, code="referral")]
            record_about(actor=actor, subject=Subject.context(found), drafts=told)


def agenda_made(met: Person) -> UUID:
    """Put the first meeting of the protocol's own times in the diary, and make its agenda, in the browser."""
    met.go("/meetings")
    weekly = met.page.get_by_role("region", name="Weekly MET meeting")
    with met.page.expect_navigation():
        weekly.get_by_role("button").first.click()
    met.press("Make the agenda from the record")
    met.sees(f"{CHILDREN + CONTEXTS} to talk about", "1 left off, and why")
    return UUID(urlsplit(met.page.url).path.split("/")[2])


def answered(place: Partnership, items: list[UUID], police: Person) -> None:
    """Let police answer one in the browser, and every other return come in as it comes."""
    police.go(f"/meetings/items/{items[0]}")
    police.page.get_by_text("Answer for your agency").click()
    police.write("What does your agency know?", "Seen at the pier on Monday")
    police.choose("Who at the meeting may read it?", "Social care, police and youth justice, and my own agency")
    police.press("Answer")
    for who, listed in (("inspector", items[1:]), ("nurse", items)):
        with acting(place, who) as actor:
            for item in listed:
                saying.answer(actor=actor, item=item, text="", nothing_known=True, shared="missing")


def who_came(met: Person, meeting: UUID) -> None:
    """Write two who came in one go, a name forgotten: what was typed of the other is there still."""
    met.go(f"/meetings/{meeting}/attendance")
    health, school = "How they take part: Health services (lead)", "How they take part: Education and training (lead)"
    met.pick(health, "Here")
    met.pick(school, "Sent apologies")
    met.press("Keep who is here")
    met.sees("Write who is here")
    assert not faults(met)
    met.write("Who: Health services (lead)", "Invented Nurse")
    met.press("Keep who is here")
    met.sees("It is kept")
    assert [met.page.get_by_label(each).input_value() for each in (health, school)] == ["present", "apologies"]


def come_in(who: Person, item: UUID, place: str) -> None:
    """Accept the statement at the door of an item, and take a place."""
    who.go(f"/meetings/items/{item}")
    who.sees("Before you come in")
    who.pick("Whose place do you take?", place)
    who.press("I accept, come in")
    expect(who.page.locator("[data-live-state]")).to_have_text("Live.")


def reloaded_unsent(who: Person, words: str) -> None:
    """Type what cannot be sent and reload the page: the words are there again, held by the tab alone, and are sent."""
    page, status = who.page, who.page.locator("[data-autosave-status]")
    page.on("dialog", lambda asked: asked.accept())
    page.route("**/keep", lambda sending: sending.abort())
    who.write("Your own words", words)
    expect(status).to_contain_text("the connection is not there")
    page.reload()
    expect(page.get_by_label("Your own words")).to_have_value(words)
    expect(status).to_contain_text("the connection is not there")
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    page.unroute("**/keep")
    page.get_by_label("Your own words").press("End")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(status).to_contain_text("Saved at")
    assert page.evaluate("window.name") == "", "nothing stays in the tab once it is sent"


def reloaded_without_connection(who: Person, words: str) -> None:
    """Reload while there is no connection: our own page answers, and the words stay in the tab's memory."""
    who.page.reload()
    who.sees("There is no connection", "kept in this tab")
    assert words in who.page.evaluate("window.name")
    assert not faults(who)
    who.follow("Try again")
    who.sees("There is no connection")


def typed_through_trouble(desk: Reception, met: Person, worker: Person, police: Person) -> None:
    """Three write; one loses the connection, the server falls down and comes back: every word arrives by itself."""
    write = "Your own words"
    worker.write(write, "Her mother rang.")
    expect(met.page.locator("#said-here")).to_contain_text("Her mother rang.")
    reloaded_unsent(worker, "Her mother rang. She is")
    worker.page.context.set_offline(True)
    worker.write(write, "Her mother rang. She is worried about Friday.")
    expect(worker.page.locator("[data-autosave-status]")).to_contain_text("the connection is not there")
    reloaded_without_connection(worker, "She is worried about Friday.")
    address = urlsplit(desk.house.address)
    desk.house.fall_down()
    police.write(write, "A car was stopped while the server was down.")
    expect(police.page.locator("[data-autosave-status]")).to_contain_text("the connection is not there")
    with scratch.house(port=address.port or 0):
        worker.page.context.set_offline(False)
        worker.follow("Try again")
        for words in ("She is worried about Friday.", "A car was stopped while the server was down."):
            expect(met.page.locator("#said-here")).to_contain_text(words, timeout=AFTER_A_DROP_MS)
        for who, words in ((worker, "She is worried about Friday."), (police, "A car was stopped")):
            expect(who.page.locator("[data-autosave-status]")).to_contain_text("Saved at")
            assert words in who.page.get_by_label(write).input_value()
        decided_and_signed(met, worker)


def on_day(who: Person, question: str, day: date) -> None:
    asked = who.page.get_by_role("group", name=question)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        asked.get_by_role("textbox", name=label, exact=True).fill(str(value))


def next_meeting() -> date:
    """Return the day of the meeting after the one that is open."""
    with acting(northhaven(), "met"):
        meeting = Meeting.objects.get(forum="weekly-met", state="open")
        forum = definitions.forum_of(meeting.line, "weekly-met")
        assert forum is not None
        return local(definitions.next_times(forum, meeting.opens_at, 1)[0][0]).date()


def decided_and_signed(met: Person, worker: Person) -> None:
    """Decide the first child in the browser, the others as they come; sign; find the action and the next agenda."""
    page = met.page
    page.get_by_text("Agree an action").click()
    met.write("What will be done?", "Ring the school")
    met.pick("Who sees to it?", "Worker, worker")
    on_day(met, "By which day?", today() + timedelta(days=2))
    met.press("Agree the action")
    met.choose("What is decided?", "Direct action")
    met.write("Why?", "The plan has a gap on Fridays.")
    met.choose("How high is the risk?", "High")
    met.sees("The first meeting once 42 days have passed since the CERAF")
    met.choose("When is it looked at again?", "On another day")
    on_day(met, "If on another day: which?", next_meeting())
    met.write("Why on another day than the protocol gives?", "Friday is near.")
    met.press("Record the decision")
    met.sees("Decided: Direct action")
    expect(worker.page.locator("#said-here")).to_contain_text("Decided: Direct action")
    place, again = northhaven(), next_meeting()
    with acting(place, "met") as actor:
        meeting = Meeting.objects.get(forum="weekly-met", state="open")
        left = list(Item.objects.filter(meeting=meeting, state="on", decisions__isnull=True).order_by("position"))
        for number, item in enumerate(left):
            on = again if item.child_id and number < AGAIN - 1 else None
            way = Decided("agree", "Enough is done.", "medium", review_on=on, review_why="Friday is near.")
            deciding.decide(
                actor=actor, item=item.id, decided=way if item.child_id else Decided("record-only", "Known.")
            )
    met.go(f"/meetings/{meeting.id}")
    met.press("End the meeting")
    met.follow("Minutes")
    met.press("Sign the minutes")
    met.sees("The minutes are signed")
    worker.go("/my-work")
    worker.sees("Ring the school")
    next_week(met)


def next_week(met: Person) -> None:
    """Make the next agenda: whom a review was set for is there; whom nothing new is known of is left off, with the reason."""
    met.go("/meetings")
    with met.page.expect_navigation():
        met.page.get_by_role("region", name="Weekly MET meeting").get_by_role("button").nth(1).click()
    met.press("Make the agenda from the record")
    met.sees(f"{AGAIN} to talk about", "An earlier meeting set its review for now", "Ring the school")
    met.follow(re.compile("left off, and why"))
    met.sees("nothing their route rests on is new since")
    assert met.page.get_by_text("Talked about already").count() == CHILDREN + CONTEXTS - AGAIN


def test_a_whole_weekly_meeting(front_desk: Reception) -> None:
    place = northhaven()
    a_week(place)
    met, worker, police = (front_desk.signed_in(place, name) for name in ("met", "worker", "inspector"))
    meeting = agenda_made(met)
    with acting(place, "met"):
        items = list(
            Item.objects.filter(meeting_id=meeting, state="on").order_by("position").values_list("id", flat=True)
        )
    answered(place, items, police)
    met.go(f"/meetings/{meeting}")
    met.sees("Nothing known")
    met.page.get_by_text("Open the meeting before its day").click()
    met.press("Open the meeting")
    who_came(met, meeting)
    come_in(met, items[0], "MET coordinator")
    met.sees("Seen at the pier on Monday")
    come_in(worker, items[0], "Children's social care")
    come_in(police, items[0], "Hampshire Constabulary")
    typed_through_trouble(front_desk, met, worker, police)
    with acting(place, "met"):
        assert Note.objects.filter(item_id=items[0], kind="said").count() == 2
