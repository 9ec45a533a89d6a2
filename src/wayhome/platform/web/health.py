"""Whether this process can answer: asked by whatever watches it, without signing in."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse


def healthy(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers. A database that does not answer is a 500, which is the truth."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        cursor.fetchone()
    return HttpResponse("ok\n", content_type="text/plain")
