"""What an agency is asked about before a meeting: everything still unanswered, on one page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from wayhome.forums.operations import saying
from wayhome.forums.operations.errors import Refused
from wayhome.forums.queries import meetings as queries
from wayhome.forums.queries import returns
from wayhome.forums.web.agenda import opened
from wayhome.forums.web.words import reasons, state, title
from wayhome.platform.web.requests import actor_of, write_down


def answers(request: HttpRequest, meeting: UUID) -> HttpResponseBase:
    """Show what is asked of the reader's agency, or keep "nothing known" about each that is ticked."""
    actor, found, problem = actor_of(request), opened(meeting), ""
    listed = queries.items(meeting, "on")
    write_down(request, "what an agency is asked", [x for each in listed for x in (each.child, each.context) if x])
    ticked = set(request.POST.getlist("item"))
    if request.method == "POST":
        try:
            for each in listed:
                if str(each.id) in ticked:
                    saying.answer(actor=actor, item=each.id, text="", nothing_known=True, shared="missing")
            messages.success(request, "Your agency’s answers are in." if ticked else "Nothing was ticked.")
            return redirect("meeting-answers", meeting)
        except Refused as refused:
            problem = str(refused)
    page = {
        "meeting": found,
        "title": title(found),
        "tag": state(found),
        "open": [each for each in listed if actor.agency not in each.answers],
        "given": [each for each in listed if actor.agency in each.answers],
        "why": {each.id: reasons(found, each) for each in listed},
        "own": actor.agency,
        "asked": returns.of_meeting(meeting),
        "problem": problem,
    }
    return render(request, "forums/answers.html", page, status=422 if problem else 200)
