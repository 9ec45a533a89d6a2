"""Lists of sharings: every one of the partnership, what was shared with the reader, and the panel on a child's page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET
from markupsafe import Markup

from wayhome.disclosure.queries import disclosures
from wayhome.disclosure.queries.waiting import waits
from wayhome.disclosure.web import shown
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, Table


@require_GET
def sharings(request: HttpRequest) -> HttpResponse:
    """Show every sharing the reader may see: corrections to send first, then what nobody has acknowledged."""
    actor = actor_of(request)
    found = disclosures.of_partnership(actor.authority)
    write_down(request, "sharings", {each.child for each in found})
    page = {
        "correct": shown.table("Corrections to send", [e for e in found if e.to_correct], "Everything shared still stands."),
        "waiting": shown.table(
            "Not acknowledged yet", [e for e in found if e.shared and not e.acknowledged], "Everybody has said that they have it."
        ),
        "every": shown.table("Every sharing, and every decision not to share", found, "Nothing has been shared yet."),
    }  # fmt: skip
    return render(request, "disclosure/sharings.html", page)


@require_GET
def received_list(request: HttpRequest) -> HttpResponse:
    """Show what was shared with the reader or their agency."""
    actor = actor_of(request)
    found = disclosures.given_to(actor.user, actor.agency)
    write_down(request, "what was shared with me", {each.child for each in found})
    rows = tuple(
        Row(
            f"received-{each.id}",
            (
                Cell(words.when(each.decided_at), f"/shared-with-me/{each.id}"),
                Cell(each.purpose),
                Cell("You" if each.to.user else "Your agency"),
                Cell("Not yet since the correction" if each.acknowledged and waits(each) else shown.acknowledged(each)),
                Cell(str(sum(s.kind == "corrected" for s in each.steps)) or "None"),
            ),
            urgent=waits(each),
        )
        for each in found
    )
    columns = tuple(map(Column, ("When", "Why", "With whom", "Acknowledged", "Corrections")))
    table = Table("Shared with you", columns, rows, Empty("Nothing has been shared with you."))
    return render(request, "disclosure/received-list.html", {"table": table})


def panel(request: HttpRequest, child: UUID, now: datetime) -> Markup | None:
    """Show a child's sharings on "Access and sharing"."""
    found = disclosures.of_child(child)
    table = shown.table("What was shared, and what was not", found, "Nothing has been shared, and nobody has asked.")
    table = replace(table, caption_hidden=True)  # the heading above says it
    due = sum(len(each.to_correct) for each in found)
    return Markup(render_to_string("disclosure/panel.html", {"table": table, "child": child, "due": due}, request))
