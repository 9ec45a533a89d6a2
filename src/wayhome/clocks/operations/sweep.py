"""The sweep: everything whose time has come, however late, and the proof that nothing was missed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from wayhome.clocks import storage
from wayhome.clocks.operations import activating
from wayhome.clocks.operations.recompute import Outcome, locked, read_under, recompute
from wayhome.clocks.queries import activations
from wayhome.platform import wall
from wayhome.platform.roles import as_clock
from wayhome.record.operations.locks import lock_child

log = logging.getLogger("wayhome.clocks")


def sweep(*, now: datetime, batch: int = 200) -> Outcome:
    """Recompute every child with a reading that time has changed. Safe beside other workers and writers.

    A child whose lock somebody holds is left: that writer recomputes the child, and the next sweep looks again.
    A child who cannot be read is said in the log and left as well, so that one fault stops nobody else's clocks.
    """
    total = _bring_in(now)
    tried: set[UUID] = set()
    while children := _due(now, batch, tried):
        tried.update(children)
        for child in children:
            if (outcome := _safely(child, now, _try)) is not None:
                total = _add(total, outcome)
    return total


def _bring_in(now: datetime) -> Outcome:
    """Read every child of a partnership again whose law has changed, waiting for each child's lock; say when it is done."""
    total = Outcome()
    with transaction.atomic(), as_clock():
        begun = activations.uncounted(now)
    for activation, authority in begun:
        for child in all_children(authority):
            if (outcome := _safely(child, now, locked)) is not None:
                total = _add(total, outcome)
        activating.counted(activation=activation, at=wall.now())
    return total


def _safely(child: UUID, now: datetime, how: Callable[..., Outcome | None]) -> Outcome | None:
    try:
        return how(child, now=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("child %s could not be read; the other children's clocks go on", child)
        return None


def next_change() -> datetime | None:
    """Return the next moment at which time alone changes any reading."""
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("select min(changes_at) from clocks_reading where changes_at is not null")
        found: datetime | None = cursor.fetchone()[0]
        return found


def _due(now: datetime, batch: int, tried: set[UUID]) -> list[UUID]:
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute(
            "select child_id from (select child_id, min(changes_at) at from clocks_reading where changes_at <= %s "
            "and not child_id = any(%s) group by child_id) x order by at limit %s",
            [now, list(tried), batch],
        )
        return [child for (child,) in cursor.fetchall()]


def _try(child: UUID, *, now: datetime) -> Outcome | None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [str(child)])
            if not cursor.fetchone()[0]:
                return None
        # A writer may have read this child since the sweep began: never read at an earlier moment than somebody has.
        return recompute(child, now=max(now, wall.now()))


def _add(a: Outcome, b: Outcome) -> Outcome:
    return Outcome(a.readings + b.readings, a.transitions + b.transitions, a.rungs + b.rungs)


def all_children(authority: UUID | None = None) -> list[UUID]:
    """Return every child of an authority (of every one, when None), as the clock."""
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute(
            "select id from record_child where %(authority)s::uuid is null or authority_id = %(authority)s order by id",
            {"authority": authority},
        )
        return [child for (child,) in cursor.fetchall()]


def recompute_all(*, now: datetime, each: Callable[[], None] = lambda: None) -> Outcome:
    """Recompute every child, one transaction each; `each` is called after every child."""
    total = Outcome()
    for child in all_children():
        total = _add(total, locked(child, now=max(now, wall.now())))
        each()
    return total


def _last_read(child: UUID) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("select max(read_at) from clocks_reading where child_id = %s", [child])
        found: datetime | None = cursor.fetchone()[0]
        return found


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
        yield from check_child(child, now=now)


def check_child(child: UUID, *, now: datetime) -> list[Difference]:
    """Return one child's differences between the stored readings and a recomputation at `now`.

    Looked at under the child's lock, and never at an earlier moment than somebody has read the child, so that
    a write in between is not taken for a difference.
    """
    with transaction.atomic(), as_clock():
        lock_child(child)
        kept = storage.kept(child)
        if kept is None:
            return []
        standing = read_under(kept, max(now, _last_read(child) or now))
        fresh, stored = {each.reading.key: each.reading for each in standing}, kept.stored
        unlike = storage.unlike(fresh.values())
        return [
            Difference(
                child,
                key,
                stored[key].state if key in stored else "",
                fresh[key].state.value if key in fresh else "",
            )
            for key in sorted((fresh.keys() ^ stored.keys()) | unlike)
        ]
