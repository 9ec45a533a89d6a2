"""The names by which another system may speak of this partnership's agencies and people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wayhome.platform.models import Agency, Authority, User


@dataclass(frozen=True, slots=True)
class Directory:
    """Agencies by name and slug, people by sign-in address or the part before its @; `home` keeps the rest."""

    agencies: dict[str, UUID]
    home: UUID
    home_name: str
    people: dict[str, UUID]


def directory(authority: UUID) -> Directory:
    """Return an authority's directory. Raises LookupError while it has no agency."""
    agencies = list(Agency.objects.filter(authority_id=authority).order_by("slug"))
    home = next((a for a in agencies if a.kind == "social-care"), None) or next(iter(agencies), None)
    if home is None:
        raise LookupError("the partnership has no agency yet: set it up first")
    people: dict[str, UUID] = {}
    for user in User.objects.filter(authority_id=authority):
        people |= {user.email: user.id, user.email.split("@")[0]: user.id}
    names = {a.name: a.id for a in agencies} | {a.slug: a.id for a in agencies}
    return Directory(names, home.id, home.name, people)


def authority_named(slug: str | None) -> UUID:
    """Return the authority of this slug, or the only one. Raises LookupError, naming those there are."""
    there = dict(Authority.objects.values_list("slug", "id"))
    if slug is None and len(there) == 1:
        return next(iter(there.values()))
    if slug is None or slug not in there:
        known = ", ".join(sorted(there)) or "none yet"
        raise LookupError(f"name the authority whose ledger this is for with --authority; there are: {known}")
    return there[slug]


def protocol_of(authority: UUID) -> str:
    """Return the protocol line an authority runs. Raises LookupError for an unknown authority."""
    line = Authority.objects.filter(id=authority).values_list("protocol", flat=True).first()
    if line is None:
        raise LookupError(f"no authority {authority}")
    return line


def is_empty() -> bool:
    """Whether no partnership has been set up here yet."""
    return not Authority.objects.exists()


def agency_names(agencies: Iterable[UUID]) -> dict[UUID, str]:
    """Return what these agencies are called, by id: one statement."""
    return dict(Agency.objects.filter(id__in=list(agencies)).values_list("id", "name"))


def agencies_of(authority: UUID) -> tuple[tuple[UUID, str], ...]:
    """Return every agency of an authority's partnership, by name."""
    return tuple(Agency.objects.filter(authority_id=authority).order_by("name").values_list("id", "name"))
