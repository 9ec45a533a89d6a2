"""Every child a reader may see, as narrow columns, for lists that sort and filter whole caseloads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from wayhome.record.models import ChildNow


@dataclass(frozen=True, slots=True)
class Listed:
    """One child as a list sorts it. Empty: not recorded, or not by anybody whose word the reader may see."""

    id: UUID
    reference: str
    surname_key: str
    born_on: date | None
    care_status: str
    plan: str
    worker: UUID | None
    placement: str


_COLUMNS = (
    "child_id", "reference", "surname_key", "born_on", "care_status", "plan", "allocated_worker", "placement",
)  # fmt: skip


def roster(authority: UUID) -> tuple[Listed, ...]:
    """Return every child of an authority's records whom the reader may see: one statement, in no order."""
    rows = ChildNow.objects.filter(authority_id=authority).values_list(*_COLUMNS)
    return tuple(Listed(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest standing fact of one kind about one child: its code, since when, and until when it holds."""

    child: UUID
    kind: str
    code: str
    at: datetime
    holds_until: datetime | None


# The latest told of each kind. A fact that was corrected is out even where the reader may not see what took its place.
_LATEST = """
select distinct on (f.child_id, f.kind) f.child_id, f.kind, coalesce(f.code, ''), coalesce(f.happened_from, f.told_at),
  f.holds_until
from record_fact f
where f.authority_id = %(authority)s and f.kind = any(%(kinds)s) and f.child_id is not null
  and not exists (select from record_supersession s where s.old_id = f.id)
order by f.child_id, f.kind, coalesce(f.happened_from, f.told_at) desc, f.recorded_at desc, f.id desc
"""


def latest(authority: UUID, kinds: Collection[str]) -> tuple[Latest, ...]:
    """Return the latest fact of each of these kinds about each child, as the reader may see: one statement."""
    if not kinds:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"authority": authority, "kinds": sorted(kinds)})
        return tuple(Latest(*row) for row in cursor.fetchall())
