"""A moment as a person types it."""

from __future__ import annotations

from datetime import datetime

from wayhome.packs.documents import Document, Place
from wayhome.packs.moments import instant
from wayhome.platform import wall


def moment_named(option: str, word: str | None) -> datetime:
    """Return the moment typed (British wall time unless it has an offset), or now. Raises PackFault."""
    return wall.now() if word is None else instant(Place(Document(option), (), word))
