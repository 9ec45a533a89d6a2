"""Finding every form of the product as a person would: by following links, a few pages of each kind."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, ResolverMatch, get_resolver, resolve
from django.urls.resolvers import URLPattern, URLResolver

# Pages looked at of one kind: the same page about another child has the same forms. More where what it is about can
# stand in many ways (an episode is missing, returned, closed), or where its words decide what is asked.
OF_A_KIND = 2
OF_MANY_KINDS = {
    "episode": 9, "child": 3, "adult": 5, "action": 3, "plan": 3, "meeting": 3, "meeting-item": 3, "tell-topic": 16, "new-link": 3,
    "write-part": 3, "child-act": 4, "record-act": 6, "child-access-decide": 6, "change-status": 4,
    "directory-tell": 3, "tell-adult": 5, "begin-form": 3,
}  # fmt: skip
# Signing out would end the walk, and the stream never ends. The protocol's own pages are only read.
LEFT = ("/accounts/", "/events", "/static/", "/protocols/")


@dataclass(slots=True)
class Box:
    """One box of a form: its name, what kind it is, what it holds and what may be chosen."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    chosen: bool = False


@dataclass(slots=True)
class Form:
    """One form as its page has it, with the button that sends it."""

    page: str
    action: str
    boxes: list[Box] = field(default_factory=list)
    button: tuple[str, str] | None = None
    by_get: bool = False

    @property
    def route(self) -> str:
        """The route that takes it."""
        return route_of(self.action)

    @property
    def asks(self) -> bool:
        """Whether there is a box to fill in."""
        return any(box.kind != "hidden" for box in self.boxes)

    @property
    def kind(self) -> str:
        """What makes two forms the same to somebody who tries them: what takes it, and what it asks."""
        asked = sorted({re.sub(r"[0-9a-f-]{36}|\d+", "#", b.name) for b in self.boxes if b.kind != "hidden"})
        pressed = (
            "" if self.button is None else "=".join(self.button if self.button[0] in ("do", "go") else self.button[:1])
        )
        return f"{self.route} [{','.join(asked)}] {pressed}".strip()


class Page(HTMLParser):
    """A page read for where it leads and what it asks."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._buttons: list[tuple[str, str] | None] = []
        self._list: Box | None = None
        self._area: Box | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href"):
            self.links.append(urljoin(self.address, said["href"]))
        elif tag == "form":
            action = urljoin(self.address, said.get("action") or self.address)
            self._form = Form(self.address, action, by_get=said.get("method", "get").lower() == "get")
            self._buttons = []
        elif tag == "button" and self._form is not None and said.get("type", "submit") == "submit":
            self._buttons.append((said["name"], said.get("value", "")) if said.get("name") else None)
        elif tag in ("input", "select", "textarea") and self._form is not None and said.get("name"):
            self._box(self._form, tag, said)
        elif tag == "option" and self._list is not None:
            self._list.options.append(said.get("value", ""))
            if "selected" in said:
                self._list.value = said.get("value", "")

    def _box(self, form: Form, tag: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text") if tag == "input" else tag
        if tag == "input" and said.get("inputmode") == "numeric":
            kind = "number"
        box = Box(said["name"], kind, said.get("value", ""), chosen="checked" in said)
        form.boxes.append(box)
        self._list = box if tag == "select" else self._list
        self._area = box if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            made = self._form
            for button in self._buttons or [None]:
                self.forms.append(Form(made.page, made.action, made.boxes, button, made.by_get))
            self._form = None
        elif tag == "select":
            self._list = None
        elif tag == "textarea":
            self._area = None


def route_of(address: str) -> str:
    """Return the name of the route an address belongs to, "" when it is none of ours."""
    found = _resolved(urlsplit(address).path)
    return found.view_name if found else ""


@cache
def _resolved(path: str) -> ResolverMatch | None:
    # Every page leads to the same dozen others, and each time all routes would be tried in turn.
    try:
        return resolve(path)
    except Resolver404:
        return None


def every_route() -> set[str]:
    """Return the name of each route of the product, the ways in left out."""

    def names(resolver: URLResolver) -> Iterator[str]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                yield from names(one) if not str(one.pattern).startswith("accounts/") else ()
            elif isinstance(one, URLPattern) and one.name and not str(one.pattern).startswith("accounts/"):
                yield one.name

    return set(names(get_resolver()))


class Walk:
    """A walk through the product: the routes somebody came to, and the forms met there, the first of each kind."""

    def __init__(self) -> None:
        self.reached: set[str] = set()
        self.pages = 0
        self._kinds: set[str] = set()
        self._looked: Counter[str] = Counter()

    def forms(self, client: Client, starts: list[str], *, only_new: bool = False) -> Iterator[Form]:
        """Follow links from these pages as one person; with `only_new`, only to routes nobody has come to yet."""
        waiting, seen = deque(starts), set(starts)
        self._looked.clear()
        while waiting:
            page = self._look(client, waiting.popleft())
            if page is None:
                continue
            yield from self.unmet(page)
            for link in page.links:
                parts = urlsplit(link)
                plain = parts.path + (f"?{parts.query}" if parts.query else "")
                if plain not in seen and self._worth_following(link, only_new):
                    seen.add(plain)
                    waiting.append(plain)

    def unmet(self, page: Page) -> Iterator[Form]:
        """Give each form of a page whose like was not met before."""
        for form in page.forms:
            if form.kind not in self._kinds and not urlsplit(form.action).path.startswith(LEFT):
                self._kinds.add(form.kind)
                self.reached.add(form.route)
                yield form

    def _look(self, client: Client, address: str) -> Page | None:
        answer = client.get(address)
        self.pages += 1
        assert answer.status_code < 500, f"{address} answers {answer.status_code}"
        if answer.status_code != 200:
            return None
        self.reached.add(route_of(address))
        if "html" not in answer.headers.get("Content-Type", ""):
            return None
        return Page(address, answer.content.decode())

    def _worth_following(self, link: str, only_new: bool) -> bool:
        parts = urlsplit(link)
        found = _resolved(parts.path)
        route = found.view_name if found else ""
        if found is None or parts.netloc or parts.path.startswith(LEFT) or (only_new and route in self.reached):
            return False
        words = [str(v) for v in found.kwargs.values() if isinstance(v, str)]
        kind = "/".join(["", route, *words])  # of each word one, before a second of any
        if self._looked[route] >= OF_MANY_KINDS.get(route, OF_A_KIND) or (words and self._looked[kind]):
            return False
        self._looked.update((route, kind))
        return True
