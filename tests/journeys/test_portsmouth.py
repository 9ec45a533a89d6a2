"""Under Portsmouth's protocol in a real browser: from the police report to the closed episode, by those who do each."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.person import Person, called
from tests.journeys.reception import Reception, let_in
from tests.partnership import PASSWORD, acting, ago, at, invented_child, northhaven, reported
from wayhome.missing.operations import episodes as operations
from wayhome.platform import wall

pytestmark = pytest.mark.browser
AT_ONCE = 2.0  # seconds in which a change must be on every open board
CHILD = "Merrow Quillfeather"
STRATEGY = "Strategy discussion to locate the child"
NEED_TO_KNOW = "Need to Know to the Deputy Director, high risk"


def test_from_the_police_report_to_a_closed_episode(reception: Reception) -> None:
    north = northhaven()
    let_in(north, "inspector")
    police, watcher = reception.visitor(), reception.signed_in(north, "met")
    watcher.go("/missing/board")
    expect(watcher.page.locator("[data-live-state]")).to_have_text("Live.")
    start_a_record(police, "inspector@northhaven.example")
    episode = report_missing(police)
    appears_by_itself(watcher, episode)
    see_the_notice(watcher, episode)
    worker = reception.signed_in(north, "worker")
    worker.go(episode)
    news_raises_the_risk(worker)
    comes_back(worker)
    seen_and_asked(worker)
    declines_and_the_parent_is_asked(worker)
    closes(worker)


def start_a_record(police: Person, email: str) -> None:
    """The officer signs in, looks for the child first, and starts a record because there is none."""
    police.sign_in(email, PASSWORD)
    police.press("Report a child missing")
    police.write("Name or reference", CHILD)
    police.press("Search")
    police.sees(f"0 results for “{CHILD}”")
    police.press("Start a new record")
    expect(police.page.get_by_label(called("Name"))).to_have_value(CHILD)
    for label, number in (("Day", "29"), ("Month", "2"), ("Year", "2012")):
        police.write(label, number)
    police.choose("Does the council look after the child?", "Looked after")
    police.choose("Is there a plan for the child?", "None")
    police.choose("Where does the child live?", "Lives here")
    police.pick("Allocated social worker", "Worker, worker")
    police.press("Start the record")
    police.sees("The record has been started.", "No missing episode has been recorded for this child.")


def report_missing(police: Person) -> str:
    """The report, as it is told on the telephone; returns the episode's address."""
    police.press("Report missing")
    police.choose("How is this recorded?", "Missing")
    police.when("When did the child go missing?", ago(26), sure="About then")
    police.choose("Where did the child go missing from?", "Care: a foster home or children's home")
    police.choose("Is there a recent photograph?", "Yes, a recent photograph is held")
    police.write("Where and when was the child last seen, and with whom?", "At the bus station, alone")
    police.write("What does the child look like, and what were they wearing?", "Green coat, white trainers")
    police.write("Health, and medicine the child needs", "Inhaler, carried")
    police.choose("What makes you more worried?", "How young the child is")
    police.choose("What has been done to find the child?", "Asked friends and relatives with whom the child might be")
    police.page.get_by_text("When was this reported to the police?").first.click()
    police.when("When was this reported to the police?", ago(25))
    police.write("Police reference", "INVENTED 1")
    police.choose("How have the police graded the risk?", "Medium")
    police.write("What should be done when the child is found, and who is to be called?", "Ring the home first")
    police.press("Report missing")
    police.sees("The report has been recorded.", "MISSING since", CHILD, "Ring the home first", "Overdue", STRATEGY)
    return police.page.url


def appears_by_itself(watcher: Person, episode: str) -> None:
    """The board that was open all the time shows the child within two seconds, and nobody refreshed it."""
    told = time.monotonic()
    row = watcher.page.locator(f"#episode-{episode.rpartition('/')[2]}")
    expect(row).to_be_visible(timeout=AT_ONCE * 1000)
    assert time.monotonic() - told <= AT_ONCE
    expect(row).to_contain_text("Medium", ignore_case=True)
    expect(row).to_contain_text(STRATEGY)


