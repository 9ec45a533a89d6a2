"""Who is acting: a frozen value passed to every operation, never looked up inside one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for an agency of one authority's partnership; `through` says by what door."""

    user: UUID
    name: str
    agency: UUID
    authority: UUID
    through: str = "page"
