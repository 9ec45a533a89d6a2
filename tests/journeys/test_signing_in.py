"""Signing in with a passkey and with a code, in a browser; and a sign-in that ends while somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.person import Person
from tests.journeys.reception import Reception, let_in
from tests.partnership import PASSWORD, Partnership, as_owner, invented_child, northhaven
from tests.scratch import House
from wayhome.platform import wall
from wayhome.platform.models import Authority, SignIn

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
SEEN = "Where and when was the child last seen, and with whom?"


def sound(page: Page) -> None:
    """Expect no fault against the accessibility rules, and nothing wider than 320 pixels."""
    found = Axe().run(page, options=RULES).response["violations"]
    assert not found, [(each["id"], [n["html"] for n in each["nodes"]][:3]) for each in found]
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    page.set_viewport_size(size)


def real(place: Partnership, yes: bool) -> None:
    """Let the partnership be a real one, or a demonstration again."""
    with as_owner():
        Authority.objects.filter(id=place.authority).update(demonstration=not yes)


def with_passkeys(who: Person) -> None:
    """Give the browser something that makes and keeps passkeys, as a laptop has."""
    tool = who.page.context.new_cdp_session(who.page)
    tool.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def begin(who: Person, name: str) -> None:
    """Fill the sign-in page in."""
    who.go("/help")
    who.write("E-mail address", f"{name}@northhaven.example")
    who.write("Password", PASSWORD)
    who.press("Sign in")


def out(who: Person) -> None:
    who.go("/accounts/logout/")
    who.press("Sign out")


@pytest.fixture
def real_place(served: House) -> Iterator[Partnership]:
    """Northhaven as a real partnership, and a demonstration again afterwards."""
    place = northhaven()
    let_in(place, "worker")
    real(place, True)
    yield place
    real(place, False)


def set_up_passkey(who: Person) -> None:
    """Set a passkey up, and keep the recovery codes."""
    who.press("Add a passkey")
    sound(who.page)
    who.write("A name for it", "Work laptop")
    who.press("Add this passkey")
    who.sees("Keep these recovery codes")
    sound(who.page)
    with who.page.expect_download() as saved:
        who.page.get_by_role("button", name="Download the codes").click()
    assert len(re.findall(r"^\d{8}$", saved.value.path().read_text(), flags=re.M)) == 10
    who.press("I have kept them: go on")
    expect(who.page).to_have_title(re.compile("Missing board"))


def set_up_app(who: Person) -> None:
    """Set an app up by the letters beneath what it would scan."""
    who.go("/accounts/second-step/")
    sound(who.page)
    who.press("Set up an app")
    assert who.page.locator(".app-scan").evaluate("image => image.naturalWidth") > 0, "the drawing is let through"
    sound(who.page)
    who.page.get_by_text("I cannot scan it").click()
    secret = who.page.locator(".app-key").inner_text().replace(" ", "")
    who.write("Code", format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))
    who.press("Set it up")
    who.sees("The app is set up")


def test_a_passkey_and_a_code_are_set_up_used_and_taken_away(reception: Reception, real_place: Partnership) -> None:
    who = reception.visitor()
    with_passkeys(who)
    who.go("/accounts/login/")
    sound(who.page)
    begin(who, "worker")
    expect(who.page).to_have_title(re.compile("Set up a second step"))
    sound(who.page)
    who.go("/missing/board")
    expect(who.page).to_have_title(re.compile("Set up a second step"))
    set_up_passkey(who)
    set_up_app(who)
    out(who)
    who.go("/accounts/login/")
    who.press("Sign in with a passkey")
    expect(who.page).to_have_title(re.compile("Missing board"))
    out(who)
    begin(who, "worker")
    sound(who.page)
    who.press("Use your passkey")
    expect(who.page).to_have_title(re.compile("Help"))
    who.go("/accounts/passkeys/")
    sound(who.page)
    who.follow(re.compile("^Remove"))
    who.press("Remove it")
    who.sees("The passkey is removed")
    who.go("/account")
    sound(who.page)


def long_ago(place: Partnership, name: str, minutes: float) -> None:
    """Let somebody's sign-ins be last used so many minutes ago."""
    with as_owner():
        SignIn.objects.filter(user_id=place.people[name]).update(last_seen_at=wall.now() - timedelta(minutes=minutes))


def look_again(who: Person) -> None:
    """Come back to the tab, upon which it asks how long the sign-in lasts."""
    who.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_sign_in_that_ends_while_somebody_types_is_said_in_time_and_costs_no_word(reception: Reception) -> None:
    place = northhaven()
    let_in(place, "manager")
    child = invented_child(place)
    who = reception.signed_in(place, "manager")
    who.go("/accounts/password/change/")
    box = who.page.get_by_label("Your password now")
    box.focus()
    long_ago(place, "manager", 17)
    look_again(who)
    warning = who.page.get_by_role("region", name="Your sign-in")
    expect(warning).to_contain_text("You will be signed out in about 3 minutes")
    expect(box).to_be_focused()
    sound(who.page)
    warning.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()
    who.go(f"/children/{child}/report-missing")
    who.write(SEEN, "By the pier, with a friend 🦊")
    long_ago(place, "manager", 60)
    look_again(who)
    expect(warning).to_contain_text("You were signed out. What you typed on this page is not lost")
    expect(who.page.locator("main")).to_be_hidden()
    warning.get_by_role("button", name="Sign in again").click()
    who.sees("What you had typed is not lost")
    who.write("E-mail address", "manager@northhaven.example")
    who.write("Password", PASSWORD)
    who.press("Sign in")
    expect(who.page.get_by_label(SEEN)).to_have_value("By the pier, with a friend 🦊")
    who.sees("What you had typed stands in the form again")
    sound(who.page)
    who.go("/help")
    long_ago(place, "manager", 60)
    look_again(who)
    expect(who.page).to_have_title(re.compile("Sign in"))


def test_without_the_script_what_was_typed_is_sent_from_the_page_that_gives_it_back(reception: Reception) -> None:
    place = northhaven()
    let_in(place, "met")
    child = invented_child(place)
    who = reception.signed_in(place, "met", script=False)
    who.go(f"/children/{child}/report-missing")
    who.page.get_by_label(SEEN).fill("Words without a script")
    long_ago(place, "met", 60)
    with who.page.expect_navigation():
        who.page.locator("main form button[type=submit]").last.click()
    who.sees("What you had typed is not lost")
    who.page.get_by_label("E-mail address").fill("met@northhaven.example")
    who.page.get_by_label("Password").fill(PASSWORD)
    who.press("Sign in")
    who.sees("Nothing that you had typed is lost")
    who.page.get_by_text("What you had typed", exact=True).click()
    who.sees("Words without a script")
    who.press("Send it as it was")
    expect(who.page.get_by_label(SEEN)).to_have_value("Words without a script")
