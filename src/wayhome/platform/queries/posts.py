"""Who holds a post at a moment, and who of them is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

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


@dataclass(frozen=True, slots=True)
class Held:
    """That somebody holds a post now, and of which team it is, if of one."""

    user: UUID
    team: UUID | None


def held_by_role(authority: UUID, roles: Collection[str], *, at: datetime) -> dict[str, list[Held]]:
    """Return who holds the posts of each of these roles at a moment, in the order of `holders`: one statement."""
    rows = Holding.objects.filter(_current(at), authority_id=authority, post__role__in=roles, user__is_active=True)
    found: dict[str, list[Held]] = {}
    for role, user, team in rows.order_by("from_at", "user_id").values_list("post__role", "user_id", "post__team_id"):
        found.setdefault(role, []).append(Held(user, team))
    return found


def roles_of(user: UUID, *, at: datetime) -> frozenset[str]:
    """Return the roles of the posts a person holds at a moment, and of those whose leave the person covers."""
    held = Holding.objects.filter(_current(at), user_id__in=[user, *covering(user, at=at)])
    return frozenset(held.values_list("post__role", flat=True))


def roles_of_any(users: Collection[UUID], *, at: datetime) -> frozenset[str]:
    """Return the roles of the posts that any of these people hold at a moment: one statement."""
    held = Holding.objects.filter(_current(at), user_id__in=list(users))
    return frozenset(held.values_list("post__role", flat=True))


@dataclass(frozen=True, slots=True)
class TimeAway:
    """One time somebody is away, past or coming, and who covers."""

    id: UUID
    user: UUID
    from_at: datetime
    until_at: datetime
    covered_by: UUID | None


def times_away(users: Collection[UUID], *, since: datetime) -> tuple[TimeAway, ...]:
    """Return when these people are away that ends after a moment, the soonest first: one statement."""
    rows = Leave.objects.filter(user_id__in=list(users), until_at__gt=since).order_by("from_at", "id")
    return tuple(TimeAway(*row) for row in rows.values_list("id", "user_id", "from_at", "until_at", "covered_by_id"))


def time_away(leave: UUID) -> TimeAway | None:
    """Return one time away of the partnership, or None."""
    row = Leave.objects.filter(id=leave).values_list("id", "user_id", "from_at", "until_at", "covered_by_id").first()
    return TimeAway(*row) if row else None


def covering(user: UUID, *, at: datetime) -> tuple[UUID, ...]:
    """Return the people on leave at a moment whose work this person covers."""
    rows = Leave.objects.filter(covered_by_id=user, from_at__lte=at, until_at__gt=at)
    return tuple(rows.values_list("user_id", flat=True))


def still_here(users: Iterable[UUID]) -> tuple[UUID, ...]:
    """Return those of these people who still sign in, in the same order."""
    wanted = list(users)
    active = set(User.objects.filter(id__in=wanted, is_active=True).values_list("id", flat=True))
    return tuple(user for user in wanted if user in active)


def away(users: tuple[UUID, ...], *, at: datetime) -> dict[UUID, Away]:
    """Return which of these people are on leave at a moment, and who covers for each."""
    rows = Leave.objects.filter(user_id__in=users, from_at__lte=at, until_at__gt=at)
    # Of two leaves at once, the one with cover counts: it comes last.
    rows = rows.order_by(F("covered_by_id").asc(nulls_first=True))
    return {user: Away(user, cover) for user, cover in rows.values_list("user_id", "covered_by_id")}


def absent(*, at: datetime) -> frozenset[UUID]:
    """Return everybody of every partnership who is on leave at a moment, or no longer signs in. For the clock."""
    away = Leave.objects.filter(from_at__lte=at, until_at__gt=at).values_list("user_id", flat=True)
    return frozenset(away) | frozenset(User.objects.filter(is_active=False).values_list("id", flat=True))


def excluded(subject: UUID) -> frozenset[UUID]:
    """Return who must have nothing to do with one subject's record."""
    return frozenset(Exclusion.objects.filter(subject=subject, ended_at__isnull=True).values_list("user_id", flat=True))


def kept_away_in(agency: UUID, subjects: Collection[UUID]) -> frozenset[UUID]:
    """Return those of these subjects from whose record somebody of an agency is kept away. For the clock."""
    rows = Exclusion.objects.filter(subject__in=list(subjects), ended_at__isnull=True, user__agency_id=agency)
    return frozenset(rows.values_list("subject", flat=True))


def team_of(user: UUID) -> UUID | None:
    """Return the team a person belongs to."""
    return User.objects.filter(id=user).values_list("team_id", flat=True).first()


def managed_by(user: UUID, role: str, *, at: datetime) -> tuple[UUID, ...]:
    """Return the people of the teams whose post of this role a person holds, or covers, at a moment."""
    held = Holding.objects.filter(_current(at), user_id__in=[user, *covering(user, at=at)], post__role=role)
    teams = held.filter(post__team_id__isnull=False).values_list("post__team_id", flat=True)
    return tuple(User.objects.filter(team_id__in=list(teams)).values_list("id", flat=True))


def colleagues(users: list[UUID] | tuple[UUID, ...] | set[UUID] | frozenset[UUID]) -> dict[UUID, Colleague]:
    """Return the people by id: one statement."""
    rows = User.objects.filter(id__in=list(users)).select_related("agency")
    return {
        u.id: Colleague(u.id, u.display_name, u.job_title, u.agency.name if u.agency else "", u.email) for u in rows
    }


def _current(at: datetime) -> Q:
    return Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
