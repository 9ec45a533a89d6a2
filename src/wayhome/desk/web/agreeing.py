"""Agreeing an action about a context, or about an adult of concern: what, who, by when. The action is the plan's."""

from __future__ import annotations

import uuid
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wayhome.contexts.queries import contexts
from wayhome.intelligence.queries import adults
from wayhome.plans.operations import actions
from wayhome.plans.operations.actions import About, Agreed
from wayhome.plans.operations.errors import AlreadyOpened, Refused
from wayhome.plans.web.action_form import NewAction
from wayhome.platform import wall
from wayhome.platform.web.requests import actor_of, write_down


class Agreeing(NewAction):
    """The same questions as for a child; `key` makes the form sent twice one action."""

    key = forms.UUIDField(widget=forms.HiddenInput)


def for_context(request: HttpRequest, context: UUID) -> HttpResponse:
    """Agree an action about a context."""
    view = contexts.context(context)
    if view is None:
        raise Http404("no such context")
    return _agree(request, About(context=context), "context", view.reference, view.name)


def for_adult(request: HttpRequest, adult: UUID) -> HttpResponse:
    """Agree an action about an adult of concern: read by who may see intelligence, and by whoever sees to it."""
    view = adults.adult(adult, now=wall.now())
    if view is None:
        raise Http404("no such adult")
    return _agree(request, About(adult=adult), "adult", view.reference, view.name)


def _agree(request: HttpRequest, about: About, page: str, reference: str, name: str) -> HttpResponse:
    actor, now, subject = actor_of(request), wall.now(), about.subject
    assert subject is not None
    sent = request.POST if request.method == "POST" else None
    form = Agreeing(sent, now=now, authority=actor.authority, initial={"key": uuid.uuid4()})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        agreed = Agreed(
            given["what"], form.owner(), given["due_on"], about, source=f"{page}:{subject}",
            source_words=f"For {page} {reference}", note=given["note"],
            handling="intelligence" if page == "adult" else "care",
        )  # fmt: skip
        try:
            actions.open_action(actor=actor, agreed=agreed, action=uuid.uuid5(actor.user, str(given["key"])))
        except AlreadyOpened:
            pass
        except Refused as refusal:
            form.add_error(None, str(refusal))
        if not form.errors:
            messages.success(request, "The action is agreed. It is on the list of whoever sees to it.")
            return redirect(page, subject)
    write_down(request, "agree an action", [subject])
    context = {"form": form, "back": reverse(page, args=[subject]), "name": name or reference, "reference": reference}
    return render(request, "desk/agree-action.html", context, status=422 if form.is_bound else 200)
