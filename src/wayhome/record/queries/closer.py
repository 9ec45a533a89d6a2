"""Who reads one fact, for whom it could be kept instead, and what was decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.platform.queries import readers
from wayhome.record.models import Fact, KeptCloser


@dataclass(frozen=True, slots=True)
class Readers:
    """One audience: the agencies that read it, by name, the one that told it among them."""

    audience: int
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision to keep the fact for fewer: `sealed`, for those named alone."""

    sealed: bool
    reason: str
    by_user: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """For whom a fact is now: its readers, whether only those of them who are named, and how it came to that."""

    kind: str
    restricted: bool
    readers: Readers
    decided: tuple[Decided, ...]


def kept(fact: UUID) -> Kept | None:
    """Return for whom a fact is, if the reader may read it."""
    row = Fact.objects.filter(id=fact).values_list("kind", "restricted", "audience_id", "root_id").first()
    if row is None:
        return None
    kind, restricted, audience, root = row
    decided = tuple(
        Decided(k.audience_id is None, k.reason, k.by_user, k.recorded_at)
        for k in KeptCloser.objects.filter(fact_id=root).order_by("recorded_at", "id")
    )
    return Kept(kind, restricted, Readers(audience, readers.beside(audience)[audience]), decided)


def chain(fact: UUID) -> frozenset[UUID]:
    """Return a fact with what it corrects and what corrects it, as far as the reader may read them."""
    root = Fact.objects.filter(id=fact).values_list("root_id", flat=True).first()
    return frozenset(Fact.objects.filter(root_id=root).values_list("id", flat=True)) if root else frozenset()


def choices(fact: UUID) -> tuple[Readers, ...]:
    """Return the audiences of the same agency that fewer agencies read, the widest first; none for a fact not there."""
    audience = Fact.objects.filter(id=fact).values_list("audience_id", flat=True).first()
    if audience is None:
        return ()
    every = readers.beside(audience)
    now = set(every[audience])
    fewer = {names: Readers(id_, names) for id_, names in every.items() if set(names) < now}
    return tuple(sorted(fewer.values(), key=lambda r: (-len(r.agencies), r.agencies)))
