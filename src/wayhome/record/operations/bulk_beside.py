"""Writing many links, particulars and pictures at once beside facts that were just loaded; run as the owner."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from wayhome.platform import files
from wayhome.platform.queries.audiences import audience_of
from wayhome.record.link_kinds import LINK_KINDS
from wayhome.record.models import Document, Fact, Link, Particulars
from wayhome.record.operations.things import things_of
from wayhome.record.subjects import Subject
from wayhome.record.things import Identity

BATCH = 1000
Said = Mapping[UUID, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Tie:
    """One link from another system, as `links.LinkDraft`; `agency` keeps it, by its name there."""

    kind: str
    first: Subject | Identity
    other: Subject | Identity
    source: str
    agency: str
    confidence: str
    strength: str = ""
    since: date | None = None
    until: date | None = None
    note: str = ""


def add_particulars(said: Said) -> None:
    """Write what goes with facts already there, each for the readers of its fact. What is there stays."""
    rows = [
        Particulars(
            fact_id=row.id, authority_id=row.authority_id, child_id=row.child_id, said=dict(said[row.id]),
            audience_id=row.audience_id, restricted=row.restricted,
        )
        for row in Fact.objects.filter(id__in=list(said), particulars__isnull=True)
        if row.child_id is not None
    ]  # fmt: skip
    Particulars.objects.bulk_create(rows, batch_size=BATCH)


def add_ties(*, authority: UUID, agencies: Mapping[str, UUID], ties: Sequence[Tie], now: datetime) -> int:
    """Write links and the things at their ends; returns how many there are now of these. `now` aware."""
    things = things_of(authority, {e for t in ties for e in (t.first, t.other) if isinstance(e, Identity)})
    rows = {row.id: row for row in (_link(authority, agencies, tie, things, now) for tie in ties)}
    Link.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=BATCH)
    return len(rows)


def _link(
    authority: UUID, agencies: Mapping[str, UUID], tie: Tie, things: Mapping[Identity, UUID], now: datetime
) -> Link:
    kind, agency = LINK_KINDS[tie.kind], agencies[tie.agency]
    ends = {f"{side}_{name}": id_ for side, end in (("from", tie.first), ("to", tie.other))
            for name, id_ in [_end(things, end)]}  # fmt: skip
    name = "/".join(map(str, (tie.kind, *ends.values(), tie.since)))
    return Link(
        id=uuid5(authority, name), authority_id=authority, kind=tie.kind, strength=tie.strength, since=tie.since,
        until=tie.until, confidence=tie.confidence, source=tie.source, note=tie.note, recorded_at=now,
        by_agency_id=agency, audience_id=audience_of(agency, kind.handling), **ends,
    )  # fmt: skip


def _end(things: Mapping[Identity, UUID], end: Subject | Identity) -> tuple[str, UUID]:
    return ("thing_id", things[end]) if isinstance(end, Identity) else (f"{end.kind}_id", end.id)


def add_pictures(pictures: Mapping[UUID, bytes], now: datetime) -> None:
    """Keep pictures (JPEG) under the facts that announce them: the file first, then its row."""
    rows = []
    for fact in Fact.objects.filter(id__in=list(pictures)).order_by("id"):
        if fact.child_id is None:
            raise ValueError(f"a picture is of a child, and fact {fact.id} is about none")
        content, name = pictures[fact.id], uuid5(fact.id, "picture")
        try:
            files.put(name, content)
        except FileExistsError:  # a load that was undone left the same file
            files.drop(name)
            files.put(name, content)
        rows.append(
            Document(
                id=name, authority_id=fact.authority_id, child_id=fact.child_id, fact=fact, media_type="image/jpeg",
                extension="jpg", size=len(content), digest=hashlib.sha256(content).hexdigest(), recorded_at=now,
                audience_id=fact.audience_id, restricted=fact.restricted,
            )
        )  # fmt: skip
    Document.objects.bulk_create(rows, batch_size=BATCH)
