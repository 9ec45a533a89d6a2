"""Considering a child at the edge of a context: what the child needs, by whom and when it was decided."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from wayhome.contexts.operations import contexts as operations
from wayhome.contexts.queries import contexts
from wayhome.contexts.queries.edge import CONSIDERED, source_of
from wayhome.contexts.web import words
from wayhome.platform import wall
from wayhome.platform.web.requests import actor_of
from wayhome.record.link_kinds import EDGE
from wayhome.record.operations.errors import Refused
from wayhome.record.queries import ledger, links
from wayhome.record.web import child_page
from wayhome.ui.forms import Radios, Textarea, TimedForm, WhenField


class Consider(TimedForm):
    """What is decided for the child, and why."""

    decision = Radios(label="What was decided for the child?", choices=words.CONSIDERED.items())
    why = Textarea(
        label="Why?",
        help_text="What the child needs, and who does it. The child may read this one day.",
        max_length=4000,
    )
    when = WhenField(label="When was it decided?", sureness=("exact", "about", "day"))


def consider(request: HttpRequest, context: UUID, child: UUID) -> HttpResponse:
    """Record that a child at the edge of a context was considered."""
    view = contexts.context(context)
    authority = actor_of(request).authority
    at_edge = view and any(
        each.kind == EDGE and each.beside(context).id == child for each in links.links_of(authority, [context])
    )
    if view is None or not at_edge:
        raise Http404("no such child at the edge of this context")
    framed = child_page.frame(request, child, "consider a child at the edge")
    form = Consider(request.POST if request.method == "POST" else None, now=wall.now())
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        if _told_before(child, context, told, actor_of(request).user):
            return redirect("context", context)
        try:
            operations.consider(
                actor=actor_of(request), context=context, child=child, decision=told["decision"], why=told["why"],
                at=told["when"], told_at=framed.now,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The decision is saved, in the child’s record.")
            return redirect("context", context)
    status = 422 if form.is_bound else 200
    return child_page.show(request, framed, "contexts/consider.html", status=status, form=form, view=view)


def _told_before(child: UUID, context: UUID, told: dict[str, object], user: UUID) -> bool:
    said = [f for f in ledger.current_facts(child, [CONSIDERED]) if f.source == source_of(context)]
    return any((f.code, f.text, f.by_user) == (told["decision"], told["why"], user) for f in said)