def see_the_notice(watcher: Person, episode: str) -> None:
    """The holder of a named post is told, says "seen", and the episode shows it."""
    watcher.follow(re.compile("^My work"))
    card = watcher.page.locator(".govuk-summary-card").filter(has_text="Tell the social worker").first
    expect(card).to_contain_text(CHILD)
    with watcher.page.expect_navigation():
        card.get_by_role("link").first.click()
    watcher.sees("Why you were told", "The person who knows the child best must know that the child is missing.")
    watcher.press("I have seen this")
    watcher.sees("You have said that you have seen it.", "that you have seen this")
    watcher.go(episode)
    row = watcher.page.locator("#told tr").filter(has_text="Met").filter(has_text="Tell the social worker").first
    expect(row).to_contain_text("Seen today")


def news_raises_the_risk(worker: Person) -> None:
    """An update, a change of category, and high risk: the Need to Know is due at once, and says why."""
    worker.follow("Add an update")
    worker.write("What is new?", "A friend rang: they met at the arcade.")
    worker.when("When was this?", ago(2))
    worker.write("Has anybody seen the child?", "At the arcade, with an older friend")
    worker.press("Save the update")
    worker.sees("The update is saved.", "A friend rang: they met at the arcade.")
    worker.follow("Change the category")
    worker.choose("How is the absence recorded now?", "Absent")
    worker.when("Since when?", ago(1.5))
    worker.write("Why has it changed?", "We thought we knew where")
    worker.press("Change the category")
    worker.sees("Absent, from", "Missing, from")
    # Police have not said high and nobody has said what we think ourselves: that is a question, never good news.
    expect(worker.duty(NEED_TO_KNOW)).to_contain_text("Cannot tell")
    worker.follow("Add an update")
    worker.write("What is new?", "She was seen getting into a car.")
    worker.when("When was this?", ago(1))
    worker.choose("How do police grade the risk now?", "High")
    worker.press("Save the update")
    expect(worker.duty(NEED_TO_KNOW)).to_contain_text("Overdue")
    expect(worker.duty(NEED_TO_KNOW)).to_contain_text("Head of Service", ignore_case=True)
    why = worker.why(NEED_TO_KNOW)
    assert "the Deputy Director must know the plan" in why
    assert "9.14" in why
    assert "High" in why or "high" in why
    worker.record(NEED_TO_KNOW)
    # Drafted from the record; the Head of Service sends it, or somebody says that it went another way.
    worker.sees("The Head of Service sends it.", "Keep the draft", "The plan to find the child")
    worker.follow("It was sent another way: record that")
    worker.when("When was it done?", ago(0.2))
    worker.page.locator("input[name=value]").first.check()
    worker.press("Save")
    expect(worker.duty(NEED_TO_KNOW)).to_contain_text("Done")


def comes_back(worker: Person) -> None:
    """Found, then home: the search stands down, and what follows a return is due."""
    worker.press("Record that the child was found or came back")
    worker.when("When was the child found?", ago(0.9))
    worker.when("When did the child come home, or to a place of safety?", ago(0.6))
    worker.write("Where was the child found?", "At the harbour wall")
    worker.write("How did the child come back?", "With an officer, cold and hungry")
    worker.press("Save")
    worker.sees("The child is recorded as no longer missing.", "Safe and well check", "Close the episode")
    expect(worker.page.get_by_role("heading", level=1)).to_contain_text("Returned")
    expect(worker.page.locator(".app-person")).not_to_contain_text("MISSING since")


def seen_and_asked(worker: Person) -> None:
    """Somebody sees the child, and somebody decides whether there was harm."""
    worker.record("Safe and well check")
    worker.choose("Was the safe and well check made?", "Yes")
    worker.when("When was that?", ago(0.5))
    worker.write("What was seen and said, or why was no check made?", "Warm, fed and tired")
    worker.press("Save the check")
    expect(worker.duty("Safe and well check")).to_contain_text("Done")
    worker.record("Decide whether the child was harmed")
    worker.choose("Was the child harmed while missing, or may the child have been?", "None")
    worker.when("When was this decided?", ago(0.4))
    worker.write("Why?", "Nothing seen, nothing said")
    worker.press("Save the decision")
    expect(worker.duty("Decide whether the child was harmed")).to_contain_text("Done")


