"""Where each episode stands on the board: its next duty, and how many are open or cannot be told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from wayhome.engine.readings import State


class Place(NamedTuple):
    """An open duty of an episode. `order`: where its clock stands in the protocol; `due` aware, None when it has none."""

    episode: str
    due: datetime | None
    order: int
    key: str
    state: str


# An episode whose beginning was withdrawn is no episode any more: its place goes in the same statement.
_STANDINGS = """
with gone as (delete from clocks_standing s where s.child_id = %(child)s
  and not exists (select from missing_episode e where e.id = s.episode_id))
insert into clocks_standing (episode_id, authority_id, child_id, audience_id, restricted, section, closed_at,
  next_key, next_due_at, open_count, cannot_tell_count)
select e.id, e.authority_id, e.child_id, e.audience_id, e.restricted, e.section, e.closed_at,
  coalesce(x.next_key, ''), x.next_due_at, coalesce(x.open_count, 0), coalesce(x.cannot_tell_count, 0)
from missing_episode e left join jsonb_to_recordset(%(standings)s::jsonb)
  as x(episode_id uuid, next_key text, next_due_at timestamptz, open_count int, cannot_tell_count int) on x.episode_id = e.id
where e.child_id = %(child)s
on conflict (episode_id) do update set section = excluded.section, closed_at = excluded.closed_at,
  audience_id = excluded.audience_id, restricted = excluded.restricted, next_key = excluded.next_key,
  next_due_at = excluded.next_due_at, open_count = excluded.open_count, cannot_tell_count = excluded.cannot_tell_count
where (clocks_standing.section, clocks_standing.closed_at, clocks_standing.next_key, clocks_standing.next_due_at,
  clocks_standing.open_count, clocks_standing.cannot_tell_count, clocks_standing.audience_id, clocks_standing.restricted)
  is distinct from (excluded.section, excluded.closed_at, excluded.next_key, excluded.next_due_at,
  excluded.open_count, excluded.cannot_tell_count, excluded.audience_id, excluded.restricted)
"""


def standings(places: Iterable[Place]) -> list[dict[str, Any]]:
    """Return, for each episode, its next duty and how many are open or cannot be told."""
    by_episode: dict[str, list[Place]] = {}
    for place in places:
        by_episode.setdefault(place.episode, []).append(place)
    return [_standing(episode, here) for episode, here in by_episode.items()]


def _standing(episode: str, places: list[Place]) -> dict[str, Any]:
    timed = [(p.due, p.key) for p in places if p.due is not None]
    due, key = min(timed) if timed else (None, min((p.order, p.key) for p in places)[1])
    return {
        "episode_id": episode,
        "next_key": key,
        "next_due_at": due.isoformat() if due else None,
        "open_count": len(places),
        "cannot_tell_count": sum(p.state == State.CANNOT_TELL for p in places),
    }


def write_standings(child: UUID, places: Iterable[Place]) -> None:
    """Bring the standing of each of the child's episodes up to date, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS, {"standings": json.dumps(standings(places)), "child": child})
