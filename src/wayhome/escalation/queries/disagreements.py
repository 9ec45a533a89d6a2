"""Disagreements as pages read them: what was raised, each step, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from wayhome.escalation.models import Disagreement, DisagreementStep


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: what it was, whether it was agreed, and what was said."""

    disagreement_id: UUID
    number: int
    step: str
    agreed: bool
    words: str
    happened_at: datetime
    by_user: UUID | None


@dataclass(frozen=True, slots=True)
class DisagreementView:
    """One disagreement with its steps, the first first."""

    id: UUID
    child_id: UUID
    way: str
    agency_id: UUID
    words: str
    wanted: str
    raised_at: datetime
    by_user: UUID | None
    steps: tuple[StepView, ...]

    @property
    def open(self) -> bool:
        """Whether it is still to be settled."""
        return not any(step.agreed or step.step == "settled" for step in self.steps)

    @property
    def next_steps(self) -> tuple[str, ...]:
        """Which steps may come next: the strategic lead, then Re-think; Re-think at once on a critical incident."""
        if not self.open:
            return ()
        had = {step.step for step in self.steps}
        lead = self.way == "disagreement" and "lead-decided" not in had
        return ("lead-decided", "settled") if lead else ("rethink-held", "settled")


_FIELDS = ("id", "child_id", "way", "agency_id", "words", "wanted", "raised_at", "by_user")
_STEP = tuple(StepView.__dataclass_fields__)


def disagreement(disagreement_id: UUID) -> DisagreementView | None:
    """Return one disagreement, or None if there is none the reader may see."""
    rows = list(Disagreement.objects.filter(id=disagreement_id).values_list(*_FIELDS))
    return _with_steps(rows)[0] if rows else None


def of_child(child: UUID) -> tuple[DisagreementView, ...]:
    """Return what was raised about a child, the newest first: two statements."""
    return _with_steps(
        list(Disagreement.objects.filter(child_id=child).order_by("-raised_at", "id").values_list(*_FIELDS))
    )


def _with_steps(rows: list[tuple[Any, ...]]) -> tuple[DisagreementView, ...]:
    steps: dict[UUID, list[StepView]] = {row[0]: [] for row in rows}
    for row in DisagreementStep.objects.filter(disagreement_id__in=steps).order_by("number").values_list(*_STEP):
        steps[row[0]].append(StepView(*row))
    made = []
    for id_, child, way, agency, words, wanted, raised_at, by_user in rows:
        made.append(DisagreementView(id_, child, way, agency, words, wanted, raised_at, by_user, tuple(steps[id_])))
    return tuple(made)
