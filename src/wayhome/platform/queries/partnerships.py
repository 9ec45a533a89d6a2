"""What a partnership is called, who works in it, and when its clocks were last checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from wayhome.platform.models import Authority, Stamp, User
from wayhome.platform.queries.posts import Colleague


@dataclass(frozen=True, slots=True)
class Partnership:
    """One authority's partnership as pages name it."""

    name: str
    demonstration: bool


def partnership(authority: UUID) -> Partnership:
    """Return the partnership of an authority. Raises LookupError if there is none the reader belongs to."""
    return _named(authority)


@cache
def _named(authority: UUID) -> Partnership:
    row = Authority.objects.filter(id=authority).values_list("partnership", "demonstration").first()
    if row is None:
        raise LookupError(f"no authority {authority}")
    return Partnership(*row)


def colleagues_of(authority: UUID) -> tuple[Colleague, ...]:
    """Return everybody who can be named in a form: the active people of an authority, by name: one statement."""
    rows = User.objects.filter(authority_id=authority, is_active=True).select_related("agency")
    made = (Colleague(u.id, u.display_name, u.job_title, u.agency.name if u.agency else "", u.email) for u in rows)
    return tuple(sorted(made, key=lambda c: (c.name.casefold(), str(c.id))))


def last_checked() -> datetime | None:
    """Return when the sweep last looked at every clock; None if it never did."""
    return Stamp.objects.filter(step="sweep").values_list("at", flat=True).first()


def authorities() -> tuple[UUID, ...]:
    """Return every authority of this installation. Ask as the clock: a reader sees only their own."""
    return tuple(Authority.objects.order_by("id").values_list("id", flat=True))
