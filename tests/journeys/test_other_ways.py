"""The same work at night by keyboard alone, without the script, on a small telephone, and where events cannot reach."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.journeys.reception import WIDE, Reception, let_in
from tests.partnership import PASSWORD, acting, ago, invented_child, northhaven, reported, said, southhaven
from wayhome.record.operations.facts import record
from wayhome.ui.words import local

pytestmark = pytest.mark.browser
TELEPHONE = ViewportSize(width=320, height=640)
MOST_STOPS = 120
HERE = """() => {
  const part = document.activeElement
  const label = (part.labels && part.labels[0] || part).innerText || part.value || ''
  const box = part.getBoundingClientRect()
  const style = getComputedStyle(part)
  return {
    name: label.replace(/\\s+/g, ' ').trim(),
    type: part.type || part.tagName,
    visible: box.width > 0 && box.height > 0
  }
}"""


def tab_to(page: Page, name: str, kind: str = "") -> None:
    """Press Tab until what is called so has the focus; each stop on the way must be something one can see."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        assert here["visible"] or here["type"] == "BODY", f"the focus is on something unseen: {here}"
        if here["name"].startswith(name) and kind in ("", here["type"]):
            return
    raise AssertionError(f"{name} was not reached by keyboard; the focus is on {page.evaluate(HERE)}")


def enter(page: Page) -> None:
    """Press Enter where a page answers."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_out_of_hours_by_keyboard_alone(reception: Reception) -> None:
    """Sign in, look for the child, report: no mouse, and the first stop skips to what matters."""
    north = northhaven()
    invented_child(north)
    let_in(north, "duty-manager")
    page = reception.visitor().page
    page.goto(reception.house.address)
    for label, words in (("E-mail address", "duty-manager@northhaven.example"), ("Password", PASSWORD)):
        tab_to(page, label)
        page.keyboard.type(words)
    enter(page)
    page.keyboard.press("Tab")
    assert page.evaluate(HERE)["name"] == "Skip to main content"
    page.keyboard.press("Enter")
    tab_to(page, "Report a child missing")
    enter(page)
    tab_to(page, "Name or reference")
    page.keyboard.type("Invented Child")
    enter(page)
    tab_to(page, "Invented Child")
    enter(page)
    tab_to(page, "Report missing")
    enter(page)
    moment = local(ago(1))
    tab_to(page, "Missing", "radio")
    page.keyboard.press("Space")
    tab_to(page, "Today")
    page.keyboard.press("Space" if moment.date() == local(ago(0)).date() else "ArrowDown")
    tab_to(page, "Time")
    page.keyboard.type(f"{moment:%H:%M}")
    enter(page)
    expect(page.locator("body")).to_contain_text("The report has been recorded.")
    expect(page.locator("body")).to_contain_text("MISSING since")
    tab_to(page, "Why?")
    page.keyboard.press("Enter")
    expect(page.locator("details[open].app-why").first).to_contain_text("What it rests on")


@pytest.mark.parametrize("size", [WIDE, TELEPHONE], ids=["wide", "telephone"])
def test_without_the_script(reception: Reception, size: ViewportSize) -> None:
    """Where the script does not come, everything is a page and a form."""
    north = northhaven()
    child = invented_child(north)
    worker = reception.signed_in(north, "worker", script=False, size=size)
    worker.go(f"/children/{child}")
    worker.press("Report missing")
    worker.choose("How is this recorded?", "Missing")
    worker.when("When did the child go missing?", ago(60))
    worker.press("Report missing")
    worker.sees("The report has been recorded.")
    episode = worker.page.url
    worker.why("Tell the school")
    worker.press("Record that the child was found or came back")
    worker.press("Save")
    worker.sees("There is a problem", "Say when the child was found or came back, or that nobody knows when")
    worker.when("When did the child come home, or to a place of safety?", ago(2))
    worker.press("Save")
    worker.sees("The child is recorded as no longer missing.")
    worker.go("/missing/board")
    expect(worker.page.locator("#section-returned")).to_contain_text("Invented Child")
    worker.go(episode)
    worker.record("Safe and well check")
    worker.choose("Was the safe and well check made?", "Yes")
    worker.when("When was that?", ago(1))
    worker.write("What was seen and said, or why was no check made?", "Well")
    worker.press("Save the check")
    expect(worker.duty("Safe and well check")).to_contain_text("Done")


def test_a_colleague_on_the_telephone_at_three_in_the_morning(reception: Reception) -> None:
    """On the smallest screen: what is due, whom to call and the one thing to press are there without turning it."""
    south = southhaven()
    episode = reported(south, invented_child(south), hours_ago=5, instructions="Ring the home, any hour")
    worker = reception.signed_in(south, "worker", size=TELEPHONE)
    worker.go(f"/episodes/{episode}")
    worker.sees("Ring the home, any hour", "MISSING since")
    worker.press("Record that the child was found or came back")
    worker.when("When was the child found?", ago(0.5))
    worker.press("Save")
    worker.sees("The child is recorded as no longer missing.", "Safe and well check")
    assert worker.page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]


def test_where_events_cannot_reach_the_board_asks_again(reception: Reception) -> None:
    """A proxy that refuses the stream: the board says so, and asks every fifteen seconds."""
    north = northhaven()
    reported(north, invented_child(north), hours_ago=3)
    who = reception.signed_in(north, "met")
    who.page.route("**/events*", lambda route: route.fulfill(status=503, headers={"Retry-After": "15"}))
    who.page.clock.install()
    who.go("/missing/board")
    state = who.page.locator("[data-live-state]")
    expect(state).to_have_text("Reconnecting.")
    second = reported(north, invented_child(north), hours_ago=2)
    row = who.page.locator(f"#episode-{second}")
    expect(row).to_have_count(0)
    who.page.clock.fast_forward(16_000)
    expect(row).to_have_count(1)
    expect(state).to_have_text("Checking every 15 seconds.")


def test_why_stays_open_when_the_page_brings_itself_up_to_date(reception: Reception) -> None:
    """Somebody reads why a duty is due while a colleague writes: what they read is not folded away."""
    north = northhaven()
    child = invented_child(north)
    episode = reported(north, child, hours_ago=1)
    who = reception.signed_in(north, "worker")
    who.go(f"/episodes/{episode}")
    expect(who.page.locator("[data-live-state]")).to_have_text("Live.")
    reading = who.page.locator("details.app-why").first
    reading.locator("summary").click()
    shown = reading.get_attribute("id")
    assert shown
    who.page.locator("h1").first.click()  # the focus leaves the part that keeps itself true
    who.page.evaluate("document.activeElement.blur()")
    who.page.evaluate("document.querySelector('details.app-why').dataset.before = 'yes'")
    with acting(north, "worker") as actor:
        record(actor=actor, child=child, drafts=[said("missing.risk-graded", 0, code="high")], episode=episode)
    expect(who.page.locator(f"details[id='{shown}']:not([data-before])")).to_have_count(1)
    expect(who.page.locator(f"details[id='{shown}'][open]")).to_contain_text("What it rests on")
