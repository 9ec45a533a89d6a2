"""A region to read: children, episodes and facts, drawn with a seed and copied in as the owner."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg

from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.models import Audience
from wayhome.platform.operations import partnership

PASSWORD = "bench-only-password"
HOURS = timedelta(hours=1)
COLUMNS = (
    "id", "authority_id", "kind", "child_id", "episode_id", "root_id", "happened_from", "happened_until", "precision",
    "told_at", "recorded_at", "code", "text", "by_agency_id", "source", "audience_id", "restricted", "salt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """The agencies whose children they are, and one reader of each size."""

    authority: UUID
    small: UUID
    middle: UUID
    large: UUID
    reader_of_ten: UUID
    reader_of_some: UUID
    reader_of_all: UUID
    seed: int


def found(seed: int) -> Region:
    """Make the partnership: three agencies that keep children, and readers of one, of two, of all."""
    authority = partnership.open_authority(
        slug="bench", name="Bench", partnership="Bench", protocol="portsmouth-pathway", demonstration=True
    )
    # Neighbouring authorities read only their own; social care reads every agency's.
    small = partnership.add_agency(authority=authority, slug="small", name="Small", kind="other-authority")
    middle = partnership.add_agency(authority=authority, slug="middle", name="Middle", kind="other-authority")
    large = partnership.add_agency(authority=authority, slug="large", name="Large", kind="social-care")

    def reader(name: str, agency: UUID) -> UUID:
        return partnership.add_person(
            authority=authority,
            agency=agency,
            email=f"{name}@bench.example",
            name=name,
            job_title="",
            password=PASSWORD,
        )

    people = reader("ten", small), reader("some", middle), reader("all", large)
    return Region(authority, small, middle, large, *people, seed)


def fill(region: Region, root_url: str, children: int, facts_each: int, missing_now: int, now: datetime) -> int:
    """Copy children and facts in; return how many facts. Of the children, `missing_now` are missing at `now`.

    As the scratch server's superuser: nobody else may copy into a table with row policies.
    """
    random = Random(region.seed)
    kept = [(region.small, 10), (region.middle, min(3000, children // 8)), (region.large, children)]
    audiences = {(a.agency_id, a.handling): a.id for a in Audience.objects.filter(authority_id=region.authority)}
    handling = {k: v.handling for k, v in load_vocabulary().kinds.items()}
    ids = [UUID(int=random.getrandbits(128), version=4) for _ in range(children)]
    written = 0
    with psycopg.connect(root_url) as raw, raw.cursor() as cursor:
        with cursor.copy(
            "copy record_child (id, authority_id, reference, audience_id, restricted, created_at) from stdin"
        ) as copy:
            for place, child in enumerate(ids):
                agency = _keeper(kept, place)
                copy.write_row((child, region.authority, f"B-{place:05}", audiences[agency, "identity"], False, now))
        with cursor.copy(f"copy record_fact ({', '.join(COLUMNS)}) from stdin") as copy:
            for place, child in enumerate(ids):
                agency = _keeper(kept, place)
                for row in _life(random, facts_each, place < missing_now or place < 10, now):
                    kind, episode, at, code, text = row
                    fact = UUID(int=random.getrandbits(128), version=4)
                    audience = audiences[agency, handling[kind]]
                    copy.write_row((
                        fact, region.authority, kind, child, episode, fact, at, at, "exact", at, at, code, text, agency,
                        "bench", audience, False, fact,
                    ))  # fmt: skip
                    written += 1
        raw.commit()
        raw.autocommit = True
        cursor.execute("vacuum analyze")
    return written


def _keeper(kept: list[tuple[UUID, int]], place: int) -> UUID:
    return next(agency for agency, upto in kept if place < upto)


def _life(random: Random, facts: int, missing: bool, now: datetime) -> Iterator[tuple[str, Any, datetime, Any, Any]]:
    known = now - timedelta(days=1500)
    name = f"{random.choice(_FIRST)} {random.choice(_LAST)}"
    yield "child.name", None, known, None, name
    yield "child.care-status", None, known, random.choice(["looked-after", "not-looked-after"]), None
    yield "child.plan", None, known, random.choice(["none", "child-protection"]), None
    yield "child.placement", None, known, "here", None
    left = facts - 4
    last = None
    begins = now - timedelta(hours=random.uniform(1, 200)) if missing else now - timedelta(days=random.uniform(20, 60))
    while left > 0:
        rows = list(_episode(random, begins, missing))
        if len(rows) > left:  # no room for a whole episode: news of the last one instead, so that none stays open
            rows = [("missing.update", last, begins + HOURS, None, "News")] * left
        last = rows[0][1]
        yield from rows
        left -= len(rows)
        begins -= timedelta(days=random.uniform(20, 120))
        missing = False


def _episode(random: Random, at: datetime, missing: bool) -> Iterator[tuple[str, Any, datetime, Any, Any]]:
    episode = uuid.UUID(int=random.getrandbits(128), version=4)
    yield "missing.began", episode, at, "missing", None
    yield "missing.from", episode, at, random.choice(["home", "care"]), None
    yield "missing.reported", episode, at + HOURS / 2, None, None
    yield "missing.risk-graded", episode, at + HOURS, random.choice(["medium", "high"]), None
    yield "missing.immediate-danger", episode, at + HOURS / 2, "no", None
    yield "missing.local-risk", episode, at + HOURS / 2, "not-high", None
    if missing:
        return
    back = at + timedelta(hours=random.expovariate(1 / 12))
    yield "missing.returned", episode, back, None, "Home"
    yield "return.safe-and-well", episode, back + 3 * HOURS, None, "Seen"
    yield "return.harm-decided", episode, back + 5 * HOURS, "none", None
    yield "return.conversation-offered", episode, back + 20 * HOURS, "independent", None
    yield "return.conversation-held", episode, back + 60 * HOURS, "independent", None
    yield "missing.closed", episode, back + 90 * HOURS, None, "Learned"


_FIRST = ("Amber", "Basil", "Coral", "Dune", "Ember", "Fern", "Gale", "Heath", "Isle", "Jet", "Kelp", "Lark")
_LAST = ("Anchor", "Buoy", "Cove", "Dock", "Estuary", "Fathom", "Gull", "Harbour", "Inlet", "Jetty", "Keel", "Lagoon")
