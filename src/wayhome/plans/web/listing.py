"""A child's plans: each kind, whether there is one in force, how old it is, and what people took on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.plans.kinds import KINDS, PlanKind
from wayhome.plans.queries import actions as action_queries
from wayhome.plans.queries import plans as queries
from wayhome.plans.queries.plans import DraftView, PlanView, VersionView
from wayhome.plans.web.action_rows import action_table, named
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of
from wayhome.record.web.child_page import frame, show
from wayhome.ui import words
from wayhome.ui.components import Colour, Link, SummaryCard, SummaryRow, Tag

OLD = timedelta(days=28)  # the pathway reviews every plan at least every four weeks (PATH 13.3, 13.4)


@dataclass(frozen=True, slots=True)
class Shown:
    """One kind of plan as the list shows it."""

    card: SummaryCard
    begin: str
    button: str


@require_GET
def child_plans(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show every kind of plan, and every action about the child."""
    framed = frame(request, child, "plans")
    actor = actor_of(request)
    known, current = queries.of_child(child), queries.current(child)
    drafts = {kind: queries.draft(plan.id, actor.user) for kind, plan in known.items()}
    people = posts.colleagues({v.by_user for v in current.values() if v.by_user})
    names = {user: colleague.name for user, colleague in people.items()}
    actions = action_queries.of_child(child)
    return show(
        request,
        framed,
        "plans/list.html",
        plans=[
            _shown(child, kind, known.get(kind.id), current.get(kind.id), drafts.get(kind.id), names, framed.now)
            for kind in KINDS.values()
        ],
        to_do=action_table("What people took on", [a for a in actions if a.open], named(actions), framed.now),
        ended=action_table("What became of the rest", [a for a in actions if not a.open], named(actions), framed.now),
        add_action=reverse("new-action", args=[child]),
    )


def state(version: VersionView | None, now: datetime) -> Tag:
    """Say how a plan stands: in force, old, to be reviewed, ended, or none."""
    if version is None:
        return Tag("None yet", Colour.GREY)
    if version.ended:
        return Tag("Ended", Colour.GREY)
    if version.review_on and version.review_on < words.local(now).date():
        return Tag("Review overdue", Colour.RED)
    if now - version.recorded_at > OLD:
        return Tag("Not looked at lately", Colour.ORANGE)
    return Tag("In force", Colour.GREEN)


def age(version: VersionView, now: datetime) -> str:
    """Say how old a version is."""
    return f"{words.day(version.recorded_at)}, {words.length(now - version.recorded_at)} ago"


def _shown(
    child: UUID, kind: PlanKind, plan: PlanView | None, version: VersionView | None, draft: DraftView | None,
    names: dict[UUID, str], now: datetime,
) -> Shown:  # fmt: skip
    href = reverse("plan", args=[child, kind.id])
    rows = [SummaryRow("What it is for", kind.purpose), SummaryRow("Where it stands", state(version, now).text)]
    if version:
        who = names.get(version.by_user, "A colleague") if version.by_user else "A colleague"
        rows.append(SummaryRow("Last version", f"Version {version.number}, {age(version, now)}, by {who}"))
        rows.append(SummaryRow("Next review", words.day(version.review_on) if version.review_on else "No day was set"))
    if draft:
        rows.append(SummaryRow("Your draft", f"Kept {words.when(draft.saved_at)}. Nobody else sees it."))
    links = (Link("Read", href),) if version else ()
    begin = "Go on writing" if draft else "Bring up to date" if version and not version.ended else "Begin"
    return Shown(
        SummaryCard(kind.title, tuple(rows), links),
        reverse("begin-plan", args=[child, kind.id]),
        f"{begin}: {kind.title}",
    )
