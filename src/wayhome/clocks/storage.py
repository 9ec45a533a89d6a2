"""How readings are kept: raw statements, a few for a child however many duties there are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from wayhome.engine.readings import Reading, RungTime, State


@dataclass(frozen=True, slots=True)
class Holder:
    """The child a reading belongs to, who may see it, and how many laws the child's partnership has had."""

    child: UUID
    authority: UUID
    audience: int
    restricted: bool
    laws: int = 0


@dataclass(frozen=True, slots=True)
class Stored:
    """A reading as it was stored, and which of its rungs have fired."""

    state: str
    digest: str
    changes_at: datetime | None
    due_at: datetime | None
    fired: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One transition to be written; `episode` for the reader's sake, times aware UTC."""

    key: str
    before: str
    after: str
    happened_at: datetime
    noticed_at: datetime
    episode: str | None


def holder(child: UUID) -> Holder | None:
    """Return the child's keeper and audience, or None if there is no such child."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, authority_id, audience_id, restricted, "
            "(select count(*) from clocks_activation a where a.authority_id = c.authority_id) "
            "from record_child c where id = %s",
            [child],
        )
        row = cursor.fetchone()
    return Holder(*row) if row else None


def stored(child: UUID) -> dict[str, Stored]:
    """Return the child's stored readings by key, with the rungs that fired."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select r.key, r.state, r.digest, r.changes_at, r.due_at, "
            "coalesce((select array_agg(f.rung) from clocks_firedrung f where f.key = r.key), '{}') "
            "from clocks_reading r where r.child_id = %s",
            [child],
        )
        return {
            key: Stored(state, digest, changes, due, tuple(fired)) for key, state, digest, changes, due, fired in cursor
        }


_ASKS_NOTHING = (State.BREACHED, State.CANNOT_TELL)


def is_open(reading: Reading) -> bool:
    """Whether somebody still has something to do or to tell.

    A breach that is no longer needed counts, but asks nothing; nor does a doubt about a duty already done.
    """
    return reading.state.open and (reading.still_needed or reading.state not in _ASKS_NOTHING)


def digest(reading: Reading, protocol: str) -> str:
    """Return a short hash of all that is stored, so that an unchanged reading is not written again.

    Over the values' own representation: several times cheaper than building the columns of every reading.
    """
    said = (
        protocol, reading.state, reading.episode, reading.owner, reading.start, reading.due, reading.at_latest,
        reading.about, reading.threshold_at, reading.need_ended_at, reading.met_at, reading.breached_at,
        reading.still_needed, reading.changes_at, [(r.rung, r.at) for r in reading.rungs], reading.facts,
        reading.missing, [(r.code, r.facts, r.values) for r in reading.reasons],
    )  # fmt: skip
    return hashlib.blake2b(repr(said).encode(), digest_size=12).hexdigest()


def columns(reading: Reading, digest: str) -> dict[str, Any]:
    """Return a reading as the columns it is stored in, without those of its holder."""
    return {
        "key": reading.key,
        "episode_id": reading.episode,
        "clock": reading.clock,
        "ordinal": reading.ordinal,
        "state": reading.state.value,
        "open": is_open(reading),
        "owner": reading.owner,
        "start_at": _iso(reading.start),
        "due_at": _iso(reading.due),
        "at_latest": reading.at_latest,
        "about": reading.about,
        "threshold_at": _iso(reading.threshold_at),
        "need_ended_at": _iso(reading.need_ended_at),
        "met_at": _iso(reading.met_at),
        "breached_at": _iso(reading.breached_at),
        "still_needed": reading.still_needed,
        "changes_at": _iso(reading.changes_at),
        "rungs": [{"rung": r.rung, "at": _iso(r.at)} for r in reading.rungs],
        "root_id": reading.root,
        "fact_ids": reading.facts,
        "missing": reading.missing,
        "reasons": [{"code": r.code, "facts": r.facts, "values": r.values} for r in reading.reasons],
        "digest": digest,
    }


_COLUMNS = (
    "key text, episode_id uuid, clock text, ordinal int, state text, open bool, owner text, start_at timestamptz, "
    "due_at timestamptz, at_latest bool, about bool, threshold_at timestamptz, need_ended_at timestamptz, "
    "met_at timestamptz, breached_at timestamptz, still_needed bool, changes_at timestamptz, rungs jsonb, "
    "root_id uuid, fact_ids uuid[], missing text[], reasons jsonb, digest text"
)
_NAMES = [c.split()[0] for c in _COLUMNS.split(", ")]
_WRITE = (
    f"insert into clocks_reading (authority_id, child_id, audience_id, restricted, read_at, protocol, {', '.join(_NAMES)}) "
    f"select %s, %s, %s, %s, %s, x.protocol, {', '.join('x.' + n for n in _NAMES)} "
    f"from jsonb_to_recordset(%s::jsonb) as x(protocol text, {_COLUMNS}) "
    "on conflict (key) do update set protocol = excluded.protocol, read_at = excluded.read_at, "
    "audience_id = excluded.audience_id, restricted = excluded.restricted, "
    + ", ".join(f"{n} = excluded.{n}" for n in _NAMES if n != "key")
)


