"""Keeping a whole agenda at once: one statement for what is new, one for what changed, two for the reasons."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from django.db import connection

from wayhome.forums.models import Item, Meeting, Reason

_NEW = """
insert into forums_item (id, authority_id, meeting_id, subject_id, child_id, context_id, audience_id, restricted, part,
  position, together, state, added, note)
select r.* from json_to_recordset(%s) as r(id uuid, authority_id uuid, meeting_id uuid, subject_id uuid, child_id uuid,
  context_id uuid, audience_id smallint, restricted boolean, part text, position integer, together integer, state text,
  added boolean, note text)
"""
_CHANGED = """
update forums_item i set position = r.position, together = r.together, state = r.state, note = r.note,
  audience_id = r.audience_id, restricted = r.restricted
from json_to_recordset(%s) as r(id uuid, position integer, together integer, state text, note text,
  audience_id smallint, restricted boolean) where i.id = r.id
"""
_REASONS = """
insert into forums_reason (id, authority_id, item_id, subject_id, audience_id, restricted, route, open, facts, lacking,
  gathered_at)
select r.* from json_to_recordset(%s) as r(id uuid, authority_id uuid, item_id uuid, subject_id uuid,
  audience_id smallint, restricted boolean, route text, open boolean, facts jsonb, lacking jsonb, gathered_at timestamptz)
"""
_GONE = "delete from forums_reason r using forums_item i where i.id = r.item_id and i.meeting_id = %s"


def keep(meeting: Meeting, fresh: Sequence[Item], changed: Sequence[Item], reasons: Iterable[Reason]) -> None:
    """Write the agenda of a meeting: items that are new, those that changed, and all the reasons afresh."""
    with connection.cursor() as cursor:
        cursor.execute(_NEW, [_json(fresh, _ITEM)])
        cursor.execute(_CHANGED, [_json(changed, _MOVED)])
        cursor.execute(_GONE, [meeting.id])
        cursor.execute(_REASONS, [_json(reasons, _REASON)])


_ITEM = (
    "id", "authority_id", "meeting_id", "subject_id", "child_id", "context_id", "audience_id", "restricted", "part",
    "position", "together", "state", "added", "note",
)  # fmt: skip
_MOVED = ("id", "position", "together", "state", "note", "audience_id", "restricted")
_REASON = (
    "id", "authority_id", "item_id", "subject_id", "audience_id", "restricted", "route", "open", "facts", "lacking",
    "gathered_at",
)  # fmt: skip


def _json(made: Iterable[Item | Reason], columns: tuple[str, ...]) -> str:
    return json.dumps([{name: getattr(each, name) for name in columns} for each in made], default=str)
