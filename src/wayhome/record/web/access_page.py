"""Who may see this child's record, and who looked at it: the page "Access and sharing"."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wayhome.record.web import panels
from wayhome.record.web.child_page import frame, show


def access(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show who may see the record, and what other rooms say of it, such as who looked."""
    framed = frame(request, child, "access and sharing")
    more = panels.drawn("access", request, child, framed.now)
    return show(request, framed, "record/access.html", panels=more)
