"""Between two meetings: the chair tells the operational leads what cannot wait, and everybody sees what was done."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from wayhome.clocks.queries import duties
from wayhome.clocks.web.deadlines import cell, owner_words
from wayhome.forums.operations import between as operations
from wayhome.forums.operations.errors import NotFound, Refused
from wayhome.forums.queries import between
from wayhome.forums.queries.between import Asked, Lead
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform import wall
from wayhome.platform.web.requests import actor_of
from wayhome.record.queries import children
from wayhome.record.web.child_page import frame, show
from wayhome.ui import words
from wayhome.ui.components import Event
from wayhome.ui.forms import Text, Textarea, TimedForm


class Telling(TimedForm):
    """What is new, and what should be done at once."""

    news = Textarea(
        label="What is new?", rows=4, max_length=operations.LONGEST,
        help_text="Every agency that may know of the child reads this. Write what they need to act, and no more.",
    )  # fmt: skip
    wanted = Textarea(label="What should be done at once, and by whom?", rows=3, max_length=operations.LONGEST)


class Finding(TimedForm):
    """Which child it is about."""

    sifts = True
    reference = Text(label="The child’s reference", width=20, max_length=50, help_text="For example, C-7KQ4-M2XA")


def find(request: HttpRequest) -> HttpResponseBase:
    """Ask which child it is about, and go there."""
    actor = actor_of(request)
    if between.clock_of(actor.authority) is None:
        raise Http404("the protocol knows no such way")
    sent = "reference" in request.GET
    form = Finding(request.GET if sent else None, now=wall.now())
    if sent and form.is_valid():
        child = children.id_by_reference(actor.authority, form.cleaned_data["reference"].strip())
        if child is not None:
            return redirect("between-meetings", child)
        form.add_error("reference", "No child that you may see has this reference. Look it up and try again.")
    page = {"form": form, "leads": _leads(between.leads(actor.authority))}
    return render(request, "forums/between_find.html", page, status=422 if form.is_bound else 200)


def between_meetings(request: HttpRequest, child: UUID) -> HttpResponseBase:
    """Show what was told and done between meetings; let the chair tell the leads."""
    framed, actor = frame(request, child, "between meetings"), actor_of(request)
    clock = between.clock_of(actor.authority)
    if clock is None:
        raise Http404("the protocol knows no such way")
    form = Telling(request.POST if request.method == "POST" else None, now=framed.now)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            operations.tell_leads(actor=actor, child=child, news=given["news"], wanted=given["wanted"], now=framed.now)
            messages.success(request, "It is recorded, and the leads are told.")
            return redirect("between-meetings", child)
        except NotFound:
            raise Http404("no such child") from None
        except Refused as refusal:
            form.add_error(None, str(refusal))
    open_ = [each for each in duties.of_child(child) if each.open and each.clock == clock.id]
    page = {
        "form": form, "may": between.may_tell(actor.authority, actor.user), "clock": clock,
        "leads": _leads(between.leads(actor.authority)), "events": tuple(map(_event, between.told(child))),
        "deadlines": [cell(each, framed.now) for each in open_],
        "done": load_vocabulary().kinds[between.TAKEN].done,
        "done_at": reverse("child-act", args=[child, between.TAKEN]),
    }  # fmt: skip
    return show(request, framed, "forums/between.html", status=422 if form.is_bound else 200, **page)


def _leads(found: tuple[Lead, ...]) -> list[tuple[str, str]]:
    """Return each post in words, with who holds it; who is told instead where nobody does."""
    return [
        (
            owner_words(each.role),
            ", ".join(each.names) or "Nobody holds this post now: it goes to whoever stands above.",
        )
        for each in found
    ]


def _event(each: Asked) -> Event:
    title = "What was done at once" if each.taken else "The leads were told"
    return Event(
        title=title, when=words.when(each.at), machine_time=each.at.isoformat(), by=each.by, text=each.words, links=()
    )
