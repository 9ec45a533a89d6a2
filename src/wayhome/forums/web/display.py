"""The room's screen: what is talked about now, large, and only what everybody in the room may read."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.forums.operations.gathering import EVERY_AGENCY
from wayhome.forums.queries import meetings as queries
from wayhome.forums.queries.meetings import ItemView, MeetingView
from wayhome.forums.web import entering
from wayhome.forums.web.agenda import opened
from wayhome.forums.web.words import reasons, state, title
from wayhome.platform import wall
from wayhome.platform.queries.directory import agencies_of
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.ui.components import Live

FOR_ALL = frozenset({EVERY_AGENCY, "identity"})


@require_GET
def display(request: HttpRequest, meeting: UUID) -> HttpResponseBase:
    """Show the screen, or only its live part (`?fragment=1`)."""
    actor, held, now = actor_of(request), opened(meeting), wall.now()
    if entering.outside(actor, held):
        return redirect(f"{reverse('enter-meeting', args=[held.id])}")
    item = queries.item(held.talking_of) if held.talking_of else None
    shown = item is not None and not item.restricted
    write_down(request, "room screen", [x for x in (item.child, item.context) if x] if item and shown else [])
    page = {
        "meeting": held,
        "title": title(held),
        "tag": state(held),
        "item": item if shown else None,
        "closely": item is None or not shown if held.talking_of else False,
        "why": _why(held, item) if item and shown else (),
        "notes": [n.text for n in item.notes if n.handling in FOR_ALL and n.text.strip()] if item and shown else [],
        "agencies": agencies_of(actor.authority),
        "live": Live(
            id="room-screen",
            fragment=f"{reverse('meeting-display', args=[held.id])}?fragment=1",
            events=f"{reverse('events')}?since={int(now.timestamp() * 1000)}",
            read_at=now,
        ),
    }
    return render(request, "forums/on_screen.html" if "fragment" in request.GET else "forums/display.html", page)


def _why(held: MeetingView, item: ItemView) -> tuple[str, ...]:
    """Return the reasons every agency may read, whatever more the one at the keyboard may."""
    return reasons(held, item, only=FOR_ALL)
