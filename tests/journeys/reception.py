"""Browsers for the people of a journey, each watched: what it asks of another host or what breaks in it fails the test."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize

from tests import browsing, scratch
from tests.journeys.person import Person
from tests.partnership import PASSWORD, Partnership, as_owner
from wayhome.platform.models import User

PATIENCE_MS = 8_000
WIDE = ViewportSize(width=1280, height=900)
# The browser writes every answer of 400 and more to its console; those the test asks for itself are looked at there.
ANSWERED = "Failed to load resource"


@dataclass
class Reception:
    """Opens a browser for somebody and remembers everything that went wrong in it."""

    chromium: Browser
    house: scratch.House
    troubles: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def visitor(self, *, script: bool = True, size: ViewportSize = WIDE) -> Person:
        """Open a browser in which nobody is signed in."""
        context = self.chromium.new_context(
            java_script_enabled=script, viewport=size, locale="en-GB", timezone_id="Europe/London"
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", self._watch)
        self.contexts.append(context)
        return Person(context.new_page(), self.house.address)

    def signed_in(self, place: Partnership, name: str, *, script: bool = True, size: ViewportSize = WIDE) -> Person:
        """Open a browser in which somebody is signed in already."""
        who = self.visitor(script=script, size=size)
        key = browsing.browser(place, name).cookies["sessionid"].value
        who.page.context.add_cookies([{"name": "sessionid", "value": key, "url": self.house.address}])
        return who

    def close(self) -> None:
        """Close every browser. Raises AssertionError with what went wrong in any of them."""
        for context in self.contexts:
            context.close()
        assert not self.troubles, "\n".join(self.troubles)

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.troubles.append(f"a script broke: {error}"))
        page.on("console", self._heard)
        page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(ANSWERED):
            self.troubles.append(f"the console says: {message.text}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" != self.house.address:
            self.troubles.append(f"another host was asked: {request.url}")


def let_in(place: Partnership, name: str) -> None:
    """Give somebody a password as the product keeps it, so that the journey can sign in by the page."""
    with as_owner():
        User.objects.filter(id=place.people[name]).update(password=make_password(PASSWORD))
