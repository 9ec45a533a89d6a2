"""What other rooms show on a child's overview, people and places, and access page: slots filled at start-up.

A room registers a function that draws its panel for one child; what it returns is shown as it is. A room that has
nothing to say returns None and takes no room. No room imports another for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from markupsafe import Markup

Page = Literal["overview", "people", "access"]
Panel = Callable[[HttpRequest, UUID, datetime], Markup | None]
_panels: dict[tuple[Page, str], tuple[int, Panel]] = {}


def register(page: Page, order: int, name: str, panel: Panel) -> None:
    """Show `panel(request, child, now)` on a page, in order; a name is registered once a page.

    The panel's HTML begins with an h2. It reads as the person signed in does: the row policies hold.
    """
    _panels[page, name] = (order, panel)


def drawn(page: Page, request: HttpRequest, child: UUID, now: datetime) -> tuple[Markup, ...]:
    """Return a page's panels for one child, in order."""
    named = sorted((order, name, panel) for (on, name), (order, panel) in _panels.items() if on == page)
    made = (panel(request, child, now) for _, _, panel in named)
    return tuple(html for html in made if html)
