"""Everything that facts can be about, for those who go through it all."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from wayhome.record.subjects import Subject

_ALL = """
select kind, id from (
  select 1 as place, 'child' as kind, id, authority_id from record_child
  union all select 2, 'adult', id, authority_id from record_adult
  union all select 3, 'context', id, authority_id from record_context
  union all select 4, 'partnership', id, id from platform_authority) s
where %(authority)s::uuid is null or authority_id = %(authority)s order by place, id
"""


def subjects(authority: UUID | None = None) -> list[Subject]:
    """Return what the current role may read of an authority (of every one, when None): children first.

    As the clock: everything.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALL, {"authority": authority})
        return [Subject(kind, id_) for kind, id_ in cursor.fetchall()]
