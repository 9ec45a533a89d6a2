"""Putting something in the outbox, in the transaction that caused it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection


def put(*, authority: UUID, key: str, channel: str, payload: dict[str, Any], now: datetime) -> None:
    """Have `payload` delivered over `channel` at least once; a second call with the same key changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into platform_outbox (authority_id, key, channel, payload, created_at, due_at, attempts, last_error) "
            "values (%s, %s, %s, %s::jsonb, %s, %s, 0, '') on conflict (key) do nothing",
            [authority, key, channel, json.dumps(payload), now, now],
        )
