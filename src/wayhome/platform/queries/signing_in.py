"""Where people are signed in, what was kept for them, and what they may do here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from wayhome.platform import wall
from wayhome.platform.models import Kept, SignIn


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One sign-in that lasts: the browser in words, since when, and when the person was last there (aware)."""

    id: UUID
    user: UUID
    browser: str
    began_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What somebody had typed when their sign-in ended."""

    id: UUID
    page: str
    action: str
    said: tuple[tuple[str, str], ...]


def lasting(users: list[UUID]) -> tuple[SignedIn, ...]:
    """Return where these people are signed in now, as far as the reader may know, the latest first."""
    now = wall.now()
    rows = SignIn.objects.filter(
        user_id__in=users,
        ended_at__isnull=True,
        began_at__gt=now - settings.SESSION_LONGEST,
        last_seen_at__gt=now - settings.SESSION_IDLE,
    ).order_by("-last_seen_at", "id")
    return tuple(SignedIn(r.id, r.user_id, r.browser, r.began_at, r.last_seen_at) for r in rows)


def given_back(kept: UUID) -> GivenBack | None:
    """Return what was kept for the reader under an id; None when it is somebody else's, or gone."""
    row = Kept.objects.filter(id=kept).first()
    return GivenBack(row.id, row.page, row.action, tuple((n, v) for n, v in row.said)) if row else None


def is_vetted() -> bool:
    """Whether the police have vetted the reader, today and for a post they hold."""
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_vetted()")
        return bool(cursor.fetchone()[0])


def administers() -> bool:
    """Whether the reader is an administrator of their partnership now."""
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_administers()")
        return bool(cursor.fetchone()[0])
