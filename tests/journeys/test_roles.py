"""The real day of each role over several rooms, in a small Seaport: what they need is there, and each page is sound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.journeys.faults import faults
from tests.journeys.person import Person
from tests.journeys.reception import Reception
from tests.journeys.seaport import Seaport, settled
from tests.partnership import ago, as_owner, at
from tests.scratch import House
from wayhome.demonstration.lives.places import context_id
from wayhome.missing.operations import episodes
from wayhome.plans.days import today
from wayhome.platform import wall
from wayhome.record.models import Fact

pytestmark = pytest.mark.browser
TELEPHONE = ViewportSize(width=390, height=844)


@pytest.fixture(scope="module")
def seaport(served: House) -> Seaport:
    """Furnish the module's database once for every role."""
    return settled()


@pytest.fixture(scope="module")
def missing(seaport: Seaport) -> Iterator[tuple[UUID, UUID]]:
    """Hand out the children missing now, each to one role: child and episode."""
    with as_owner():
        back = Fact.objects.filter(kind="missing.returned").values("episode_id")
        gone = Fact.objects.filter(kind="missing.began").exclude(episode_id__in=back).order_by("happened_from")
        found = list(gone.values_list("child_id", "episode_id"))
    assert len(found) >= 5
    return iter(found)


def sound(who: Person) -> None:
    """Expect no fault of accessibility and nothing cut off, wide and narrow; then go on as before."""
    size = who.page.viewport_size
    found = faults(who)
    assert not found, f"{who.page.url}:\n" + "\n".join(found)
    if size:
        who.page.set_viewport_size(size)


def child_with(kind: str, worker: UUID) -> UUID:
    """Return a child of this worker of whom a fact of this kind is told."""
    with as_owner():
        own = Fact.objects.filter(kind="child.allocated-worker", person=worker, superseded_by__isnull=True)
        found = Fact.objects.filter(kind=kind, child_id__in=own.values("child_id")).order_by("child_id")
        child = found.values_list("child_id", flat=True).first()
    assert child is not None, f"no child with {kind}"
    return child


def test_a_social_worker_prepares_a_visit(reception: Reception, seaport: Seaport) -> None:
    child = child_with("child.family-member", seaport.people["imogen.fairwind"])
    who = seaport.signed_in(reception, "imogen.fairwind")
    who.go("/my-work")
    sound(who)
    who.go(f"/children/{child}")
    who.sees("What is due", "Who is involved", "What the child says")
    who.follow("Record what the child says")
    who.page.locator("main form textarea, main form input[type=text]").first.fill("“I want to start at ten.” 🙂 سلام")
    who.page.locator("main form button[type=submit]").first.click()
    expect(who.page.locator("body")).to_contain_text("سلام")
    who.go(f"/children/{child}/people")
    who.sees("Imogen Fairwind")
    sound(who)
    who.go(f"/children/{child}/actions/new")
    who.write("What will be done?", "Ask the school about a later start")
    due = today() + timedelta(days=7)
    for label, value in (("Day", due.day), ("Month", due.month), ("Year", due.year)):
        who.page.get_by_label(label, exact=True).fill(str(value))
    who.pick("Who sees to it?", who.page.locator("select option:not([value=''])").first.inner_text())
    who.page.locator("main form button[type=submit]").first.click()
    who.go(f"/children/{child}/plans")
    who.sees("Ask the school about a later start")
    who.go(f"/children/{child}/timeline")
    who.sees("Ask the school about a later start", "I want to start at ten")
    sound(who)


def test_a_line_manager_looks_over_the_team(reception: Reception, seaport: Seaport) -> None:
    with as_owner():
        waiting = (
            Fact.objects.filter(kind="plan.safer-plan").order_by("child_id").values_list("child_id", flat=True).first()
        )
    who = seaport.signed_in(reception, "parveen.longshore")
    who.go("/my-work")
    who.sees("things to do")
    sound(who)
    assert waiting is not None
    who.go(f"/children/{waiting}/assessments")
    who.sees("Signed")
    who.page.locator("main a[href^='/assessments/']").first.click()
    who.sees("Trafficking")
    sound(who)
    who.go(f"/children/{waiting}/plans/safer-plan")
    who.sees("We are worried that", "Old Pier shelter")
    sound(who)
    who.go(f"/children/{waiting}/plans/safer-plan/review")
    who.page.locator("main form button[type=submit]").first.click()  # without an answer it asks, and keeps the page
    expect(who.page.locator(".govuk-error-summary")).to_be_visible()
    sound(who)


