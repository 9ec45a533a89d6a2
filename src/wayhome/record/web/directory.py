"""The directory: whom to ring in each agency, and which services there are; edited by those who keep it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries.directory import agencies_of
from wayhome.platform.queries.signing_in import administers
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations import directory as keeping
from wayhome.record.operations.errors import Refused
from wayhome.record.queries.directory import BOXES, LEAD, SERVICE, Listing, listing, listings
from wayhome.ui import words
from wayhome.ui.components import Link, SummaryCard, SummaryRow
from wayhome.ui.forms import Select, Text, Textarea, TimedForm

KINDS = {"lead": LEAD, "service": SERVICE}
_TITLES = {LEAD: "Somebody who leads", SERVICE: "A service"}
_HELP = {
    "Leads for": "The whole agency, or a team, a home or a school",
    "Out of hours": "The number that is answered at night",
    "Covered by": "Who answers when this person is away",
    "For whom": "Such as: 11 to 18, living in the city",
    "How to reach it": "Phone, address or e-mail",
}


class EntryForm(TimedForm):
    """The boxes of one entry."""

    def __init__(self, *args: Any, kind: str, agencies: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for box in BOXES[kind]:
            self.fields[_slug(box)] = _field(box, agencies)

    def said(self, kind: str) -> dict[str, str]:
        """Return what was filled in, by box."""
        return {box: self.cleaned_data.get(_slug(box)) or "" for box in BOXES[kind]}


class WhyForm(TimedForm):
    """Why an entry is taken out."""

    reason = Text(label="Why is it taken out?", help_text="Such as: the service has closed", max_length=300)


@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Show the directory; those who keep it may change it."""
    actor, now = actor_of(request), wall.now()
    may = keeping.keeps(actor, at=now)
    there = listings(actor.authority)
    write_down(request, "directory", [actor.authority])
    named = {each.said.get("Agency", "") for each in there if each.kind == LEAD}
    page = {
        "leads": [_card(each, may, now) for each in there if each.kind == LEAD],
        "services": [_card(each, may, now) for each in there if each.kind == SERVICE],
        "nobody": [name for _, name in agencies_of(actor.authority) if name not in named],
        "may": may,
        "administers": administers(),
    }
    return render(request, "record/directory.html", page)


def tell(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Add an entry."""
    if kind not in KINDS:
        raise Http404("no such kind of entry")
    named, actor = KINDS[kind], _keeper(request)

    def save(said: dict[str, str], now: datetime) -> None:
        keeping.tell(actor=actor, kind=named, said=said, at=now)

    return _ask(request, actor, named, {}, f"{_TITLES[named]}: add to the directory", save)


def change(request: HttpRequest, fact: UUID) -> HttpResponseBase:
    """Change an entry, or say that it is still so by saving it as it is."""
    actor = _keeper(request)
    old = _there(actor, fact)

    def save(said: dict[str, str], now: datetime) -> None:
        keeping.change(actor=actor, fact=fact, said=said, at=now)

    return _ask(request, actor, old.kind, dict(old.said), f"Check or change: {old.name}", save)


def take_out(request: HttpRequest, fact: UUID) -> HttpResponseBase:
    """Take an entry out, with the reason."""
    actor, now = _keeper(request), wall.now()
    old = _there(actor, fact)
    form = WhyForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_bound and form.is_valid():
        try:
            keeping.take_out(actor=actor, fact=fact, reason=form.cleaned_data["reason"], at=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{old.name} is taken out of the directory.")
            return redirect("directory")
    return _drawn(request, form, f"Take out of the directory: {old.name}", "Take it out")


def _ask(
    request: HttpRequest,
    actor: Actor,
    kind: str,
    before: dict[str, str],
    title: str,
    save: Callable[[dict[str, str], datetime], None],
) -> HttpResponseBase:
    now = wall.now()
    sent = request.POST if request.method == "POST" else None
    agencies = tuple(name for _, name in agencies_of(actor.authority))
    initial = {_slug(box): words for box, words in before.items()}
    form = EntryForm(sent, now=now, kind=kind, agencies=agencies, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            save(form.said(kind), now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The directory is up to date.")
            return redirect("directory")
    return _drawn(request, form, title, "Save: checked today")


def _drawn(request: HttpRequest, form: TimedForm, title: str, button: str) -> HttpResponse:
    page = {"form": form, "title": title, "button": button}
    return render(request, "record/directory-form.html", page, status=422 if form.is_bound else 200)


def _keeper(request: HttpRequest) -> Actor:
    """Return who is acting. To those who do not keep the directory there is no such page."""
    actor = actor_of(request)
    if not keeping.keeps(actor, at=wall.now()):
        raise Http404("not a keeper of the directory")
    return actor


def _there(actor: Actor, fact: UUID) -> Listing:
    found = listing(actor.authority, fact)
    if found is None:
        raise Http404("no such entry")
    return found


def _card(each: Listing, may: bool, now: datetime) -> SummaryCard:
    rows = [SummaryRow(box, each.said[box]) for box in BOXES[each.kind] if box != "Name" and box in each.said]
    said = words.day(words.local(each.checked_at).date())
    old = " That is more than six months ago: make sure before you rely on it." if each.stale(now) else ""
    rows.append(SummaryRow("Last checked", f"{said}.{old}"))
    links = (
        (
            Link("Check or change", reverse("directory-change", args=[each.fact]), each.name),
            Link("Take out", reverse("directory-take-out", args=[each.fact]), each.name),
        )
        if may
        else ()
    )
    return SummaryCard(each.name, tuple(rows), links, heading_level=3)


def _slug(box: str) -> str:
    return box.lower().replace(" ", "-").replace("-", "_")


def _field(box: str, agencies: tuple[str, ...]) -> Any:
    if box == "Agency":
        choices = [("", "Choose an agency"), *((name, name) for name in agencies)]
        return Select(label=box, choices=choices)
    if box == "What it does":
        return Textarea(label=box, rows=3, max_length=600, required=False)
    return Text(label=box, required=box == "Name", max_length=200, help_text=_HELP.get(box, ""))
