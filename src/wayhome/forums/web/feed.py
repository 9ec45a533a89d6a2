"""The calendar address: the page on which a person makes or ends theirs, and what a calendar reads from it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.forums.operations import feeds
from wayhome.forums.queries import feeds as queries
from wayhome.forums.queries import meetings
from wayhome.platform import wall
from wayhome.platform.roles import enter
from wayhome.platform.web.requests import actor_of

MOST = 200


def calendar_address(request: HttpRequest) -> HttpResponseBase:
    """Show whether the person has an address; make one, which is shown this once; or end it."""
    actor, made = actor_of(request), ""
    if request.method == "POST" and request.POST.get("do") == "end":
        feeds.end(actor=actor)
        messages.success(request, "The address answers nobody any more.")
        return redirect("meetings-calendar")
    if request.method == "POST":
        secret = feeds.make(actor=actor)
        made = request.build_absolute_uri(reverse("meetings-feed", args=[secret]))
    page = {"made": made, "since": queries.made_at(actor.user)}
    return render(request, "forums/calendar.html", page)


@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Answer a calendar: the diary of whoever's address it is, without a name. 404 for any other secret."""
    user = queries.reader_of(secret)
    if user is None:
        raise Http404("no such address")
    enter(user)
    authority = queries.authority_here()
    coming = meetings.meetings(authority, closed=False, limit=MOST)
    past = meetings.meetings(authority, closed=True, limit=MOST)
    body = queries.calendar((*past, *coming), wall.now())
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
