"""Reading the duties about one subject again and storing what changed, in the transaction of the fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from wayhome.clocks import protocols, storage
from wayhome.clocks.announcements import Fired, announce
from wayhome.clocks.standings import Place
from wayhome.clocks.storage import Holder, Kept, Stored
from wayhome.clocks.writing import Change, Changed, write
from wayhome.engine.laws import Laws, Standing
from wayhome.engine.readings import Reading, RungTime
from wayhome.platform import wall
from wayhome.platform.roles import as_clock
from wayhome.record.announcements import Recorded
from wayhome.record.operations.locks import lock_subject
from wayhome.record.subjects import Subject

# A load brings history: what should have been said before yesterday is on the worklists, not in anybody's mail.
LOADED_TELLS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one recomputation changed."""

    readings: int = 0
    transitions: int = 0
    rungs: int = 0


def on_recorded(recorded: Recorded) -> None:
    """Read again what these facts, and the time since, can have changed. The write already holds the subject's lock."""
    recompute(recorded.subject, now=wall.now(), moved=bool(recorded.episodes), kinds=recorded.kinds)


def on_loaded(children: Sequence[UUID], each: Callable[[], None]) -> None:
    """Recompute every child that was loaded into. The load holds the ledger's lock."""
    on_loaded_about([Subject.child(child) for child in children], each)


def on_loaded_about(subjects: Sequence[Subject], each: Callable[[], None]) -> None:
    """Recompute everything that was loaded into. The load holds the ledger's lock."""
    now = wall.now()
    for subject in subjects:
        recompute(subject, now=now, moved=True, tell_since=now - LOADED_TELLS)
        each()


def recompute(
    subject: Subject,
    *,
    now: datetime,
    moved: bool = False,
    tell_since: datetime | None = None,
    kinds: frozenset[str] | None = None,
) -> Outcome:
    """Read the duties about a subject at `now` and store what differs: every one, or what facts of `kinds` can have changed.

    `kinds`: of all facts recorded since the subject was last read; None reads everything.
    `moved`: an episode's own projection may have changed, so its place on the board is worked out again even
    when no duty changed. `tell_since`: rungs planned before it are written down as fired, and nobody is told. Writes: readings,
    transitions, fired rungs, standings. Needs a transaction that holds the subject's lock.
    """
    often = kinds is not None  # one of many writes of a process, and not one child of a load
    with as_clock():
        kept = storage.kept(subject, prepared=often)
        if kept is None:
            return Outcome()
        holder, clocks = kept.holder, None if kinds is None else _touched(kept, kinds, now)
        standing = read_under(kept, now, clocks)
        stored = kept.stored if clocks is None else {k: s for k, s in kept.stored.items() if s.clock in clocks}
        changed = _changed(kept, standing, stored, now, moved)
        new = write(holder, changed, now, prepared=often)
        fired = [f for f in _fired(holder, standing, new, now) if tell_since is None or f.planned_at >= tell_since]
    announce(fired)
    return Outcome(len(changed.readings) + len(changed.gone), len(changed.transitions), len(fired))


def _changed(
    kept: Kept, standing: Sequence[Standing], stored: dict[str, Stored], now: datetime, moved: bool
) -> Changed:
    """Return all in which the duties just read differ from those of them that are stored."""
    holder, fresh = kept.holder, tuple(each.reading for each in standing)
    under = {each.reading.key: each.protocol for each in standing}
    hashed = [(r, storage.digest(r, under[r.key], holder.kept_as(r.root))) for r in fresh]
    changed = [(r, d) for r, d in hashed if r.key not in stored or stored[r.key].digest != d]
    gone = stored.keys() - under.keys()
    found = Changed(changed, under, gone, _transitions(fresh, stored, gone, now), _falling(fresh, stored, now))
    placed = holder.subject.kind == "child" and (moved or found)
    return replace(found, places=_places(kept, fresh, stored, now)) if placed else found


