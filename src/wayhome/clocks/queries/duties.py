"""Duties as a reader may see them: a child's, a context's, the partnership's, an owner's; and the board's order."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from wayhome.clocks import protocols
from wayhome.clocks.models import Reading, Transition
from wayhome.engine.language import Clock
from wayhome.record.subjects import Subject


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty as last read. `overdue` is worked out from `due_at` when asked, never from the stored state alone."""

    key: str
    authority_id: UUID
    child_id: UUID | None
    adult_id: UUID | None
    context_id: UUID | None
    episode_id: UUID | None
    clock: str
    protocol: str
    ordinal: int
    state: str
    open: bool
    owner: str
    start_at: datetime | None
    due_at: datetime | None
    at_latest: bool
    about: bool
    threshold_at: datetime | None
    need_ended_at: datetime | None
    met_at: datetime | None
    breached_at: datetime | None
    still_needed: bool
    changes_at: datetime | None
    fact_ids: tuple[UUID, ...]
    missing: tuple[str, ...]
    reasons: tuple[dict[str, Any], ...]
    read_at: datetime

    @property
    def subject(self) -> Subject:
        """What it is a duty about."""
        return Subject.of_row(self)

    @property
    def rule(self) -> Clock | None:
        """The clock in the law it was read by, with its title and citations; None if nobody kept it."""
        return protocols.clock_in(self.protocol, self.clock)

    @property
    def title(self) -> str:
        return self.rule.title if self.rule else self.clock

    def state_at(self, now: datetime) -> str:
        """Return the state with the due time compared to `now`, so that late is late even before the sweep."""
        if self.open and self.state in {"running", "due-soon"} and self.due_at and now > self.due_at:
            return "breached"
        return self.state


_NAMES = (
    "key", "authority_id", "child_id", "adult_id", "context_id", "episode_id", "clock", "protocol", "ordinal", "state", "open", "owner",
    "start_at", "due_at", "at_latest", "about", "threshold_at", "need_ended_at", "met_at", "breached_at",
    "still_needed", "changes_at", "fact_ids", "missing", "reasons", "read_at",
)  # fmt: skip


def _duty(row: Sequence[Any]) -> Duty:
    values = dict(zip(_NAMES, row, strict=True))
    for name in ("fact_ids", "missing", "reasons"):
        values[name] = tuple(values[name])
    return Duty(**values)


def _from_cursor(row: Sequence[Any]) -> Duty | None:
    """Return the duty of a raw row, whose explanation a plain cursor leaves as text; None when there is no duty."""
    if row[0] is None:
        return None
    reasons = _NAMES.index("reasons")
    return _duty([*row[:reasons], json.loads(row[reasons]), *row[reasons + 1 :]])


def _in_order(rows: Iterable[Sequence[Any]]) -> tuple[Duty, ...]:
    return tuple(sorted(map(_duty, rows), key=urgency))


def urgency(duty: Duty) -> tuple[bool, bool, float, str]:
    """Order duties: open before done, timed before untimed, the earliest due first."""
    return (not duty.open, duty.due_at is None, duty.due_at.timestamp() if duty.due_at else 0.0, duty.key)


def of_child(child: UUID) -> tuple[Duty, ...]:
    """Return every duty of a child, the most urgent first."""
    return of_subject(Subject.child(child))


def of_subject(subject: Subject) -> tuple[Duty, ...]:
    """Return every duty about a child, an adult, a context or the partnership, the most urgent first."""
    return _in_order(Reading.objects.filter(**subject.where).values_list(*_NAMES))


def of_episode(episode: UUID) -> tuple[Duty, ...]:
    """Return every duty of an episode, the most urgent first."""
    return _in_order(Reading.objects.filter(episode_id=episode).values_list(*_NAMES))


def open_at_contexts(contexts: Collection[UUID]) -> dict[UUID, tuple[Duty, ...]]:
    """Return the open duties of each of these contexts, the most urgent first: one statement."""
    found: dict[UUID, list[Duty]] = {}
    rows = Reading.objects.filter(context_id__in=list(contexts), open=True).values_list(*_NAMES)
    for each in _in_order(rows):
        if each.context_id is not None:
            found.setdefault(each.context_id, []).append(each)
    return {context: tuple(waiting) for context, waiting in found.items()}


def by_keys(keys: Collection[str]) -> dict[str, Duty]:
    """Return duties by key: one statement."""
    return {d.key: d for d in map(_duty, Reading.objects.filter(key__in=list(keys)).values_list(*_NAMES))}


def duty(key: str) -> Duty | None:
    """Return one duty, or None if there is none the reader may see."""
    return by_keys([key]).get(key)


