"""The child's overview: how safe, what is due, who is involved, what was agreed, what the child says; and each episode."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wayhome.clocks.queries import duties
from wayhome.desk.web import child_page
from wayhome.desk.web.glance import glance
from wayhome.missing.queries import episodes
from wayhome.missing.web.timeline import named_in
from wayhome.platform.queries import posts
from wayhome.record.queries import chronology, ledger
from wayhome.record.queries.chronology import Asked
from wayhome.record.web import panels
from wayhome.record.web.child_page import frame, show
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
    framed = frame(request, child, "child")
    now, who = framed.now, framed.child
    form, known_at = _known_at(request, now)
    stated = tuple(reversed(ledger.current_facts(child, child_page.STATED_KINDS, known_at=known_at)))
    had = episodes.of_child(child)
    standing = duties.of_child(child)
    newest = chronology.page(child, Asked(known_at=known_at), size=child_page.LATEST).entries
    people = posts.colleagues(named_in([*stated, *newest]))
    waiting, later = child_page.waiting(standing, had, now) if known_at is None else (None, None)
    page = child_page.ChildPage(
        reference=who.reference,
        known_at=words.day(known_at) if known_at else "",
        actions=child_page.actions(child, had),
        episodes=child_page.episode_table(had, now),
        waiting=waiting,
        later=later,
        statuses=child_page.statuses(child, stated, people, known_at or now, may_change=known_at is None),
        glance=glance(who, now, known_at=known_at),
        timeline=child_page.latest(newest, people),
        panels=panels.drawn("overview", request, child, now) if known_at is None else (),
    )
    return show(request, framed, "desk/child.html", page=page, form=form)


def _known_at(request: HttpRequest, now: datetime) -> tuple[KnownAt, datetime | None]:
    """Return the form, and the end of the day asked for (London); None for now, or when the day cannot be read."""
    asked: Any = request.GET if any(name.startswith("known_at") for name in request.GET) else None
    form = KnownAt(asked, now=now)
    if asked is None or not form.is_valid() or form.cleaned_data["known_at"] is None:
        return form, None
    end = datetime.combine(form.cleaned_data["known_at"] + timedelta(days=1), time(0), words.LONDON)
    return form, (end - timedelta(microseconds=1)).astimezone(now.tzinfo)
