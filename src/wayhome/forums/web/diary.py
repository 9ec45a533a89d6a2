"""The diary: what is to come, what is to be signed, and every meeting the protocol asks for, to be put in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.clocks import protocols
from wayhome.engine.forums import Forum
from wayhome.forums.operations import diary
from wayhome.forums.operations.errors import Refused
from wayhome.forums.queries import between, definitions
from wayhome.forums.queries import meetings as queries
from wayhome.forums.queries.meetings import MeetingView
from wayhome.forums.web.agenda import page_number, pages
from wayhome.forums.web.words import state
from wayhome.platform import wall
from wayhome.platform.web.requests import actor_of
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, Table
from wayhome.ui.forms import Text, Textarea, TimedForm, WhenField

PROPOSED = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """One forum of the protocol, and the times at which it is held next, each as said and as sent."""

    forum: Forum
    often: str
    times: tuple[tuple[str, str], ...]
    mine: bool


class NewMeeting(TimedForm):
    """When, where and why."""

    opens = WhenField(label="When does it begin?", sureness=(), may_be_future=True)
    place = Text(label="Where", required=False, max_length=500)
    why = Textarea(
        label="Why is it called?", required=False, rows=3, max_length=2000, help_text="Everybody reads this: no names."
    )


@require_GET
def meetings(request: HttpRequest) -> HttpResponseBase:
    """Show the diary."""
    actor, now, page = actor_of(request), wall.now(), page_number(request)
    over, total = queries.page_of_closed(actor.authority, page)
    return render(
        request,
        "forums/meetings.html",
        {
            "coming": _table("To come, and to be signed", queries.meetings(actor.authority, closed=False)),
            "past": _table("Signed, or not held", over),
            "pages": pages(page, total, queries.CLOSED),
            "kinds": [
                _kind(forum, now, definitions.runs(actor.authority, forum, actor.user))
                for forum in definitions.forums_of(actor.authority)
            ],
            "line": protocols.active(actor.authority).line,
            "cannot_wait": between.may_tell(actor.authority, actor.user),
        },
    )


def new_meeting(request: HttpRequest, forum: str) -> HttpResponseBase:
    """Put a meeting in the diary: at a time that was proposed, or at any other."""
    actor, now = actor_of(request), wall.now()
    known = next((each for each in definitions.forums_of(actor.authority) if each.id == forum), None)
    if known is None:
        raise Http404("the protocol has no such meeting")
    sent = request.method == "POST"
    form = NewMeeting(request.POST if sent and "at" not in request.POST else None, now=now)
    if sent:
        try:
            at = datetime.fromisoformat(request.POST["at"]) if "at" in request.POST else None
            if at is None and form.is_valid() and form.cleaned_data["opens"]:
                at = form.cleaned_data["opens"].earliest
            if at is not None and at.tzinfo is not None:
                given = form.cleaned_data if form.is_bound else {}
                made = diary.plan(
                    actor=actor, forum=forum, opens_at=at, place=given.get("place", ""), why=given.get("why", "")
                )
                messages.success(request, "The meeting is in the diary.")
                return redirect("meeting", made)
        except ValueError:
            messages.error(request, "That is not a time. Choose one below.")
        except Refused as refused:
            form.add_error(None, str(refused)) if form.is_bound else messages.error(request, str(refused))
    return render(request, "forums/new.html", {"forum": known, "form": form}, status=422 if sent else 200)


def _table(caption: str, found: tuple[MeetingView, ...]) -> Table:
    rows = tuple(
        Row(
            f"meeting-{each.id}",
            (
                Cell(each.forum.title, reverse("meeting", args=[each.id])),
                Cell(words.when(each.opens_at)),
                Cell(state(each).text),
            ),
            urgent=each.state == "ended",
        )
        for each in found
    )
    columns = (Column("Meeting"), Column("When"), Column("How far it is"))
    return Table(caption, columns, rows, Empty("There is none."))


def _kind(forum: Forum, now: datetime, mine: bool) -> Kind:
    every, times = forum.cadence.every.value, forum.cadence.times
    often = {"event": "When it is needed"}.get(every) or (f"Every {every}" if times == 1 else f"Every {times} {every}s")
    proposed = definitions.next_times(forum, now, PROPOSED) if mine else ()
    return Kind(forum, often, tuple((at.isoformat(), _said(at, moved)) for at, moved in proposed), mine)


def _said(at: datetime, moved: date | None) -> str:
    said = words.when(at)
    return f"{said}, moved from the bank holiday of {words.day(moved)}" if moved else said
