"""A child's meetings: each at which the child was or will be talked about, what was decided and why."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wayhome.forums.queries import between, definitions
from wayhome.forums.queries import meetings as queries
from wayhome.forums.queries.meetings import ItemView, MeetingView
from wayhome.forums.web.words import LEVEL_WORDS, reasons, state, title
from wayhome.platform.web.requests import actor_of
from wayhome.record.web.child_page import frame, show
from wayhome.ui import words


@require_GET
def child_meetings(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show every meeting about the child, newest first."""
    framed = frame(request, child, "meetings")
    found = [_shown(held, item) for held, item in queries.of_child(child)]
    cannot_wait = between.clock_of(actor_of(request).authority) is not None
    return show(request, framed, "forums/child.html", found=found, cannot_wait=cannot_wait)


def _shown(held: MeetingView, item: ItemView) -> dict[str, object]:
    last = item.decision
    ways = {way.id: way.title for way in definitions.decisions_for(held.line, held.forum, "child")}
    return {
        "title": title(held),
        "id": held.id,
        "item": item.id,
        "tag": state(held),
        "why": reasons(held, item),
        "note": item.note,
        "decision": ways.get(last.decision, last.decision) if last else "",
        "rationale": last.rationale if last else "",
        "grading": LEVEL_WORDS.get(last.grading, "") if last else "",
        "review": words.day(last.review_on) if last and last.review_on else "",
    }
