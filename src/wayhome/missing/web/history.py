"""The section Missing of a child's pages: every time the child was missing, and how each ended."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wayhome.missing.queries import episodes, repeats
from wayhome.missing.web.history_page import KINDS, history
from wayhome.platform.web.requests import actor_of
from wayhome.record.queries import ledger
from wayhome.record.queries.ledger import Entry
from wayhome.record.web.child_page import frame, show


@require_GET
def child_missing(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show every episode of one child, and the counts of the protocol in force."""
    framed = frame(request, child, "missing history")
    had = episodes.of_child(child)
    told: dict[UUID | None, list[Entry]] = {}
    for entry in ledger.current_facts(child, KINDS):
        told.setdefault(entry.episode, []).append(entry)
    counts = repeats.counted(actor_of(request).authority, had, framed.now)
    page = history(had, told, counts, framed.now)
    open_now = next((view for view in had if view.missing_now), None)
    return show(request, framed, "missing/history.html", page=page, open_now=open_now)
