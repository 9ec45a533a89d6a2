"""The two hats of a running process: the reader, and the clock that reads everything to count time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection, transaction

_CLOCK: ContextVar[bool] = ContextVar("acting_as_the_clock", default=False)


@contextmanager
def as_clock() -> Iterator[None]:
    """Act as `wayhome_clock` inside the current transaction: reads all facts, writes only projections.

    May be nested. Raises TransactionManagementError outside a transaction, because the role would leak
    to the next one.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("as_clock() needs a transaction: the role is local to it")
    with _hat(clock=True):
        yield


@contextmanager
def as_reader() -> Iterator[None]:
    """Take the clock's hat off for a moment: what is asked here, whoever reads may see. Nothing happens if it is not on."""
    with _hat(clock=False):
        yield


def is_clock() -> bool:
    """Whether the clock's hat is on."""
    return _CLOCK.get()


_ROLES = {True: "wayhome_clock", False: "none"}


@contextmanager
def _hat(*, clock: bool) -> Iterator[None]:
    worn = _CLOCK.get()
    if worn == clock:
        yield
        return
    _wear(_ROLES[clock])
    token = _CLOCK.set(clock)
    try:
        yield
    finally:
        _CLOCK.reset(token)
        # After a database error nothing may be sent until the rollback, which also puts the role back.
        broken = connection.connection is None or connection.connection.info.transaction_status.name == "INERROR"
        if not broken and not connection.needs_rollback:
            _wear(_ROLES[worn])


def _wear(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {role}")


def enter(user: UUID) -> None:
    """Say who is reading for the rest of this transaction, outside a web request (a command, a test)."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('wayhome.user', %s, true)", [str(user)])
