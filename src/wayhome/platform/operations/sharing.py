"""Letting one agency into one child's record, and ending it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.models import Sharing
from wayhome.platform.operations import audit


def let_in(*, actor: Actor, agency: UUID, subject: UUID, until: datetime | None, reason: str) -> None:
    """Let an agency read what every local agency reads of a subject, until a time (aware) or until it is ended.

    The database refuses it (ProgrammingError) to somebody who does not read all of that themselves.
    """
    _add(actor, agency, subject, until, reason, shared=True)


def end(*, actor: Actor, agency: UUID, subject: UUID, reason: str) -> None:
    """End it: from now on the agency reads of the subject only what it recorded itself."""
    _add(actor, agency, subject, None, reason, shared=False)


def _add(actor: Actor, agency: UUID, subject: UUID, until: datetime | None, reason: str, *, shared: bool) -> None:
    Sharing.objects.create(
        authority_id=actor.authority,
        agency_id=agency,
        subject=subject,
        shared=shared,
        until_at=until,
        reason=reason,
        by_user=actor.user,
        recorded_at=wall.now(),
    )
    what = f"{'let in' if shared else 'no longer let in'}: agency {agency}"
    audit.write(actor=actor, verb="share", what=what, subjects=[subject])
