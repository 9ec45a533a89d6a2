"""The ledger of a child, a context or the partnership as the engine reads it: one statement, however many facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from wayhome.engine.facts import Fact, Moment, Precision, Situation, Supersession
from wayhome.record.subjects import SQL_WHERE, Subject

# One value of JSON comes across far faster than rows whose every uuid and timestamp is converted one by one.
_LEDGER = """
  (select json_agg(json_build_array(id, root_id, kind, happened_from, happened_until, precision, told_at, recorded_at,
     episode_id, holds_until, coalesce(code, person::text), number)) from record_fact where {where}),
  (select json_agg(json_build_array(old_id, new_id, recorded_at, reason)) from record_supersession where {where})
"""
# The two columns of each kind of subject, named as %(subject)s, for whoever reads them together with columns of its own.
LEDGERS = {kind: _LEDGER.format(where=where) for kind, where in SQL_WHERE.items()}
_PRECISION = {p.value: p for p in Precision}


def situation(child: UUID) -> Situation:
    """Return everything the current role may read of a child, corrections included.

    As the clock: everything. Cut to what was known at a moment with the engine's `known_at`.
    """
    return situation_about(Subject.child(child))


def situation_about(subject: Subject) -> Situation:
    """Return everything the current role may read about anything; the engine's `child` is then the subject's id."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {LEDGERS[subject.kind]}", {"subject": subject.id})
        return told(subject.id, *cursor.fetchone())


def told(subject: UUID, facts: list[list[Any]] | None, corrections: list[list[Any]] | None) -> Situation:
    """Return the two columns of a ledger as the engine reads them."""
    name = str(subject)
    return Situation(
        child=name,
        facts=tuple(_fact(name, row) for row in facts or []),
        supersessions=tuple(
            Supersession(old, new, datetime.fromisoformat(at), reason) for old, new, at, reason in corrections or []
        ),
    )


def _fact(child: str, row: list[Any]) -> Fact:
    id_, root, kind, from_, until, precision, told, recorded, episode, holds, value, number = row
    return Fact(
        id=id_,
        root=root,
        kind=kind,
        child=child,
        moment=Moment(_at(from_), _at(until), _PRECISION[precision]),
        told_at=datetime.fromisoformat(told),
        recorded_at=datetime.fromisoformat(recorded),
        episode=episode,
        until=_at(holds),
        value=value,
        number=number,
    )


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
