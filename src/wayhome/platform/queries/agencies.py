"""The agencies of the partnership, by name."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from wayhome.platform.models import Agency


def named(agencies: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of these agencies, of those the reader may know: one statement."""
    return dict(Agency.objects.filter(id__in=list(agencies)).values_list("id", "name"))
