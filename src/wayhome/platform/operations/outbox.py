"""The outbox: what must leave, put in by the transaction that caused it and delivered by the worker."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from wayhome.platform.models import Outbox
from wayhome.platform.roles import as_clock

log = logging.getLogger("wayhome.outbox")
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)
# Whoever took a row and died leaves it to others after so long: longer than any mail server is waited for.
LEASE = timedelta(minutes=5)
MOST_TRIES = 14  # about seven hours; after that a person looks at it
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # `due_at` of what was given up: nothing tries it until somebody says so


class Undeliverable(Exception):
    """This one can never be delivered as it is, such as an address that is refused. The message may name nobody."""


def put(*, authority: UUID, key: str, channel: str, payload: dict[str, Any], now: datetime) -> None:
    """Have `payload` delivered over `channel` at least once; a second call with the same key changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into platform_outbox (authority_id, key, channel, payload, created_at, due_at, attempts, last_error) "
            "values (%s, %s, %s, %s::jsonb, %s, %s, 0, '') on conflict (key) do nothing",
            [authority, key, channel, json.dumps(payload), now, now],
        )


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing waiting to leave."""

    id: int
    channel: str
    payload: dict[str, Any]


def deliver(*, send: Callable[[Parcel], None], now: datetime, batch: int) -> int:
    """Give what waits to `send`, oldest first, each in its own transactions: taken, sent, marked. Returns how many left.

    `send` runs between the transactions, so that a slow mail server holds no lock. The round ends at the first failure:
    a mail server that answers nobody must not keep the clocks waiting. What failed waits longer each time, and after
    many tries is given up, as what is Undeliverable is at once. Killed between sending and marking, the one row in hand
    is given to `send` again after its lease: at least once, always under the row's own number.
    """
    sent = 0
    for _ in range(batch):
        taken = _take(now)
        if taken is None:
            break
        parcel, attempts = taken
        try:
            send(parcel)
        except Undeliverable as trouble:
            _mark(parcel.id, due_at=NEVER, last_error=str(trouble) or "refused")
        except Exception as trouble:  # noqa: BLE001  whatever the mail server says, the row waits and is tried again
            log.warning("outbox %s not delivered: %s", parcel.id, type(trouble).__name__)
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1))
            due = NEVER if attempts >= MOST_TRIES else now + wait
            _mark(parcel.id, due_at=due, last_error=type(trouble).__name__)
            break
        else:
            _mark(parcel.id, delivered_at=now, last_error="")
            sent += 1
    return sent


def _take(now: datetime) -> tuple[Parcel, int] | None:
    """Take the next row that is due, for the length of the lease; None when nothing is."""
    with transaction.atomic(), as_clock():
        waiting = Outbox.objects.filter(delivered_at__isnull=True, due_at__lte=now).order_by("due_at", "id")
        row = waiting.select_for_update(skip_locked=True).first()
        if row is None:
            return None
        Outbox.objects.filter(id=row.id).update(attempts=row.attempts + 1, due_at=now + LEASE)
        return Parcel(row.id, row.channel, row.payload), row.attempts + 1


def _mark(row: int, **changes: Any) -> None:
    with transaction.atomic(), as_clock():
        Outbox.objects.filter(id=row).update(**changes)


def count_given_up() -> int:
    """Return how many things were given up and wait for a person, in every partnership. For the clock."""
    return Outbox.objects.filter(delivered_at__isnull=True, due_at=NEVER).count()


def retry(*, row: int, now: datetime) -> bool:
    """Have something that was given up tried again; whether there was such a thing in the reader's partnership."""
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_try_again(%s, %s)", [row, now])
        return bool(cursor.fetchone()[0])
