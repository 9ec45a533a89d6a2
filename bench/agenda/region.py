"""A region of four authorities whose weekly meeting talks about some of its children and contexts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg

from bench.board.population import COLUMNS, PASSWORD, _life
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.models import Audience
from wayhome.platform.operations import partnership

AUTHORITIES = ("Anchor", "Buoy", "Cove", "Dock")
CONTEXTS = 40


@dataclass(frozen=True, slots=True)
class Region:
    """One partnership, the children's services of its four authorities, and who prepares its meeting."""

    authority: UUID
    agencies: tuple[UUID, ...]
    chair: UUID


def found(slug: str) -> Region:
    """Make the partnership. Nobody holds the chair's post, so whoever prepares the meeting signs it."""
    authority = partnership.open_authority(
        slug=slug, name=slug, partnership=slug, protocol="portsmouth-pathway", demonstration=True
    )
    agencies = tuple(
        partnership.add_agency(authority=authority, slug=f"{slug}-{name.lower()}", name=name, kind="social-care")
        for name in AUTHORITIES
    )
    chair = partnership.add_person(
        authority=authority, agency=agencies[0], email=f"{slug}@bench.example", name=slug, job_title="",
        password=PASSWORD,
    )  # fmt: skip
    return Region(authority, agencies, chair)


def fill(region: Region, root_url: str, children: int, facts_each: int, seed: int, now: datetime) -> int:
    """Copy children, contexts and facts in, as the scratch server's superuser; return how many facts."""
    random, written = Random(f"{seed} {region.authority}"), 0
    audiences = {(a.agency_id, a.handling): a.id for a in Audience.objects.filter(authority_id=region.authority)}
    handling = {k: v.handling for k, v in load_vocabulary().kinds.items()}
    ids = [_id(random) for _ in range(children)]
    places = [_id(random) for _ in range(CONTEXTS)]
    with psycopg.connect(root_url) as raw, raw.cursor() as cursor:
        for table, kind, made, letter in (
            ("record_child", "identity", ids, "R"),
            ("record_context", "care", places, "X"),
        ):
            with cursor.copy(
                f"copy {table} (id, authority_id, reference, audience_id, restricted, created_at) from stdin"
            ) as copy:
                for n, each in enumerate(made):
                    audience = audiences[region.agencies[n % 4], kind]
                    copy.write_row((each, region.authority, f"{letter}-{n:05}", audience, False, now))
        columns = ", ".join((*COLUMNS, "context_id"))
        with cursor.copy(f"copy record_fact ({columns}) from stdin") as copy:

            def keep(n: int, row: tuple[Any, ...], child: UUID | None, context: UUID | None) -> None:
                kind, episode, at, code, text = row
                fact, agency = _id(random), region.agencies[n % 4]
                audience = audiences[agency, handling[kind]]
                copy.write_row((
                    fact, region.authority, kind, child, episode, fact, at, at, "exact", at, at, code, text, agency,
                    "bench", audience, False, fact, context,
                ))  # fmt: skip

            for n, child in enumerate(ids):
                rows = [*_life(random, facts_each, random.random() < 0.03, now), *_known(random, now)]
                for row in rows:
                    keep(n, row, child, None)
                written += len(rows)
            for n, place in enumerate(places):
                keep(n, ("context.identified", None, now - timedelta(days=n), "repeated", None), None, place)
        raw.commit()
    return written + CONTEXTS


def _known(random: Random, now: datetime) -> list[tuple[Any, ...]]:
    """Draw what puts a child in view: a third are assessed, of whom most have a plan; a few are newly known of."""
    rows: list[tuple[Any, ...]] = []
    ago = lambda most: now - timedelta(days=random.uniform(0.1, most))  # noqa: E731
    if random.random() < 0.33:
        level = random.choices(("none", "low", "medium", "high"), (1, 4, 3, 2))[0]
        rows.append(("assessment.ceraf", None, ago(120), level, None))
        rows.append(("child.allocation", None, ago(120), random.choice(("allocated", "unallocated")), None))
        if random.random() < 0.8:
            rows.append(("plan.safer-plan", None, ago(100), None, "A plan"))
    if random.random() < 0.03:
        rows.append(("intelligence.received", None, ago(6), None, "Heard"))
    if random.random() < 0.01:
        rows.append(("police.arrested", None, ago(6), "linked-to-exploitation", None))
    return rows


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
