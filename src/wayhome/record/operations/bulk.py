"""Writing many facts at once, as from another system: in one transaction, run as the owner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from wayhome.engine.facts import Moment
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.queries.audiences import audience_of
from wayhome.record.announcements import announce_loaded, announce_loaded_about
from wayhome.record.models import Adult, Child, Context, Fact
from wayhome.record.operations.bulk_beside import Said, add_particulars
from wayhome.record.subjects import Subject

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Arriving:
    """A fact from another system. `id` is the same each time it arrives; `recorded_at` None: now.

    Without a child it is about the adult or the context named at the end, else about the partnership.
    """

    id: UUID
    kind: str
    child: UUID | None
    episode: UUID | None
    moment: Moment
    told_at: datetime
    agency: UUID
    source: str
    recorded_at: datetime | None = None
    holds_until: datetime | None = None
    code: str | None = None
    text: str | None = None
    number: int | None = None
    on_date: date | None = None
    person: UUID | None = None
    adult: UUID | None = None
    context: UUID | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A child, an adult or a context from another system, by its own reference there."""

    id: UUID
    reference: str


@dataclass(frozen=True, slots=True)
class Added:
    """What a bulk write added."""

    children: int
    facts: int


def hold_ledger() -> None:
    """Keep every other writer out until the transaction ends: a region has more children than a server has locks."""
    with connection.cursor() as cursor:
        cursor.execute("lock table record_fact in share row exclusive mode")


def changed(facts: Sequence[Arriving]) -> frozenset[UUID]:
    """Return which of these facts are in the ledger already, saying something else."""
    there = {f.id: f for f in Fact.objects.filter(id__in=[f.id for f in facts])}
    return frozenset(
        f.id for f in facts if f.id in there and _says(there[f.id]) != _says(_row(f, there[f.id].authority_id))
    )


def add(
    *, authority: UUID, agency: UUID, children: Sequence[Known], facts: Sequence[Arriving], now: datetime,
    each: Callable[[int, int], None], adults: Sequence[Known] = (), contexts: Sequence[Known] = (), said: Said | None = None,
) -> Added:  # fmt: skip
    """Add what is not there yet and bring everything that follows from it up to date.

    `agency` keeps the rows of children, adults and contexts. `each(done, all)` is called as each one's duties are read.
    `said`: what goes with some of the facts, by the fact. Writes those rows, facts, and through the subscribers
    projections, readings and notices.
    """
    there = set(Child.objects.filter(id__in=[c.id for c in children]).values_list("id", flat=True))
    new = [c for c in children if c.id not in there]
    audience = audience_of(agency, "identity")
    Child.objects.bulk_create(
        [
            Child(id=c.id, authority_id=authority, reference=c.reference, audience_id=audience, created_at=now)
            for c in new
        ],
        batch_size=BATCH,
    )
    _open(Adult, "adult", adults, authority, agency, now)
    _open(Context, "context", contexts, authority, agency, now)
    held = set(Fact.objects.filter(id__in=[f.id for f in facts]).values_list("id", flat=True))
    fresh = [f for f in facts if f.id not in held]
    rows = [_row(f, authority) for f in fresh]
    Fact.objects.bulk_create(rows, batch_size=BATCH)
    add_particulars(said or {})
    subjects = {Subject.of_row(row) for row in rows}
    touched = sorted({s.id for s in subjects if s.kind == "child"} | {c.id for c in new})
    others = sorted((s for s in subjects if s.kind != "child"), key=lambda s: (s.kind, s.id))
    count = len(touched) + len(others)
    done = iter(range(1, count + 1))
    announce_loaded(touched, lambda: each(next(done), count))
    announce_loaded_about(others, lambda: each(next(done), count))
    return Added(len(new), len(fresh))


def _open(
    model: type[Adult] | type[Context], kind: str, known: Sequence[Known], authority: UUID, agency: UUID, now: datetime
) -> None:
    if not known:
        return
    there = set(model.objects.filter(id__in=[k.id for k in known]).values_list("id", flat=True))
    audience = audience_of(agency, load_vocabulary().kinds[f"{kind}.name"].handling)
    for each in known:
        if each.id not in there:
            model.objects.create(
                id=each.id, authority_id=authority, reference=each.reference, audience_id=audience, created_at=now
            )


def _row(f: Arriving, authority: UUID) -> Fact:
    row = Fact(
        id=f.id,
        root_id=f.id,
        authority_id=authority,
        kind=f.kind,
        child_id=f.child,
        adult_id=f.adult,
        context_id=f.context,
        episode_id=f.episode,
        happened_from=f.moment.earliest,
        happened_until=f.moment.latest,
        precision=f.moment.precision.value,
        holds_until=f.holds_until,
        told_at=f.told_at,
        code=f.code,
        text=f.text,
        number=f.number,
        on_date=f.on_date,
        person=f.person,
        by_agency_id=f.agency,
        source=f.source,
        audience_id=audience_of(f.agency, load_vocabulary().kinds[f.kind].handling),
    )
    if f.recorded_at is not None:
        row.recorded_at = f.recorded_at
    return row


def _says(f: Fact) -> tuple[object, ...]:
    return (
        f.kind, f.child_id, f.adult_id, f.context_id, f.episode_id, f.happened_from, f.happened_until, f.precision,
        f.holds_until, f.told_at, f.code, f.text, f.number, f.on_date, f.person,
    )  # fmt: skip
