"""Reports that are held beside an episode, as a reader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from wayhome.missing.models import HeldReport
from wayhome.missing.operations.held import SOURCE
from wayhome.platform.queries.audiences import reads_every
from wayhome.record.queries.ledger import current_facts


@dataclass(frozen=True, slots=True)
class HeldView:
    """One held report: who told it for which agency, when, and the facts as told (kind, code, text, from, until)."""

    id: UUID
    child_id: UUID
    by_user: UUID | None
    by_agency: UUID
    told_at: datetime
    told: tuple[dict[str, Any], ...]


def report(report_id: UUID) -> HeldView | None:
    """Return one held report, or None if there is none the reader may see."""
    row = HeldReport.objects.filter(id=report_id).first()
    return _view(row) if row else None


def waiting(child: UUID) -> tuple[HeldView, ...]:
    """Return a child's held reports that nobody has added to an episode yet, the oldest first."""
    rows = list(HeldReport.objects.filter(child_id=child).order_by("recorded_at", "id"))
    if not rows:
        return ()
    added = {e.source for e in current_facts(child, ["missing.update"])}
    return tuple(_view(row) for row in rows if f"{SOURCE}{row.id}" not in added)


def sees_every_episode() -> bool:
    """Whether the reader reads every agency's facts of the class `missing`, and so every episode of a child they see."""
    return reads_every("missing")


def _view(row: HeldReport) -> HeldView:
    return HeldView(row.id, row.child_id, row.by_user, row.by_agency_id, row.told_at, tuple(row.told))
