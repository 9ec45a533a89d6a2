"""Run the board's bench: `python -m bench.board [--children N] [--facts N] [--requests N] [--json FILE]`.

Uses a scratch server of its own and throws it away. Every figure is a ratio inside this run, or stands beside
the calibration loop of this run.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path
from time import perf_counter

from bench import house

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
    with house.scratch() as place:
        found = _run(asked, place)
    house.told(found, asked)
    return 0 if found["statements_are_steady"] else 1


def _run(asked: argparse.Namespace, place: house.House) -> dict[str, object]:
    from django.db import transaction

    from bench.board import measuring, population
    from wayhome.clocks.operations import recompute, sweep
    from wayhome.missing import projector as missing
    from wayhome.platform import wall
    from wayhome.record import projector as record

    now = wall.now()
    region = population.found(asked.seed)
    began = perf_counter()
    facts = population.fill(region, place.root_url, asked.children, asked.facts, asked.missing, now)
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
    # From here on as the role that serves, which the policies bind.
    place.served()
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
