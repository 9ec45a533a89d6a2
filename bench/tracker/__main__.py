"""Run the lists' bench: `python -m bench.tracker [--children N] [--facts N] [--requests N] [--json FILE]`.

Uses a scratch server of its own and throws it away. Each list's time is a ratio to its own statements, replayed on the
same connection between the requests; the number of statements may not depend on how many children there are.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg

from wayhome.platform.postgres import Cluster

LISTS = ("/children", "/children?level=high&level=medium&sort=review", "/children?only=overdue&sort=missing")
# Every child's level is judged once and scored once, so that the list reads two facts a child.
_LEVELS = """
insert into record_fact (id, authority_id, kind, child_id, root_id, happened_from, happened_until, precision, told_at,
  recorded_at, code, by_agency_id, source, audience_id, restricted, salt)
select f.id, c.authority_id, f.kind, c.id, f.id, f.at, f.at, 'exact', f.at, f.at, f.code, a.agency_id, 'bench', a.id, false, f.id
from (select c.*, row_number() over (order by c.reference) as place from record_child c) c
join platform_audience mine on mine.id = c.audience_id
join platform_audience a on a.agency_id = mine.agency_id and a.handling = 'care'
cross join lateral (
  select gen_random_uuid() as id, k.kind, now() - (c.place %% 60 + k.days) * interval '1 day' as at,
    (array['none', 'low', 'medium', 'high'])[(c.place + k.days) %% 4 + 1] as code
  from (values ('exploitation.level-judged', 5), ('assessment.ceraf', 30)) k(kind, days)) f
where %(every)s
"""


def main() -> int:
    """Fill, measure, print; return 1 when a list asks more of the database for more children."""
    parser = argparse.ArgumentParser(prog="bench.tracker", description=__doc__)
    parser.add_argument("--children", type=int, default=3000)
    parser.add_argument("--facts", type=int, default=40, help="facts a child, besides two levels")
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20260701)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Cluster(Path(folder), throwaway=True).used() as cluster:
        cluster.ensure_database("bench")
        os.environ.update(cluster.environment("bench"))
        os.environ.update(
            {
                "DJANGO_SETTINGS_MODULE": "wayhome.config.settings",
                "WAYHOME_SECRET_KEY": "bench",
                "WAYHOME_LOCAL": "1",
                "WAYHOME_STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
            }
        )
        found = _run(asked, cluster.root_url("bench"))
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2) + "\n")
    return 0 if found["statements_are_steady"] else 1


def _run(asked: argparse.Namespace, root_url: str) -> dict[str, Any]:
    from wayhome.cli.product import ready

    app = os.environ["DATABASE_URL"]
    ready(as_owner=True)
    from django.db import connections, transaction

    from bench.board import measuring, population
    from wayhome.cli.migrate import migrate
    from wayhome.clocks.operations import recompute, sweep
    from wayhome.config.settings import database
    from wayhome.missing import projector as missing
    from wayhome.platform import wall
    from wayhome.record import projector as record

    migrate()
    region = population.found(asked.seed)
    facts = population.fill(region, root_url, asked.children, asked.facts, asked.children // 30, wall.now())
    with psycopg.connect(root_url, autocommit=True) as raw:
        levels = raw.execute(_LEVELS, {"every": True}).rowcount
    children = sweep.all_children()
    for start in range(0, len(children), 500):
        with transaction.atomic():
            record.rebuild(children[start : start + 500], lambda: None)
            missing.rebuild(children[start : start + 500], lambda: None)
        with transaction.atomic():
            recompute.on_loaded(children[start : start + 500], lambda: None)
    with psycopg.connect(root_url, autocommit=True) as raw:
        raw.execute("vacuum analyze")
    # From here on as the role that serves, which the policies bind.
    connections["default"].close()
    served = database(app)
    connections["default"].settings_dict.update({k: served[k] for k in ("USER", "PASSWORD", "HOST", "PORT", "NAME")})
    readers = {"ten": region.reader_of_ten, "all": region.reader_of_all}
    lists = {
        f"{path}, reader of {name}": _list(reader, path, asked.requests)
        for path in LISTS
        for name, reader in readers.items()
    }
    counts = {path: {lists[f"{path}, reader of {name}"]["statements"] for name in readers} for path in LISTS}
    return {
        "calibration_s": statistics.median(measuring.calibration() for _ in range(3)),
        "children": len(children),
        "facts": facts + levels,
        "lists": lists,
        "statements_are_steady": all(len(seen) == 1 for seen in counts.values()),
    }


def _list(reader: UUID, path: str, requests: int) -> dict[str, Any]:
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.board.measuring import milliseconds
    from bench.child.__main__ import _replay
    from wayhome.platform.models import User

    with transaction.atomic():
        user = User.objects.get(id=reader)
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="wayhome.platform.web.backend.Entering")
    for _ in range(3):
        answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    statements = [q["sql"] for q in captured.captured_queries if q["sql"] not in {"BEGIN", "COMMIT"}]
    page, floor = [], []
    for _ in range(requests):
        began = perf_counter()
        client.get(path)
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


if __name__ == "__main__":
    sys.exit(main())
