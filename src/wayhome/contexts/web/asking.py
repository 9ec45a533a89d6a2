"""How every form about a context works: asked of one context, saved once however often it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wayhome.contexts.operations import contexts as operations
from wayhome.contexts.queries import contexts
from wayhome.contexts.queries.contexts import ContextView, moment_of
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import Refused
from wayhome.record.operations.facts import Draft
from wayhome.record.operations.locks import lock_subject
from wayhome.record.queries.ledger import current_about
from wayhome.record.subjects import Subject
from wayhome.ui.forms import TimedForm

UNSAVED = 422


class ContextForm(TimedForm):
    """A form about one context; words with null characters are refused, because no text can keep them."""

    def __init__(self, *args: Any, view: ContextView, authority: UUID, **kwargs: Any) -> None:
        self.view, self.authority = view, authority
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse null characters; forms add their own checks."""
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and "\x00" in value:
                self.add_error(name, "This holds a character that cannot be kept. Type it again.")
        return self.cleaned_data


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody has just sent: who, of which context, what, and when (aware)."""

    actor: Actor
    view: ContextView
    data: Mapping[str, Any]
    now: datetime

    def tell(self, *drafts: Draft) -> None:
        """Record the facts told, but for those this person has told already and that still stand."""
        subject = Subject.context(self.view.id)
        with transaction.atomic():
            lock_subject(subject)
            there = current_about(subject, [draft.kind for draft in drafts])
            fresh = [d for d in drafts if not any(_same(d, e, self.actor.user) for e in there)]
            if fresh:
                operations.tell(actor=self.actor, context=self.view.id, drafts=fresh)


def _same(draft: Draft, entry: Any, user: UUID) -> bool:
    told = (entry.kind, entry.code, entry.text, entry.person, moment_of(entry), entry.by_user)
    return told == (draft.kind, draft.code, draft.text, draft.person, draft.moment, user)


@dataclass(frozen=True, slots=True)
class Step:
    """One form: what it is called, what it asks, how it is saved; `gate` says why it cannot be used, "" when it can."""

    title: str
    button: str
    form: type[ContextForm]
    save: Callable[[Told], str]
    intro: tuple[str, ...] = ()
    gate: Callable[[ContextView], str] = lambda _view: ""
    initial: Callable[[ContextView], dict[str, Any]] = lambda _view: {}


def ask(request: HttpRequest, context: UUID, step: Step, **more: Any) -> HttpResponse:
    """Show a form, or save it and go back to the context. `more` is passed to the form."""
    view = contexts.context(context)
    if view is None:
        raise Http404("no such context")
    if barred := step.gate(view):
        messages.info(request, barred)
        return redirect("context", context)
    actor, now = actor_of(request), wall.now()
    data = request.POST if request.method == "POST" else None
    form = step.form(data, now=now, view=view, authority=actor.authority, initial=step.initial(view), **more)
    if form.is_bound and form.is_valid():
        try:
            said = step.save(Told(actor, view, form.cleaned_data, now))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("context", context)
    write_down(request, step.title.lower(), [context])
    status = UNSAVED if form.is_bound else 200
    return render(request, "contexts/form.html", {"step": step, "form": form, "view": view}, status=status)
