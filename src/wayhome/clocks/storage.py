"""How readings are kept, and a subject's ledger beside them: one raw statement, however many duties there are."""

from __future__ import annotations

import hashlib
import json
import marshal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from wayhome.engine.facts import Situation
from wayhome.engine.readings import Reading, State
from wayhome.platform.prepared import prepared_cursor
from wayhome.platform.reading_rules import READ_BY_ALL
from wayhome.record.queries.situations import LEDGERS, told
from wayhome.record.subjects import SQL_WHERE, Subject


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a reading is about, who may see it, and how many laws the partnership has had.

    `settled`: everything has been read again under each of them. `sealed`: the roots of the facts that only people named
    for the subject may read; what such a fact began is for them, too. `closer`: the audiences of the facts about a child
    that not every agency working with the child reads; what such a fact began is for who reads the fact.
    """

    subject: Subject
    authority: UUID
    audience: int
    restricted: bool
    laws: int = 0
    settled: bool = True
    sealed: frozenset[str] = frozenset()
    closer: Mapping[str, int] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[UUID | None, ...]:
        """What every row of this holder begins with: authority, child, adult, context."""
        about = self.subject.keys
        return (self.authority, about["child_id"], about["adult_id"], about["context_id"])

    def kept_as(self, root: str) -> tuple[int, bool]:
        """Return for whom what this fact began is: the audience, and whether only for those of it who are named."""
        return self.closer.get(root, self.audience), self.restricted or root in self.sealed

    def unsaid(self, root: str) -> bool:
        """Whether some who may know of the subject may not know of what this fact began."""
        return root in self.closer or (root in self.sealed and not self.restricted)


class Stored(NamedTuple):
    """A reading as it was stored, and which of its rungs have fired."""

    clock: str
    state: str
    digest: str
    changes_at: datetime | None
    due_at: datetime | None
    episode: str | None
    open: bool
    root: str
    fired: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of a subject whose duties are to be read: the ledger, and the readings as they were last stored.

    `read_at`: when one of them was last stored, so that all have been true since; `protocols`: those they stand under.
    """

    holder: Holder
    situation: Situation
    stored: dict[str, Stored]
    read_at: datetime | None
    protocols: frozenset[str]


# What the partnership owes is seen by those who read the first thing that it was said to have done.
_OWN = """select p.id as authority_id, f.audience_id, false as restricted from platform_authority p cross join lateral (
    select audience_id from record_fact where authority_id = p.id and child_id is null and adult_id is null
      and context_id is null and not restricted and starts_with(kind, 'partnership.')
    order by recorded_at, id limit 1) f where p.id = %(subject)s"""
_ROW = "select authority_id, audience_id, restricted from record_{kind} where id = %(subject)s"
_KEPT = """
select c.authority_id, c.audience_id, c.restricted, law.how_many, law.settled,
  (select array_agg(root_id::text) from record_fact where {where} and restricted), {closer},
  kept.readings, kept.read_at, (select json_agg(json_build_array(key, rung)) from clocks_firedrung where {where}), {ledger}
from ({row}) c
cross join lateral (select count(*) as how_many, count(*) = count(a.counted_at) as settled
  from clocks_activation a where a.authority_id = c.authority_id) law
cross join lateral (select max(read_at) as read_at, json_agg(json_build_array(
    key, protocol, clock, state, digest, changes_at, due_at, episode_id, open, root_id)) as readings
  from clocks_reading where {where}) kept
"""
# The last word on a fact decides who reads it. Only a child is known to agencies that do not read all that is told.
_CLOSER = f"""(select json_object_agg(root_id, audience_id order by recorded_at, id) from record_fact
    where {{where}} and audience_id in (select id from platform_audience
      where authority_id = c.authority_id and handling not in ({", ".join(f"'{each}'" for each in sorted(READ_BY_ALL))})))"""
_STATEMENTS = {
    kind: _KEPT.format(
        ledger=LEDGERS[kind],
        where=SQL_WHERE[kind],
        row=_OWN if kind == "partnership" else _ROW.format(kind=kind),
        closer=_CLOSER.format(where=SQL_WHERE[kind]) if kind == "child" else "null",
    )
    for kind in SQL_WHERE
}


