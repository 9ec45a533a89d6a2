"""Plans as pages read them: a child's plans, one plan's versions, and the reader's own draft."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wayhome.engine.facts import Moment, Precision
from wayhome.plans.kinds import KINDS, PlanKind
from wayhome.plans.models import Plan, PlanDraft, PlanVersion
from wayhome.record.queries.copied import Closed, closed, closed_of


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


def _read(shut: Closed, view: VersionView) -> VersionView:
    """Return a version without what it copied from facts that are closed to the reader since."""
    return (
        replace(view, **_open(shut, view, view.recorded_at), note=shut.words(view.note, view.recorded_at))
        if shut
        else view
    )


def _open(shut: Closed, view: VersionView | DraftView, written: datetime) -> dict[str, Any]:
    rests = {key: source["facts"] for key, source in view.sources.items()}
    of = {key: shut.answer(value, written, rests.get(key, ())) for key, value in view.answers.items()}
    said = {
        key: source | {"said": shut.answer(source["said"], written, rests[key])} for key, source in view.sources.items()
    }
    return {"answers": of, "sources": said, "for_child": shut.within(view.for_child, written)}


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
    rows = PlanVersion.objects.filter(plan_id=plan_id).order_by("-number").values_list("child_id", *_VERSION)
    return _views(list(rows))


def _views(rows: Sequence[tuple[Any, ...]]) -> tuple[VersionView, ...]:
    shut = closed_of({row[0] for row in rows}) if rows else {}
    return tuple(_read(shut.get(row[0], Closed()), VersionView(*row[1:])) for row in rows)


def rests_on(version_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return the facts that answers of these versions were begun from, by version."""
    rows = PlanVersion.objects.filter(id__in=list(version_ids)).values_list("id", "sources")
    return {id_: frozenset(UUID(f) for each in said.values() for f in each["facts"]) for id_, said in rows}


def version(plan_id: UUID, number: int) -> VersionView | None:
    """Return one version, or None."""
    rows = PlanVersion.objects.filter(plan_id=plan_id, number=number).values_list("child_id", *_VERSION)
    return next(iter(_views(list(rows))), None)


def current(child: UUID) -> dict[str, VersionView]:
    """Return the newest version of each of a child's plans, by kind, ended ones too: one statement."""
    rows = PlanVersion.objects.filter(child_id=child).order_by("plan_id", "-number").distinct("plan_id")
    found = list(rows.values_list("plan__kind", "child_id", *_VERSION))
    return dict(zip((row[0] for row in found), _views([row[1:] for row in found]), strict=True))


def draft(plan_id: UUID, user: UUID) -> DraftView | None:
    """Return this person's own draft of a plan, or None."""
    row = PlanDraft.objects.filter(plan_id=plan_id, user=user).values_list("child_id", *_DRAFT).first()
    if row is None:
        return None
    view, shut = DraftView(*row[1:]), closed(row[0])
    return replace(view, **_open(shut, view, view.saved_at)) if shut else view


def drafts_of(user: UUID) -> tuple[tuple[PlanView, datetime], ...]:
    """Return the plans this person has begun to write and not accepted, with when each was last saved."""
    rows = PlanDraft.objects.filter(user=user).order_by("-saved_at")
    found = rows.values_list("plan_id", "child_id", "plan__kind", "saved_at")
    return tuple((PlanView(plan, child, kind), saved) for plan, child, kind, saved in found)
