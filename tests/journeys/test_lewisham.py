"""Under Lewisham's protocol in a real browser: a carer's report of an absence, to a closed episode on the child's list."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.person import Person
from tests.journeys.reception import Reception
from tests.partnership import acting, ago, at, invented_child, said, southhaven
from wayhome.missing.operations import episodes as operations
from wayhome.platform import wall

pytestmark = pytest.mark.browser
TALK = "Return interview"


def test_from_an_unauthorised_absence_to_a_closed_episode(reception: Reception) -> None:
    south = southhaven()
    child = invented_child(south)
    worker = reception.signed_in(south, "worker")
    worker.go(f"/children/{child}")
    carer_reports(worker)
    episode = worker.page.url
    becomes_missing(worker)
    somebody_else_is_told(reception, episode)
    is_found(worker)
    talks(worker)
    worker.go(f"/children/{child}")
    stands_on_the_list(worker)


def carer_reports(worker: Person) -> None:
    """A carer rings: the child left without permission and, they think, is with a friend."""
    worker.press("Report missing")
    worker.choose("How is this recorded?", "Unauthorised absence")
    worker.when("When did the child go missing?", ago(55))
    worker.choose("Where did the child go missing from?", "Care: a foster home or children's home")
    worker.write("Where and when was the child last seen, and with whom?", "Leaving with a friend from school")
    worker.press("Report missing")
    worker.sees("The report has been recorded.")
    expect(worker.duty("Tell the social worker of the absence")).to_be_visible()
    expect(worker.duty("Tell the Director, 48 hours")).to_have_count(0)


def becomes_missing(worker: Person) -> None:
    """The friend's family has not seen the child: missing, and 48 hours are counted from the start."""
    worker.follow("Change the category")
    worker.choose("How is the absence recorded now?", "Missing")
    worker.when("Since when?", ago(53))
    worker.write("Why has it changed?", "The friend's mother has not seen her")
    worker.press("Change the category")
    worker.sees("Missing, from", "Unauthorised absence, from")
    late = worker.duty("Tell the Director, 48 hours")
    expect(late).to_contain_text("Overdue")
    why = worker.why("Tell the Director, 48 hours")
    assert "48 hours" in why
    assert re.search(r"Joint Protocol.*\d+\.\d+", why, flags=re.S)
    worker.record("Tell the Director, 48 hours")
    worker.when("When was it done?", ago(3))
    worker.page.locator("input[name=value]").first.check()
    worker.press("Save")
    expect(worker.duty("Tell the Director, 48 hours")).to_contain_text("Done late")


def somebody_else_is_told(reception: Reception, episode: str) -> None:
    """A status nobody had told us is told by whoever knows it, on the same page."""
    manager = reception.signed_in(southhaven(), "manager")
    manager.go(episode)
    manager.follow("Add an update")
    manager.write("What is new?", "The bus company has her on a camera at 9")
    manager.when("When was this?", ago(2.5))
    manager.press("Save the update")
    manager.sees("The bus company has her on a camera at 9")


def is_found(worker: Person) -> None:
    """Found: the talk is due within two working days, to the end of the second."""
    worker.page.reload()
    worker.press("Record that the child was found or came back")
    worker.when("When was the child found?", ago(2))
    worker.when("When did the child come home, or to a place of safety?", ago(1.8))
    worker.write("How did the child come back?", "By bus, alone, cross and well")
    worker.press("Save")
    worker.sees("The child is recorded as no longer missing.")
    expect(worker.duty(TALK)).to_contain_text("11:59pm")
    assert "working days" in worker.why(TALK)


def talks(worker: Person) -> None:
    """The talk is held and written up in the eight areas of Appendix 4; then the episode is closed."""
    worker.record(TALK)
    worker.when("When was the conversation?", ago(1))
    worker.pick("Who listened to the child?", "Allocated worker (not independent)")
    worker.write("Their name", "Invented Worker")
    worker.write("If that person is not independent, why is it right for this child?", "She asked for me.")
    areas = worker.page.locator("textarea[name^=area_]")
    assert areas.count() == 8
    areas.first.fill("“I wanted to see the sea.”")
    worker.choose("What pushed the child away?", "Arguments or conflict at home")
    worker.press("Save the conversation")
    expect(worker.duty(TALK)).to_contain_text("Done")
    worker.sees("I wanted to see the sea.")
    worker.press("Close this episode")
    worker.write("What was learned, and what will be different now?", "A day by the sea is planned")
    worker.when("When is the episode closed?", ago(0.2))
    worker.choose("Was the risk assessed again, now that the child is back?", "Yes")
    worker.press("Close this episode")
    worker.sees("The episode is closed.")


def stands_on_the_list(worker: Person) -> None:
    """The child's page lists the episode as Appendix 6 does: started, ended, found."""
    row = worker.page.get_by_role("row").filter(has_text="Found")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("2 days 5 hours")
    expect(worker.page.locator(".app-person-banner, .app-person").first).not_to_contain_text("MISSING")


def test_a_child_becomes_looked_after_while_missing(reception: Reception) -> None:
    """What is due changes from the day of the change, and the page says so."""
    south = southhaven()
    child = invented_child(south, care="not-looked-after")
    with acting(south, "worker") as actor:
        report = operations.Report(category="missing", since=at(ago(30)), missing_from="home")
        episode = operations.report(actor=actor, child=child, report=report, told_at=wall.now())
        operations.add(actor=actor, episode=episode, drafts=[said("missing.update", 20, text="No news")])
    worker = reception.signed_in(south, "worker")
    worker.go(f"/episodes/{episode}")
    expect(worker.duty("Missing Persons Meeting")).to_be_visible()
    expect(worker.duty("Missing from Care Review Meeting")).to_have_count(0)
    worker.go(f"/children/{child}")
    worker.page.get_by_role("link", name=re.compile("^Change.*looked after")).click()
    worker.choose("Does the council look after the child?", "Looked after")
    worker.when("Since when?", ago(5))
    worker.press("Save the change")
    worker.sees("Looked after, since")
    worker.go(f"/episodes/{episode}")
    expect(worker.duty("Missing from Care Review Meeting")).to_be_visible()
