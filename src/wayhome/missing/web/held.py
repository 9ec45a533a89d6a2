"""The receipt for a report, and adding a report that another agency made to the episode it belongs to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wayhome.engine.facts import Moment
from wayhome.missing.operations import held as operations
from wayhome.missing.queries import episodes, held
from wayhome.missing.queries.held import HeldView
from wayhome.missing.web.episode_words import coded
from wayhome.missing.web.timeline import kind_title, lines, moment_of
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import ledger
from wayhome.record.web import banner
from wayhome.ui import words
from wayhome.ui.components import SummaryRow


def receipt(request: HttpRequest, report: UUID) -> HttpResponse:
    """Show who reported what was recorded: the same page whether the report opened an episode or is held."""
    told = _told(request, report)
    if told is None:
        raise Http404("no such report")
    child, rows = told
    who = banner.of(child, wall.now())
    if who is None:
        raise Http404("no such report")
    write_down(request, "receipt for a report", [child])
    return render(request, "missing/receipt.html", {"rows": rows, "banner": who, "child": child})


def _told(request: HttpRequest, report: UUID) -> tuple[UUID, tuple[SummaryRow, ...]] | None:
    """Return the child and what this person told in the report, in the order of the form."""
    user = actor_of(request).user
    row = held.report(report)
    if row is not None:
        return (row.child_id, _rows(row)) if row.by_user == user else None
    view = episodes.episode(report)
    if view is None:
        return None
    mine = [
        e for e in ledger.entries(view.child_id, episode=report) if e.by_user == user and e.source == "report-missing"
    ]
    facts = [(e.kind, e.code, e.text, moment_of(e)) for e in mine]
    return (view.child_id, _in_order(facts)) if mine else None


def _rows(row: HeldView) -> tuple[SummaryRow, ...]:
    return _in_order([(t["kind"], t["code"], t["text"], operations.moment_of(t)) for t in row.told])


def _in_order(facts: list[tuple[str, str | None, str | None, Moment]]) -> tuple[SummaryRow, ...]:
    """Say each thing told with when it was; in one order however it was kept."""
    return tuple(
        SummaryRow(kind_title(kind), lines(". ".join(w for w in (coded(code), text or "", words.moment(when)) if w)))
        for kind, code, text, when in sorted(facts, key=lambda f: (f[0], f[1] or "", f[2] or ""))
    )


def add_report(request: HttpRequest, episode: UUID, report: UUID) -> HttpResponse:
    """Show a report another agency made while the child was missing, and add what it told to the episode."""
    view, row = episodes.episode(episode), held.report(report)
    who = banner.of(view.child_id, wall.now()) if view else None
    if view is None or row is None or who is None or row.child_id != view.child_id:
        raise Http404("no such report")
    if request.method == "POST":
        operations.add_to(actor=actor_of(request), episode=episode, child=view.child_id, report=report)
        messages.success(request, "What they told is part of this episode now, and stands in its log.")
        return redirect("episode", episode)
    write_down(request, "report from another agency", [view.child_id])
    people = posts.colleagues({row.by_user} if row.by_user else set())
    by = people.get(row.by_user) if row.by_user else None
    page: dict[str, Any] = {
        "rows": _rows(row),
        "by": f"{by.name}, {by.agency}" if by else "Another agency",
        "told": words.when(row.told_at),
        "banner": who,
        "view": view,
        "added": operations.is_added(view.child_id, report),
    }
    return render(request, "missing/add-report.html", page)
