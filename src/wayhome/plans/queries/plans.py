"""Plans as pages read them: a child's plans, one plan's versions, and the reader's own draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wayhome.engine.facts import Moment, Precision
from wayhome.plans.kinds import KINDS, PlanKind
from wayhome.plans.models import Plan, PlanDraft, PlanVersion


@dataclass(frozen=True, slots=True)
class PlanView:
    """That a child has, or is getting, a plan of one kind."""

    id: UUID
    child_id: UUID
    kind_id: str

    @property
    def kind(self) -> PlanKind:
        """Its kind."""
        return KINDS[self.kind_id]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One accepted version. `agreed`: when it was agreed; `review_on` is London's date; `ended`: it stopped here."""

    id: UUID
    plan_id: UUID
    number: int
    line: str
    form: str
    answers: Mapping[str, Any]
    for_child: Mapping[str, str]
    sources: Mapping[str, Any]
    note: str
    agreed_from: datetime
    agreed_until: datetime
    agreed_precision: str
    review_on: date | None
    ended: bool
    recorded_at: datetime
    by_user: UUID | None

    @property
    def agreed(self) -> Moment:
        """When it was agreed."""
        return Moment(self.agreed_from, self.agreed_until, Precision(self.agreed_precision))


@dataclass(frozen=True, slots=True)
class DraftView:
    """What the reader is writing, and has not accepted yet; `base` is the version it began from, 0 for none."""

    plan_id: UUID
    base: int
    revision: int
    answers: Mapping[str, Any]
    for_child: Mapping[str, str]
    sources: Mapping[str, Any]
    saved_at: datetime


_VERSION = tuple(VersionView.__dataclass_fields__)
_DRAFT = tuple(DraftView.__dataclass_fields__)


def plan(plan_id: UUID) -> PlanView | None:
    """Return one plan, or None if there is none the reader may see."""
    row = Plan.objects.filter(id=plan_id).values_list("id", "child_id", "kind").first()
    return PlanView(*row) if row else None


def of_child(child: UUID) -> dict[str, PlanView]:
    """Return a child's plans by kind."""
    rows = Plan.objects.filter(child_id=child).values_list("id", "child_id", "kind")
    return {row[2]: PlanView(*row) for row in rows}


def versions(plan_id: UUID) -> tuple[VersionView, ...]:
    """Return a plan's versions, the newest first."""
    rows = PlanVersion.objects.filter(plan_id=plan_id).order_by("-number").values_list(*_VERSION)
    return tuple(VersionView(*row) for row in rows)


def version(plan_id: UUID, number: int) -> VersionView | None:
    """Return one version, or None."""
    row = PlanVersion.objects.filter(plan_id=plan_id, number=number).values_list(*_VERSION).first()
    return VersionView(*row) if row else None


def current(child: UUID) -> dict[str, VersionView]:
    """Return the newest version of each of a child's plans, by kind, ended ones too: one statement."""
    rows = PlanVersion.objects.filter(child_id=child).order_by("plan_id", "-number").distinct("plan_id")
    return {row[0]: VersionView(*row[1:]) for row in rows.values_list("plan__kind", *_VERSION)}


def draft(plan_id: UUID, user: UUID) -> DraftView | None:
    """Return this person's own draft of a plan, or None."""
    row = PlanDraft.objects.filter(plan_id=plan_id, user=user).values_list(*_DRAFT).first()
    return DraftView(*row) if row else None


def drafts_of(user: UUID) -> tuple[tuple[PlanView, datetime], ...]:
    """Return the plans this person has begun to write and not accepted, with when each was last saved."""
    rows = PlanDraft.objects.filter(user=user).order_by("-saved_at")
    found = rows.values_list("plan_id", "child_id", "plan__kind", "saved_at")
    return tuple((PlanView(plan, child, kind), saved) for plan, child, kind, saved in found)