def kept(subject: Subject, *, prepared: bool = False) -> Kept | None:
    """Return what is kept of a subject, in one statement; None if it is not there, or of a partnership nothing was said."""
    with prepared_cursor() if prepared else connection.cursor() as cursor:
        cursor.execute(_STATEMENTS[subject.kind], {"subject": subject.id})
        row = cursor.fetchone()
    if row is None:
        return None
    authority, audience, restricted, laws, settled, sealed, closer, readings, read_at, rungs, facts, corrections = row
    fired: dict[str, list[str]] = {}
    for key, rung in rungs or ():
        fired.setdefault(key, []).append(rung)
    stored = {key: _stored(tuple(fired.get(key, ())), *rest) for key, _, *rest in readings or ()}
    return Kept(
        Holder(subject, authority, audience, restricted, laws, settled, frozenset(sealed or ()), closer or {}),
        told(subject.id, facts, corrections),
        stored,
        read_at,
        frozenset(protocol for _, protocol, *_ in readings or ()),
    )


def _stored(
    fired: tuple[str, ...], clock: str, state: str, digest: str, changes: str | None, due: str | None,
    episode: str | None, open_: bool, root: str,
) -> Stored:  # fmt: skip
    return Stored(clock, state, digest, _at(changes), _at(due), episode, open_, root, fired)


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


_ASKS_NOTHING = (State.BREACHED, State.CANNOT_TELL)


def is_open(reading: Reading) -> bool:
    """Whether somebody still has something to do or to tell.

    A breach that is no longer needed counts, but asks nothing; nor does a doubt about a duty already done.
    """
    return reading.state.open and (reading.still_needed or reading.state not in _ASKS_NOTHING)


def digest(reading: Reading, protocol: str, kept_as: tuple[int, bool]) -> str:
    """Return a short hash of all that is stored and for whom, so that an unchanged reading is not written again.

    Over plain values, in Python's own plain form: several times cheaper than building the columns of every reading.
    """
    said = (
        protocol, kept_as, reading.state.value, reading.episode, reading.owner, str(reading.start), str(reading.due),
        reading.at_latest, reading.about, str(reading.threshold_at), str(reading.need_ended_at), str(reading.met_at),
        str(reading.breached_at), reading.still_needed, str(reading.changes_at),
        [(r.rung, str(r.at)) for r in reading.rungs], reading.facts, reading.missing,
        [(r.code, r.facts, r.values) for r in reading.reasons],
    )  # fmt: skip
    # Version 0 remembers no identities: equal values are the same bytes.
    return hashlib.blake2b(marshal.dumps(said, 0), digest_size=12).hexdigest()


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
        "start_at": iso(reading.start),
        "due_at": iso(reading.due),
        "at_latest": reading.at_latest,
        "about": reading.about,
        "threshold_at": iso(reading.threshold_at),
        "need_ended_at": iso(reading.need_ended_at),
        "met_at": iso(reading.met_at),
        "breached_at": iso(reading.breached_at),
        "still_needed": reading.still_needed,
        "changes_at": iso(reading.changes_at),
        "rungs": [{"rung": r.rung, "at": iso(r.at)} for r in reading.rungs],
        "root_id": reading.root,
        "fact_ids": reading.facts,
        "missing": reading.missing,
        "reasons": [{"code": r.code, "facts": r.facts, "values": r.values} for r in reading.reasons],
        "digest": digest,
    }


NAMES = (
    "key", "episode_id", "clock", "ordinal", "state", "open", "owner", "start_at", "due_at", "at_latest", "about",
    "threshold_at", "need_ended_at", "met_at", "breached_at", "still_needed", "changes_at", "rungs", "root_id", "fact_ids",
    "missing", "reasons", "digest",
)  # fmt: skip
_SHOWN = NAMES[:-1]
_UNLIKE = (
    "select x.key from jsonb_populate_recordset(null::clocks_reading, %s::jsonb) x join clocks_reading r on r.key = x.key "
    f"where ({', '.join('r.' + n for n in _SHOWN)}) is distinct from ({', '.join('x.' + n for n in _SHOWN)})"
)


def unlike(readings: Iterable[Reading]) -> set[str]:
    """Return the keys of those stored otherwise than read, column by column and not by the digest alone."""
    rows = [columns(reading, "") for reading in readings]
    with connection.cursor() as cursor:
        cursor.execute(_UNLIKE, [json.dumps(rows)])
        return {key for (key,) in cursor.fetchall()}


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


def iso(moment: datetime | None) -> str | None:
    """Return a moment as JSON holds it."""
    return moment.isoformat() if moment else None
