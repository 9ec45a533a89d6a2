"""What I agreed to do, what my team agreed to do, and the plans I have begun to write: three more parts of My work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from wayhome.plans.queries.actions import ActionView
from wayhome.plans.queries.plans import PlanView
from wayhome.plans.web.action_rows import due_words, named, owner_words
from wayhome.record.queries.children import ChildBanner
from wayhome.ui import words

MOST = 100


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action as My work shows it. `child` is empty when it is about none, or one this reader may not open."""

    id: UUID
    what: str
    href: str
    owner: str
    due: str
    overdue: bool
    child: str
    child_href: str
    where: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One plan I have begun to write."""

    title: str
    href: str
    child: str
    kept: str


def children_of(actions: Sequence[ActionView], drafts: Sequence[tuple[PlanView, datetime]]) -> set[UUID]:
    """Return whom these are about."""
    return {a.child_id for a in actions if a.child_id} | {plan.child_id for plan, _ in drafts}


def action_lines(
    actions: Sequence[ActionView], who: Mapping[UUID, ChildBanner], now: datetime
) -> tuple[ActionLine, ...]:
    """Return actions in words, those first whose day is soonest: two statements, however many."""
    names, today = named(actions), words.local(now).date()
    made = []
    for each in actions[:MOST]:
        child = who.get(each.child_id) if each.child_id else None
        made.append(
            ActionLine(
                id=each.id,
                what=each.what,
                href=reverse("action", args=[each.id]),
                owner=owner_words(each, names),
                due=due_words(each, now),
                overdue=each.overdue(today),
                child=f"{_name(child)}, {child.reference}" if child else "",
                child_href=reverse("child", args=[child.id]) if child else "",
                where=each.source_words,
            )
        )
    return tuple(made)


def draft_lines(drafts: Sequence[tuple[PlanView, datetime]], who: Mapping[UUID, ChildBanner]) -> tuple[DraftLine, ...]:
    """Return the plans begun and not accepted, the last kept first."""
    return tuple(
        DraftLine(
            plan.kind.title,
            reverse("write-plan", args=[plan.child_id, plan.kind_id]),
            f"{_name(who[plan.child_id])}, {who[plan.child_id].reference}",
            words.when(kept),
        )
        for plan, kept in drafts
        if plan.child_id in who
    )


def actions_heading(actions: Sequence[ActionView], now: datetime) -> str:
    """Say how many actions there are, and how many are overdue."""
    overdue = sum(action.overdue(words.local(now).date()) for action in actions)
    said = words.counted(len(actions), "action")
    return f"{said} you agreed to, {overdue} overdue" if overdue else f"{said} you agreed to"


def _name(child: ChildBanner) -> str:
    return child.known_as or child.name or "Name not recorded"
