"""Teams, who is in them, and whose work a person looks after."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from wayhome.platform.models import Team, User


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a team, as lists name them."""

    id: UUID
    name: str
    job_title: str
    team: UUID | None


def names(authority: UUID) -> dict[UUID, str]:
    """Return the teams of an authority's partnership, by name: one statement."""
    return dict(Team.objects.filter(authority_id=authority).order_by("name", "id").values_list("id", "name"))


def of_agency(agency: UUID) -> tuple[UUID, ...]:
    """Return an agency's teams."""
    return tuple(Team.objects.filter(agency_id=agency).order_by("name", "id").values_list("id", flat=True))


def people(users: Collection[UUID]) -> dict[UUID, Member]:
    """Return these people with their teams, by name: one statement."""
    return _members(User.objects.filter(id__in=list(users)))


def members(teams: Collection[UUID]) -> dict[UUID, Member]:
    """Return who is in these teams and still signs in, by name: one statement."""
    return _members(User.objects.filter(team_id__in=list(teams), is_active=True))


def left(teams: Collection[UUID]) -> dict[UUID, Member]:
    """Return who was in these teams when their accounts were closed, by name: one statement."""
    return _members(User.objects.filter(team_id__in=list(teams), is_active=False))


def everybody_of(agency: UUID) -> dict[UUID, Member]:
    """Return everybody of an agency who still signs in, by name, in a team or not: one statement."""
    return _members(User.objects.filter(agency_id=agency, is_active=True))


def _members(found: QuerySet[User]) -> dict[UUID, Member]:
    rows = found.order_by("display_name", "id").values_list("id", "display_name", "job_title", "team_id")
    return {row[0]: Member(*row) for row in rows}
