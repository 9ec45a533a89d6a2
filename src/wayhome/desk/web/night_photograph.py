"""The photograph on the sheet for the night: how old it is, and whether it may be shown to others to find the child.

Whoever may see the record sees it on the screen. On paper, which is handed on, it stands only where somebody who may
has allowed it (LEW E 14.3, 23).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.record.queries import documents
from wayhome.record.web.document_form import PERMISSION
from wayhome.record.web.documents import YEAR
from wayhome.ui import words


@dataclass(frozen=True, slots=True)
class Photograph:
    """`lines` say when it was taken and what it may be used for; `old`: older than twelve months."""

    id: UUID
    lines: tuple[str, ...]
    old: bool
    may_be_shown: bool
    uses: str = ""


def photograph(child: UUID, now: datetime) -> Photograph | None:
    """Return the photograph of a child that was taken last, as this reader may see it; None if there is none."""
    found = documents.photograph(child)
    if found is None:
        return None
    taken = found.happened
    old = taken is None or now - taken > YEAR
    said = f"Photograph taken {words.day(taken)}." if taken else "Nobody knows when the photograph was taken."
    age = " Older than 12 months: the child may look different now, so ask for a new one." if taken and old else ""
    allowed = found.said.get("permission", "") not in ("", PERMISSION["not-given"])
    uses = found.said.get("uses", "") if allowed else ""
    return Photograph(found.id, (f"{said}{age}", _permission(allowed, found.said)), old, allowed, uses)


def _permission(allowed: bool, said: Mapping[str, str]) -> str:
    if not allowed:
        return "Nobody has allowed the photograph to be shown to others. Look at it, and do not pass it on."
    by, uses = said.get("given-by", ""), said.get("uses", "")
    allows = f"Allowed by: {by}." if by else ""
    return f"The photograph may be used to find the child{f': {uses}' if uses else ''}. {allows}".strip()