def write_readings(
    holder: Holder, under: Mapping[str, str], readings: Sequence[tuple[Reading, str]], now: datetime
) -> None:
    """Store readings, each with its digest, in one statement. `under`: by key, the protocol each was read by."""
    if not readings:
        return
    rows = [{"protocol": under[reading.key], **columns(reading, digest)} for reading, digest in readings]
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            [holder.authority, holder.child, holder.audience, holder.restricted, now, json.dumps(rows)],
        )


_SHOWN = [n for n in _NAMES if n != "digest"]
_UNLIKE = (
    f"select x.key from jsonb_to_recordset(%s::jsonb) as x({_COLUMNS}) join clocks_reading r on r.key = x.key "
    f"where ({', '.join('r.' + n for n in _SHOWN)}) is distinct from ({', '.join('x.' + n for n in _SHOWN)})"
)


def unlike(readings: Iterable[Reading]) -> set[str]:
    """Return the keys of those stored otherwise than read, column by column and not by the digest alone."""
    rows = [columns(reading, "") for reading in readings]
    with connection.cursor() as cursor:
        cursor.execute(_UNLIKE, [json.dumps(rows)])
        return {key for (key,) in cursor.fetchall()}


def retire(keys: Collection[str]) -> None:
    """Remove readings whose duty no longer arises; their transitions and rungs stay for ever."""
    if keys:
        with connection.cursor() as cursor:
            cursor.execute("delete from clocks_reading where key = any(%s)", [list(keys)])


def happened_at(reading: Reading, before: Stored | None, now: datetime) -> datetime:
    """Return the moment a change of state truly happened, never later than it was noticed."""
    match reading.state:
        case State.BREACHED:
            moment = reading.breached_at or reading.due
        case State.MET | State.MET_LATE:
            moment = reading.met_at
        case State.STOOD_DOWN:
            moment = reading.need_ended_at
        case State.DUE_SOON:
            moment = before.changes_at if before else reading.start
        case _:
            moment = (before.changes_at if before else None) or reading.start
    return min(moment, now) if moment else now


def write_transitions(holder: Holder, changes: Sequence[Change]) -> None:
    """Append transitions in one statement."""
    if not changes:
        return
    rows = [
        {
            "key": c.key,
            "before": c.before,
            "after": c.after,
            "happened_at": _iso(c.happened_at),
            "noticed_at": _iso(c.noticed_at),
        }
        for c in changes
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into clocks_transition (authority_id, child_id, audience_id, restricted, key, before, after, happened_at, noticed_at) "
            "select %s, %s, %s, %s, x.key, x.before, x.after, x.happened_at, x.noticed_at from jsonb_to_recordset(%s::jsonb) "
            "as x(key text, before text, after text, happened_at timestamptz, noticed_at timestamptz)",
            [holder.authority, holder.child, holder.audience, holder.restricted, json.dumps(rows)],
        )


def fire(holder: Holder, wanted: Iterable[tuple[Reading, RungTime]], now: datetime) -> set[tuple[str, str]]:
    """Fire rungs, each once ever; return those that had not fired before."""
    rows = [{"key": r.key, "rung": rung.rung, "at": _iso(rung.at)} for r, rung in wanted]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into clocks_firedrung (authority_id, child_id, audience_id, restricted, key, rung, planned_at, fired_at) "
            "select %s, %s, %s, %s, x.key, x.rung, x.at, %s from jsonb_to_recordset(%s::jsonb) as x(key text, rung text, at timestamptz) "
            "on conflict (key, rung) do nothing returning key, rung",
            [holder.authority, holder.child, holder.audience, holder.restricted, now, json.dumps(rows)],
        )
        return set(cursor.fetchall())


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


def standings(fresh: Sequence[Reading]) -> list[dict[str, Any]]:
    """Return, for each episode, its next duty and how many are open or cannot be told."""
    by_episode: dict[str, list[Reading]] = {}
    for reading in fresh:
        if reading.episode and is_open(reading):
            by_episode.setdefault(reading.episode, []).append(reading)
    return [_standing(episode, readings) for episode, readings in by_episode.items()]


def _standing(episode: str, readings: list[Reading]) -> dict[str, Any]:
    timed = sorted((r.due, r.key) for r in readings if r.due is not None)
    return {
        "episode_id": episode,
        "next_key": timed[0][1] if timed else readings[0].key,
        "next_due_at": _iso(timed[0][0]) if timed else None,
        "open_count": len(readings),
        "cannot_tell_count": sum(r.state is State.CANNOT_TELL for r in readings),
    }


def write_standings(holder: Holder, fresh: Sequence[Reading]) -> None:
    """Bring the standing of each of the child's episodes up to date, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS, {"standings": json.dumps(standings(fresh)), "child": holder.child})


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
