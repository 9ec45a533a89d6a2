"""One record's end: its holds, what two people judge, and the disposal itself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wayhome.packs.retention import load_retention
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.queries.looking import may_audit
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import children
from wayhome.record.web.child_page import frame, show
from wayhome.retention.operations import deciding
from wayhome.retention.operations.errors import Refused
from wayhome.retention.queries import elsewhere, retention
from wayhome.retention.web.forms import EndForm, HoldForm, JudgeForm, YearsForm
from wayhome.retention.web.listing import applied_words
from wayhome.ui import words

UNSAVED = 422


def keeping(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show how long a record is kept and why, and put it on hold."""
    framed, actor = frame(request, child, "how long it is kept"), actor_of(request)
    form = HoldForm(request.POST if request.method == "POST" else None, now=framed.now)
    if form.is_bound and form.is_valid():
        try:
            deciding.hold(actor=actor, child=child, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The record is held.")
            return redirect("keeping", child)
    holds = retention.holds(actor.authority, child)
    people = posts.colleagues({h.user for h in holds if h.user})
    page = {
        "form": form,
        "said": applied_words(retention.applied(actor.authority, child)),
        "rules": retention.applied(actor.authority, child),
        "holds": [(h, people[h.user].name if h.user in people else "a colleague") for h in holds],
    }
    return show(request, framed, "retention/keeping.html", status=UNSAVED if form.is_bound else 200, **page)


def end_hold(request: HttpRequest, child: UUID, hold: UUID) -> HttpResponse:
    """End a hold."""
    framed, actor = frame(request, child, "end a hold"), actor_of(request)
    if not any(h.id == hold and h.ended_at is None for h in retention.holds(actor.authority, child)):
        raise Http404("no such hold")
    form = EndForm(request.POST if request.method == "POST" else None, now=framed.now)
    if form.is_bound and form.is_valid():
        try:
            deciding.end_hold(actor=actor, hold=hold, why=form.cleaned_data["why"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The hold is ended.")
            return redirect("keeping", child)
    asked = {
        "title": "End the hold",
        "says": "The rules count again from now on.",
        "button": "End the hold",
        "warn": False,
    }
    return show(request, framed, "retention/ask.html", status=UNSAVED if form.is_bound else 200, form=form, asked=asked)


def proposal(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Show one proposal to somebody who may see the record, and take what they judge."""
    found = retention.proposal(proposal)
    if found is None or found.ended_at is not None:
        raise Http404("no such proposal")
    framed, actor = frame(request, found.child, "proposal to dispose"), actor_of(request)
    form = JudgeForm(request.POST if request.method == "POST" else None, now=framed.now)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            deciding.judge(
                actor=actor, proposal=proposal, dispose=given["verdict"] == "go", why=given["why"],
                look_again_on=given["look_again_on"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you. It is written down.")
            return redirect("proposal", proposal) if given["verdict"] == "go" else redirect("retention")
    people = posts.colleagues({j.user for j in found.judgements if j.user})
    page = {
        "form": form,
        "found": found,
        "rule": load_retention().get(found.rule),
        "due": words.day(found.due_on),
        "said": [(j, people[j.user].name if j.user in people else "A colleague") for j in found.judgements],
        "mine": any(j.user == actor.user for j in found.judgements),
        "refusal": retention.refusal(proposal),
    }
    return show(request, framed, "retention/proposal.html", status=UNSAVED if form.is_bound else 200, **page)


def dispose(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Ask once more, then dispose of the record for good."""
    found = retention.proposal(proposal)
    if found is None or found.ended_at is not None or retention.refusal(proposal):
        raise Http404("nothing to dispose of")
    framed, actor = frame(request, found.child, "dispose of the record"), actor_of(request)
    if request.method == "POST":
        try:
            deciding.dispose(actor=actor, proposal=proposal)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("proposal", proposal)
        messages.success(request, "The record is gone. What is left says only that there was one.")
        return redirect("retention")
    asked = {
        "title": "Dispose of this record",
        "says": "Everything goes: what was recorded, files, plans, forms, meetings and what was shared. Nobody can bring it back.",
        "button": "Dispose of it for good", "warn": True,
    }  # fmt: skip
    places = _elsewhere(request, found.child, actor.authority)
    return show(request, framed, "retention/ask.html", form=None, asked=asked, found=found, places=places)


def _elsewhere(request: HttpRequest, child: UUID, authority: UUID) -> dict[str, object]:
    """Return where else the child is perhaps named, by record, with who works with whom it is about."""
    held = elsewhere.in_files(child, authority)
    found = (*elsewhere.named(child, authority), *held.found)
    seen = children.banners({each.subject for each in found})
    people = posts.colleagues({b.allocated_worker for b in seen.values() if b.allocated_worker})
    write_down(request, "where else a child is named", seen.keys())
    by_record: dict[UUID, list[str]] = {}
    for each in found:
        by_record.setdefault(each.subject, []).append(f"{each.what.lower()}: {each.places}")
    lines = [
        {
            "reference": seen[subject].reference if subject in seen else "The record of an adult or a place",
            "href": reverse("child-timeline", args=[subject]) if subject in seen else "",
            "said": ", ".join(said),
            "who": people[worker].name
            if subject in seen and (worker := seen[subject].allocated_worker) in people
            else "",
        }
        for subject, said in by_record.items()
    ]
    return {"total": sum(each.places for each in found), "lines": lines, "read": held.read, "unread": held.unread}


def set_years(request: HttpRequest, rule: str) -> HttpResponse:
    """Set how long a rule keeps a record. Not there for anybody but the data guardian and the auditor."""
    known = load_retention().get(rule)
    if known is None or not may_audit():
        raise Http404("no such rule for this reader")
    form = YearsForm(request.POST if request.method == "POST" else None, now=wall.now())
    if form.is_bound and form.is_valid():
        try:
            deciding.set_years(actor=actor_of(request), rule=rule, years=form.cleaned_data["years"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The years are set.")
            return redirect("retention")
    return render(
        request, "retention/years.html", {"form": form, "rule": known}, status=UNSAVED if form.is_bound else 200
    )
