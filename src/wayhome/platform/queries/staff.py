"""The people of a partnership as its administrator looks after them: posts over time, vetting, how they sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from wayhome.platform import wall
from wayhome.platform.models import Holding, Post, Team, User, Vetting

LONDON = ZoneInfo("Europe/London")
NEVER_BEGUN = timedelta(seconds=1)  # a post that was ended before it began lasts less
SECOND_STEPS = ("totp", "webauthn")


@dataclass(frozen=True, slots=True)
class Held:
    """One person's time in one post: from a moment, until one (aware) or still."""

    id: UUID
    post: UUID
    title: str
    user: UUID
    name: str
    from_at: datetime
    until_at: datetime | None
    current: bool
    coming: bool

    @property
    def over(self) -> bool:
        """Whether it has ended, or was ended before it began."""
        return not self.current and not self.coming


@dataclass(frozen=True, slots=True)
class Vetted:
    """One vetting of one person; `post` only when it counts in that post alone. The days are London's."""

    id: UUID
    user: UUID
    post: UUID | None
    post_title: str
    level: str
    from_on: date
    until_on: date
    confirmed_by: str
    ended_at: datetime | None
    ended_why: str
    current: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in, or did."""

    id: UUID
    name: str
    email: str
    job_title: str
    agency: str
    team: str
    active: bool
    holdings: tuple[Held, ...] = ()
    vettings: tuple[Vetted, ...] = ()


@dataclass(frozen=True, slots=True)
class PostView:
    """One post, and everybody who held it, the latest first."""

    id: UUID
    title: str
    role: str
    agency: str
    team: str
    holdings: tuple[Held, ...]


def person(authority: UUID, user: UUID) -> Person | None:
    """Return one person of a partnership with their posts and vettings; None if there is none the reader may see."""
    return next(iter(_people(authority, [user])), None)


def people(authority: UUID) -> tuple[Person, ...]:
    """Return everybody of a partnership, by name: three statements, however many they are."""
    return _people(authority, None)


def _people(authority: UUID, users: list[UUID] | None) -> tuple[Person, ...]:
    rows = User.objects.filter(authority_id=authority).select_related("agency", "team").order_by("display_name", "id")
    rows = rows if users is None else rows.filter(id__in=users)
    found = list(rows)
    ids = [row.id for row in found]
    held, vetted = _holdings(Holding.objects.filter(user_id__in=ids)), _vettings(ids)
    return tuple(
        Person(
            row.id, row.display_name, row.email, row.job_title, row.agency.name if row.agency else "",
            row.team.name if row.team else "", row.is_active,
            tuple(h for h in held if h.user == row.id), tuple(v for v in vetted if v.user == row.id),
        )
        for row in found
    )  # fmt: skip


def posts(authority: UUID) -> tuple[PostView, ...]:
    """Return the posts of a partnership by title, each with who held it: two statements."""
    held = _holdings(Holding.objects.filter(authority_id=authority))
    rows = Post.objects.filter(authority_id=authority).select_related("agency", "team").order_by("title", "id")
    return tuple(
        PostView(
            row.id, row.title, row.role, row.agency.name, row.team.name if row.team else "",
            tuple(h for h in held if h.post == row.id),
        )
        for row in rows
    )  # fmt: skip


def address_taken(email: str) -> bool:
    """Whether there is an account with this address already, in whatever partnership."""
    return User.objects.filter(email__iexact=email.strip()).exists()


def teams(authority: UUID) -> tuple[tuple[UUID, str, str], ...]:
    """Return the teams of a partnership: id, name, agency, by agency and name."""
    rows = Team.objects.filter(authority_id=authority).order_by("agency__name", "name")
    return tuple(rows.values_list("id", "name", "agency__name"))


def agency_of_team(team: UUID) -> UUID | None:
    """Return the agency a team belongs to."""
    return Team.objects.filter(id=team).values_list("agency_id", flat=True).first()


def has_second_step(user: UUID) -> bool:
    """Whether somebody has a second step."""
    return bool(Authenticator.objects.filter(user_id=user, type__in=SECOND_STEPS).exists())


def _holdings(rows: QuerySet[Holding]) -> tuple[Held, ...]:
    now = wall.now()
    found = rows.select_related("post", "user").order_by("-from_at", "id")
    return tuple(
        Held(
            r.id, r.post_id, r.post.title, r.user_id, r.user.display_name, r.from_at, r.until_at,
            r.from_at <= now and (r.until_at is None or r.until_at > now),
            r.from_at > now and (r.until_at is None or r.until_at - r.from_at > NEVER_BEGUN),
        )
        for r in found
    )  # fmt: skip


def _vettings(users: list[UUID]) -> tuple[Vetted, ...]:
    now = wall.now()
    today = now.astimezone(LONDON).date()
    rows = Vetting.objects.filter(user_id__in=users).select_related("post").order_by("-from_on", "-recorded_at")
    held = set(_current_posts(users, now))
    return tuple(
        Vetted(
            r.id, r.user_id, r.post_id, r.post.title if r.post else "", r.level, r.from_on, r.until_on, r.confirmed_by,
            r.ended_at, r.ended_why,
            r.ended_at is None and r.from_on <= today <= r.until_on
            and (r.post_id is None or (r.user_id, r.post_id) in held),
        )
        for r in rows
    )  # fmt: skip


def _current_posts(users: list[UUID], now: datetime) -> list[tuple[UUID, UUID]]:
    rows = Holding.objects.filter(user_id__in=users, from_at__lte=now).exclude(until_at__lte=now)
    return list(rows.values_list("user_id", "post_id"))
