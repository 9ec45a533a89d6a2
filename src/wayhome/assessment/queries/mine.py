"""How many forms wait for one person: being written, returned, waiting for a signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wayhome.assessment.models import Draft
from wayhome.assessment.queries import sheets, signing
from wayhome.platform.actor import Actor


@dataclass(frozen=True, slots=True)
class Mine:
    """The forms that wait for one person, counted."""

    writing: int
    returned: int
    to_sign: int


def mine(actor: Actor, *, now: datetime) -> Mine:
    """Return how many forms wait for a person now."""
    return Mine(
        writing=Draft.objects.filter(holder=actor.user).count(),
        returned=len(sheets.returned_to(actor.user)),
        to_sign=len(sheets.waiting(signing.signs_for(actor, at=now), actor.user)),
    )
