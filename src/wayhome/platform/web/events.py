"""The stream that tells open pages to look again. It carries no personal data: a word and a number.

Each page is authorised in a short transaction of its own, and its database connection is given back
before the first byte leaves; three hundred open pages hold none.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module

from django.conf import settings
from django.contrib import auth
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from wayhome.platform.web.backend import by_session
from wayhome.platform.web.hearing import Ear, Reach, hub

HEARTBEAT_SECONDS = 15
AUTHORISE_SECONDS = 60
RETRY_AFTER_SECONDS = 15


@require_GET
def events(request: HttpRequest) -> HttpResponseBase:
    """Stream "changed" to one page. 401 to nobody; 503 when too many are open, and the page polls instead.

    `?since=` is when the page was read, in milliseconds of the Unix epoch, so that no change between
    the reading and the opening of the stream is missed.
    """
    key = request.session.session_key or ""
    reach = reach_of(key)
    if reach is None:
        return HttpResponse(status=401)
    ear = hub.open(reach, since=_since(request), most=settings.LIVE_LIMIT)
    if ear is None:
        full = HttpResponse(status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
        full._has_been_logged = True  # type: ignore[attr-defined]  # a full house is no error, and comes often
        return full
    response = StreamingHttpResponse(Stream(ear, key), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def reach_of(session_key: str) -> Reach | None:
    """Return what the person of a session may hear of now; None when the session or the person has ended.

    Never extends the session. Gives its database connection back before it returns.
    """
    asked = HttpRequest()
    asked.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key or None)
    try:
        with transaction.atomic(), by_session(asked.session, here=False):
            if not session_key or not auth.get_user(asked).is_authenticated:
                return None
            with connection.cursor() as cursor:
                cursor.execute("select wayhome_audiences(), wayhome_granted()::text[], wayhome_excluded()::text[]")
                audiences, granted, excluded = cursor.fetchone()
        return Reach(frozenset(audiences), frozenset(granted), frozenset(excluded))
    finally:
        if not connection.in_atomic_block:
            connection.close()


class Stream:
    """The body of one stream: waits for news, beats while there is none, ends when the reader changes."""

    def __init__(self, ear: Ear, session_key: str) -> None:
        self._ear = ear
        self._key = session_key
        self._authorised = time.monotonic()

    def __iter__(self) -> Iterator[bytes]:
        yield b"retry: 3000\n\n"
        while self._still_the_same_reader():
            if self._ear.news.wait(HEARTBEAT_SECONDS):
                self._ear.news.clear()
                yield f"event: changed\ndata: {hub.version()}\n\n".encode()
            else:
                yield b": still here\n\n"

    def close(self) -> None:
        """Leave, whether or not a byte was ever sent."""
        hub.close(self._ear)

    def _still_the_same_reader(self) -> bool:
        if time.monotonic() - self._authorised < AUTHORISE_SECONDS:
            return True
        self._authorised = time.monotonic()
        return reach_of(self._key) == self._ear.reach


def _since(request: HttpRequest) -> datetime | None:
    given = request.GET.get("since", "")
    if not given.isdecimal() or len(given) > 14:
        return None
    return datetime.fromtimestamp(int(given) / 1000, UTC)
