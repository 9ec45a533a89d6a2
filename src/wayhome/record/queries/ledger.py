"""What is in the ledger, as the reader may see it, as known at any moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wayhome.record.models import Fact, Supersession
from wayhome.record.subjects import Subject, SubjectKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact for a screen: when it happened, when we were told, when it was recorded, by whom, and its correction."""

    id: UUID
    root: UUID
    kind: str
    episode: UUID | None
    happened_from: datetime | None
    happened_until: datetime | None
    precision: str
    told_at: datetime
    recorded_at: datetime
    code: str | None
    text: str | None
    number: int | None
    on_date: date | None
    person: UUID | None
    by_user: UUID | None
    by_agency: UUID
    source: str
    corrected_at: datetime | None
    corrected_by: UUID | None
    correction_reason: str
    withdrawn: bool
    holds_until: datetime | None = None

    @property
    def current(self) -> bool:
        """Whether nothing has replaced it."""
        return self.corrected_at is None


def entries(child: UUID, *, known_at: datetime | None = None, episode: UUID | None = None) -> tuple[Entry, ...]:
    """Return a child's facts, newest happening first, corrected ones marked; only what was known at `known_at`."""
    return _as_known(Subject.child(child), known_at, episode)


def entries_about(subject: Subject, *, known_at: datetime | None = None) -> tuple[Entry, ...]:
    """Return the facts about anything, newest happening first, corrected ones marked, as known at `known_at`."""
    return _as_known(subject, known_at, None)


def _as_known(subject: Subject, known_at: datetime | None, episode: UUID | None) -> tuple[Entry, ...]:
    facts = Fact.objects.filter(**subject.where)
    gone = Supersession.objects.filter(**subject.where)
    if known_at is not None:
        facts, gone = facts.filter(recorded_at__lte=known_at), gone.filter(recorded_at__lte=known_at)
    if episode is not None:
        facts = facts.filter(episode_id=episode)
    return _entries(list(facts), {s.old_id: s for s in gone})


def current_facts(child: UUID, kinds: Sequence[str], *, known_at: datetime | None = None) -> tuple[Entry, ...]:
    """Return the current facts of these kinds, oldest first."""
    return current_about(Subject.child(child), kinds, known_at=known_at)


def current_about(subject: Subject, kinds: Sequence[str], *, known_at: datetime | None = None) -> tuple[Entry, ...]:
    """Return the current facts of these kinds about anything, oldest first, as known at `known_at`."""
    rows = _standing(Fact.objects.filter(**subject.where, kind__in=kinds), known_at)
    return tuple(reversed(_entries(rows, {})))


def current_of(
    about: SubjectKind, ids: Iterable[UUID], kinds: Sequence[str], *, known_at: datetime | None = None
) -> dict[UUID, tuple[Entry, ...]]:
    """Return the current facts of these kinds about each of many subjects of one sort, oldest first: one statement.

    Raises ValueError for the partnership, of which there is one.
    """
    if about == "partnership":
        raise ValueError("there is one partnership: ask current_about")
    key = f"{about}_id"
    found: dict[UUID, list[Fact]] = {}
    for row in _standing(Fact.objects.filter(**{f"{key}__in": list(ids)}, kind__in=kinds), known_at):
        found.setdefault(getattr(row, key), []).append(row)
    return {id_: tuple(reversed(_entries(rows, {}))) for id_, rows in found.items()}


def _standing(facts: QuerySet[Fact], known_at: datetime | None) -> list[Fact]:
    gone = Q(superseded_by__isnull=False)
    if known_at is not None:
        facts, gone = facts.filter(recorded_at__lte=known_at), Q(superseded_by__recorded_at__lte=known_at)
    return list(facts.exclude(gone))


def fact(fact_id: UUID) -> Entry | None:
    """Return one fact, or None if there is none the reader may see."""
    found = Fact.objects.filter(id=fact_id).first()
    if found is None:
        return None
    return _entries([found], {s.old_id: s for s in Supersession.objects.filter(old_id=fact_id)})[0]


def child_of(fact_id: UUID) -> UUID | None:
    """Return which child's fact this is, or None if it is no child's or the reader may not see it."""
    return Fact.objects.filter(id=fact_id).values_list("child_id", flat=True).first()


def subject_of(fact_id: UUID) -> Subject | None:
    """Return what this fact is about, or None if the reader may not see it."""
    found = Fact.objects.filter(id=fact_id).first()
    return Subject.of_row(found) if found else None


def _entries(facts: list[Fact], gone: dict[UUID, Supersession]) -> tuple[Entry, ...]:
    ordered = sorted(facts, key=lambda f: (f.happened_from or f.told_at, f.recorded_at, str(f.id)), reverse=True)
    return tuple(_entry(f, gone.get(f.id)) for f in ordered)


def _entry(f: Fact, s: Supersession | None) -> Entry:
    return Entry(
        f.id, f.root_id, f.kind, f.episode_id, f.happened_from, f.happened_until, f.precision, f.told_at,
        f.recorded_at, f.code, f.text, f.number, f.on_date, f.person, f.by_user, f.by_agency_id, f.source,
        s.recorded_at if s else None, s.new_id if s else None, s.reason if s else "", bool(s and s.new_id is None), f.holds_until,
    )  # fmt: skip


def marked(facts: Iterable[Fact], gone: Iterable[Supersession]) -> tuple[Entry, ...]:
    """Return rows the record's other queries have read, as entries: newest happening first, corrected ones marked."""
    return _entries(list(facts), {s.old_id: s for s in gone})
