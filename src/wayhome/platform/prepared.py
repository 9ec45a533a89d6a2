"""Statements that the server plans once for each connection, for the few that every write waits for.

Planning is more than half of what a small statement costs. Every other cursor of the product sends its statement as
text and has it planned anew. For what is asked in the midst of a load this is no help but a danger: a plan made while
the tables were empty would stand until they are next analysed, which nobody does before the load is committed.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper

from wayhome.platform.roles import is_clock


def prepared_cursor() -> CursorWrapper:
    """Return a cursor whose statements are prepared at their first use; close it, or use it in a `with`.

    Only for the clock, whom no policy binds: no plan may be kept that holds what one person reads. Raises RuntimeError.
    Parameters are bound by the server, so that one that may be null needs its type said in the statement. While
    somebody logs statements they are sent as text, so that the log holds each as it was.
    """
    if not is_clock():
        raise RuntimeError("prepared_cursor() is for the clock alone: a plan that is kept must hold nobody's policies")
    if connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    raw: Any = psycopg.Cursor(connection.connection)  # Django's words for it know of its own cursors only
    return connection.make_cursor(raw)
