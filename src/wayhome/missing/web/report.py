"""Report a child missing."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wayhome.missing.operations import episodes as operations
from wayhome.missing.operations import report_drafts as drafts
from wayhome.missing.operations.errors import AlreadyMissing
from wayhome.missing.queries import episodes, held, report_drafts
from wayhome.missing.queries.report_drafts import DraftView
from wayhome.missing.web.report_form import FOLDED, SECTIONS, ReportMissing
from wayhome.platform import wall
from wayhome.platform.web.even_time import even_time
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import Refused
from wayhome.record.queries import children
from wayhome.record.web.banner import banner
from wayhome.ui import words
from wayhome.ui.components import Alert, AlertKind, Link

NOT_BOXES = frozenset({"csrfmiddlewaretoken", "edition", "items", "key", "go"})


def report_missing(request: HttpRequest, child: UUID) -> HttpResponseBase:
    """Show the form, or open the episode. Sent twice, it opens one; a child already missing leads to that episode.

    Somebody who may not see every agency's episodes is answered alike, and after as long, whether another was open.
    """
    found = children.banner(child)
    if found is None:
        raise Http404("no such child")
    now = wall.now()
    actor = actor_of(request)
    kept = report_drafts.latest(child, actor.user) if request.method != "POST" else None
    if request.POST.get("go") == "anew" and (key := _key(request)):
        drafts.drop(actor=actor, child=child, key=key)
        return redirect("report-missing", child)
    form = _form(request, kept, now)
    if request.method == "POST" and form.is_valid():
        widely = held.sees_every_episode()
        with even_time(wanted=not widely):
            made = _reported(request, child, form, now)
        if made is not None:
            drafts.drop(actor=actor, child=child, key=form.cleaned_data["key"])
        if made is not None and not widely:
            return redirect("report-receipt", made)
        if made is not None:
            messages.success(request, "The report has been recorded. What is due now is below.")
            return redirect("episode", made)
    write_down(request, "report missing form", [child])
    page = {
        "form": form,
        "child": found,
        "banner": banner(found, now),
        "sections": SECTIONS,
        "folded": FOLDED,
        "already": _already(child, actor.user),
        "kept": words.when(kept.saved_at) if kept else "",
        "edition": kept.edition if kept else 0,
    }
    return render(request, "missing/report.html", page, status=422 if request.method == "POST" else 200)


@require_POST
def save_report(request: HttpRequest, child: UUID) -> JsonResponse:
    """Keep what was typed just now, without leaving the page. Answers as the saving of any long form does."""
    key = _key(request)
    if key is None or children.banner(child) is None:
        raise Http404("no such report")
    boxes = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_BOXES}
    try:
        edition = drafts.keep(actor=actor_of(request), child=child, key=key, boxes=boxes)
    except Refused as refusal:
        return JsonResponse({"problem": str(refusal)}, status=422)
    return JsonResponse({"edition": edition, "saved": words.clock_time(wall.now()), "beside": []})


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _form(request: HttpRequest, kept: DraftView | None, now: datetime) -> ReportMissing:
    """Return the form as sent, as it was left, or empty. What is only begun is not called wrong yet."""
    if request.method == "POST":
        return ReportMissing(request.POST, now=now)
    if kept is None:
        return ReportMissing(None, now=now, initial={"key": uuid.uuid4()})
    boxes = QueryDict(mutable=True)
    for name, values in {**kept.boxes, "key": [str(kept.key)]}.items():
        boxes.setlist(name, values)
    form = ReportMissing(boxes, now=now)
    form.errors.clear()
    return form


def _reported(request: HttpRequest, child: UUID, form: ReportMissing, now: datetime) -> UUID | None:
    episode = drafts.episode_of(child, form.cleaned_data["key"])
    try:
        return operations.report(
            actor=actor_of(request), child=child, report=form.report(), told_at=now, episode=episode
        )
    except AlreadyMissing:
        return None  # the page says so, with a link; nothing typed is lost
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _already(child: UUID, user: UUID) -> Alert | None:
    """Say that the child is recorded as missing already, and where to add what is known; or that this person told us."""
    open_one = episodes.missing_now(child)
    if open_one is None:
        mine = [report for report in held.waiting(child) if report.by_user == user]
        if not mine:
            return None
        told = Link("Read what you told", reverse("report-receipt", args=[mine[-1].id]))
        return Alert(f"You reported this child missing {words.when(mine[-1].told_at)}.", links=(told,))
    return Alert(
        "This child is already recorded as missing. Add what you know to that episode instead.",
        AlertKind.WARNING,
        links=(Link("Open the episode", reverse("episode", args=[open_one.id])),),
    )
