"""What one recomputation changed, written in one statement: readings, their trail, rungs that fired, places on the board."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from wayhome.clocks.standings import Place, standings
from wayhome.clocks.storage import NAMES, Holder, columns, iso
from wayhome.engine.readings import Reading, RungTime
from wayhome.platform.prepared import prepared_cursor


@dataclass(frozen=True, slots=True)
class Change:
    """One transition to be written; times aware UTC."""

    key: str
    root: str
    before: str
    after: str
    happened_at: datetime
    noticed_at: datetime


@dataclass(frozen=True, slots=True)
class Changed:
    """All that differs from what is stored.

    `readings`: each with its digest; `under`: by key, the protocol it was read by; `gone`: the keys of duties that no
    longer arise, whose transitions and rungs stay for ever; `rungs`: those that seem not to have fired; `places`: of every
    open duty of the child, None when no episode's standing can have changed.
    """

    readings: Sequence[tuple[Reading, str]]
    under: Mapping[str, str]
    gone: Collection[str]
    transitions: Sequence[Change]
    rungs: Sequence[tuple[Reading, RungTime]]
    places: Sequence[Place] | None = None

    def __bool__(self) -> bool:
        """Whether anything is to be written."""
        return self.places is not None or any((self.readings, self.gone, self.transitions, self.rungs))


_HOLDER = ("authority_id", "child_id", "adult_id", "context_id", "audience_id", "restricted")
_READING = ", ".join((*_HOLDER, "protocol", "read_at", *NAMES))
_TRANSITION = ", ".join((*_HOLDER, "key", "before", "after", "happened_at", "noticed_at"))
_RUNG = ", ".join((*_HOLDER, "key", "rung", "planned_at", "fired_at"))
_LATEST = ", ".join(f"{n} = excluded.{n}" for n in ("audience_id", "restricted", "protocol", "read_at", *NAMES[1:]))
# An episode whose beginning was withdrawn is no episode any more: its place goes in the same statement.
_WRITE = f"""
with reading as (
  insert into clocks_reading ({_READING})
  select {_READING} from jsonb_populate_recordset(null::clocks_reading, %(readings)s::jsonb)
  on conflict (key) do update set {_LATEST}),
trail as (
  insert into clocks_transition ({_TRANSITION})
  select {_TRANSITION} from jsonb_populate_recordset(null::clocks_transition, %(transitions)s::jsonb)),
fired as (
  insert into clocks_firedrung ({_RUNG})
  select {_RUNG} from jsonb_populate_recordset(null::clocks_firedrung, %(rungs)s::jsonb)
  on conflict (key, rung) do nothing returning key, rung),
astray as (
  delete from clocks_standing s where s.child_id = %(placed)s::uuid
    and not exists (select from missing_episode e where e.id = s.episode_id)),
place as (
  insert into clocks_standing as s (episode_id, authority_id, child_id, audience_id, restricted, section, closed_at,
    next_key, next_due_at, open_count, cannot_tell_count)
  select e.id, e.authority_id, e.child_id, e.audience_id, e.restricted, e.section, e.closed_at,
    coalesce(x.next_key, ''), x.next_due_at, coalesce(x.open_count, 0), coalesce(x.cannot_tell_count, 0)
  from missing_episode e left join jsonb_to_recordset(%(places)s::jsonb)
    as x(episode_id uuid, next_key text, next_due_at timestamptz, open_count int, cannot_tell_count int)
    on x.episode_id = e.id
  where e.child_id = %(placed)s::uuid
  on conflict (episode_id) do update set section = excluded.section, closed_at = excluded.closed_at,
    audience_id = excluded.audience_id, restricted = excluded.restricted, next_key = excluded.next_key,
    next_due_at = excluded.next_due_at, open_count = excluded.open_count, cannot_tell_count = excluded.cannot_tell_count
  where (s.*) is distinct from (excluded.*))
select key, rung from fired
"""  # noqa: S608 -- names of columns, ours


def write(holder: Holder, changed: Changed, now: datetime, *, prepared: bool) -> set[tuple[str, str]]:
    """Write what changed; return the rungs, by duty and name, that had not fired before: each fires once ever."""
    if not changed:
        return set()
    named = {
        "readings": json.dumps([
            {**_held(holder, r.root), "protocol": changed.under[r.key], "read_at": iso(now), **columns(r, digest)}
            for r, digest in changed.readings
        ]),
        "transitions": json.dumps([_change(holder, each) for each in changed.transitions]),
        "rungs": json.dumps([_rung(holder, reading, rung, now) for reading, rung in changed.rungs]),
        "placed": None if changed.places is None else holder.subject.id,
        "places": json.dumps(standings(changed.places or ())),
    }  # fmt: skip
    with prepared_cursor() if prepared else connection.cursor() as cursor:
        if changed.gone:
            cursor.execute("delete from clocks_reading where key = any(%s)", [list(changed.gone)])
        cursor.execute(_WRITE, named)
        return set(cursor.fetchall())


def _held(holder: Holder, root: str) -> dict[str, Any]:
    """Return what every row about this holder begins with: whose it is, about what, and for whom."""
    keys = (str(key) if key else None for key in holder.keys)
    return dict(zip(_HOLDER, (*keys, *holder.kept_as(root)), strict=True))


def _change(holder: Holder, change: Change) -> dict[str, Any]:
    return {
        **_held(holder, change.root), "key": change.key, "before": change.before, "after": change.after,
        "happened_at": iso(change.happened_at), "noticed_at": iso(change.noticed_at),
    }  # fmt: skip


def _rung(holder: Holder, reading: Reading, rung: RungTime, now: datetime) -> dict[str, Any]:
    return {
        **_held(holder, reading.root), "key": reading.key, "rung": rung.rung,
        "planned_at": iso(rung.at), "fired_at": iso(now),
    }  # fmt: skip
