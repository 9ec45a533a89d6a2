"""Which agencies were let into a child's record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.platform.models import Agency, Sharing
from wayhome.platform.reading_rules import READS


@dataclass(frozen=True, slots=True)
class Share:
    """One agency that reads a child's record now: since when, until when, why, and who let it in."""

    agency: UUID
    name: str
    since: datetime
    until: datetime | None
    reason: str
    by_user: UUID | None


def of_subject(subject: UUID, now: datetime) -> tuple[Share, ...]:
    """Return the agencies let into a subject's record now (aware), by name: one statement."""
    latest: dict[UUID, Sharing] = {}
    for row in Sharing.objects.filter(subject=subject).select_related("agency").order_by("recorded_at", "id"):
        latest[row.agency_id] = row
    holding = [r for r in latest.values() if r.shared and (r.until_at is None or r.until_at > now)]
    made = (Share(r.agency_id, r.agency.name, r.recorded_at, r.until_at, r.reason, r.by_user) for r in holding)
    return tuple(sorted(made, key=lambda s: s.name.casefold()))


def let_in(agency: UUID, now: datetime) -> frozenset[UUID]:
    """Return the subjects an agency was let into and may read now (aware): one statement."""
    latest: dict[UUID, Sharing] = {}
    for row in Sharing.objects.filter(agency_id=agency).order_by("recorded_at", "id"):
        latest[row.subject] = row
    return frozenset(r.subject for r in latest.values() if r.shared and (r.until_at is None or r.until_at > now))


def to_let_in(authority: UUID) -> tuple[tuple[UUID, str], ...]:
    """Return the agencies that read nothing of others by themselves, such as another authority: id and name."""
    rows = Agency.objects.filter(authority_id=authority).values_list("id", "name", "kind")
    return tuple(sorted(((i, n) for i, n, kind in rows if not READS.get(kind)), key=lambda a: a[1].casefold()))
