"""The ledgers of everybody at once, of the kinds somebody asks for: one statement, however many children."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import connection

from wayhome.engine.facts import Situation
from wayhome.platform.queries.naming import sealed_in
from wayhome.record.models import Child, Context
from wayhome.record.queries.situations import told

# In the order in which `told` reads a fact. Corrections only of the facts that were asked for. The kinds are said twice,
# so that the planner knows how few of the ledger's facts are of them before it joins.
_ALL = """
with asked as (
  select f.*, f.{side}_id as subject from record_fact f
  join unnest(%(kinds)s::text[], %(since)s::timestamptz[]) as k(kind, since) on f.kind = k.kind
  where f.authority_id = %(authority)s and f.{side}_id is not null and f.kind = any(%(kinds)s::text[])
    and (k.since is null or f.happened_from is null or f.happened_from >= k.since)
)
select subject, json_agg(json_build_array(id, root_id, kind, happened_from, happened_until, precision, told_at,
    recorded_at, episode_id, holds_until, coalesce(code, person::text), number)), null::json
from asked group by subject
union all
select a.subject, null, json_agg(json_build_array(s.old_id, s.new_id, s.recorded_at, s.reason))
from asked a join record_supersession s on s.old_id = a.id group by a.subject
"""

_KEPT = """
select f.id::text, f.audience_id, a.handling, f.restricted, f.recorded_at
from record_fact f join platform_audience a on a.id = f.audience_id where f.id = any(%s::uuid[])
"""


def situations(
    authority: UUID, side: Literal["child", "context"], kinds: Mapping[str, datetime | None]
) -> dict[UUID, Situation]:  # fmt: skip
    """Return what the current role may read of each child, or of each context, in facts of these kinds: one statement.

    Of a kind with a moment, only the facts that may have happened since (what nobody could say when, too). Whoever has
    no such fact is not in the answer. As the clock: everybody.
    """
    facts: dict[UUID, list[list[Any]]] = {}
    gone: dict[UUID, list[list[Any]]] = {}
    asked: dict[str, Any] = {"authority": authority, "kinds": list(kinds), "since": list(kinds.values())}
    with connection.cursor() as cursor:
        cursor.execute(_ALL.format(side=side), asked)
        for subject, some, corrections in cursor.fetchall():
            facts.setdefault(subject, []).extend(some or [])
            gone.setdefault(subject, []).extend(corrections or [])
    return {subject: told(subject, some, gone[subject]) for subject, some in facts.items()}


@dataclass(frozen=True, slots=True)
class Kept:
    """Who may read a fact: its audience, the audience's class of handling, whether it is restricted besides; and since when."""

    audience: int
    handling: str
    restricted: bool
    recorded_at: datetime | None = None


def kept(facts: Collection[str]) -> dict[str, Kept]:
    """Return who may read each of these facts, by id: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [list(facts)])
        return {id_: Kept(audience, handling, sealed, at) for id_, audience, handling, sealed, at in cursor.fetchall()}


def closely(facts: Collection[str], classes: Collection[str]) -> frozenset[str]:
    """Return those of these facts that are sealed, or of one of these classes of handling: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select f.id::text from record_fact f join platform_audience a on a.id = f.audience_id "
            "where f.id = any(%s::uuid[]) and (f.restricted or a.handling = any(%s))",
            [list(facts), list(classes)],
        )
        return frozenset(id_ for (id_,) in cursor.fetchall())


def restricted(authority: UUID) -> frozenset[UUID]:
    """Return the children and contexts whose records are restricted or sealed, as the current role may see: three statements."""
    found = set(sealed_in(authority))
    for rows in (Child.objects, Context.objects):
        found |= set(rows.filter(authority_id=authority, restricted=True).values_list("id", flat=True))
    return frozenset(found)
