"""Run the bench of need to know: `python -m bench.access [--children N] [--facts N] [--rounds N] [--json FILE]`.

A scratch server holds a million facts of 25,000 children, one record in a hundred restricted. Each question is asked by
the role that serves, which the policies bind, and by the owner with the same predicate written by hand, in turn; the
ratio is of the medians. Then every page is opened, and no plan of its statements may read half of a large table.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from bench import house

# One record in a hundred is for named people only, its facts with it; every reader is named for a few of those.
_RESTRICT = """
update record_child set restricted = true where substr(reference, 3)::int % 100 = 7;
update record_fact f set restricted = true from record_child c where c.id = f.child_id and c.restricted
"""


def main() -> int:
    """Fill, measure, print; return 1 when a ratio is over its limit, a page reads half a table or an array is too long."""
    parser = argparse.ArgumentParser(prog="bench.access", description=__doc__)
    parser.add_argument("--children", type=int, default=25_000)
    parser.add_argument("--facts", type=int, default=40, help="facts a child")
    parser.add_argument("--missing", type=int, default=1000, help="children missing now")
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--seed", type=int, default=20260701)
    parser.add_argument("--large", type=int, default=100_000, help="rows from which a table is large")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with house.scratch() as place:
        found = _run(asked, place)
    house.told(found, asked)
    for fault in found["faults"]:
        sys.stderr.write(f"WRONG: {fault}\n")
    return 1 if found["faults"] else 0


def _run(asked: argparse.Namespace, place: house.House) -> dict[str, Any]:

    from bench.access import plans, policies
    from bench.board import measuring, population
    from wayhome.platform import wall

    region = population.found(asked.seed)
    facts = population.fill(region, place.root_url, asked.children, asked.facts, asked.missing, wall.now())
    with psycopg.connect(place.root_url) as raw:
        raw.execute(
            "set session_replication_role = replica"
        )  # past the triggers that keep the ledger as it was written
        raw.execute(_RESTRICT)
    _name_some()
    _project(asked.missing)
    # From here on as the role that serves, which the policies bind.
    place.served()
    readers = {"ten": region.reader_of_ten, "3,000": region.reader_of_some, "all": region.reader_of_all}
    asks = {name: policies.measured(reader, asked.rounds, place.root_url) for name, reader in readers.items()}
    arrays = {name: policies.arrays(reader) for name, reader in readers.items()}
    read = plans.read_whole(region.reader_of_all, asked.large)
    return {
        "calibration_s": statistics.median(measuring.calibration() for _ in range(3)),
        "children": asked.children,
        "facts": facts,
        "questions": asks,
        "arrays": arrays,
        "pages": read.pages,
        "statements": read.statements,
        "faults": [*policies.over(asks), *policies.too_long(arrays), *read.faults],
    }


def _name_some() -> None:
    """Name every reader for one restricted record in ten."""
    from wayhome.platform.models import Grant, User
    from wayhome.record.models import Child

    Grant.objects.bulk_create(
        Grant(authority_id=child.authority_id, subject=child.id, user=user, reason="bench")
        for child in Child.objects.filter(restricted=True, reference__endswith="07").order_by("reference")[::10]
        for user in User.objects.all()
    )


def _project(missing: int) -> None:
    """Write the projections of every child, and the duties of those missing and of as many others."""
    from django.db import transaction

    from wayhome.clocks.operations import recompute, sweep
    from wayhome.missing import projector as episodes
    from wayhome.record import projector as record
    from wayhome.record.models import Child

    children = sweep.all_children()
    for start in range(0, len(children), 1000):
        with transaction.atomic():
            record.rebuild(children[start : start + 1000], lambda: None)
            episodes.rebuild(children[start : start + 1000], lambda: None)
    first: list[UUID] = list(Child.objects.order_by("reference").values_list("id", flat=True)[: missing * 2])
    for start in range(0, len(first), 500):
        with transaction.atomic():
            recompute.on_loaded(first[start : start + 500], lambda: None)


if __name__ == "__main__":
    sys.exit(main())
