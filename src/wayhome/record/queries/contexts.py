"""Contexts by id: that there is one the reader may see, and what its record is called. What is known of it is facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wayhome.record.models import Context


@dataclass(frozen=True, slots=True)
class ContextRow:
    """A place, group, school or online space: its reference, and whether its record is kept to people named for it."""

    id: UUID
    reference: str
    restricted: bool


def rows(contexts: Iterable[UUID]) -> dict[UUID, ContextRow]:
    """Return each of these contexts that the reader may see, by id: one statement."""
    found = Context.objects.filter(id__in=list(contexts)).values_list("id", "reference", "restricted")
    return {id_: ContextRow(id_, reference, restricted) for id_, reference, restricted in found}


def row(context: UUID) -> ContextRow | None:
    """Return one context, or None if there is none for this reader."""
    return rows([context]).get(context)
