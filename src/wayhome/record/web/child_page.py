"""What every page about a child begins with: who it is, the banner, and that the reading is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wayhome.platform import wall
from wayhome.platform.web.requests import write_down
from wayhome.record.queries import children
from wayhome.record.queries.children import ChildBanner
from wayhome.record.web.banner import banner
from wayhome.ui.components import PersonBanner


@dataclass(frozen=True, slots=True)
class ChildFrame:
    """The child a page is about, as read at `now` (aware); `banner` carries the row of links too."""

    child: ChildBanner
    banner: PersonBanner
    now: datetime

    def context(self, **more: Any) -> dict[str, Any]:
        """Return what a template that extends `record/child-layout.html` needs, and `more`."""
        return {"banner": self.banner, "child": self.child, "id": self.child.id, "now": self.now, **more}


def frame(request: HttpRequest, child: UUID, what: str) -> ChildFrame:
    """Begin a page about one child, and write down that it was read; `what` names the page in the audit.

    Raises Http404 for a child the reader may not see: answered as one that does not exist.
    """
    now = wall.now()
    who = children.banner(child)
    if who is None:
        raise Http404("no such child")
    write_down(request, what, [child])
    return ChildFrame(who, banner(who, now), now)


def show(request: HttpRequest, framed: ChildFrame, template: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """Draw a page about one child with a template that extends `record/child-layout.html`."""
    return render(request, template, framed.context(**more), status=status)