def _touched(kept: Kept, kinds: frozenset[str], now: datetime) -> frozenset[str] | None:
    """Return the clocks to read after facts of these kinds; None for every one, where what is stored proves nothing."""
    laws = _laws(kept)
    same_laws = kept.holder.settled and kept.protocols <= {law.protocol.id for law in laws.laws}
    if kept.read_at is None or kept.read_at > now or not same_laws:
        return None
    touched = laws.touched(kept.situation, kinds, kept.read_at, now)
    if touched is None:
        return None
    woken = {s.clock for s in kept.stored.values() if s.changes_at is not None and s.changes_at <= now}
    return touched | woken


def _places(kept: Kept, fresh: Sequence[Reading], read: Mapping[str, Stored], now: datetime) -> list[Place]:
    """Return the child's open duties: those just read, and those stored that were not read again.

    Without those that only some who read the child may know of: everybody who does is told how many there are.
    """
    unsaid = kept.holder.unsaid
    order = {clock.id: n for n, clock in enumerate(_laws(kept).at(now).clocks)}
    last = len(order)
    places = [
        Place(r.episode, r.due, order.get(r.clock, last), r.key, r.state)
        for r in fresh
        if r.episode and storage.is_open(r) and not unsaid(r.root)
    ]
    return places + [
        Place(s.episode, s.due_at, order.get(s.clock, last), key, s.state)
        for key, s in kept.stored.items()
        if key not in read and s.episode and s.open and not unsaid(s.root)
    ]


def read_under(kept: Kept, now: datetime, clocks: frozenset[str] | None = None) -> tuple[Standing, ...]:
    """Read the duties at a moment, each under the law it stands under: of these clocks, or all. Nothing is stored."""
    authority = str(kept.holder.authority)
    return _laws(kept).read(kept.situation, protocols.calendar(), now, authority=authority, clocks=clocks)


def _laws(kept: Kept) -> Laws:
    return protocols.laws(kept.holder.authority, known=kept.holder.laws)


def locked(subject: Subject, *, now: datetime) -> Outcome:
    """Recompute one subject in a transaction of its own, holding its lock.

    Read at `now` or at the moment the lock was had, whichever is later: whoever held it until then has read it since.
    """
    with transaction.atomic():
        lock_subject(subject)
        return recompute(subject, now=max(now, wall.now()))


def _transitions(fresh: Sequence[Reading], stored: dict[str, Stored], gone: set[str], now: datetime) -> list[Change]:
    changes = []
    for reading in fresh:
        before = stored.get(reading.key)
        if before is None or before.state != reading.state.value:
            happened = storage.happened_at(reading, before, now)
            was = before.state if before else ""
            changes.append(Change(reading.key, reading.root, was, reading.state.value, happened, now))
    return changes + [Change(key, stored[key].root, stored[key].state, "withdrawn", now, now) for key in sorted(gone)]


def _falling(fresh: Sequence[Reading], stored: dict[str, Stored], now: datetime) -> list[tuple[Reading, RungTime]]:
    """Return the rungs whose time has come and that were not known to have fired."""
    due = [(r, rung) for r in fresh for rung in r.rungs if rung.at <= now]
    return [(r, rung) for r, rung in due if r.key not in stored or rung.rung not in stored[r.key].fired]


def _fired(holder: Holder, standing: Sequence[Standing], new: set[tuple[str, str]], now: datetime) -> list[Fired]:
    """Return what is to be told of the rungs that were written down as fired just now."""
    return [
        Fired(
            reading.key, rung.rung, holder.authority, holder.subject, UUID(reading.episode) if reading.episode else None,
            *holder.kept_as(reading.root), reading.clock, protocol, storage.is_open(reading), rung.at, now,
        )
        for reading, protocol in ((each.reading, each.protocol) for each in standing)
        for rung in reading.rungs
        if (reading.key, rung.rung) in new
    ]  # fmt: skip
