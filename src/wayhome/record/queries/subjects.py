"""Everything that facts can be about, for those who go through it all."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from wayhome.record.models import Adult, Context
from wayhome.record.subjects import Subject, SubjectKind

_ALL = """
select kind, id from (
  select 1 as place, 'child' as kind, id, authority_id from record_child
  union all select 2, 'adult', id, authority_id from record_adult
  union all select 3, 'context', id, authority_id from record_context
  union all select 4, 'partnership', id, id from platform_authority) s
where %(authority)s::uuid is null or authority_id = %(authority)s order by place, id
"""


_ROWS = {"adult": Adult.objects, "context": Context.objects}


def subjects(authority: UUID | None = None) -> list[Subject]:
    """Return what the current role may read of an authority (of every one, when None): children first.

    As the clock: everything.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALL, {"authority": authority})
        return [Subject(kind, id_) for kind, id_ in cursor.fetchall()]


def references(kind: SubjectKind, authority: UUID) -> dict[UUID, str]:
    """Return the reference of every adult of concern, or of every context, that the reader may see."""
    return dict(_ROWS[kind].filter(authority_id=authority).values_list("id", "reference"))


def reference(subject: Subject) -> str | None:
    """Return the reference of an adult of concern or a context; None if there is none the reader may see."""
    found: str | None = _ROWS[subject.kind].filter(id=subject.id).values_list("reference", flat=True).first()
    return found
