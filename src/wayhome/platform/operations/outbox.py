"""The outbox: what must leave, put in by the transaction that caused it and delivered by the worker."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from wayhome.platform.models import Outbox

log = logging.getLogger("wayhome.outbox")
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)


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
    """Give what waits to `send`, oldest first; each is marked delivered only once it has left. Run as the clock.

    The round ends at the first failure: a mail server that answers nobody must not keep the clocks waiting.
    What failed waits longer each time. Returns how many left. Killed between sending and marking, it sends
    again: at least once.
    """
    sent = 0
    waiting = Outbox.objects.filter(delivered_at__isnull=True, due_at__lte=now).order_by("due_at", "id")
    for row in waiting.select_for_update(skip_locked=True)[:batch]:
        try:
            send(Parcel(row.id, row.channel, row.payload))
        except Exception as trouble:  # noqa: BLE001  whatever the mail server says, the row waits and is tried again
            _postpone(row, type(trouble).__name__, now)
            break
        Outbox.objects.filter(id=row.id).update(delivered_at=now, attempts=row.attempts + 1)
        sent += 1
    return sent


def _postpone(row: Outbox, trouble: str, now: datetime) -> None:
    log.warning("outbox %s not delivered: %s", row.id, trouble)
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2**row.attempts)
    Outbox.objects.filter(id=row.id).update(attempts=row.attempts + 1, due_at=now + wait, last_error=trouble)
