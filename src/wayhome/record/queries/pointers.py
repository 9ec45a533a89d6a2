"""Whom to ask about a child whose record somebody may not see: only that there is one, where the partnership allows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from wayhome.record.names import folded


@dataclass(frozen=True, slots=True)
class Pointer:
    """That a partnership may hold the child looked for, and whom to ask there. `children` is for the audit alone."""

    partnership: str
    whom: str
    children: tuple[UUID, ...]


def known_to(name: str, born_on: date | None, shown: Iterable[UUID]) -> tuple[Pointer, ...]:
    """Return who may hold a child of exactly this whole name and day of birth, besides the records `shown`.

    One statement, the same one whether or not there is such a child: how long it takes tells nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select child, partnership, whom from wayhome_known_to(%s, %s, %s::uuid[])",
            [folded(name), born_on, [str(each) for each in shown]],
        )
        rows = cursor.fetchall()
    found: dict[tuple[str, str], list[UUID]] = {}
    for child, partnership, whom in rows:
        found.setdefault((partnership, whom), []).append(child)
    return tuple(Pointer(*said, tuple(children)) for said, children in found.items())
