"""What frames every page: the partnership's name, where one can go, who is signed in, the way to help.

The ui room cannot know any of it. Whoever puts the rooms together registers one function at
start-up that makes a `Chrome` from a request; pages that have no request get the plain frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One place in the service navigation; `count` is shown after the text when above nought."""

    text: str
    href: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class FooterLink:
    """One link at the foot of every page."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Held:
    """Something that stands on every page until it ends: what it says, where it leads, and the address that ends it."""

    text: str
    href: str
    link: str
    end: str


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long this sign-in still lasts, in seconds: while nothing is done, and in any case; `url` answers the same."""

    idle: int
    longest: int
    url: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What somebody had typed when their sign-in ended: the form's address, its boxes, and those that hold words."""

    action: str
    said: tuple[tuple[str, str], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chrome:
    """The frame of a page. `demonstration` shows the strip that says everybody is invented."""

    partnership: str = "Wayhome"
    home: str = "/"
    navigation: tuple[NavigationItem, ...] = ()
    signed_in_as: str = ""
    sign_out: str = ""
    account: str = ""
    session: Lasting | None = None
    given_back: Returned | None = None
    demonstration: bool = False
    out_of_hours: str = ""
    footer: tuple[FooterLink, ...] = ()
    warnings: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()


Provider = Callable[[Any], Chrome]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Say how a request becomes a frame. Called once at start-up; a later call replaces the first."""
    _providers[:] = [provider]


def chrome_for(request: Any | None = None) -> Chrome:
    """Return the frame for this request, or the plain one where there is no request or no provider."""
    if request is None or not _providers:
        return Chrome()
    return _providers[0](request)
