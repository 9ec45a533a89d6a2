"""Run the lists' bench: `python -m bench.tracker [--children N] [--facts N] [--requests N] [--json FILE]`.

Uses a scratch server of its own and throws it away. Each list's time is a ratio to its own statements, replayed on the
same connection between the requests; the number of statements may not depend on how many children there are.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path
from typing import Any

import psycopg

from bench import house

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
    with house.scratch() as place:
        found = _run(asked, place)
    house.told(found, asked)
    return 0 if found["statements_are_steady"] else 1


def _run(asked: argparse.Namespace, place: house.House) -> dict[str, Any]:
    from django.db import transaction

    from bench import pages
    from bench.board import measuring, population
    from wayhome.clocks.operations import recompute, sweep
    from wayhome.missing import projector as missing
    from wayhome.platform import wall
    from wayhome.record import projector as record

    region = population.found(asked.seed)
    facts = population.fill(region, place.root_url, asked.children, asked.facts, asked.children // 30, wall.now())
    with psycopg.connect(place.root_url, autocommit=True) as raw:
        levels = raw.execute(_LEVELS, {"every": True}).rowcount
    children = sweep.all_children()
    for start in range(0, len(children), 500):
        with transaction.atomic():
            record.rebuild(children[start : start + 500], lambda: None)
            missing.rebuild(children[start : start + 500], lambda: None)
        with transaction.atomic():
            recompute.on_loaded(children[start : start + 500], lambda: None)
    # From here on as the role that serves, which the policies bind.
    place.served()
    readers = {"ten": region.reader_of_ten, "all": region.reader_of_all}
    lists = {
        f"{path}, reader of {name}": pages.beside_its_sql(reader, path, asked.requests)
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


if __name__ == "__main__":
    sys.exit(main())
