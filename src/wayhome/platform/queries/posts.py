"""Who holds a post at a moment, and who of them is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from wayhome.platform.models import Exclusion, Holding, Leave, User


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person one may name on a page: never a child."""

    id: UUID
    name: str
    job_title: str
    agency: str
    email: str


@dataclass(frozen=True, slots=True)
class Away:
    """That somebody is on leave, and who covers, if anybody."""

    user: UUID
    covered_by: UUID | None


def holders(authority: UUID, role: str, *, at: datetime, team: UUID | None = None) -> tuple[UUID, ...]:
    """Return who holds a role's posts at a moment, of one team only if given; in a steady order."""
    held = Holding.objects.filter(_current(at), authority_id=authority, post__role=role, user__is_active=True)
    if team is not None:
        held = held.filter(post__team_id=team)
    return tuple(held.order_by("from_at", "user_id").values_list("user_id", flat=True))


def roles_of(user: UUID, *, at: datetime) -> frozenset[str]:
    """Return the roles of the posts a person holds at a moment, and of those whose leave the person covers."""
    covered = list(
        Leave.objects.filter(covered_by_id=user, from_at__lte=at, until_at__gt=at).values_list("user_id", flat=True)
    )
    held = Holding.objects.filter(_current(at), user_id__in=[user, *covered])
    return frozenset(held.values_list("post__role", flat=True))


def away(users: tuple[UUID, ...], *, at: datetime) -> dict[UUID, Away]:
    """Return which of these people are on leave at a moment, and who covers for each."""
    rows = Leave.objects.filter(user_id__in=users, from_at__lte=at, until_at__gt=at)
    return {user: Away(user, cover) for user, cover in rows.values_list("user_id", "covered_by_id")}


def excluded(subject: UUID) -> frozenset[UUID]:
    """Return who must have nothing to do with one subject's record."""
    return frozenset(Exclusion.objects.filter(subject=subject).values_list("user_id", flat=True))


def team_of(user: UUID) -> UUID | None:
    """Return the team a person belongs to."""
    return User.objects.filter(id=user).values_list("team_id", flat=True).first()


def team_members(user: UUID) -> tuple[UUID, ...]:
    """Return the active people of the team this person belongs to, without the person."""
    team = team_of(user)
    if team is None:
        return ()
    return tuple(User.objects.filter(team_id=team, is_active=True).exclude(id=user).values_list("id", flat=True))


def colleagues(users: list[UUID] | tuple[UUID, ...] | set[UUID] | frozenset[UUID]) -> dict[UUID, Colleague]:
    """Return the people by id: one statement."""
    rows = User.objects.filter(id__in=list(users)).select_related("agency")
    return {
        u.id: Colleague(u.id, u.display_name, u.job_title, u.agency.name if u.agency else "", u.email) for u in rows
    }


def _current(at: datetime) -> Q:
    return Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
