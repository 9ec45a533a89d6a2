"""The sweep: everything whose time has come, however late, and the proof that nothing was missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from wayhome.clocks import storage
from wayhome.clocks.operations.recompute import Outcome, locked, read_now, recompute
from wayhome.platform.roles import as_clock


def sweep(*, now: datetime, batch: int = 200) -> Outcome:
    """Recompute every child with a reading that time has changed. Safe beside other workers and writers.

    A child whose lock somebody holds is left: that writer recomputes the child, and the next sweep looks again.
    """
    total = Outcome()
    while children := _due(now, batch):
        busy = 0
        for child in children:
            outcome = _try(child, now)
            if outcome is None:
                busy += 1
            else:
                total = _add(total, outcome)
        if busy == len(children) or len(children) < batch:
            break
    return total


def next_change() -> datetime | None:
    """Return the next moment at which time alone changes any reading."""
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("select min(changes_at) from clocks_reading where changes_at is not null")
        found: datetime | None = cursor.fetchone()[0]
        return found


def _due(now: datetime, batch: int) -> list[UUID]:
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute(
            "select child_id from (select child_id, min(changes_at) at from clocks_reading where changes_at <= %s "
            "group by child_id) x order by at limit %s",
            [now, batch],
        )
        return [child for (child,) in cursor.fetchall()]


def _try(child: UUID, now: datetime) -> Outcome | None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [str(child)])
            if not cursor.fetchone()[0]:
                return None
        return recompute(child, now=now)


def _add(a: Outcome, b: Outcome) -> Outcome:
    return Outcome(a.readings + b.readings, a.transitions + b.transitions, a.rungs + b.rungs)


def all_children() -> list[UUID]:
    """Return every child of every authority, as the clock."""
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("select id from record_child order by id")
        return [child for (child,) in cursor.fetchall()]


def recompute_all(*, now: datetime, each: Callable[[], None] = lambda: None) -> Outcome:
    """Recompute every child, one transaction each; `each` is called after every child."""
    total = Outcome()
    for child in all_children():
        total = _add(total, locked(child, now=now))
        each()
    return total


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored reading that does not equal its recomputation; states empty where there is none."""

    child: UUID
    key: str
    stored: str
    recomputed: str


def check(*, now: datetime) -> Iterator[Difference]:
    """Yield every difference between the stored readings and a recomputation at `now`. None is the promise."""
    for child in all_children():
        with transaction.atomic(), as_clock():
            holder = storage.holder(child)
            if holder is None:
                continue
            fresh = {r.key: r for r in read_now(holder, now)}
            kept = storage.stored(child)
            for key in sorted(fresh.keys() | kept.keys()):
                if key not in kept or key not in fresh or not storage.fresh(fresh[key]).same(kept[key]):
                    yield Difference(
                        child,
                        key,
                        kept[key].state if key in kept else "",
                        fresh[key].state.value if key in fresh else "",
                    )
