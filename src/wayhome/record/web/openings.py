"""What was opened in an emergency, to be looked at afterwards: for the data guardian and the auditor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.platform import wall
from wayhome.platform.operations import opening as operations
from wayhome.platform.queries import looking, openings
from wayhome.platform.queries.looking import Asked
from wayhome.platform.queries.openings import OpeningView
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.web import looked_at
from wayhome.record.web.emergency import page_of
from wayhome.record.web.shown import Shown
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, SummaryRow, Table
from wayhome.ui.forms import Radios, Textarea, TimedForm

MOST = 200
OUTCOMES = {
    openings.PROPER: "Proper",
    openings.NOT_PROPER: "Not proper",
    openings.FOLLOW_UP: "Needs follow up",
}


class Look(TimedForm):
    """What was found."""

    outcome = Radios(label="What did you find?", choices=list(OUTCOMES.items()))
    words = Textarea(
        label="What was looked at, and what follows?", max_length=2000, rows=3,
        help_text="What you looked at, whom you spoke with, and what follows. Who opened it reads this too",
    )  # fmt: skip


@require_GET
def listing(request: HttpRequest) -> HttpResponseBase:
    """Show what waits to be looked at, and what has been; to who opened records, their own. To others there is no page."""
    now = wall.now()
    found = openings.of_partnership(actor_of(request).authority, most=MOST)
    watching = looking.may_audit()
    if not found and not watching:
        raise Http404("no such page")
    write_down(request, "records opened in an emergency", {each.subject for each in found})
    shown = _of(found)
    waiting = [each for each in found if each.waits]
    page = {
        "watching": watching,
        "waiting": _table("To be looked at", waiting, shown, now, "Nothing waits to be looked at."),
        "done": _table("Looked at", [e for e in found if not e.waits], shown, now, "Nothing has been looked at yet."),
        "heading": words.counted(len(waiting), "opening") + " to look at" if waiting else "Nothing to look at",
    }
    return render(request, "record/openings.html", page)


def one(request: HttpRequest, opening: UUID) -> HttpResponseBase:
    """Show one opening and what was read while it stood, or write down what was found; to who opened it, only that."""
    found, now, actor = openings.one(opening), wall.now(), actor_of(request)
    may = found is not None and found.user != actor.user  # the database shows somebody else's only to who watches
    if found is None or (request.method == "POST" and not may):
        raise Http404("no such opening")
    form = Look(request.POST if request.method == "POST" else None, now=now)
    if may and form.is_bound and form.is_valid():
        given = form.cleaned_data
        operations.review(actor=actor, opening=found, outcome=given["outcome"], words=given["words"].strip())
        messages.success(request, "Your finding is kept. Who opened the record can read it.")
        return redirect("openings")
    asked = Asked(subject=found.subject, person=found.user, since=found.opened_at, until=found.closed_at)
    read = looking.search(asked, most=MOST) if may else ()
    write_down(request, "one opening in an emergency", [found.subject])
    shown = _of([found])
    page = {
        "opening": found,
        "may": may,
        "open": found.ended_at is None and found.until_at > now,
        "rows": _rows(found, shown, now),
        "reviews": [(OUTCOMES[r.outcome], words.when(r.at), shown.who(r.by_user), r.words) for r in found.reviews],
        "table": looked_at.table("What was read and written while it was open", read, "Nothing.") if may else None,
        "href": page_of(found.subject),
        "form": form if may else None,
    }  # fmt: skip
    return render(request, "record/opening.html", page, status=422 if form.is_bound else 200)


def _of(found: Iterable[OpeningView]) -> Shown:
    rows = list(found)
    people = {each.user for each in rows} | {r.by_user for each in rows for r in each.reviews if r.by_user}
    return Shown.of({each.subject for each in rows}, people, {each.agency for each in rows})


def _table(caption: str, rows: list[OpeningView], shown: Shown, now: datetime, nothing: str) -> Table:
    made = tuple(
        Row(
            f"opening-{each.id}",
            (
                Cell(words.when(each.opened_at), reverse("opening", args=[each.id])),
                Cell(shown.who(each.user)),
                Cell(shown.whom(each.subject)),
                Cell(each.reason),
                Cell(_state(each, now)),
            ),
        )
        for each in rows
    )
    columns = tuple(map(Column, ("When", "Who", "Whose record", "Why", "How it stands")))
    return Table(caption, columns, made, Empty(nothing), caption_hidden=True)


def _state(each: OpeningView, now: datetime) -> str:
    found = OUTCOMES[each.reviews[-1].outcome] if each.reviews else "Not looked at yet"
    return f"Open now. {found}" if each.closed_at > now else found


def _rows(each: OpeningView, shown: Shown, now: datetime) -> tuple[SummaryRow, ...]:
    ended = "until" if each.closed_at > now else "ended"
    who = shown.people.get(each.user)
    return (
        SummaryRow("Who", ", ".join(filter(None, (shown.who(each.user), who.job_title if who else "")))),
        SummaryRow("For", shown.agencies.get(each.agency, "")),
        SummaryRow("Whose record", shown.whom(each.subject)),
        SummaryRow("When", f"{words.when(each.opened_at)}, {ended} {words.when(each.closed_at)}"),
        SummaryRow("Why, in their words", each.reason),
    )