def kept_as(key: str) -> tuple[int, bool] | None:
    """Return the audience of a duty's row and whether it is restricted, for rows that go with it; None if unseen."""
    return Reading.objects.filter(key=key).values_list("audience_id", "restricted").first()


def open_of(authority: UUID, roles: Collection[str], *, children: Collection[UUID] | None = None) -> tuple[Duty, ...]:
    """Return open duties owned by these roles in an authority, only of these children if given."""
    rows = Reading.objects.filter(authority_id=authority, open=True, owner__in=list(roles))
    if children is not None:
        rows = rows.filter(child_id__in=list(children))
    return _in_order(rows.values_list(*_NAMES))


@dataclass(frozen=True, slots=True)
class Turn:
    """A duty's change of state: when it happened, and when it was noticed."""

    key: str
    before: str
    after: str
    happened_at: datetime
    noticed_at: datetime


def turns(child: UUID) -> tuple[Turn, ...]:
    """Return every change of state of a child's duties, oldest first."""
    return turns_of(Subject.child(child))


def turns_of(subject: Subject) -> tuple[Turn, ...]:
    """Return every change of state of the duties about anything, oldest first."""
    rows = Transition.objects.filter(**subject.where).order_by("noticed_at", "id")
    return tuple(Turn(*row) for row in rows.values_list("key", "before", "after", "happened_at", "noticed_at"))


@dataclass(frozen=True, slots=True)
class Place:
    """One episode's place on the board: its next duty, and how many are open or cannot be told."""

    episode_id: UUID
    child_id: UUID
    section: str
    closed_at: datetime | None
    next_duty: Duty | None
    open_count: int
    cannot_tell_count: int


@dataclass(frozen=True, slots=True)
class Board:
    """The board as one reader sees it: places by section, counts, and when the clocks were last checked."""

    places: tuple[Place, ...]
    counts: dict[str, int]
    checked_at: datetime | None


# One statement: for each audience the reader holds, the most urgent of each section by index (of the closed, the latest),
# then the best of those; and what the reader's agency was let into, child by child.
_BOARD = f"""
with mine as materialized (select unnest((select wayhome_audiences())) as audience),
shared as materialized (select x.* from unnest((select wayhome_shared())) s(child) cross join lateral (
  select * from clocks_standing y where y.child_id = s.child and not y.audience_id = any((select wayhome_audiences())::smallint[])
    and (y.section in ('missing', 'returned') or y.section = 'closed' and y.closed_at >= %(closed_since)s)) x),
best as (
  select * from shared
  union all
  select p.* from mine m cross join (values ('missing'), ('returned')) s(section) cross join lateral (
    select * from clocks_standing x where x.audience_id = m.audience and x.section = s.section
    order by x.next_due_at, x.episode_id limit %(upto)s) p
  union all
  select p.* from mine m cross join lateral (
    select * from clocks_standing x where x.audience_id = m.audience and x.section = 'closed'
      and x.closed_at >= %(closed_since)s
    order by x.closed_at desc, x.episode_id limit %(upto)s) p),
ranked as (select b.*, row_number() over (partition by section
  order by case when section = 'closed' then -extract(epoch from closed_at) end, next_due_at nulls last, episode_id) as place from best b)
select k.episode_id, k.child_id, k.section, k.closed_at, k.open_count, k.cannot_tell_count,
  {", ".join("r." + n if n != "reasons" else "'[]'" for n in _NAMES)},
  (select jsonb_object_agg(c.section, c.n) from (
    select s.section, sum((select count(*) from clocks_standing x where x.audience_id = m.audience and x.section = s.section
      and (s.since is null or x.closed_at >= s.since))) + (select count(*) from shared h where h.section = s.section) as n
    from mine m cross join (values ('missing', null::timestamptz), ('returned', null), ('closed', %(closed_since)s))
      s(section, since) group by s.section) c),
  (select at from platform_stamp where step = 'sweep')
from (select 1) one left join ranked k on k.place > %(skip)s and k.place <= %(upto)s left join clocks_reading r on r.key = k.next_key
order by k.section, k.place
"""


def board(*, closed_since: datetime, limit: int = 50, skip: int = 0) -> Board:
    """Return the board in one statement, the same however many children there are.

    Each section holds at most `limit` episodes after the first `skip`, the most urgent first (the closed: the latest
    first); the counts are of all of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BOARD, {"closed_since": closed_since, "skip": skip, "upto": skip + limit})
        rows = cursor.fetchall()
    counts = json.loads(rows[0][-2] or "{}")
    places = tuple(
        Place(row[0], row[1], row[2], row[3], _from_cursor(row[6:-2]), row[4], row[5])
        for row in rows
        if row[0] is not None
    )
    return Board(places, {k: int(v) for k, v in counts.items()}, rows[0][-1])
