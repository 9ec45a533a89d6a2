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
    """Give what waits to `send`, oldest first, each in a transaction of its own. Returns how many left.

    The round ends at the first failure: a mail server that answers nobody must not keep the clocks waiting. What failed
    waits longer each time, and after many tries is given up, as what is Undeliverable is at once. Killed between sending
    and marking, the one row in hand is free at once and is given to `send` again: at least once, under its own number.
    """
    sent = 0
    for _ in range(batch):
        with transaction.atomic(), as_clock():
            outcome = _next(send, now)
        sent += outcome == "sent"
        if outcome in ("none", "failed"):
            break
    return sent


def _next(send: Callable[[Parcel], None], now: datetime) -> str:
    """Take the next row that is due, beside other workers, and send it; say what became of it."""
    waiting = Outbox.objects.filter(delivered_at__isnull=True, due_at__lte=now).order_by("due_at", "id")
    row = waiting.select_for_update(skip_locked=True).first()
    if row is None:
        return "none"
    this, tries = Outbox.objects.filter(id=row.id), row.attempts + 1
    try:
        send(Parcel(row.id, row.channel, row.payload))
    except Undeliverable as trouble:
        this.update(attempts=tries, due_at=NEVER, last_error=str(trouble) or "refused")
        return "refused"
    except Exception as trouble:  # noqa: BLE001  whatever the mail server says, the row waits and is tried again
        log.warning("outbox %s not delivered: %s", row.id, type(trouble).__name__)
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2**row.attempts)
        due = NEVER if tries >= MOST_TRIES else now + wait
        this.update(attempts=tries, due_at=due, last_error=type(trouble).__name__)
        return "failed"
    this.update(attempts=tries, delivered_at=now, last_error="")
    return "sent"


def count_given_up() -> int:
    """Return how many things were given up and wait for a person, in every partnership. For the clock."""
    return Outbox.objects.filter(delivered_at__isnull=True, due_at=NEVER).count()


def retry(*, row: int, now: datetime) -> bool:
    """Have something that was given up tried again; whether there was such a thing in the reader's partnership."""
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_try_again(%s, %s)", [row, now])
        return bool(cursor.fetchone()[0])
