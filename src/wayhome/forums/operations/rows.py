"""Keeping a whole agenda at once: one statement for what is new, one for what changed, three for the reasons."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wayhome.engine.routes import Routed
from wayhome.forums.models import Item, Meeting


@dataclass(frozen=True, slots=True)
class Why:
    """Why an item is there: what a route said, and who may read it."""

    item: Item
    said: Routed
    audience: int
    restricted: bool


_NEW = """
insert into forums_item (id, authority_id, meeting_id, subject_id, child_id, context_id, audience_id, restricted, part,
  position, together, state, added, note)
select r.id, %s, %s, r.subject_id, r.child_id, r.context_id, r.audience_id, r.restricted, r.part, r.position, r.together,
  r.state, r.added, r.note
from json_to_recordset(%s) as r(id uuid, subject_id uuid, child_id uuid, context_id uuid, audience_id smallint,
  restricted boolean, part text, position integer, together integer, state text, added boolean, note text)
"""
_CHANGED = """
update forums_item i set position = r.position, together = r.together, state = r.state, note = r.note,
  audience_id = r.audience_id, restricted = r.restricted
from json_to_recordset(%s) as r(id uuid, position integer, together integer, state text, note text,
  audience_id smallint, restricted boolean) where i.id = r.id
"""
_SAID = """
select r.id, r.item_id, r.route, r.audience_id, r.restricted, r.open, r.facts::text, r.lacking::text
from forums_reason r join forums_item i on i.id = r.item_id where i.meeting_id = %s
"""
_GONE = "delete from forums_reason where id = any(%s)"
_REASONS = """
insert into forums_reason (id, authority_id, item_id, subject_id, audience_id, restricted, route, open, facts, lacking,
  gathered_at)
select gen_random_uuid(), i.authority_id, i.id, i.subject_id, r.audience_id, r.restricted, r.route, r.open, r.facts,
  r.lacking, %s
from json_to_recordset(%s) as r(item_id uuid, audience_id smallint, restricted boolean, route text, open boolean,
  facts jsonb, lacking jsonb)
join forums_item i on i.id = r.item_id
"""


def keep(
    meeting: Meeting, fresh: Sequence[Item], changed: Sequence[Item], reasons: Iterable[Why], at: datetime
) -> None:  # fmt: skip
    """Write the agenda of a meeting: items that are new, those that changed, and the reasons as they are `at` this moment.

    A reason that says the same stays as it stands, so that making an agenda again writes only what is new.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEW, [meeting.authority_id, meeting.id, _json(fresh, _ITEM)])
        cursor.execute(_CHANGED, [_json(changed, _MOVED)])
        cursor.execute(_SAID, [meeting.id])
        said = {
            (*row[1:6], tuple(json.loads(row[6])), tuple(json.loads(row[7]))): row[0] for row in cursor.fetchall()
        }  # fmt: skip
        now = {_same(each): each for each in reasons}
        cursor.execute(_GONE, [[id_ for same, id_ in said.items() if same not in now]])
        written = [_why(each) for same, each in now.items() if same not in said]
        cursor.execute(_REASONS, [at, json.dumps(written, default=str)])


_ITEM = (
    "id", "subject_id", "child_id", "context_id", "audience_id", "restricted", "part", "position", "together", "state",
    "added", "note",
)  # fmt: skip
_MOVED = ("id", "position", "together", "state", "note", "audience_id", "restricted")


def _same(each: Why) -> tuple[object, ...]:
    """Return all that a reason says: of two that are alike one is kept."""
    said = each.said
    return (each.item.id, said.route, each.audience, each.restricted, said.open, tuple(said.facts), tuple(said.missing))


def _why(each: Why) -> dict[str, object]:
    return {
        "item_id": each.item.id, "audience_id": each.audience, "restricted": each.restricted, "route": each.said.route,
        "open": each.said.open, "facts": each.said.facts, "lacking": each.said.missing,
    }  # fmt: skip


def _json(made: Iterable[Item], columns: tuple[str, ...]) -> str:
    return json.dumps([{name: getattr(each, name) for name in columns} for each in made], default=str)
