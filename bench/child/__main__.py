"""Run the child's bench: `python -m bench.child [--few N] [--many N] [--requests N] [--json FILE]`.

Uses a scratch server of its own and throws it away. Each page's time is a ratio to its own statements, replayed on
the same connection between the requests; the number of statements may not depend on how much is recorded.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from bench import house

PAGES = ("child", "child-about", "child-timeline", "child-people", "child-documents")
# What a busy record is made of: many of what may hold several times, and a few of the rest.
KINDS = ("child.phone", "child.alias", "child.said", "safeguarding.harm-suspected", "plan.safeguarding-reviewed")


def main() -> int:
    """Fill, measure, print; return 1 when a page asks more of the database for a child with more facts."""
    parser = argparse.ArgumentParser(prog="bench.child", description=__doc__)
    parser.add_argument("--few", type=int, default=10)
    parser.add_argument("--many", type=int, default=400)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with house.scratch() as place:
        found = _run(asked, place)
    house.told(found, asked)
    return 0 if found["statements_are_steady"] else 1


def _run(asked: argparse.Namespace, place: house.House) -> dict[str, Any]:

    from django.urls import reverse

    from bench.board.measuring import calibration
    from bench.pages import beside_its_sql

    worker = _partnership()
    # From here on as the role that serves, which the policies bind.
    place.served(analyzed=False)
    children = {number: _child(worker, number) for number in (asked.few, asked.many)}
    pages = {
        f"{page}, {number} facts": beside_its_sql(worker.user, reverse(page, args=[child]), asked.requests)
        for page in PAGES
        for number, child in children.items()
    }
    counts = {page: {pages[f"{page}, {number} facts"]["statements"] for number in children} for page in PAGES}
    return {
        "calibration_s": statistics.median(calibration() for _ in range(3)),
        "pages": pages,
        "statements_are_steady": all(len(seen) == 1 for seen in counts.values()),
    }


def _partnership() -> Any:
    from wayhome.platform.actor import Actor
    from wayhome.platform.operations import partnership as setting_up

    authority = setting_up.open_authority(
        slug="bench", name="Bench", partnership="Bench Partnership", protocol="portsmouth-pathway", demonstration=True
    )
    agency = setting_up.add_agency(
        authority=authority, slug="bench-care", name="Children's Services", kind="social-care"
    )
    user = setting_up.add_person(
        authority=authority, agency=agency, email="worker@bench.example", name="Invented Worker",
        job_title="social worker", password="only for the bench, nobody real", team=None,
    )  # fmt: skip
    return Actor(user, "Invented Worker", agency, authority, "bench")


def _child(actor: Any, number: int) -> UUID:
    """Open an invented child's record with so many facts, spread over two years."""
    from django.db import transaction

    from wayhome.engine.facts import Moment
    from wayhome.platform import wall
    from wayhome.platform.roles import enter
    from wayhome.record.operations.children import open_record
    from wayhome.record.operations.facts import Draft

    now: datetime = wall.now().astimezone(UTC)
    drafts = [
        Draft("child.name", Moment(now, now), now, text="Invented Child"),
        Draft("child.born", Moment(now, now), now, on_date=date(2012, 3, 4)),
    ]
    for n in range(number - len(drafts)):
        at = now - timedelta(hours=n * 43 + 1)
        drafts.append(Draft(KINDS[n % len(KINDS)], Moment(at, at), now, text=f"Invented words, number {n}. " * 4))
    with transaction.atomic():
        enter(actor.user)
        return open_record(actor=actor, drafts=drafts)


if __name__ == "__main__":
    sys.exit(main())
