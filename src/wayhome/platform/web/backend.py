"""Knowing who is signed in: one statement that also tells the database who is reading, and ends what lasted too long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from wayhome.platform.models import User

SIGN_IN = "sign_in"  # in the session: the id of the sign-in it carries


@dataclass(frozen=True, slots=True)
class Coming:
    """By which sign-in somebody comes, and whether a person did something or a page asked by itself."""

    sign_in: str | None
    here: bool


_COMING: ContextVar[Coming | None] = ContextVar("coming", default=None)


@contextmanager
def by_session(session: SessionBase, *, here: bool) -> Iterator[None]:
    """Let whoever is asked for in the block come in by this session's sign-in."""
    token = _COMING.set(Coming(session.get(SIGN_IN), here))
    try:
        yield
    finally:
        _COMING.reset(token)


# The records that the person holds open in an emergency come with the row: every page says so, and none asks once more.
_ENTER = "select u.*, wayhome_openings() as openings from platform_enter_signed_in(%s, %s, %s, %s, %s) u"


class Entering(AuthenticationBackend):
    """Signs in by e-mail and password; on each later request, enters the person as the transaction's reader."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the active person and set them as the reader; None without a sign-in that still lasts."""
        coming = _COMING.get()
        if coming is None or coming.sign_in is None:
            return None
        found = User.objects.raw(
            _ENTER,
            [user_id, coming.sign_in, settings.SESSION_IDLE, settings.SESSION_LONGEST, coming.here],
        )
        return next(iter(found), None)
