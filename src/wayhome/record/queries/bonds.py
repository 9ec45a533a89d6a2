"""Which children belong together: friends and family, the same family, the same peer group. One statement."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection

# A link between two of the children; of one with an adult of the family, or with a group of peers, whoever else has one.
_BONDS = """
with asked as (select unnest(%(ids)s::uuid[]) as id), standing as (
  select l.kind, l.from_child_id, l.to_child_id, coalesce(l.from_child_id, l.to_child_id) as child,
    coalesce(l.from_adult_id, l.to_adult_id) as adult, coalesce(l.from_context_id, l.to_context_id) as place
  from record_link l
  where l.authority_id = %(authority)s and (l.from_child_id is not null or l.to_child_id is not null)
    and not exists (select from record_linkchange c where c.old_id = l.id)
)
select from_child_id, to_child_id from standing
  where from_child_id in (select id from asked) and to_child_id in (select id from asked)
union
select child, adult from standing
  where kind in ('family', 'lives-with') and adult is not null and child in (select id from asked)
union
select s.child, s.place from standing s
  where s.place is not null and s.child in (select id from asked) and exists (
    select from record_fact f where f.authority_id = %(authority)s and f.context_id = s.place
      and f.kind = 'context.kind' and f.code = 'peers'
      and not exists (select from record_supersession g where g.old_id = f.id))
"""


def bonds(authority: UUID, children: Collection[UUID]) -> tuple[tuple[UUID, UUID], ...]:
    """Return what binds these children, as far as the reader may see: a child with a child, an adult or a group."""
    with connection.cursor() as cursor:
        cursor.execute(_BONDS, {"authority": authority, "ids": list(children)})
        return tuple(cursor.fetchall())
