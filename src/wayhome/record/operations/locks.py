"""One writer at a time for each child."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def lock_child(child: UUID) -> None:
    """Wait for and hold the child's lock until the transaction ends. Taken before a write's first read."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(child)])
