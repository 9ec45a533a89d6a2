"""Run the board's bench: `python -m bench.board [--children N] [--facts N] [--requests N] [--json FILE]`.

Uses a scratch server of its own and throws it away. Every figure is a ratio inside this run, or stands beside
the calibration loop of this run.
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

import psycopg

from wayhome.platform.postgres import Cluster

WHOLE = 25_000
FACTS_EACH = 40
MISSING_NOW = 10_000


def main() -> int:
    """Fill, measure, print; return 1 when a promise of the run's own is broken."""
    parser = argparse.ArgumentParser(prog="bench.board", description=__doc__)
    parser.add_argument("--children", type=int, default=WHOLE)
    parser.add_argument("--facts", type=int, default=FACTS_EACH, help="facts a child")
    parser.add_argument("--missing", type=int, default=MISSING_NOW, help="children missing now")
    parser.add_argument("--requests", type=int, default=300)
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


def _run(asked: argparse.Namespace, root_url: str) -> dict[str, object]:
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
    now = wall.now()
    region = population.found(asked.seed)
    began = perf_counter()
    facts = population.fill(region, root_url, asked.children, asked.facts, asked.missing, now)
    filled = perf_counter() - began
    children = sweep.all_children()
    began = perf_counter()
    for start in range(0, len(children), 1000):
        with transaction.atomic():
            record.rebuild(children[start : start + 1000], lambda: None)
            missing.rebuild(children[start : start + 1000], lambda: None)
        with transaction.atomic():
            recompute.on_loaded(children[start : start + 1000], lambda: None)
    rebuilt = perf_counter() - began
    with psycopg.connect(root_url, autocommit=True) as raw:
        raw.execute("vacuum analyze")
    # From here on as the role that serves, which the policies bind.
    connections["default"].close()
    served = database(app)
    connections["default"].settings_dict.update({k: served[k] for k in ("USER", "PASSWORD", "HOST", "PORT", "NAME")})
    readers = {"ten": region.reader_of_ten, "3,000": region.reader_of_some, "all": region.reader_of_all}
    boards = {name: measuring.board(reader, asked.requests) for name, reader in readers.items()}
    counts = {b["statements"] for b in boards.values()}
    writes = measuring.writes(region.reader_of_all, children[-2000:], asked.requests)
    return {
        "calibration_s": statistics.median(measuring.calibration() for _ in range(3)),
        "children": len(children),
        "facts": facts,
        "missing_now": asked.missing,
        "fill_s": round(filled, 1),
        "rebuild_s": round(rebuilt, 1),
        "boards": boards,
        "statements_are_steady": len(counts) == 1 and max(counts) <= 8,
        "new_fact": writes,
        "overdue_shown": measuring.overdue(region.reader_of_all, children[-1]),
    }


if __name__ == "__main__":
    sys.exit(main())