def declines_and_the_parent_is_asked(worker: Person) -> None:
    """The child would rather not talk, and says why; the parent is asked instead."""
    worker.record("Offer the return home conversation")
    worker.when("When was the conversation offered?", ago(0.3))
    worker.pick("Who would listen to the child?", "Mentor (independent)")
    worker.choose("What did the child say to the offer?", "No, the child would rather not")
    worker.press("Save the offer")
    worker.sees("There is a problem", "why")
    worker.write("If the child declined, why?", "I told it all to the officer")
    worker.press("Save the offer")
    worker.sees("The offer is saved.", "I told it all to the officer")
    worker.record("Ask the parent or carer instead")
    worker.when("When were they asked?", ago(0.2))
    worker.write("Who was asked, and what did they say?", "Her mother: it was the argument about the telephone")
    worker.press("Save what they said")
    expect(worker.duty("Ask the parent or carer instead")).to_contain_text("Done")


def closes(worker: Person) -> None:
    """Closing says what was learned; why the child would not talk is on record already, and not asked again."""
    worker.record("Close the episode")
    worker.write("What was learned, and what will be different now?", "An evening bus pass")
    worker.when("When is the episode closed?", ago(0.1))
    worker.choose("Was the risk assessed again, now that the child is back?", "Yes")
    worker.press("Close this episode")
    worker.sees("The episode is closed.", "An evening bus pass")
    expect(worker.page.get_by_role("heading", level=1)).to_contain_text("Closed")
    worker.go("/missing/board")
    expect(worker.page.locator("#section-closed")).to_contain_text(CHILD)


def test_the_child_talks_and_what_is_said_is_acted_on(reception: Reception) -> None:
    north = northhaven()
    child = invented_child(north)
    made = reported(north, child, hours_ago=20)
    with acting(north, "worker") as actor:
        back = operations.CameBack(located=at(ago(8)), returned=at(ago(7)))
        operations.came_back(actor=actor, episode=made, told=back, told_at=wall.now())
    lead = reception.signed_in(north, "lead")
    lead.go("/my-work")
    lead.sees("Offer the return home conversation", "Hold the return home conversation")
    lead.follow(
        "Why? Offer the return home conversation, " + lead.page.locator("th a").first.inner_text().split(", ")[1]
    )
    lead.record("Offer the return home conversation")
    lead.when("When was the conversation offered?", ago(6))
    lead.pick("Who would listen to the child?", "Mentor (independent)")
    lead.write("Their name", "Invented Mentor")
    lead.choose("What did the child say to the offer?", "Yes, the child would like to talk")
    lead.press("Save the offer")
    expect(lead.duty("Offer the return home conversation")).to_contain_text("Done")
    lead.record("Hold the return home conversation")
    lead.when("When was the conversation?", ago(2))
    lead.pick("Who listened to the child?", "Mentor (independent)")
    lead.write("Their name", "Invented Mentor")
    areas = lead.page.locator("textarea[name^=area_]")
    assert areas.count() == 8, "the partnership's own eight areas"
    areas.nth(1).fill("“I was at the arcade. Nobody asks me what I like.”")
    lead.choose("What pushed the child away?", "Being unhappy, and not heard")
    lead.choose("What drew the child?", "Contact with somebody who exploits children")
    lead.write("Did harm come to light?", "An older friend asked her to carry a bag")
    lead.choose("Was the child harmed, or may the child have been?", "Suspected")
    lead.press("Save the conversation")
    lead.sees("The conversation is saved", "Nobody asks me what I like.", "Being unhappy, and not heard")
    expect(lead.duty("Pass on the immediate concerns")).to_contain_text("Overdue")
    expect(lead.duty("Strategy discussion about harm")).to_be_visible()
    expect(lead.duty("Share what was learned")).to_be_visible()
    lead.press("Close this episode")
    lead.write("What was learned, and what will be different now?", "Somebody will go to the arcade with her")
    lead.when("When is the episode closed?", ago(1))
    lead.choose("Was the risk assessed again, now that the child is back?", "Yes")
    lead.press("Close this episode")
    lead.sees("The episode is closed.")
    expect(lead.duty("Pass on the immediate concerns")).to_contain_text("Overdue")
