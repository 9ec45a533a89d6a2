"""Who the child is: names, age, identity, language, health, education, care and the law. And who is around the child."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of
from wayhome.record.queries import ledger
from wayhome.record.queries.children import ChildBanner
from wayhome.record.queries.ledger import Entry
from wayhome.record.web import panels
from wayhome.record.web.child_page import frame, show
from wayhome.record.web.status import STATUSES
from wayhome.record.web.told_cards import cards
from wayhome.record.web.told_words import since_words, value_words
from wayhome.ui.components import Link, SummaryRow

WHO = ("warning", "names", "identity", "looks", "language", "health", "education", "status", "voice")
PEOPLE = ("professional", "family", "address", "contact")
_STATED = (
    ("Looked after", "care-status"),
    ("Plan", "plan"),
    ("Section 47 enquiries", "section-47"),
    ("Where the child lives", "placement"),
    ("Trafficked", "trafficked"),
)


@require_GET
def about(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show who the child is."""
    framed = frame(request, child, "who the child is")
    more = {"status": _statuses(child, framed.now)}
    made = cards(child, WHO, framed.now, more=more)
    return show(
        request, framed, "record/about.html", cards=made, title="About the child", panels=(), other_records=True
    )


@require_GET
def people(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show who is around the child, where the child lives, and how to reach the child."""
    framed = frame(request, child, "people and places")
    authority = actor_of(request).authority
    made = cards(child, PEOPLE, framed.now, more={"professional": _posts(framed.child, authority, framed.now)})
    more = panels.drawn("people", request, child, framed.now)
    return show(request, framed, "record/about.html", cards=made, title="People and places", panels=more)


def _statuses(child: UUID, now: datetime) -> tuple[SummaryRow, ...]:
    """Return the statuses that rules count by, each with its own page of change."""
    kinds = [STATUSES[key].kind for _, key in _STATED]
    latest: dict[str, Entry] = {e.kind: e for e in ledger.current_facts(child, kinds)}
    return tuple(
        SummaryRow(said, _holding(latest.get(STATUSES[key].kind), now), (_change(child, key, said),))
        for said, key in _STATED
    )


def _posts(child: ChildBanner, authority: UUID, now: datetime) -> tuple[SummaryRow, ...]:
    """Return the allocated worker and the line manager, whom the duties go to first."""
    worker = child.allocated_worker
    team = posts.team_of(worker) if worker else None
    managers = posts.holders(authority, "line-manager", at=now, team=team) if team else ()
    known = posts.colleagues([*([worker] if worker else []), *managers])
    named = known[worker].name if worker in known else ""
    nobody = "Nobody is allocated" if child.allocation == "unallocated" else ""
    related = [
        e for e in ledger.current_facts(child.id, ["child.conflict"]) if e.holds_until is None or e.holds_until > now
    ]
    others = posts.colleagues([e.person for e in related if e.person])
    return (
        SummaryRow(
            "Allocated social worker",
            named or nobody,
            (_change(child.id, "allocated-worker", "allocated social worker"),),
        ),
        SummaryRow("Line manager", " and ".join(known[m].name for m in managers if m in known)),
        SummaryRow(
            "Colleague related to the child",
            "; ".join(c.name for c in others.values()) or "Nobody recorded",
            (_change(child.id, "conflict", "related colleague"),),
        ),
    )


def _change(child: UUID, key: str, about: str) -> Link:
    return Link("Change", reverse("change-status", args=[child, key]), about.lower())


def _holding(entry: Entry | None, now: datetime) -> str:
    if entry is None or (entry.holds_until is not None and entry.holds_until <= now):
        return ""
    since = since_words(entry)
    return f"{value_words(entry)}{f'. {since}' if since else ''}"
