"""A child's ledger as the engine reads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wayhome.engine.facts import Fact, Moment, Precision, Situation, Supersession
from wayhome.record import models

_COLUMNS = (
    "id", "root_id", "kind", "child_id", "happened_from", "happened_until", "precision", "told_at",
    "recorded_at", "episode_id", "holds_until", "code", "number", "person",
)  # fmt: skip


def situation(child: UUID) -> Situation:
    """Return everything the current role may read of a child, corrections included.

    As the clock: everything. Cut to what was known at a moment with the engine's `known_at`.
    """
    rows = models.Fact.objects.filter(child_id=child).values_list(*_COLUMNS)
    corrections = models.Supersession.objects.filter(child_id=child).values_list(
        "old_id", "new_id", "recorded_at", "reason"
    )
    return Situation(child=str(child), facts=facts(rows), supersessions=supersessions(corrections))


def supersessions(rows: Iterable[tuple[UUID, UUID | None, datetime, str]]) -> tuple[Supersession, ...]:
    """Turn correction rows into engine values."""
    return tuple(Supersession(str(old), str(new) if new else None, at, reason) for old, new, at, reason in rows)


def facts(rows: Iterable[tuple]) -> tuple[Fact, ...]:  # type: ignore[type-arg]
    """Turn fact rows, in the order of the columns asked for here, into engine values."""
    return tuple(
        Fact(
            id=str(id_),
            root=str(root),
            kind=kind,
            child=str(child),
            moment=Moment(from_, until, Precision(precision)),
            told_at=told,
            recorded_at=recorded,
            episode=str(episode) if episode else None,
            until=holds,
            value=code if code is not None else (str(person) if person else None),
            number=number,
        )
        for id_, root, kind, child, from_, until, precision, told, recorded, episode, holds, code, number, person in rows
    )
