"""Accounts are made by a partnership's administrator, never by whoever finds the address."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from wayhome.platform import wall
from wayhome.platform.models import User
from wayhome.platform.operations import outbox
from wayhome.platform.roles import as_clock


class NoSignUp(DefaultAccountAdapter):
    """Nobody signs themselves up; what matters is asked for again after a while; changes are told to the person."""

    # Never which of the two is wrong: whoever guesses would learn who has an account.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. Check both",
        "enter_current_password": "This is not the password you have now. Type it again",
        "incorrect_password": "This is not your password. Type it again",
        "account_inactive": "This account is closed. Ask your partnership’s administrator",
        "too_many_login_attempts": "Too many tries. Wait a few minutes, then try again",
        "rate_limited": "Too many tries. Wait a few minutes, then try again",
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whether to ask again who it is: not in the first minutes after somebody proved it, in whatever way."""
        request: HttpRequest = context.request
        proved = get_authentication_records(request, request.user)
        return not proved or wall.now().timestamp() - proved[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """Send nothing while somebody waits for a page: `announce` tells them through the outbox."""


def announce(user: User) -> None:
    """Tell somebody by e-mail, through the outbox, that how they sign in was changed. What it was stands on the page."""
    if user.authority_id is not None:
        payload = {"user": str(user.id), "why": "sign-in", "path": reverse("account")}
        key = f"sign-in:{uuid4()}"
        with (
            transaction.atomic(),
            as_clock(),
        ):  # the outbox is the clock's to read, and a key is looked for before it is put in
            outbox.put(authority=user.authority_id, key=key, channel="email", payload=payload, now=wall.now())


def on_changed(*, user: User, **_: Any) -> None:
    """Tell of a second step added or taken away, of new recovery codes, of another password."""
    announce(user)