def test_a_met_coordinator_keeps_the_board(
    reception: Reception, seaport: Seaport, missing: Iterator[tuple[UUID, UUID]]
) -> None:
    child, episode = next(missing)
    who = seaport.signed_in(reception, "ola.tamarisk")
    who.go("/missing/board")
    expect(who.page.locator(f"a[href='/episodes/{episode}']").first).to_be_visible()
    sound(who)
    who.page.locator(f"a[href='/episodes/{episode}']").first.click()
    who.follow("Add an update")
    who.write("What is new?", "The bus company looks out too.")
    who.when("When was this?", ago(0.5))
    who.press("Save the update")
    who.sees("The update is saved.", "The bus company looks out too.")
    who.go(f"/children/{child}/network")
    who.sees("How they are linked")
    who.go("/contexts")
    who.sees("Old Pier shelter (invented)")
    sound(who)
    who.go(f"/contexts/{context_id(0)}/review")
    who.write("What did the review find?", "Youth workers on Fridays; quieter")
    who.when("When was the review?", ago(1))
    who.page.locator("main form button[type=submit]").first.click()
    who.sees("Youth workers on Fridays; quieter")
    sound(who)


def test_a_police_officer_joins_up_what_is_known(
    reception: Reception, seaport: Seaport, missing: Iterator[tuple[UUID, UUID]]
) -> None:
    _, episode = next(missing)
    who = seaport.signed_in(reception, "dean.windlass")
    who.go("/missing/board")
    who.page.locator(f"a[href='/episodes/{episode}']").first.click()
    expect(who.page.get_by_role("heading", level=1)).to_be_visible()
    sound(who)
    who.go("/adults")
    who.sees("Blackreef")
    sound(who)
    who.page.locator("main a[href^='/adults/']:not([href$='new'])").first.click()
    who.sees("How they came to notice")
    address = who.page.url
    who.go(f"{address}/tell/description")
    who.page.locator("main form textarea").first.fill("Now has a beard, and a grey coat")
    who.when("When was this known?", ago(30))
    who.page.locator("main form button[type=submit]").first.click()
    who.go(address)
    who.sees("Now has a beard, and a grey coat")
    sound(who)


def test_a_return_interviewer_listens(
    reception: Reception, seaport: Seaport, missing: Iterator[tuple[UUID, UUID]]
) -> None:
    child, episode = next(missing)
    with seaport.acting("ola.tamarisk") as actor:
        back = episodes.CameBack(located=at(ago(0.4)), returned=at(ago(0.3)))
        episodes.came_back(actor=actor, episode=episode, told=back, told_at=wall.now())
    who = seaport.signed_in(reception, "yetunde.springtide")
    who.go(f"/children/{child}")
    sound(who)
    who.go(f"/episodes/{episode}/offer")
    who.when("When was the conversation offered?", ago(0.2))
    who.page.get_by_label(re.compile("Who would listen")).select_option(index=1)
    who.write("Their name", "Yetunde Springtide")
    who.choose("What did the child say to the offer?", "Yes, the child would like to talk")
    who.page.locator("main form button[type=submit]").first.click()
    who.go(f"/episodes/{episode}/conversation")
    sound(who)
    who.when("When was the conversation?", ago(0.1))
    who.page.get_by_label(re.compile("Who listened")).select_option(index=1)
    who.write("Their name", "Yetunde Springtide")
    who.page.locator("main form textarea:visible").first.fill("“Nobody asked me.” 12345")
    who.page.locator("main form button[type=submit]").first.click()
    expect(who.page.locator(".govuk-error-summary")).to_have_count(0)
    who.go(f"/episodes/{episode}")
    who.sees("Nobody asked me")
    sound(who)


def test_a_school_lead_sees_what_the_school_may_see(
    reception: Reception, seaport: Seaport, missing: Iterator[tuple[UUID, UUID]]
) -> None:
    child, episode = next(missing)
    with as_owner():
        street = Fact.objects.filter(child_id=child, kind="child.address").values_list("text", flat=True).first()
    who = seaport.signed_in(reception, "hugh.musselwhite")
    who.go("/missing/board")
    sound(who)
    who.page.locator(f"a[href='/episodes/{episode}']").first.click()
    expect(who.page.get_by_role("heading", level=1)).to_be_visible()
    who.go(f"/children/{child}")
    sound(who)
    who.go(f"/children/{child}/about")
    who.sees("(invented)")
    if street:
        expect(who.page.locator("body")).not_to_contain_text(street)
    sound(who)
    for closed in ("/adults", f"/children/{child}/plans"):
        who.go(closed)
        expect(who.page.locator("main")).not_to_contain_text("Blackreef")


def test_a_night_on_duty_with_a_telephone(
    reception: Reception, seaport: Seaport, missing: Iterator[tuple[UUID, UUID]]
) -> None:
    child, episode = next(missing)
    who = seaport.signed_in(reception, "ravi.foghorne", size=TELEPHONE)
    who.page.emulate_media(color_scheme="dark")
    who.go("/missing/board")
    who.page.locator(f"a[href='/children/{child}/at-night']").first.click()
    expect(who.page.get_by_role("heading", level=1)).to_be_visible()
    sound(who)
    who.go(f"/episodes/{episode}")
    who.press("Record that the child was found or came back")
    who.when("When was the child found?", ago(0.3))
    who.when("When did the child come home, or to a place of safety?", ago(0.2))
    who.write("Where was the child found?", "By the ferry, cold")
    who.write("How did the child come back?", "With an officer")
    who.press("Save")
    who.sees("The child is recorded as no longer missing.")
    sound(who)
