"""One list of everything known of a child, from every agency, newest happening first, a page at a time.

Pages are cut by the key of the last entry shown, not by a number of entries passed over: the thousandth page costs
what the first does, and a fact recorded meanwhile moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Q, QuerySet
from django.db.models.functions import Coalesce

from wayhome.record.models import Fact, Supersession
from wayhome.record.operations.particulars import CONFIRMED
from wayhome.record.queries.ledger import Entry, marked

PINNED = "chronology.pinned"
MARKS = (PINNED, CONFIRMED)  # what people do to entries; never entries themselves
PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a chronology is wanted. `known_at` cuts what was known; `from_at` and `until_at` when it happened (aware)."""

    known_at: datetime | None = None
    kinds: frozenset[str] = frozenset()  # beginnings of kinds, such as "missing."
    agency: UUID | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    words: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page ends: the order of its last entry."""

    at: datetime
    recorded_at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a chronology: its entries, how many there are in all, and where the next begins (None: no more)."""

    entries: tuple[Entry, ...]
    total: int
    after: Key | None


@dataclass(frozen=True, slots=True)
class Pin:
    """That an entry is pinned: the pin's own fact, by whom and when. Entries are named by their root."""

    fact: UUID
    by_user: UUID | None
    at: datetime


def page(child: UUID, asked: Asked, *, after: Key | None = None, size: int = PAGE) -> Page:
    """Return one page: three statements, however many facts there are. Corrected facts are in it, marked."""
    wanted = _wanted(child, asked)
    total = wanted.count()
    rows = list((_older(wanted, after) if after else wanted).order_by("-at", "-recorded_at", "-id")[: size + 1])
    shown, more = rows[:size], len(rows) > size
    last = shown[-1] if more else None
    key = Key(last.happened_from or last.told_at, last.recorded_at, last.id) if last else None
    return Page(_entries(shown, asked.known_at), total, key)


def newest(child: UUID, kinds: Iterable[str], *, known_at: datetime | None = None, size: int = 5) -> tuple[Entry, ...]:
    """Return the newest standing entries whose kinds begin so (every kind when there are none), corrected ones left out."""
    rows = _wanted(child, Asked(known_at=known_at, kinds=frozenset(kinds)))
    gone = Q(superseded_by__isnull=False) if known_at is None else Q(superseded_by__recorded_at__lte=known_at)
    return marked(rows.exclude(gone).order_by("-at", "-recorded_at", "-id")[:size], ())


def pins(child: UUID, *, known_at: datetime | None = None) -> dict[UUID, Pin]:
    """Return what is pinned: by the root of the entry. One statement."""
    rows = Fact.objects.filter(child_id=child, kind=PINNED)
    gone = Q(superseded_by__isnull=False)
    if known_at is not None:
        rows, gone = rows.filter(recorded_at__lte=known_at), Q(superseded_by__recorded_at__lte=known_at)
    made = rows.exclude(gone).values_list("text", "id", "by_user", "recorded_at")
    return {UUID(root): Pin(id_, by, at) for root, id_, by, at in made if root}


def of_roots(child: UUID, roots: Iterable[UUID], *, known_at: datetime | None = None) -> tuple[Entry, ...]:
    """Return the standing entries of these roots, newest happening first; corrected where nothing stands: two statements."""
    rows = Fact.objects.filter(child_id=child, root_id__in=list(roots))
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    latest: dict[UUID, Fact] = {}
    for row in rows.order_by("recorded_at", "id"):
        latest[row.root_id] = row
    ordered = sorted(
        latest.values(), key=lambda f: (f.happened_from or f.told_at, f.recorded_at, str(f.id)), reverse=True
    )
    return _entries(ordered, known_at)


def agencies(child: UUID) -> frozenset[UUID]:
    """Return the agencies from which something of this child is known to the reader."""
    return frozenset(Fact.objects.filter(child_id=child).values_list("by_agency_id", flat=True).distinct())


def _older(rows: QuerySet[Any], after: Key) -> QuerySet[Any]:
    same = Q(at=after.at, recorded_at=after.recorded_at, id__lt=after.id)
    return rows.filter(Q(at__lt=after.at) | Q(at=after.at, recorded_at__lt=after.recorded_at) | same)


def _wanted(child: UUID, asked: Asked) -> QuerySet[Any]:
    every = Fact.objects.filter(child_id=child).exclude(kind__in=MARKS)
    rows: QuerySet[Any] = every.annotate(at=Coalesce("happened_from", "told_at", output_field=DateTimeField()))
    if asked.known_at is not None:
        rows = rows.filter(recorded_at__lte=asked.known_at)
    if asked.kinds:
        begins = Q(pk__in=[])
        for start in asked.kinds:
            begins |= Q(kind__startswith=start)
        rows = rows.filter(begins)
    if asked.agency is not None:
        rows = rows.filter(by_agency_id=asked.agency)
    if asked.from_at is not None:
        rows = rows.filter(at__gte=asked.from_at)
    if asked.until_at is not None:
        rows = rows.filter(at__lt=asked.until_at)
    if asked.words:
        rows = rows.filter(Q(text__icontains=asked.words) | Q(code__icontains=asked.words.replace(" ", "-")))
    if asked.pinned:
        rows = rows.filter(root_id__in=list(pins(child, known_at=asked.known_at)))
    return rows


def _entries(rows: list[Fact], known_at: datetime | None) -> tuple[Entry, ...]:
    gone = Supersession.objects.filter(old_id__in=[row.id for row in rows])
    if known_at is not None:
        gone = gone.filter(recorded_at__lte=known_at)
    return marked(rows, gone)
