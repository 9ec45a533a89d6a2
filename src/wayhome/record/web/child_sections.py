"""The row of links on every page about a child: each room registers the pages it shows, at start-up.

Only what is registered is shown, so a room that is not there leaves no dead link.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from wayhome.ui.components import Link


@dataclass(frozen=True, slots=True)
class Section:
    """One page about a child: its place in the row, its name, and its address (made with `child=<uuid>`)."""

    order: int
    text: str
    url_name: str


_sections: dict[str, Section] = {}


def register(order: int, text: str, url_name: str) -> None:
    """Show the page `url_name` in the row; a page is registered once. Orders go in tens, so that rooms fit between."""
    _sections[url_name] = Section(order, text, url_name)


def links(child: UUID) -> tuple[Link, ...]:
    """Return the row of links for one child, in order."""
    ordered = sorted(_sections.values(), key=lambda section: (section.order, section.text))
    return tuple(Link(section.text, reverse(section.url_name, kwargs={"child": child})) for section in ordered)
