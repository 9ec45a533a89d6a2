"""The child's page: who this is, whether the child is missing, every episode, what is due, and what is recorded."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wayhome.clocks.queries import duties
from wayhome.desk.web import child_page
from wayhome.missing.queries import episodes
from wayhome.missing.web.timeline import named_in
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import write_down
from wayhome.record.queries import children, ledger
from wayhome.record.web.banner import banner
from wayhome.ui import words
from wayhome.ui.forms import DateField, TimedForm


class KnownAt(TimedForm):
    """The day whose knowledge is to be shown."""

    known_at = DateField(
        label="Show what was recorded by the end of", required=False, help_text="For example, 3 3 2026"
    )


@require_GET
def child(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show one child. A child the reader may not see is answered as one that does not exist."""
    now = wall.now()
    who = children.banner(child)
    if who is None:
        raise Http404("no such child")
    write_down(request, "child", [child])
    form, known_at = _known_at(request, now)
    entries = ledger.entries(child, known_at=known_at)
    had = episodes.of_child(child)
    standing = duties.of_child(child)
    people = posts.colleagues(named_in(entries))
    waiting, later = child_page.waiting(standing, had, now) if known_at is None else (None, None)
    page = child_page.ChildPage(
        reference=who.reference,
        known_at=words.day(known_at) if known_at else "",
        actions=child_page.actions(child, had),
        episodes=child_page.episode_table(had, now),
        waiting=waiting,
        later=later,
        statuses=child_page.statuses(child, entries, people, known_at or now, may_change=known_at is None),
        timeline=child_page.timeline(
            entries, people, whole=request.GET.get("timeline") == "all", now_known=known_at is None
        ),
        told=len(entries),
    )
    return render(request, "desk/child.html", {"page": page, "banner": banner(who, now), "form": form, "id": child})


def _known_at(request: HttpRequest, now: datetime) -> tuple[KnownAt, datetime | None]:
    """Return the form, and the end of the day asked for (London); None for now, or when the day cannot be read."""
    asked: Any = request.GET if any(name.startswith("known_at") for name in request.GET) else None
    form = KnownAt(asked, now=now)
    if asked is None or not form.is_valid() or form.cleaned_data["known_at"] is None:
        return form, None
    end = datetime.combine(form.cleaned_data["known_at"] + timedelta(days=1), time(0), words.LONDON)
    return form, (end - timedelta(microseconds=1)).astimezone(now.tzinfo)
