"""Time away: somebody is not there from one moment to another, and a colleague may cover."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from wayhome.platform.actor import Actor
from wayhome.platform.models import Leave


def record(*, actor: Actor, user: UUID, from_at: datetime, until_at: datetime, covered_by: UUID | None) -> UUID:
    """Record that a colleague is away; return the row's id. The database refuses one for another agency's people.

    Whoever calls has asked whether the actor may, and writes the audit entry.
    """
    made = uuid.uuid4()
    Leave(
        id=made,
        authority_id=actor.authority,
        user_id=user,
        from_at=from_at,
        until_at=until_at,
        covered_by_id=covered_by,
    ).save(force_insert=True)
    return made


def change(*, leave: UUID, until_at: datetime, covered_by: UUID | None) -> bool:
    """Move the end of a time away, or who covers; whether there was one that the actor's agency keeps."""
    return bool(Leave.objects.filter(id=leave).update(until_at=until_at, covered_by_id=covered_by))
