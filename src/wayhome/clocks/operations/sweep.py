"""The sweep: everything whose time has come, however late, and the proof that nothing was missed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from wayhome.clocks import storage
from wayhome.clocks.operations import activating
from wayhome.clocks.operations.recompute import Outcome, locked, read_under, recompute
from wayhome.clocks.queries import activations
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform import wall
from wayhome.platform.queries.partnerships import authorities, last_checked
from wayhome.platform.roles import as_clock
from wayhome.record.operations.locks import lock_subject, try_lock
from wayhome.record.queries.subjects import subjects
from wayhome.record.subjects import Subject

log = logging.getLogger("wayhome.clocks")
_DUE = """
select case when child_id is not null then 'child' when adult_id is not null then 'adult'
  when context_id is not null then 'context' else 'partnership' end, coalesce(child_id, adult_id, context_id, authority_id)
from clocks_reading where changes_at <= %s and not coalesce(child_id, adult_id, context_id, authority_id) = any(%s)
group by 1, 2 order by min(changes_at) limit %s
"""
# A moment agreed on that has come since. What it begins has no reading before, so nothing but this wakes it.
_ARRIVED = """
select distinct child_id from record_fact
where authority_id = any(%s) and kind = any(%s) and child_id is not null and happened_from > %s and happened_from <= %s
"""
# A child whose lock was held when the moment came is looked at again by the sweeps of this long.
AGAIN = timedelta(hours=1)


def sweep(*, now: datetime, batch: int = 200) -> Outcome:
    """Recompute every subject with a reading that time has changed. Safe beside other workers and writers.

    A subject whose lock somebody holds is left: that writer recomputes it, and the next sweep looks again.
    One that cannot be read is said in the log and left as well, so that one fault stops nobody else's clocks.
    """
    total = _bring_in(now)
    for subject in _arrived(now):
        if (outcome := _safely(subject, now, _try)) is not None:
            total = _add(total, outcome)
    tried: set[Subject] = set()
    while due := _due(now, batch, tried):
        tried.update(due)
        for subject in due:
            if (outcome := _safely(subject, now, _try)) is not None:
                total = _add(total, outcome)
    return total


def _bring_in(now: datetime) -> Outcome:
    """Read everything of a partnership again whose law has changed, waiting for each lock; say when it is done."""
    total = Outcome()
    with transaction.atomic(), as_clock():
        begun = activations.uncounted(now)
    for activation, authority in begun:
        for subject in all_subjects(authority):
            if (outcome := _safely(subject, now, locked)) is not None:
                total = _add(total, outcome)
        activating.counted(activation=activation, at=wall.now())
    return total


def _safely(subject: Subject, now: datetime, how: Callable[..., Outcome | None]) -> Outcome | None:
    try:
        return how(subject, now=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("%s %s could not be read; the other clocks go on", subject.kind, subject.id)
        return None


def next_change() -> datetime | None:
    """Return the next moment at which time alone changes any reading."""
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("select min(changes_at) from clocks_reading where changes_at is not null")
        found: datetime | None = cursor.fetchone()[0]
        return found


def _due(now: datetime, batch: int, tried: set[Subject]) -> list[Subject]:
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute(
            _DUE,
            [now, [subject.id for subject in tried], batch],
        )
        return [Subject(kind, id_) for kind, id_ in cursor.fetchall()]


def _arrived(now: datetime) -> list[Subject]:
    """Return the children for whom a moment that people agreed on has come since the last sweep."""
    ahead = [
        kind.id for kind in load_vocabulary().kinds.values() if kind.ahead and kind.subject in ("child", "episode")
    ]
    checked = last_checked()
    since = checked - AGAIN if checked else datetime.min.replace(tzinfo=UTC)
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute(_ARRIVED, [list(authorities()), ahead, since, now])
        return [Subject.child(child) for (child,) in cursor.fetchall()]


def _try(subject: Subject, *, now: datetime) -> Outcome | None:
    with transaction.atomic():
        if not try_lock(subject):
            return None
        # A writer may have read it since the sweep began: never read at an earlier moment than somebody has.
        return recompute(subject, now=max(now, wall.now()))


def _add(a: Outcome, b: Outcome) -> Outcome:
    return Outcome(a.readings + b.readings, a.transitions + b.transitions, a.rungs + b.rungs)


def all_children(authority: UUID | None = None) -> list[UUID]:
    """Return every child of an authority (of every one, when None), as the clock."""
    return [subject.id for subject in all_subjects(authority) if subject.kind == "child"]


def all_subjects(authority: UUID | None = None) -> list[Subject]:
    """Return everything that duties can be about in an authority (in every one, when None), children first."""
    with transaction.atomic(), as_clock():
        return subjects(authority)


def recompute_all(*, now: datetime, each: Callable[[], None] = lambda: None) -> Outcome:
    """Recompute everything, one transaction each; `each` is called after every one."""
    total = Outcome()
    for subject in all_subjects():
        total = _add(total, locked(subject, now=now))
        each()
    return total


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored reading that does not equal its recomputation; states empty where there is none."""

    subject: Subject
    key: str
    stored: str
    recomputed: str


def check(*, now: datetime) -> Iterator[Difference]:
    """Yield every difference between the stored readings and a recomputation at `now`. None is the promise."""
    for subject in all_subjects():
        yield from check_subject(subject, now=now)


def check_child(child: UUID, *, now: datetime) -> list[Difference]:
    """Return one child's differences, as `check_subject`."""
    return check_subject(Subject.child(child), now=now)


def check_subject(subject: Subject, *, now: datetime) -> list[Difference]:
    """Return one subject's differences between the stored readings and a recomputation at `now`.

    Looked at under its lock, and never at an earlier moment than somebody has read it, so that a write in between
    is not taken for a difference.
    """
    with transaction.atomic(), as_clock():
        lock_subject(subject)
        kept = storage.kept(subject)
        if kept is None:
            return []
        standing = read_under(kept, max(now, kept.read_at or now))
        fresh, stored = {each.reading.key: each.reading for each in standing}, kept.stored
        unlike = storage.unlike(fresh.values())
        return [
            Difference(
                subject,
                key,
                stored[key].state if key in stored else "",
                fresh[key].state.value if key in fresh else "",
            )
            for key in sorted((fresh.keys() ^ stored.keys()) | unlike)
        ]
