"""The two hats of a running process: the reader, and the clock that reads everything to count time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction


@contextmanager
def as_clock() -> Iterator[None]:
    """Act as `wayhome_clock` inside the current transaction: reads all facts, writes only projections.

    Raises TransactionManagementError outside a transaction, because the role would leak to the next one.
    """
    connection.validate_no_broken_transaction()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("as_clock() needs a transaction: the role is local to it")
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('role')")
        before = cursor.fetchone()[0]
        if before == "wayhome_clock":
            yield
            return
        cursor.execute("set local role wayhome_clock")
    try:
        yield
    finally:
        # After a database error nothing may be sent until the rollback, which also puts the role back.
        if not connection.needs_rollback and connection.connection.info.transaction_status.name != "INERROR":
            with connection.cursor() as cursor:
                cursor.execute("set local role " + ("none" if before == "none" else connection.ops.quote_name(before)))


def enter(user: UUID) -> None:
    """Say who is reading for the rest of this transaction, outside a web request (a command, a test)."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('wayhome.user', %s, true)", [str(user)])
