"""Who is named for a sealed record, who is kept away from it, and sealing it. The database refuses who may not decide."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.models.access import Exclusion, Grant, Sealing
from wayhome.platform.operations import audit
from wayhome.platform.roles import as_clock

MOST_GRANTS = 500


class TooMany(Exception):
    """Somebody would be named for more records than a policy may compare."""


def name(
    *,
    actor: Actor,
    subject: UUID,
    reason: str,
    users: Collection[UUID] = (),
    teams: Collection[UUID] = (),
    until: datetime | None = None,
) -> None:
    """Name people and teams for a subject's record, until a time (aware) or until it is ended.

    Raises TooMany at 500 records a person or team; ProgrammingError, from the database, for an actor who may not.
    """
    for key, ids in (("user_id", users), ("team_id", teams)):
        for id_ in ids:
            with as_clock():  # all of them, not only those of records that the actor sees
                held = Grant.objects.filter(**{key: id_}, ended_at__isnull=True).count()
            if held >= MOST_GRANTS:
                raise TooMany(f"{MOST_GRANTS} records are the most that anybody is named for.")
            Grant.objects.create(
                authority_id=actor.authority, subject=subject, until_at=until, reason=reason, by_user=actor.user,
                **{key: id_},
            )  # fmt: skip
    _write_down(actor, subject, "named for the record", [*users, *teams])


def end_naming(*, actor: Actor, subject: UUID, grant: UUID, reason: str) -> bool:
    """End one naming; False when there is none of this subject to end for this actor."""
    return _end(Grant.objects.filter(id=grant), actor, subject, reason, "no longer named")


def keep_away(*, actor: Actor, subject: UUID, user: UUID, reason: str) -> None:
    """Keep a person away from a subject's whole record. Nobody shuts themselves out."""
    Exclusion.objects.create(
        authority_id=actor.authority, user_id=user, subject=subject, reason=reason, by_user=actor.user
    )
    _write_down(actor, subject, "kept away", [user])


def end_keeping_away(*, actor: Actor, subject: UUID, exclusion: UUID, reason: str) -> bool:
    """Let a person back in; False when there is nothing of this subject to end for this actor."""
    return _end(Exclusion.objects.filter(id=exclusion), actor, subject, reason, "no longer kept away")


def seal(*, actor: Actor, subject: UUID, reason: str, sealed: bool) -> None:
    """Seal a subject's whole record to those named for it, also what came before; or open it again."""
    Sealing.objects.create(
        authority_id=actor.authority, subject=subject, sealed=sealed, reason=reason, by_user=actor.user,
        recorded_at=wall.now(),
    )  # fmt: skip
    _write_down(actor, subject, "sealed" if sealed else "opened again", [])


def _end(rows: object, actor: Actor, subject: UUID, reason: str, what: str) -> bool:
    ended = rows.filter(subject=subject, ended_at__isnull=True).update(  # type: ignore[attr-defined]
        ended_at=wall.now(), ended_by=actor.user, ended_why=reason
    )
    if ended:
        _write_down(actor, subject, what, [])
    return bool(ended)


def _write_down(actor: Actor, subject: UUID, what: str, whom: Collection[UUID]) -> None:
    said = f"{what}: {', '.join(map(str, whom))}" if whom else what
    audit.write(actor=actor, verb="access", what=said, subjects=[subject])
