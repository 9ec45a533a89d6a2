"""A report that is interrupted is there again, on another device too; and a lost sign-in loses no word."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.journeys.reception import Reception
from tests.partnership import invented_child, northhaven

pytestmark = pytest.mark.browser
PHONE = ViewportSize(width=390, height=844)
SEEN = "Where and when was the child last seen, and with whom?"


def test_a_report_outlives_the_telephone_it_was_begun_on(reception: Reception) -> None:
    place = northhaven()
    child = invented_child(place)
    phone = reception.signed_in(place, "worker", size=PHONE)
    phone.go(f"/children/{child}/report-missing")
    phone.write(SEEN, "By the pier, with a friend 🦊")
    status = phone.page.locator("[data-autosave-status]")
    phone.page.locator("body").click()
    expect(status).to_contain_text("Saved at")
    desk = reception.signed_in(place, "worker")
    desk.go(f"/children/{child}/report-missing")
    desk.sees("have not sent it")
    expect(desk.page.get_by_label(SEEN)).to_have_value("By the pier, with a friend 🦊")


def test_a_lost_sign_in_is_said_and_the_words_stay(reception: Reception) -> None:
    place = northhaven()
    child = invented_child(place)
    worker = reception.signed_in(place, "worker")
    worker.go(f"/children/{child}/report-missing")
    cookies = worker.page.context.cookies()
    worker.page.context.clear_cookies(name="sessionid")
    worker.write(SEEN, "At the bus station")
    worker.page.locator("body").click()
    status = worker.page.locator("[data-autosave-status]")
    expect(status).to_contain_text("you are signed out")
    expect(worker.page.get_by_label(SEEN)).to_have_value("At the bus station")
    worker.page.context.add_cookies([c for c in cookies if c["name"] == "sessionid"])  # type: ignore[list-item]
    worker.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(status).to_contain_text("Saved at")
