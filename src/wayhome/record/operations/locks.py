"""One writer at a time for each child, adult, context and partnership."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from wayhome.record.subjects import Subject


def lock_subject(subject: Subject) -> None:
    """Wait for and hold a subject's lock until the transaction ends. Taken before a write's first read."""
    _lock(subject.id)


def lock_child(child: UUID) -> None:
    """Wait for and hold the child's lock until the transaction ends. Taken before a write's first read."""
    _lock(child)


def try_lock(subject: Subject) -> bool:
    """Hold a subject's lock until the transaction ends if nobody holds it; say whether it is held now."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [str(subject.id)])
        return bool(cursor.fetchone()[0])


def _lock(id_: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(id_)])
