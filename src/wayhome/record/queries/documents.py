"""The files about a child that the reader may see, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.record.models import Document, Supersession
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
    """Return a child's documents, newest first, withdrawn ones marked: three statements."""
    rows = list(Document.objects.filter(child_id=child).select_related("fact").order_by("-recorded_at", "-id"))
    gone = dict(Supersession.objects.filter(old_id__in=[r.fact_id for r in rows]).values_list("old_id", "reason"))
    said = of_facts([row.fact_id for row in rows])
    return tuple(_view(row, said.get(row.fact_id, {}), gone.get(row.fact_id, "")) for row in rows)


def document(document_id: UUID) -> DocumentView | None:
    """Return one document, or None if there is none that the reader may see."""
    row = Document.objects.select_related("fact").filter(id=document_id).first()
    if row is None:
        return None
    gone = Supersession.objects.filter(old_id=row.fact_id).values_list("reason", flat=True).first()
    return _view(row, of_facts([row.fact_id]).get(row.fact_id, {}), gone or "")


def photograph(child: UUID) -> DocumentView | None:
    """Return the photograph of the child that was taken last, and stands; None if there is none: two statements."""
    rows = Document.objects.filter(child_id=child, fact__kind=PHOTOGRAPHED, fact__superseded_by__isnull=True)
    row = rows.select_related("fact").order_by("-fact__happened_from", "-recorded_at").first()
    return _view(row, of_facts([row.fact_id]).get(row.fact_id, {}), "") if row else None


def _view(row: Document, said: Mapping[str, str], withdrawn: str) -> DocumentView:
    fact = row.fact
    return DocumentView(
        row.id, row.child_id, fact.id, fact.kind, fact.code or "", fact.text or "", fact.happened_from, row.recorded_at,
        row.by_user, row.media_type, row.extension, row.size, row.digest, said, withdrawn,
    )  # fmt: skip
