"""Writing phones, vehicles, accounts and addresses down: the same one told twice is one thing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from wayhome.record.things import Identity

_FIND_OR_MAKE = """
select t.kind, t.key, wayhome_thing(%s, t.kind, t.key, t.shown)
from unnest(%s::text[], %s::text[], %s::text[]) as t (kind, key, shown)
"""


def things_of(authority: UUID, things: Iterable[Identity]) -> dict[Identity, UUID]:
    """Return the id of each thing within an authority, writing down those that are new: one statement.

    The database refuses it (ProgrammingError) for another authority than the reader's.
    """
    wanted = {(each.kind, each.key): each for each in things}
    columns = [[getattr(each, name) for each in wanted.values()] for name in ("kind", "key", "shown")]
    with connection.cursor() as cursor:
        cursor.execute(_FIND_OR_MAKE, [authority, *columns])
        return {wanted[kind, key]: id_ for kind, key, id_ in cursor.fetchall()}
