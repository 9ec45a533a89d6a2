"""Who is here: each member of the forum, by whom they are stood in for, and the statement each accepts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from wayhome.forums.models import SeatState
from wayhome.forums.operations import seating
from wayhome.forums.operations.errors import NotKept, Refused
from wayhome.forums.operations.seating import Came, Written
from wayhome.forums.queries import definitions
from wayhome.forums.queries import meetings as queries
from wayhome.forums.web.agenda import lacking, opened
from wayhome.forums.web.words import title
from wayhome.platform.web.requests import actor_of


def attendance(request: HttpRequest, meeting: UUID) -> HttpResponseBase:
    """Show who came, or record how members took part: only what was changed, so that two minute-takers do not collide."""
    actor, found = actor_of(request), opened(meeting)
    typed = {
        each.id: _typed(request.POST, each.id) for each in found.forum.members if f"{each.id}.state" in request.POST
    }
    faults: dict[str, str] = {}
    listed: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            seating.keep(actor=actor, meeting=meeting, places=typed)
        except NotKept as refused:
            faults = refused.faults
            listed = [
                {"text": f"{each.title}: {faults[each.id]}", "href": f"#who-{each.id}"}
                for each in found.forum.members if each.id in faults
            ]  # fmt: skip
        except Refused as refused:
            listed = [{"text": str(refused)}]
        else:
            messages.success(request, "It is kept.")
            return redirect(request.path)
    there = {member: seating.came(seat) for member, seat in queries.seats(meeting).items()}
    page = {
        "meeting": found,
        "title": title(found),
        # What was changed stands as it was typed; of the others what is true now.
        "seats": there | {member: each.now for member, each in typed.items() if each.now != each.before},
        "stored": there,
        "there": {member: _as_text(each) for member, each in there.items()},
        "states": SeatState.choices,
        "runs": definitions.runs(actor.authority, found.forum, actor.user),
        "lacking": lacking(found),
        "faults": faults,
        "listed": listed,
    }
    return render(request, "forums/attendance.html", page, status=422 if listed else 200)


def _typed(given: Mapping[str, str], member: str) -> Written:
    now = Came(
        given[f"{member}.state"], given.get(f"{member}.who", ""), f"{member}.substitute" in given,
        f"{member}.accepted" in given,
    )  # fmt: skip
    try:
        before = Came(*json.loads(given.get(f"{member}.there", "")))
    except (TypeError, ValueError):
        before = Came("")  # of nothing that ever stood there: then whatever stands there now is shown first
    return Written(now, before)


def _as_text(came: Came) -> str:
    return json.dumps([came.state, came.who, came.substitute, came.accepted])
