"""Whether this process can answer: asked by whatever watches it, without signing in."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse

from wayhome.platform.queries.undelivered import given_up


def healthy(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers. A database that does not answer is a 500, which is the truth.

    A second line says how many e-mails were given up, where there are any: the pages work, and somebody must look.
    """
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        cursor.fetchone()
    counted = given_up()
    lines = ["ok"] + ([f"undelivered: {counted[0]}"] if counted and counted[0] else [])
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
