"""What happens when somebody signs in or out: it is written down where, so that it can be seen and ended."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from wayhome.platform import wall
from wayhome.platform.models import SignIn, User
from wayhome.platform.operations import signing_in
from wayhome.platform.roles import enter
from wayhome.platform.web import second_step
from wayhome.platform.web.backend import SIGN_IN

BEGAN = "sign_in_began"  # in the session: when, in seconds of the Unix epoch

# The first that is found names it; a browser says the names of others too, so the order counts.
_BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"), ("Opera", r"OPR/"), ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"), ("Chrome", r"Chrome/|CriOS/"), ("Safari", r"Safari/"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("ChromeOS", "CrOS"), ("Windows", "Windows"),
    ("Mac", "Macintosh"), ("Linux", "Linux"),
)  # fmt: skip


def on_signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Begin a sign-in: who it is becomes the reader, and the session carries the sign-in's id."""
    with transaction.atomic():
        enter(user.id)
        began = signing_in.begin(user=user, browser=browser_of(request.META.get("HTTP_USER_AGENT", "")))
        request.session[SIGN_IN] = str(began)
        request.session[BEGAN] = int(wall.now().timestamp())
        second_step.settle(request, user)


def on_signed_out(*, request: HttpRequest, user: User | None, **_: Any) -> None:
    """End the sign-in that somebody signs out of."""
    key = request.session.get(SIGN_IN)
    if user is not None and key:
        ended = {"ended_at": wall.now(), "ended_by": user.id, "ended_why": "signed out"}
        SignIn.objects.filter(id=UUID(key), ended_at__isnull=True).update(**ended)


def browser_of(agent: str) -> str:
    """Return a browser and its system in words, from what it says of itself; never the version, which tells nobody anything."""
    browser = next((name for name, sign in _BROWSERS if re.search(sign, agent)), "A browser")
    system = next((name for name, sign in _SYSTEMS if sign in agent), "")
    return f"{browser} on {system}" if system else browser
