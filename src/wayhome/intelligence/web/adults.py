"""The forms about adults of concern."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wayhome.intelligence.kinds import BY_KIND, TOLD
from wayhome.intelligence.operations import adults as operations
from wayhome.intelligence.queries import adults
from wayhome.intelligence.queries.adults import AdultView
from wayhome.intelligence.web.forms import Clean, EndForm, NewAdultForm, TellForm, WithdrawForm
from wayhome.platform import wall
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.names import folded
from wayhome.record.operations.children import AlreadyOpened
from wayhome.record.operations.errors import Refused
from wayhome.record.operations.facts import Draft
from wayhome.record.queries import ends
from wayhome.record.queries.ledger import Entry
from wayhome.record.queries.links import End
from wayhome.ui.words import LONDON, local


def new_adult(request: HttpRequest) -> HttpResponse:
    """Ask, and open the record; the same form sent twice opens one, and one of the same name is shown first."""
    actor, now = actor_of(request), wall.now()
    form = NewAdultForm(request.POST if request.method == "POST" else None, now=now, initial={"key": uuid.uuid4()})
    alike: list[End] = []
    if form.is_bound and form.is_valid():
        named = uuid.uuid5(actor.user, str(form.cleaned_data["key"]))
        alike = _alike(actor.authority, form.cleaned_data["name"], named)
        if alike and not form.cleaned_data["different"]:
            form.add_error("different", "There is a record of this name already. Look at it below; if not, say so")
        elif (made := _opened(request, form, named, now)) is not None:
            return redirect("adult", made)
    context = {"form": form, "alike": alike, "still_a_child": operations.STILL_A_CHILD}
    return render(request, "intelligence/new.html", context, status=422 if form.is_bound else 200)


def _alike(authority: UUID, name: str, but: UUID) -> list[End]:
    return [e for e in ends.find(authority, "adult", name) if folded(e.name) == folded(name) and e.id != but]


def _opened(request: HttpRequest, form: NewAdultForm, named: UUID, now: datetime) -> UUID | None:
    told = form.cleaned_data
    noticed = operations.NewAdult(
        told["name"], told["noticed"], told["when"], told["alias"], told["born"], told["description"],
        told["allegation"],
    )  # fmt: skip
    try:
        made = operations.record_adult(
            actor=actor_of(request), told=noticed, today=local(now).date(), told_at=now, adult=named
        )
    except AlreadyOpened as again:
        return again.child
    except Refused as refusal:
        form.add_error("born" if str(refusal) == operations.STILL_A_CHILD else None, str(refusal))
        return None
    messages.success(request, "The adult is recorded. Only those who may see intelligence of your agency see it.")
    return made


def tell_adult(request: HttpRequest, adult: UUID, what: str) -> HttpResponse:
    """Record one thing told of an adult."""
    told, view = TOLD.get(what), _adult(adult)
    if told is None:
        raise Http404("nothing of that name is told of an adult")
    now = wall.now()
    form = TellForm(request.POST if request.method == "POST" else None, now=now, told=told)

    def save() -> str:
        data = form.cleaned_data
        until = data.get("until")
        draft = Draft(
            told.kind, data["when"], now, text=(data.get("text") or "").strip() or None, on_date=data.get("on"),
            holds_until=datetime.combine(until, time(0), LONDON) if until else None, source=f"tell-{told.slug}",
        )  # fmt: skip
        operations.tell(actor=actor_of(request), adult=adult, draft=draft, today=local(now).date())
        return f"Saved: {told.heading.lower()}."

    return _ask(request, view, form, told.heading, "Save", save)


def end_told(request: HttpRequest, adult: UUID, fact: UUID) -> HttpResponse:
    """Record until when something held of an adult."""
    view, entry = _adult(adult), _entry(adult, fact)
    form = EndForm(request.POST if request.method == "POST" else None, now=wall.now())

    def save() -> str:
        operations.end(
            actor=actor_of(request), adult=adult, fact=fact, until=form.cleaned_data["until"], told_at=wall.now()
        )
        return "Saved. What was recorded before is kept."

    return _ask(request, view, form, "Say it is over", "Save", save, (entry.text or "",))


def withdraw_told(request: HttpRequest, adult: UUID, fact: UUID) -> HttpResponse:
    """Withdraw what should not have been told of an adult."""
    view, entry = _adult(adult), _entry(adult, fact)
    form = WithdrawForm(request.POST if request.method == "POST" else None, now=wall.now())

    def save() -> str:
        operations.withdraw(actor=actor_of(request), adult=adult, fact=fact, reason=form.cleaned_data["reason"])
        return "Withdrawn. It stays in the record, marked, with your reason."

    return _ask(request, view, form, "Withdraw what was told", "Withdraw", save, (entry.text or "",))


def _ask(
    request: HttpRequest, view: AdultView, form: Clean, title: str, button: str, save: Callable[[], str],
    lines: tuple[str, ...] = (),
) -> HttpResponse:  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            said = save()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("adult", view.id)
    write_down(request, title.lower(), [view.id])
    context: dict[str, Any] = {"form": form, "view": view, "title": title, "button": button, "lines": lines}
    return render(request, "intelligence/form.html", context, status=422 if form.is_bound else 200)


def _adult(adult: UUID) -> AdultView:
    view = adults.adult(adult, now=wall.now())
    if view is None:
        raise Http404("no such adult")
    return view


def _entry(adult: UUID, fact: UUID) -> Entry:
    found = next((each for each in _adult(adult).facts if each.id == fact and each.kind in BY_KIND), None)
    if found is None:
        raise Http404("nothing of that kind is told of this adult")
    return found
