"""A page's time beside its own statements', replayed on the same connection between the requests."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.board.measuring import milliseconds
from wayhome.platform.models import User


def beside_its_sql(reader: UUID, address: str, requests: int) -> dict[str, Any]:
    """Ask for a page so often as one reader; return its statements, its bytes, its time, theirs, and the ratio."""
    with transaction.atomic():
        user = User.objects.get(id=reader)
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="wayhome.platform.web.backend.Entering")
    for _ in range(5):
        answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    statements = [q["sql"] for q in captured.captured_queries if q["sql"] not in {"BEGIN", "COMMIT"}]
    page, floor = [], []
    for _ in range(requests):
        began = perf_counter()
        client.get(address)
        page.append(perf_counter() - began)
        began = perf_counter()
        _replay(statements)
        floor.append(perf_counter() - began)
    pages, floors = milliseconds(page), milliseconds(floor)
    return {
        "statements": len(statements),
        "bytes": len(answer.content),
        "page_ms": pages,
        "own_sql_ms": floors,
        "p50_ratio": round(pages["p50"] / floors["p50"], 2),
    }


def _replay(statements: Sequence[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
            if cursor.description:
                cursor.fetchall()
