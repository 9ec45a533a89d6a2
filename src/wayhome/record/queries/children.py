"""Who a child is now: the banner's facts, and the search that comes before making a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from wayhome.record.models import ChildNow
from wayhome.record.names import folded

LAST = "\U0010ffff"  # sorts after every letter, in the order of bytes


@dataclass(frozen=True, slots=True)
class ChildBanner:
    """What the top of every page about a child says; an empty string is "not recorded", never "no"."""

    id: UUID
    reference: str
    name: str
    known_as: str
    born_on: date | None
    care_status: str
    plan: str
    allocation: str
    allocated_worker: UUID | None
    placement: str

    def age(self, today: date) -> int | None:
        """Return the age in whole years on a day, or None when the birth date is not recorded."""
        if self.born_on is None:
            return None
        return today.year - self.born_on.year - ((today.month, today.day) < (self.born_on.month, self.born_on.day))


def banners(children: Iterable[UUID]) -> dict[UUID, ChildBanner]:
    """Return the banner of each child the reader may see, by id: one statement."""
    return {b.id: b for b in map(_banner, ChildNow.objects.filter(child_id__in=list(children)))}


def banner(child: UUID) -> ChildBanner | None:
    """Return one child's banner, or None if there is no such child for this reader."""
    return banners([child]).get(child)


def find(authority: UUID, *, words: str = "", born_on: date | None = None, limit: int = 20) -> tuple[ChildBanner, ...]:
    """Return children whose name begins so (either way round), or whose reference or birth date this is.

    Only comparisons that may go before the row policies, on folded columns: so each part goes by its index, and a look-up
    never reads everybody. LIKE is not one of them.
    """
    key = folded(words)
    wanted = Q(pk__in=[])
    if key:
        past = key + LAST
        by_name = Q(name_key__gte=key, name_key__lt=past) | Q(surname_key__gte=key, surname_key__lt=past)
        wanted |= by_name | Q(reference=words.strip().upper())
    if born_on is not None:
        wanted = (wanted | Q(born_on=born_on)) if key else Q(born_on=born_on)
    rows = ChildNow.objects.filter(authority_id=authority).filter(wanted).order_by("surname_key", "reference")[:limit]
    return tuple(_banner(row) for row in rows)


def of_workers(workers: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the children allocated to these workers: child to worker."""
    rows = ChildNow.objects.filter(allocated_worker__in=list(workers)).values_list("child_id", "allocated_worker")
    return {child: worker for child, worker in rows if worker is not None}


def id_by_reference(authority: UUID, reference: str) -> UUID | None:
    """Return the id of the child with this reference, if the reader may see the child."""
    return (
        ChildNow.objects.filter(authority_id=authority, reference=reference.strip())
        .values_list("child_id", flat=True)
        .first()
    )


def _banner(row: ChildNow) -> ChildBanner:
    return ChildBanner(
        row.child_id, row.reference, row.name, row.known_as, row.born_on, row.care_status, row.plan, row.allocation,
        row.allocated_worker, row.placement,
    )  # fmt: skip


def is_restricted(child: UUID) -> bool | None:
    """Return whether a child's record is kept to people named for it; None if the reader may not see the child."""
    return ChildNow.objects.filter(child_id=child).values_list("restricted", flat=True).first()
