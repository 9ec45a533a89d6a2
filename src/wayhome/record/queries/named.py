"""What a list may call an adult of concern or a context: its reference, and its name where the reader may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from wayhome.record.models import Adult, Context
from wayhome.record.queries.ledger import Entry, current_of
from wayhome.record.subjects import Subject, SubjectKind


@dataclass(frozen=True, slots=True)
class Named:
    """A record that is not a child's; an empty name is "not recorded, or not yours to see"."""

    subject: Subject
    reference: str
    name: str


def named(subjects: Iterable[Subject]) -> dict[Subject, Named]:
    """Return those of these adults and contexts whose record the reader may see: two statements for each sort."""
    wanted = list(subjects)
    return _named("adult", Adult.objects.all(), wanted) | _named("context", Context.objects.all(), wanted)


def _named(kind: SubjectKind, rows: QuerySet[Adult] | QuerySet[Context], wanted: list[Subject]) -> dict[Subject, Named]:
    ids = [s.id for s in wanted if s.kind == kind]
    if not ids:
        return {}
    names = current_of(kind, ids, [f"{kind}.name"])
    return {
        (whose := Subject(kind, id_)): Named(whose, reference, _latest(names.get(id_, ())))
        for id_, reference in rows.filter(id__in=ids).values_list("id", "reference")
    }


def _latest(entries: Iterable[Entry]) -> str:
    return next((e.text for e in reversed(tuple(entries)) if e.text), "")
