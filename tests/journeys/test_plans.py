"""A social worker writes a plan with the child; at three in the morning somebody else reads it on a telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.journeys.faults import violations
from tests.journeys.reception import WIDE, Reception
from tests.partnership import Partnership, acting, ago, at, invented_child, northhaven, reported, said
from wayhome.plans.days import today
from wayhome.plans.kinds import form_of
from wayhome.plans.operations import actions, plans
from wayhome.plans.operations.actions import About, Agreed, Owner
from wayhome.plans.operations.plans import Content
from wayhome.record.operations.facts import record

pytestmark = pytest.mark.browser
TELEPHONE = ViewportSize(width=320, height=640)
WRITTEN = {
    "patterns": "On Fridays, by train from the invented station",
    "places": [{"name": "The old pier", "verified": "yes", "safety": "unsafe", "notes": "Met adults here"}],
    "take-to": [{"order": "1", "who": "Invented Aunt", "address": "2 Invented Road", "contact": "01632 960002"}],
    "child-will": "Text the word blue",
    "contacts": [{"name": "Invented Aunt", "number": "01632 960002"}],
    "goals": [{"goal": "Back to school", "from": "2026-11-01", "until": "2027-01-31"}],
    "agency-actions": [{"agency": "Police", "what": "Visit the pier", "who": "Patrol", "when": "2026-12-01"}],
}


def planned(place: Partnership, child: UUID, kind: str = "safer-plan", **more: object) -> None:
    """Accept a version of a plan."""
    form = form_of("portsmouth-pathway", kind)
    with acting(place, "worker") as actor:
        plan = plans.open_plan(actor=actor, child=child, kind=kind)
        draft = plans.begin_draft(actor=actor, plan=plan, composed=Content({}, {}, {}))
        told = {"emergency": "If it feels wrong, text blue."}
        plans.save_draft(
            actor=actor, plan=plan, revision=draft.revision, answers={**WRITTEN, **more} if kind == "safer-plan" else more,
            for_child=told,
        )  # fmt: skip
        plans.accept(actor=actor, plan=plan, form=form, agreed=at(ago(1)), note="Agreed with the child")


@pytest.fixture
def child(reception: Reception) -> UUID:
    """Tell of a child who is missing, with everything the sheet for the night can show."""
    place = northhaven()
    made = invented_child(place)
    for version in ("On Fridays", "On Saturdays, by train"):
        planned(place, made, patterns=version)
    planned(place, made, "immediate-safety", supervision="yes", plan="Stay with the carer")
    reported(
        place, made, hours_ago=5, police_risk="high", description="A green coat", instructions="Ring the aunt first"
    )
    with acting(place, "worker") as actor:
        record(actor=actor, child=made, drafts=[said("child.warning", 100, code="risk-to-child", text="Owes money")])
        owner, about = Owner(person=place.people["worker"]), About(child=made)
        actions.open_action(actor=actor, agreed=Agreed("Ring the school", owner, today() - timedelta(days=2), about))
    return made


def test_a_plan_is_written_kept_and_accepted(reception: Reception) -> None:
    place = northhaven()
    who = reception.signed_in(place, "worker")
    made = invented_child(place)
    who.go(f"/children/{made}/plans")
    who.press("Begin: Safer Plan")
    who.page.get_by_role("link", name="Patterns", exact=True).click()
    who.write("Patterns of missing episodes or incidents", "Every Friday after school")
    expect(who.page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    who.page.on("dialog", lambda dialog: dialog.accept())
    who.go(f"/children/{made}/plans")  # walks away without pressing anything
    who.press("Go on writing: Safer Plan")
    who.page.get_by_role("link", name="Patterns", exact=True).click()
    expect(who.page.get_by_label("Patterns of missing episodes or incidents")).to_have_value(
        "Every Friday after school"
    )
    who.press("Keep and go on")
    who.go(f"/children/{made}/plans/safer-plan/accept")
    who.when("When was it agreed?", ago(1))
    who.press("Accept as a version")
    expect(who.page.get_by_text("Every Friday after school")).to_be_visible()
    with who.page.expect_download() as saved:
        who.page.get_by_role("link", name="Save as PDF").click()
    assert saved.value.suggested_filename.startswith("safer-plan-v1-C-")


def test_the_night_on_a_telephone(reception: Reception, child: UUID) -> None:
    """Somebody on duty comes from the board to the sheet, and it is all there without scrolling sideways."""
    who = reception.signed_in(northhaven(), "duty-manager", size=TELEPHONE)
    who.page.emulate_media(color_scheme="dark")
    who.go("/missing/board")
    who.page.locator(f'a[href="/children/{child}/at-night"]').click()
    for words in (
        "Police grading: High",
        "Ring the aunt first",
        "The old pier",
        "Invented Aunt",
        "A green coat",
        "Owes money",
    ):
        expect(who.page.get_by_text(words).first).to_be_visible()
    assert sideways(who.page) <= 0
    assert violations(who.page) == []


def test_without_the_script_nothing_is_lost(reception: Reception) -> None:
    who = reception.signed_in(northhaven(), "worker", script=False)
    made = invented_child(northhaven())
    who.go(f"/children/{made}/plans")
    who.press("Begin: Plan for going missing")
    who.go(f"/children/{made}/plans/contingency/write/if-missing")
    who.page.get_by_label("What").first.fill("Ring the child")
    who.page.get_by_role("button", name=re.compile("Keep, and add another.*What to do first")).click()
    assert who.page.get_by_label("What", exact=True).first.input_value() == "Ring the child"


@pytest.mark.parametrize("size", [WIDE, TELEPHONE], ids=["wide", "narrow"])
def test_every_page_of_plans(reception: Reception, child: UUID, size: ViewportSize) -> None:
    who = reception.signed_in(northhaven(), "worker", size=size)
    found = []
    with acting(northhaven(), "worker") as actor:
        plan = plans.open_plan(actor=actor, child=child, kind="safer-plan")
        plans.begin_draft(actor=actor, plan=plan, composed=Content({}, {}, {}))
    for path in addresses(child):
        who.go(path)
        found += [f"{path}: {fault}" for fault in violations(who.page)]
        if sideways(who.page) > 0:
            found.append(f"{path}: scrolls sideways by {sideways(who.page)}")
    assert not found, "\n".join(found)


def addresses(child: UUID) -> Iterator[str]:
    """Name every page about plans and actions."""
    yield "/my-work"
    here = f"/children/{child}/plans"
    yield from (here, f"/children/{child}/at-night", f"/children/{child}/actions/new", f"/children/{child}/contact-log")
    plan = f"{here}/safer-plan"
    form = form_of("portsmouth-pathway", "safer-plan").instrument
    yield from (f"{plan}/write/{section.id}" for section in form.sections)
    yield from (f"{plan}/{page}".rstrip("/") for page in ("", "write", "accept", "end", "review", "for-the-child"))
    yield from (f"{plan}/versions/1", f"{plan}/compare/1/2", f"{plan}/progress?goal=1", f"{here}/immediate-safety")


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
