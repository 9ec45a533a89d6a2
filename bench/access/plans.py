"""Open every page, and look at the plan of each of its statements: none may read half of a large table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.urls.resolvers import RegexPattern, URLPattern, URLResolver

from wayhome.clocks.queries import duties
from wayhome.platform import wall
from wayhome.platform.models import User
from wayhome.platform.roles import enter
from wayhome.record.models import Child

LEFT = ("accounts/", "events", "static/", "session")  # signing in and out; the stream never ends
HALF = 0.5


@dataclass(slots=True)
class Seen:
    """What was opened and what was wrong with it."""

    pages: int = 0
    statements: int = 0
    faults: list[str] = field(default_factory=list)


def read_whole(reader: UUID, large: int) -> Seen:
    """Open every page that a child, an episode or nothing names; say which statement reads half of a large table."""
    client = Client(headers={"host": "localhost"})
    with transaction.atomic():
        user = User.objects.get(id=reader)
    client.force_login(user, backend="wayhome.platform.web.backend.Entering")
    with transaction.atomic():
        enter(reader)
        sizes = _sizes(large)
        child = Child.objects.order_by("reference").values_list("id", flat=True)[0]
        episode = next(iter(duties.board(closed_since=wall.now() - timedelta(days=7)).places)).episode_id
    seen, known = Seen(), set[str]()
    for address in sorted(_addresses({"child": child, "episode": episode})):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        seen.pages += answer.status_code == 200
        for sql in (q["sql"] for q in captured.captured_queries):
            shape = re.sub(r"'[^']*'|\d+", "?", sql)
            if shape in known or not re.match(r"\s*(select|with)\b", sql, re.IGNORECASE) or "set_config" in sql:
                continue
            known.add(shape)
            seen.statements += 1
            seen.faults += [f"{address}: {each}: {sql[:300]}" for each in half_read(reader, sql, sizes)]
    return seen


def _sizes(large: int) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, reltuples::bigint from pg_class where relkind = 'r' and reltuples >= %s", [large]
        )
        return dict(cursor.fetchall())


def _addresses(named: dict[str, UUID]) -> Iterator[str]:
    for route, asks in _routes(get_resolver()):
        if not route.startswith(LEFT) and asks <= set(named):
            yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(named[m[1]]), route)
    yield "/children/find?words=coral+co"
    yield f"/children/{named['child']}/timeline?words=news"


def _routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, set[str]]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _routes(each, before + str(each.pattern))
        elif isinstance(each, URLPattern) and not isinstance(each.pattern, RegexPattern):
            yield before + str(each.pattern), set(re.findall(r"<(?:\w+:)?(\w+)>", before + str(each.pattern)))


def half_read(reader: UUID, sql: str, sizes: dict[str, int]) -> list[str]:
    """Return which large tables (with their rows) a reader's statement reads half of, or more, by its plan as it ran."""
    with transaction.atomic():
        enter(reader)
        with connection.cursor() as cursor:
            cursor.execute(
                "explain (analyze, format json, timing off) " + sql.replace("%", "%%")
                if "%" in sql
                else "explain (analyze, format json, timing off) " + sql
            )
            (plan,) = cursor.fetchone()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return [
        f"reads {rows:,} of the {sizes[table]:,} rows of {table}"
        for table, rows in _scans(plan[0]["Plan"])
        if table in sizes and rows >= sizes[table] * HALF
    ]


def _scans(node: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield each table a plan reads and how many rows it looked at there, those it put aside included."""
    if "Relation Name" in node:
        aside = sum(node.get(f"Rows Removed by {by}", 0) for by in ("Filter", "Index Recheck"))
        yield node["Relation Name"], round((node["Actual Rows"] + aside) * node["Actual Loops"])
    for each in node.get("Plans", ()):
        yield from _scans(each)
