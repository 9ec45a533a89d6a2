"""The network around a child, and around a phone, vehicle, account or address: drawn, and as tables."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from markupsafe import Markup

from wayhome.platform import wall
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.link_kinds import ENDS, offered
from wayhome.record.queries import links
from wayhome.record.queries.links import Around
from wayhome.record.web import child_page, link_words
from wayhome.ui.components import Empty, Link
from wayhome.ui.words import local

# What a link may be added to, said as it stands on the button.
ADD = {
    "child": "Another child",
    "adult": "An adult of concern",
    "context": "A place or group",
    "address": "An address",
    "phone": "A phone",
    "vehicle": "A vehicle",
    "account": "An online account",
}
_RECORDS = ("child", "adult", "context")


def child_network(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show what a child is linked to within two steps, as far as the reader may see it."""
    framed = child_page.frame(request, child, "network")
    around = links.around(actor_of(request).authority, "child", child)
    if around is None:
        raise Http404("no such child")
    write_down(request, "network", _people(around))
    today = local(framed.now).date()
    return child_page.show(
        request,
        framed,
        "record/network.html",
        network=link_words.network(around, today, "Links around this child"),
        add=add_links("child", child),
    )


def thing(request: HttpRequest, thing: UUID) -> HttpResponse:
    """Show who meets at a phone, vehicle, account or address, as far as the reader may see."""
    around = links.around(actor_of(request).authority, "thing", thing)
    if around is None:
        raise Http404("no such thing")
    write_down(request, "thing", _people(around))
    title = f"{link_words.end_word(around.centre.kind)}: {around.centre.label}"
    drawn = link_words.network(around, local(wall.now()).date(), f"Links around {around.centre.label}")
    return render(request, "record/thing.html", {"title": title, "network": drawn})


def add_links(kind: str, end: UUID, query: str = "") -> tuple[Link, ...]:
    """Return a link to the form for each thing this end may be linked to."""
    ways = (other for other in ENDS if offered(kind, other))
    return tuple(Link(ADD[other], reverse("new-link", args=[kind, end, other]) + query) for other in ways)


def _people(around: Around) -> list[UUID]:
    return [end.id for end in around.ends if end.kind in _RECORDS]


def panel(request: HttpRequest, child: UUID, now: datetime) -> Markup | None:
    """Show on People and places whom and what the child is linked to, and lead to the whole network."""
    found = links.links_of(actor_of(request).authority, [child])
    write_down(request, "links", {end.id for each in found for end in (each.first, each.other) if end.kind in _RECORDS})
    nothing = Empty("Nothing is linked to this child that you may see.")
    table = link_words.table(child, found, "Friends, adults, places, phones and vehicles", nothing)
    return Markup(render_to_string("record/links-panel.html", {"table": table, "id": child}))
