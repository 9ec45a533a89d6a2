"""How often one may sign in, search, take lists out and open records in an emergency; counted in the database.

Far above what anybody needs, and far below what a program would do with somebody's sign-in. Whoever goes over is told
when to come back, and nothing they had is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so often in a length of time; `what` completes "You have … too often"."""

    most: int
    within: timedelta
    what: str


SEARCH = Limit(120, timedelta(minutes=10), "searched")
EXPORT = Limit(60, timedelta(hours=1), "taken records out")
EMERGENCY = Limit(10, timedelta(hours=1), "tried to open records in an emergency")
BY_NAME = Limit(20, timedelta(minutes=5), "tried to sign in")
BY_ADDRESS = Limit(600, timedelta(minutes=5), "tried to sign in")
# What is counted, by the address's name. Searches and openings are sent by POST; looking at their forms is not counted.
SENT = {"find-child": SEARCH, "new-child": SEARCH, "emergency": EMERGENCY}
TAKEN = frozenset(
    {"export-children", "child-at-night-pdf", "shared-paper", "correction-paper", "briefing-pdf", "meeting-minutes-pdf"}
    | {"meeting-papers-pdf", "meeting-minutes-for-pdf", "meeting-minutes-about"}
    | {"plan-pdf", "plan-for-the-child-pdf", "episode-alert-pdf", "print-sheet", "document"}
)


def over(request: HttpRequest, name: str) -> HttpResponse | None:
    """Count a request; return the page that says when to come back, or None while it is within its limits."""
    for key, limit in _counted(request, name):
        if not _count(f"{name}:{key}" if limit is not EXPORT else f"export:{key}", limit):
            page = render(request, "429.html", {"what": limit.what, "minutes": _minutes(limit)}, status=429)
            page["Retry-After"] = str(int(limit.within.total_seconds()))
            return page
    return None


def _counted(request: HttpRequest, name: str) -> Iterator[tuple[str, Limit]]:
    if name == "account_login" and request.method == "POST":
        yield f"name:{request.POST.get('login', '').strip().casefold()}", BY_NAME
        yield f"address:{request.META.get('REMOTE_ADDR', '')}", BY_ADDRESS
    elif name == "first-sign-in":
        yield request.META.get("REMOTE_ADDR", ""), BY_ADDRESS
    elif name in SENT and request.method == "POST" and "begin" not in request.POST:
        yield str(request.user.pk), SENT[name]
    elif name in TAKEN:
        yield str(request.user.pk), EXPORT


def _count(key: str, limit: Limit) -> bool:
    hashed = salted_hmac("wayhome.limits", key, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_count(%s, %s, %s)", [hashed, limit.most, int(limit.within.total_seconds())])
        return bool(cursor.fetchone()[0])


def _minutes(limit: Limit) -> int:
    return int(limit.within.total_seconds() // 60)
