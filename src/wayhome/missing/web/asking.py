"""How every form of an episode works: asked of an episode, saved once, never over somebody else's news.

A form sent twice is saved once: what it tells is looked for under the child's lock before it is written.
A form filled in while a colleague wrote something is given back whole, with what the colleague wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from wayhome.engine.facts import Moment
from wayhome.missing.queries import episodes
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web.timeline import mentioned, moment_of
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import Refused
from wayhome.record.operations.locks import lock_child
from wayhome.record.queries import ledger
from wayhome.record.web import banner
from wayhome.ui.forms import TimedForm

UNSAVED = 422  # the answer to a form that was not saved; its page says why


class EpisodeForm(TimedForm):
    """A form about an episode: knows the episode, and when its page was read."""

    read_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, view: EpisodeView, **kwargs: Any) -> None:
        self.view = view
        super().__init__(*args, initial={"read_at": view.updated_at.isoformat(), **kwargs.pop("initial", {})}, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse null characters, which no text may hold; forms add their own checks."""
        for name, value in self.cleaned_data.items():
            if isinstance(value, str) and "\x00" in value:
                self.add_error(name, "This holds a character that cannot be kept. Type it again.")
        return self.cleaned_data


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody has just sent: who, of which episode, what, and when (aware)."""

    actor: Actor
    view: EpisodeView
    data: Mapping[str, Any]
    now: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """The fact by which a form sent a second time is known again; None stands for any."""

    kind: str
    moment: Moment | None = None
    code: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One form: what it is called, what it asks, how it is saved and by what it is known again.

    `careful`: what a colleague wrote meanwhile must be seen first. `gate` says in words why the form
    cannot be used on this episode, "" when it can.
    """

    title: str
    button: str
    form: type[EpisodeForm]
    save: Callable[[Told], str]
    mark: Callable[[Told], Mark]
    intro: tuple[str, ...] = ()
    careful: bool = True
    gate: Callable[[EpisodeView], str] = lambda _view: ""


class Overtaken(Refused):
    """A colleague wrote something after this page was read."""


def ask(request: HttpRequest, episode: UUID, step: Step, **more: Any) -> HttpResponse:
    """Show a form, or save it and go back to the episode. `more` is passed to the form."""
    view = episodes.episode(episode)
    who = banner.of(view.child_id, wall.now()) if view else None
    if view is None or who is None:
        raise Http404("no such episode")
    if barred := step.gate(view):
        messages.info(request, barred)
        return redirect("episode", episode)
    now = wall.now()
    form = step.form(request.POST if request.method == "POST" else None, now=now, view=view, **more)
    if form.is_bound and form.is_valid():
        try:
            said = _save(step, Told(actor_of(request), view, form.cleaned_data, now))
        except Refused as refusal:
            form = _given_back(step, request, form, refusal, more)
        else:
            messages.success(request, said)
            return redirect("episode", episode)
    write_down(request, step.title.lower(), [view.child_id])
    context = {"step": step, "form": form, "banner": who, "view": view}
    return render(request, "missing/form.html", context, status=UNSAVED if form.is_bound else 200)


def _save(step: Step, told: Told) -> str:
    with transaction.atomic():
        lock_child(told.view.child_id)
        if _told_before(told, step.mark(told)):
            return "This was already saved."
        if step.careful:
            _refuse_overtaken(told)
        return step.save(told)


def _told_before(told: Told, mark: Mark) -> bool:
    """Whether this person has told exactly this of the episode before, and it still stands."""
    return any(
        e.by_user == told.actor.user
        and (mark.moment is None or moment_of(e) == mark.moment)
        and (mark.code is None or e.code == mark.code)
        and (mark.text is None or (e.text or "") == mark.text)
        for e in ledger.current_facts(told.view.child_id, [mark.kind])
        if e.episode in (told.view.id, None)
    )


def _refuse_overtaken(told: Told) -> None:
    fresh = episodes.episode(told.view.id)
    if fresh is None or told.data.get("read_at") in ("", fresh.updated_at.isoformat()):
        return
    read_at = _moment(told.data["read_at"])
    news = mentioned(ledger.entries(told.view.child_id, episode=told.view.id), read_at) if read_at else []
    what = f" It says: {'; '.join(dict.fromkeys(news))}." if news else ""
    raise Overtaken(
        f"A colleague wrote something about this episode after you opened this page.{what} "
        "Nothing you wrote is lost. Look at the episode in another window, then send this again."
    )


def _moment(iso: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _given_back(
    step: Step, request: HttpRequest, form: EpisodeForm, refusal: Refused, more: Mapping[str, Any]
) -> EpisodeForm:
    """Return the form as it was sent, with the refusal said; having been told the news, its sender may send it again."""
    sent: QueryDict = request.POST.copy()
    fresh = episodes.episode(form.view.id) or form.view
    sent["read_at"] = fresh.updated_at.isoformat()
    back = step.form(sent, now=form.now, view=fresh, **more)
    back.is_valid()
    back.add_error(None, str(refusal))
    return back
