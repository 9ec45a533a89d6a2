"""Somebody at a keyboard: signs in, opens forms, fills them in and sends them again until they are answered."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from uuid import UUID

from wayhome.platform import wall
from wayhome.ui.when import WhenEntry
from wayhome.ui.words import local

PATIENCE = 90  # seconds until a write that is sent again and again is given up
PAUSE = 0.1


class NotAnswered(Exception):
    """A write was never acknowledged, however often it was sent."""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:  # the redirect is the acknowledgement
        return None


class _Hidden(HTMLParser):
    """Gathers the hidden boxes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        box = dict(attrs)
        if tag == "input" and box.get("type") == "hidden" and box.get("name"):
            self.boxes[str(box["name"])] = box.get("value") or ""


class Keyboard:
    """One person's browser."""

    def __init__(self, address: str) -> None:
        """Open a browser on the house at `address`; nobody is signed in yet."""
        self.address = address
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), _Stay())

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the page everybody uses."""
        self.send("/accounts/login/", {"login": email, "password": password})

    def report(self, child: UUID, words: str, hours_ago: float) -> UUID:
        """Report a child missing and return the episode that the house answered with."""
        boxes = {"category": "missing", "missing_from": "care", "last_seen": words, **_when("since", hours_ago)}
        return UUID(self.send(f"/children/{child}/report-missing", boxes).rstrip("/").rsplit("/", 1)[-1])

    def update(self, episode: UUID, words: str) -> UUID:
        """Add news to an episode."""
        self.send(f"/episodes/{episode}/update", {"text": words, **_when("when", 0)})
        return episode

    def came_back(self, episode: UUID, words: str) -> UUID:
        """Record that the child came home."""
        self.send(f"/episodes/{episode}/came-back", {"how": words, **_when("returned", 0)})
        return episode

    def send(self, path: str, boxes: dict[str, str]) -> str:
        """Open a form once, send it until it is answered by going on, and return where to.

        The same form is sent each time: it is for the house to know that it has it already. Only when the form
        is refused because something has changed is it opened afresh. Raises NotAnswered.
        """
        end = time.monotonic() + PATIENCE
        hidden: dict[str, str] = {}
        last = ""
        while time.monotonic() < end:
            try:
                hidden = hidden or self._open(path)
                last = ""
                location = self._post(path, {**hidden, **boxes})
            except urllib.error.HTTPError as refusal:
                last = f"{refusal.code}"
                if refusal.code == http.client.UNPROCESSABLE_ENTITY:
                    hidden = {**hidden, **_hidden(refusal.read().decode())}
            except (OSError, http.client.HTTPException) as trouble:
                last = type(trouble).__name__
            else:
                return location
            time.sleep(PAUSE)
        raise NotAnswered(f"{path}: {last}")

    def _open(self, path: str) -> dict[str, str]:
        with self._opener.open(self.address + path, timeout=PATIENCE) as page:
            return _hidden(page.read().decode())

    def _post(self, path: str, boxes: dict[str, str]) -> str:
        data = urllib.parse.urlencode(boxes).encode()
        try:
            with self._opener.open(self.address + path, data=data, timeout=PATIENCE) as page:
                raise NotAnswered(f"{path} answered {page.status} and did not go on")
        except urllib.error.HTTPError as answer:
            if answer.code in (http.client.FOUND, http.client.SEE_OTHER):
                return str(answer.headers["Location"])
            raise


def _hidden(page: str) -> dict[str, str]:
    parser = _Hidden()
    parser.feed(page)
    return parser.boxes


def _when(name: str, hours_ago: float) -> dict[str, str]:
    from datetime import timedelta

    here = local(wall.now() - timedelta(hours=hours_ago))
    return WhenEntry.on(here.date(), f"{here:%H:%M}", fold="after" if here.fold else "before").as_data(name)
