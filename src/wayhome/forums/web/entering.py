"""Coming into a meeting: the statement, and whose place one takes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from wayhome.forums.operations import entering
from wayhome.forums.operations.errors import Refused
from wayhome.forums.queries import meetings as queries
from wayhome.forums.queries.meetings import MeetingView
from wayhome.forums.web.agenda import opened
from wayhome.forums.web.words import title
from wayhome.platform.actor import Actor
from wayhome.platform.web.requests import actor_of


def outside(actor: Actor, held: MeetingView) -> bool:
    """Whether a person has still to accept the statement before what is said at this meeting is shown to them."""
    return bool(held.state == "open" and held.forum.confidentiality) and not queries.entered(held.id, actor.user)


def enter(request: HttpRequest, meeting: UUID) -> HttpResponseBase:
    """Show the statement, or accept it and go in."""
    actor, found, problem = actor_of(request), opened(meeting), ""
    item = request.GET.get("item", "")
    if request.method == "POST":
        given = request.POST
        try:
            entering.enter(
                actor=actor, meeting=meeting, member=given.get("member", ""), substitute="substitute" in given
            )
            messages.success(request, "You are in. It is written down that you accepted the statement.")
            return redirect("meeting-item", UUID(item)) if _is_id(item) else redirect("meeting", meeting)
        except Refused as refused:
            problem = str(refused)
    seats = queries.seats(meeting)
    free = [m for m in found.forum.members if m.id not in seats or seats[m.id].state != "present"]
    page = {"meeting": found, "title": title(found), "free": free, "problem": problem, "typed": request.POST}
    return render(request, "forums/enter.html", page, status=422 if problem else 200)


def _is_id(given: str) -> bool:
    try:
        UUID(given)
    except ValueError:
        return False
    return True
