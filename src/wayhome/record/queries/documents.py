"""The files about a child that the reader may see, newest first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from wayhome.record.models import Document, Fact, Supersession
from wayhome.record.operations.documents import PHOTOGRAPHED
from wayhome.record.queries.particulars import of_facts


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One file: what it is, who added it, when it is from (`happened`, None: nobody knows), and whether it is withdrawn."""

    id: UUID
    child: UUID
    fact: UUID
    kind: str
    type: str
    title: str
    happened: datetime | None
    recorded_at: datetime
    by_user: UUID | None
    media_type: str
    extension: str
    size: int
    digest: str
    said: Mapping[str, str]
    withdrawn: str = ""

    @property
    def photograph(self) -> bool:
        """Whether it is a photograph of the child, drawn anew when it came, and so may be shown on a page."""
        return self.kind == PHOTOGRAPHED and self.media_type == "image/jpeg"


def of_child(child: UUID) -> tuple[DocumentView, ...]:
    """Return a child's documents, newest first, withdrawn ones marked: five statements."""
    return _views(Document.objects.filter(child_id=child))


def document(document_id: UUID) -> DocumentView | None:
    """Return one document, or None if there is none that the reader may see."""
    return next(iter(_views(Document.objects.filter(id=document_id))), None)


def photograph(child: UUID) -> DocumentView | None:
    """Return the photograph of the child that was taken last, and stands; None if there is none."""
    found = _views(Document.objects.filter(child_id=child, fact__kind=PHOTOGRAPHED))
    standing = [view for view in found if view.photograph and not view.withdrawn]
    return max(standing, key=lambda view: (view.happened or view.recorded_at, view.recorded_at), default=None)


def _views(rows: QuerySet[Document]) -> tuple[DocumentView, ...]:
    """Return documents as their facts stand now: a corrected title is shown, and only a withdrawal takes one away."""
    kept = list(rows.select_related("fact").order_by("-recorded_at", "-id"))
    roots = [row.fact.root_id for row in kept]
    chain = list(Fact.objects.filter(root_id__in=roots))
    gone = {s.old_id: s for s in Supersession.objects.filter(old_id__in=[fact.id for fact in chain])}
    standing = {fact.root_id: fact for fact in chain if fact.id not in gone}
    why = {fact.root_id: gone[fact.id].reason for fact in chain if fact.id in gone and gone[fact.id].new_id is None}
    said = of_facts([fact.id for fact in chain])
    return tuple(_view(row, standing.get(row.fact.root_id), why.get(row.fact.root_id, ""), said) for row in kept)


def _view(row: Document, standing: Fact | None, why: str, said: Mapping[UUID, Mapping[str, str]]) -> DocumentView:
    fact = standing or row.fact
    told = said.get(fact.id) or said.get(row.fact_id, {})
    withdrawn = "" if standing else why or "corrected; ask whoever added it"
    return DocumentView(
        row.id, row.child_id, fact.id, fact.kind, fact.code or "", fact.text or "", fact.happened_from, row.recorded_at,
        row.by_user, row.media_type, row.extension, row.size, row.digest, told, withdrawn,
    )  # fmt: skip


def told_by(facts: Collection[UUID]) -> frozenset[UUID]:
    """Return the files that these facts tell of, of those the reader may see: one statement."""
    return frozenset(Document.objects.filter(fact_id__in=list(facts)).values_list("id", flat=True))


@dataclass(frozen=True, slots=True)
class Held:
    """One file by where it lies: whose, what its name would end in, and its size in bytes."""

    id: UUID
    child: UUID
    extension: str
    size: int


def of_others(child: UUID, authority: UUID) -> tuple[Held, ...]:
    """Return the files about every other child that the reader may see, the newest first: one statement."""
    rows = Document.objects.filter(authority_id=authority).exclude(child_id=child).order_by("-recorded_at", "-id")
    return tuple(Held(*row) for row in rows.values_list("id", "child_id", "extension", "size"))


def seen(files: Collection[UUID]) -> frozenset[UUID]:
    """Return those of these files that the reader may see: one statement, none where there are none."""
    wanted = list(files)
    return frozenset(Document.objects.filter(id__in=wanted).values_list("id", flat=True)) if wanted else frozenset()
