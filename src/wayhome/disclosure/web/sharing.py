"""Sharing something of a child's record, or recording that it was not shared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from wayhome.disclosure.operations import sharing
from wayhome.disclosure.operations.errors import Refused, Undecided
from wayhome.disclosure.web.forms import Offer, ShareForm, WithholdForm
from wayhome.disclosure.web.offering import from_timeline, offer
from wayhome.platform.web.requests import actor_of
from wayhome.record.web.child_page import frame, show
from wayhome.ui import words

UNSAVED = 422
TIMELINE = "timeline"  # in an address: tick what a sifting of the timeline finds


def share(request: HttpRequest, child: UUID) -> HttpResponse:
    """Choose what is shared and say why; the paper is made, searched and kept. `version`, `fact` and `timeline` tick."""
    framed, actor = frame(request, child, "share something"), actor_of(request)
    offered = offer(child, actor.authority)
    sent = request.POST if request.method == "POST" else None
    form = _form(request, child, framed.now, offered, sent)
    if form.is_bound and form.is_valid():
        try:
            made = sharing.share(
                actor=actor, child=child, to=form.to(), chosen=form.chosen(), reasons=form.reasons(),
                hidden=form.hidden(), key=form.cleaned_data["key"],
            )  # fmt: skip
        except Undecided as refusal:
            form = _form(request, child, framed.now, offered, _asked_too(request.POST, refusal.names))
            form.add_error("named", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The sharing is recorded. The paper is ready below.")
            return redirect("sharing", made)
    asked = {"title": "Share something of this record", "button": "Make the paper and record it", "share": True}
    if TIMELINE in request.GET:
        asked["ticked"] = words.counted(len(form.initial["facts"]), "entry", "entries")
    return show(
        request, framed, "disclosure/share.html", status=UNSAVED if form.is_bound else 200, form=form, asked=asked
    )


def _form(request: HttpRequest, child: UUID, now: datetime, offered: Offer, sent: QueryDict | None) -> ShareForm:
    actor = actor_of(request)
    return ShareForm(
        sent, now=now, authority=actor.authority, user=actor.user, offer=offered,
        asked=sent.get("names_asked", "").split("|") if sent is not None else (),
        initial={"named": [str(child)], "decided_by": "", **_ticked(child, request.GET, offered)},
    )  # fmt: skip


def _asked_too(sent: QueryDict, names: Iterable[str]) -> QueryDict:
    """Return what was sent, with what looks like a name put to whoever shares: the page shows it to be ticked."""
    again = sent.copy()
    again["names_asked"] = "|".join(name for name in (sent.get("names_asked", ""), *names) if name)
    return again


def withhold(request: HttpRequest, child: UUID) -> HttpResponse:
    """Record that something was asked for and not given."""
    framed, actor = frame(request, child, "decide not to share"), actor_of(request)
    sent = request.POST if request.method == "POST" else None
    form = WithholdForm(sent, now=framed.now, authority=actor.authority, user=actor.user)
    if form.is_bound and form.is_valid():
        try:
            made = sharing.withhold(
                actor=actor, child=child, to=form.to(), reasons=form.reasons(), key=form.cleaned_data["key"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The decision is recorded.")
            return redirect("sharing", made)
    asked = {"title": "Record a decision not to share", "button": "Record the decision", "share": False}
    return show(
        request, framed, "disclosure/share.html", status=UNSAVED if form.is_bound else 200, form=form, asked=asked
    )


def _ticked(child: UUID, asked: QueryDict, offered: Offer) -> dict[str, list[str]]:
    return {
        "versions": asked.getlist("version"),
        "facts": from_timeline(child, asked, offered) if TIMELINE in asked else asked.getlist("fact"),
        "documents": asked.getlist("document"),
        "others": asked.getlist("other"),
    }
