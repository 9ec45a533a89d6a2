"""Report a child missing."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from wayhome.missing.operations import episodes as operations
from wayhome.missing.operations.errors import AlreadyMissing
from wayhome.missing.queries import episodes, held
from wayhome.missing.web.report_form import FOLDED, SECTIONS, ReportMissing
from wayhome.platform import wall
from wayhome.platform.web.even_time import even_time
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import Refused
from wayhome.record.queries import children
from wayhome.record.web.banner import banner
from wayhome.ui.components import Alert, AlertKind, Link


def report_missing(request: HttpRequest, child: UUID) -> HttpResponseBase:
    """Show the form, or open the episode. Sent twice, it opens one; a child already missing leads to that episode.

    Somebody who may not see every agency's episodes is answered alike, and after as long, whether another was open.
    """
    found = children.banner(child)
    if found is None:
        raise Http404("no such child")
    now = wall.now()
    form = ReportMissing(request.POST if request.method == "POST" else None, now=now, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        widely = held.sees_every_episode()
        with even_time(wanted=not widely):
            made = _reported(request, child, form, now)
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
        "already": _already(child),
    }
    return render(request, "missing/report.html", page, status=422 if form.is_bound else 200)


def _reported(request: HttpRequest, child: UUID, form: ReportMissing, now: datetime) -> UUID | None:
    # Made from the child and the form's key: the same form gives the same episode, and no key can name another child's.
    episode = uuid.uuid5(child, str(form.cleaned_data["key"]))
    try:
        return operations.report(
            actor=actor_of(request), child=child, report=form.report(), told_at=now, episode=episode
        )
    except AlreadyMissing:
        return None  # the page says so, with a link; nothing typed is lost
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _already(child: UUID) -> Alert | None:
    """Say that the child is recorded as missing already, and where to add what is known."""
    open_one = episodes.missing_now(child)
    if open_one is None:
        return None
    return Alert(
        "This child is already recorded as missing. Add what you know to that episode instead.",
        AlertKind.WARNING,
        links=(Link("Open the episode", reverse("episode", args=[open_one.id])),),
    )
