"""Letting another authority, or any other agency, into a child's record. One row seen by both; never a copy."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from wayhome.platform.actor import Actor
from wayhome.platform.operations import sharing
from wayhome.platform.queries.audiences import reads_every
from wayhome.platform.queries.sharing import to_let_in
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.record.queries import children


def let_in(*, actor: Actor, child: UUID, agency: UUID, until: datetime | None, reason: str) -> None:
    """Let an agency read who the child is and that the child is missing, found, seen and listened to.

    Writes one line of the trail and an audit entry. Refuses: NotFound for a child the actor may not see; BadValue
    without a reason, for an agency that cannot be let in, and for an actor who does not read all of that themselves.
    """
    _check(actor, child, agency, reason)
    sharing.let_in(actor=actor, agency=agency, subject=child, until=until, reason=reason.strip())


def end(*, actor: Actor, child: UUID, agency: UUID, reason: str) -> None:
    """End it. Refuses as `let_in` does."""
    _check(actor, child, agency, reason)
    sharing.end(actor=actor, agency=agency, subject=child, reason=reason.strip())


def _check(actor: Actor, child: UUID, agency: UUID, reason: str) -> None:
    if children.banner(child) is None:
        raise NotFound("There is no such child, or you may not see the record. Ask your safeguarding lead.")
    if not reason.strip():
        raise BadValue("Say why. Whoever looks back must be able to see on what ground this was decided.")
    if agency not in {id_ for id_, _ in to_let_in(actor.authority)}:
        raise BadValue("Choose an agency that is not part of this partnership's daily work, such as another authority.")
    if not (reads_every("identity") and reads_every("missing")):
        raise BadValue("You do not read all of this record yourself, so you cannot let others into it.")
