"""Reports that their reader has begun and not sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.missing.models import ReportDraft


@dataclass(frozen=True, slots=True)
class DraftView:
    """One report in the making: the form's key, what was typed by box, and when it was last kept."""

    key: UUID
    boxes: dict[str, list[str]]
    edition: int
    saved_at: datetime


def latest(child: UUID, user: UUID) -> DraftView | None:
    """Return the report of this child that a person kept last and did not send, or None."""
    row = ReportDraft.objects.filter(child_id=child, by_user=user).order_by("-saved_at", "id").first()
    return DraftView(row.id, row.boxes, row.edition, row.saved_at) if row else None
