"""Who is here: each member of the forum, by whom they are stood in for, and the statement each accepts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from wayhome.forums.models import SeatState
from wayhome.forums.operations import diary
from wayhome.forums.operations.diary import Came
from wayhome.forums.operations.errors import Refused
from wayhome.forums.queries import definitions
from wayhome.forums.queries import meetings as queries
from wayhome.forums.web.agenda import lacking, opened
from wayhome.forums.web.words import title
from wayhome.platform.web.requests import actor_of


def attendance(request: HttpRequest, meeting: UUID) -> HttpResponseBase:
    """Show who came, or record how one member took part: each on its own, so that two minute-takers do not collide."""
    actor, found = actor_of(request), opened(meeting)
    member, problem = request.POST.get("member", ""), ""
    if request.method == "POST":
        if member not in {each.id for each in found.forum.members}:
            raise Http404("the meeting has no such member")
        given = request.POST
        came = Came(given.get("state", ""), given.get("who", ""), "substitute" in given, "accepted" in given)
        try:
            diary.seat(actor=actor, meeting=meeting, member=member, came=came)
            messages.success(request, "It is kept.")
            return redirect(f"{request.path}#member-{member}")
        except Refused as refused:
            problem = str(refused)
    page = {
        "meeting": found,
        "title": title(found),
        "seats": queries.seats(meeting),
        "states": SeatState.choices,
        "runs": definitions.runs(actor.authority, found.forum, actor.user),
        "lacking": lacking(found),
        "problem": problem,
        "member": member,
        "typed": request.POST,
    }
    return render(request, "forums/attendance.html", page, status=422 if problem else 200)
