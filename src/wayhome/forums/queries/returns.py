"""How far the agencies' answers are: who was asked when, and who was told that one is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.forums.models import Asked


@dataclass(frozen=True, slots=True)
class AskedView:
    """One time an agency was asked, or the chair told; `people` 0 where the protocol names no post of the agency."""

    agency: str
    stage: str
    people: int
    at: datetime


def of_meeting(meeting: UUID) -> tuple[AskedView, ...]:
    """Return every time somebody was asked for a meeting, by agency."""
    rows = Asked.objects.filter(meeting_id=meeting).select_related("agency").order_by("agency__name", "at")
    return tuple(AskedView(row.agency.name, row.stage, row.people, row.at) for row in rows)
