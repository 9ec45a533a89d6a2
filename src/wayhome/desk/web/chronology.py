"""The chronology: everything every agency has told us of one child, in one list, as known now or at any past moment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wayhome.desk.web import chronology_page
from wayhome.desk.web.sifting import Sifting
from wayhome.engine.facts import Moment
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of
from wayhome.record.operations import facts, particulars
from wayhome.record.operations.errors import Refused
from wayhome.record.operations.facts import Draft
from wayhome.record.queries import chronology, ledger
from wayhome.record.queries.chronology import PAGE, PINNED, Key
from wayhome.record.web.child_page import frame, show
from wayhome.ui.forms import Text, TimedForm

PRINTED = 2_000  # entries on paper at most; the paper says when there are more
UNSAVED = 422


class PinForm(TimedForm):
    """Why everybody should see an entry first."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    why = Text(label="Why should everybody see this first?", max_length=300)


def timeline(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show one page of the chronology. Words to look for are sent by POST: they may be a name, and addresses are kept."""
    framed = frame(request, child, "chronology")
    form = Sifting(request.POST or request.GET, now=framed.now, agencies=chronology_page.agencies(child))
    if request.method == "POST" and form.is_valid() and not form.cleaned_data["words"]:
        return redirect(f"{reverse('child-timeline', args=[child])}{form.query()}")
    asked = form.asked()
    paper = request.GET.get("print") == "yes"
    found = chronology.page(child, asked, after=_key(form.data.get("after", "")), size=PRINTED if paper else PAGE)
    pinned = chronology.pins(child, known_at=asked.known_at)
    first = () if paper or form.sifted else chronology.of_roots(child, pinned, known_at=asked.known_at)
    made = chronology_page.listing(child, framed.now, form, found, pinned, first)
    if paper:
        by = posts.colleagues([actor_of(request).user])
        printed = {
            "printed_by": next(iter(by.values())).name,
            "printed_at": framed.now,
            "marking": "OFFICIAL-SENSITIVE",
        }
        return render(request, "desk/chronology_paper.html", framed.context(page=made, **printed))
    return show(request, framed, "desk/chronology.html", page=made, form=form)


def pin(request: HttpRequest, child: UUID, fact: UUID) -> HttpResponse:
    """Pin one entry for everybody in the partnership, with the reason; or show who pinned it, and take the pin out."""
    framed, actor = frame(request, child, "pin an entry"), actor_of(request)
    entry = ledger.fact(fact)
    if entry is None or ledger.child_of(fact) != child or entry.kind in chronology.MARKS:
        raise Http404("no such entry")
    pinned = chronology.pins(child).get(entry.root)
    form = PinForm(request.POST if request.method == "POST" else None, now=framed.now, initial={"key": uuid4()})
    if form.is_bound and form.is_valid():
        why = form.cleaned_data["why"]
        try:
            if pinned:
                facts.withdraw(actor=actor, fact=pinned.fact, reason=why)
            else:
                at = Moment(framed.now, framed.now)
                draft = Draft(PINNED, at, framed.now, text=str(entry.root), source="pin")
                particulars.tell(actor=actor, child=child, draft=draft, said={"why": why}, key=form.cleaned_data["key"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The pin is taken out." if pinned else "Pinned: everybody sees it first.")
            return redirect("child-timeline", child)
    if pinned:
        form.fields["why"].label = "Why need people not see this first any more?"
    event = chronology_page.one(child, entry)
    status = UNSAVED if form.is_bound else 200
    return show(request, framed, "desk/pin.html", status=status, form=form, event=event, pinned=pinned is not None)


def _key(said: str) -> Key | None:
    """Read where the page before ended; what cannot be read begins at the beginning."""
    try:
        at, recorded, id_ = said.split("~")
        key = Key(datetime.fromisoformat(at), datetime.fromisoformat(recorded), UUID(id_))
    except ValueError:
        return None
    return key if key.at.tzinfo and key.recorded_at.tzinfo else None
