"""What could not be delivered and was given up, for the people who mend addresses and mail servers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.platform.models import Outbox, Stamp
from wayhome.platform.operations.outbox import NEVER


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing that did not leave: for whom, since when it waits, and what was wrong. It names no child."""

    id: int
    user: UUID | None
    why: str
    created_at: datetime
    trouble: str


def letters(*, user: UUID | None = None) -> tuple[Letter, ...]:
    """Return what was given up in the reader's partnership, oldest first; of one colleague only if given."""
    rows = Outbox.objects.filter(delivered_at__isnull=True, due_at=NEVER)
    if user is not None:
        rows = rows.filter(payload__user=str(user))
    found = rows.order_by("created_at", "id").values_list("id", "payload", "created_at", "last_error")[:200]
    return tuple(
        Letter(id_, UUID(p["user"]) if p.get("user") else None, p.get("why", ""), at, trouble)
        for id_, p, at, trouble in found
    )


def given_up() -> tuple[int, datetime] | None:
    """Return how many the worker last counted in the whole house, and when; None before its first round."""
    row = Stamp.objects.filter(step="undelivered").values_list("hash", "at").first()
    return (int(row[0]), row[1]) if row else None
