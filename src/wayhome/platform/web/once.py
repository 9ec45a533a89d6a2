"""A form sent twice has the effect of once, whatever the form.

A page carries a token that is new each time it is drawn. The same token with the same words is the same sheet: a button
pressed twice, a telephone that sends again, a page gone back to. The first answer is given again, and nothing is done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

Answer = Callable[[HttpRequest], HttpResponseBase]
KEPT = "sent"
MOST = 20  # sheets a session remembers: enough for whoever goes back a few pages
WAYS_IN = "/accounts/"  # signing in makes a new session, and answers for itself


class Once:
    """Middleware inside the door's transaction: answers a sheet that was taken before as it was answered then.

    Two that arrive together wait for each other at a lock of the sheet's own; the session is kept in the transaction
    of what was written, so that it is remembered exactly if it was done.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        sheet = _sheet(request)
        session = request.session.session_key
        if not sheet or not session:
            return self.get_response(request)
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{session} {sheet}"])
        before: dict[str, str] = type(request.session)(session).get(KEPT, {})
        if sheet in before:
            messages.info(request, "You sent this already. It was saved once.")
            return redirect(before[sheet])
        response = self.get_response(request)
        if response.status_code == 302 and request.session.session_key == session:
            request.session[KEPT] = dict([*before.items(), (sheet, response["Location"])][-MOST:])
            request.session.save()
        return response


def _sheet(request: HttpRequest) -> str:
    """Return what a sheet is known by: where it was sent, its token, its words and its files; "" if it has no token."""
    if request.method != "POST" or not request.POST.get("csrfmiddlewaretoken") or request.path.startswith(WAYS_IN):
        return ""
    said = [request.get_full_path(), *(f"{k}={v}" for k, v in sorted(request.POST.lists()))]
    said += [f"{name}: {file.name} {file.size}" for name, files in request.FILES.lists() for file in files]
    return hashlib.sha256("\0".join(said).encode(errors="replace")).hexdigest()[:32]
