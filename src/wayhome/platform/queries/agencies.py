"""The agencies of the partnership, by name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from wayhome.platform.models import Agency


def named(agencies: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of these agencies, of those the reader may know: one statement."""
    return dict(Agency.objects.filter(id__in=list(agencies)).values_list("id", "name"))


@dataclass(frozen=True, slots=True)
class Known:
    """An agency of the partnership, and of which kind it is."""

    id: UUID
    name: str
    kind: str


def agencies(authority: UUID) -> tuple[Known, ...]:
    """Return every agency of a partnership, by name: one statement."""
    rows = Agency.objects.filter(authority_id=authority).order_by("name").values_list("id", "name", "kind")
    return tuple(Known(*row) for row in rows)
