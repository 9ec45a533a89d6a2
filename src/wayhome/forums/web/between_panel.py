"""On a child's overview: what the chair told the operational leads between two meetings, until something was done."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from markupsafe import Markup

from wayhome.forums.queries import between
from wayhome.ui import words


def panel(request: HttpRequest, child: UUID, now: datetime) -> Markup | None:
    """Show what waits to be done at once, as the reader may see it; nothing where nothing waits."""
    waiting = between.waiting(child)
    if not waiting:
        return None
    said = [(words.when(each.at), each.by, each.words) for each in waiting]
    return Markup(render_to_string("forums/between_panel.html", {"waiting": said, "id": child}))
