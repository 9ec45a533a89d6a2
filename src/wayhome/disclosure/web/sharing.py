"""Sharing something of a child's record, or recording that it was not shared."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from wayhome.disclosure.operations import sharing
from wayhome.disclosure.operations.errors import Refused
from wayhome.disclosure.web.forms import ShareForm, WithholdForm
from wayhome.disclosure.web.offering import offer
from wayhome.platform.web.requests import actor_of
from wayhome.record.web.child_page import frame, show

UNSAVED = 422


def share(request: HttpRequest, child: UUID) -> HttpResponse:
    """Choose what is shared and say why; the paper is made, searched and kept. `version` and `fact` tick beforehand."""
    framed, actor = frame(request, child, "share something"), actor_of(request)
    offered = offer(child, actor.authority)
    sent = request.POST if request.method == "POST" else None
    form = ShareForm(
        sent, now=framed.now, authority=actor.authority, user=actor.user, offer=offered,
        initial={"named": [str(child)], "decided_by": "", **_ticked(request.GET)},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            made = sharing.share(
                actor=actor, child=child, to=form.to(), chosen=form.chosen(), reasons=form.reasons(),
                hidden=form.hidden(), key=form.cleaned_data["key"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The sharing is recorded. The paper is ready below.")
            return redirect("sharing", made)
    asked = {"title": "Share something of this record", "button": "Make the paper and record it", "share": True}
    return show(
        request, framed, "disclosure/share.html", status=UNSAVED if form.is_bound else 200, form=form, asked=asked
    )


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


def _ticked(asked: QueryDict) -> dict[str, list[str]]:
    return {
        "versions": asked.getlist("version"),
        "facts": asked.getlist("fact"),
        "documents": asked.getlist("document"),
        "others": asked.getlist("other"),
    }
