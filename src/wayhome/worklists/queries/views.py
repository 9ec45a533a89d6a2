"""The lists a person keeps, and those the person's team shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wayhome.worklists.models import SavedView


@dataclass(frozen=True, slots=True)
class KeptList:
    """One kept choice of filters; `mine`: the reader made it, and may take it away."""

    id: UUID
    title: str
    chosen: Mapping[str, Sequence[str]]
    shared: bool
    mine: bool


def kept(user: UUID, authority: UUID, page: str) -> tuple[KeptList, ...]:
    """Return a person's kept lists of a page and those of the person's team, by title: one statement."""
    rows = SavedView.objects.filter(authority_id=authority, page=page).order_by("title", "id")
    return tuple(
        KeptList(id_, title, chosen, team is not None, maker == user)
        for id_, title, chosen, team, maker in rows.values_list("id", "title", "chosen", "team_id", "user_id")
    )
