"""Somebody at a browser, who finds things as a person does: by what they are called on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from playwright.sync_api import Locator, Page, expect

from wayhome.ui.words import local


def called(label: str) -> re.Pattern[str]:
    """Return what a question is called on the page, where one that may be left says so."""
    return re.compile(rf"^\s*{re.escape(label)}(\s+\(optional\))?\s*$")


@dataclass(frozen=True, slots=True)
class Person:
    """One browser window and the address of the house."""

    page: Page
    address: str

    def go(self, path: str) -> None:
        """Go to an address of the house, or stay with the house when the address is whole."""
        self.page.goto(path if path.startswith("http") else f"{self.address}{path}")

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the page, as on a first morning."""
        self.go("/")
        self.write("E-mail address", email)
        self.write("Password", password)
        self.press("Sign in")
        expect(self.page).to_have_title(re.compile("Missing board"))

    def write(self, label: str, text: str) -> None:
        """Write in a box."""
        self.page.get_by_label(called(label)).fill(text)

    def choose(self, question: str, *answers: str) -> None:
        """Choose radios or tick boxes under a question."""
        asked = self.page.get_by_role("group", name=called(question))
        for answer in answers:
            asked.get_by_label(answer, exact=True).check()

    def pick(self, label: str, option: str) -> None:
        """Pick from a list."""
        self.page.get_by_label(called(label)).select_option(label=option)

    def when(self, question: str, moment: datetime, *, sure: str = "") -> None:
        """Say when something was: today and yesterday by their own radio, other days in boxes."""
        asked = self.page.get_by_role("group", name=called(question))
        here = local(moment)
        near = asked.locator(f'input[type=radio][value="{here.date().isoformat()}"]')
        if near.count():
            near.check()
        else:
            asked.get_by_label("Another date", exact=True).check()
            for label, value in (("Day", here.day), ("Month", here.month), ("Year", here.year)):
                asked.get_by_role("textbox", name=label, exact=True).fill(str(value))
        asked.get_by_role("textbox", name="Time", exact=True).fill(f"{here:%H:%M}")
        if sure:
            asked.get_by_label(sure, exact=True).check()

    def press(self, name: str) -> None:
        """Press a button, and wait for the page that answers."""
        button = self.page.get_by_role("button", name=name, exact=True)
        with self.page.expect_navigation():
            button.click()

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow the first link of that name, and wait for its page."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first.click()

    def sees(self, *texts: str) -> None:
        """Expect each of these somewhere on the page."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def duty(self, title: str) -> Locator:
        """Return the part of an episode's page that is about one duty."""
        return self.page.get_by_role("region", name=title, exact=True).first

    def record(self, title: str, link: str | None = None) -> None:
        """Follow the link beside a duty that records what meets it: the first, or the one of that beginning."""
        links = self.duty(title).get_by_role("listitem").get_by_role("link")
        with self.page.expect_navigation():
            (links.filter(has_text=link) if link else links).first.click()

    def why(self, title: str) -> str:
        """Open a duty's "Why?" and return what it says."""
        opened = self.duty(title).locator("details.app-why")
        opened.locator("summary").click()
        said = opened.locator(".govuk-details__text")
        expect(said).to_be_visible()
        return said.inner_text()
