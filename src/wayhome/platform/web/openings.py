"""What came with the person's row: the records they hold open in an emergency, and how many wait to be looked at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Held:
    """One record the reader holds open until a moment (aware); `child` says whether it is a child's."""

    id: UUID
    subject: UUID
    reference: str
    until: datetime
    child: bool


def held_of(request: HttpRequest) -> tuple[Held, ...]:
    """Return what the person signed in held open when the request came, the first to end first."""
    return tuple(
        Held(UUID(each["id"]), UUID(each["subject"]), each["reference"] or "a record", datetime.fromisoformat(each["until"]),
             bool(each["child"]))
        for each in _came(request).get("mine", ())
    )  # fmt: skip


def waiting_of(request: HttpRequest) -> int | None:
    """Return how many openings wait to be looked at; None for who does not watch over the records."""
    found = _came(request).get("waiting")
    return None if found is None else int(found)


def _came(request: HttpRequest) -> dict[str, Any]:
    came = getattr(request.user, "openings", None) or {}
    return json.loads(came) if isinstance(came, str) else came
