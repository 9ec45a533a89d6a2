"""Requests for one's own record as pages read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from wayhome.disclosure.copying import Kept
from wayhome.disclosure.models import AccessRequest, AccessWithheld


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request; `pack` and `released_at` once the copy is released."""

    id: UUID
    child: UUID
    asked_by: str
    identity: str
    received_on: date
    due_on: date
    by_user: UUID | None
    pack: UUID | None
    released_at: datetime | None
    checked: str
    released_by: UUID | None


def of_child(child: UUID) -> tuple[RequestView, ...]:
    """Return a child's requests, newest first."""
    return _views(AccessRequest.objects.filter(child_id=child))


def one(request: UUID) -> RequestView | None:
    """Return one request, or None."""
    return next(iter(_views(AccessRequest.objects.filter(id=request))), None)


def kept_back(request: UUID) -> Kept:
    """Return what is kept back of a request, with the ground of each."""
    rows = list(AccessWithheld.objects.filter(request_id=request))
    return Kept(
        {r.fact_id: r.ground for r in rows if r.fact_id},
        {r.document_id: r.ground for r in rows if r.document_id},
        {r.version_id: r.ground for r in rows if r.version_id},
    )


def _views(rows: QuerySet[AccessRequest]) -> tuple[RequestView, ...]:
    made = []
    for r in rows.select_related("release").order_by("-received_on", "-recorded_at"):
        out = getattr(r, "release", None)
        made.append(
            RequestView(
                r.id, r.child_id, r.asked_by, r.identity, r.received_on, r.due_on, r.by_user, out and out.pack,
                out and out.recorded_at, out.checked if out else "", out and out.by_user,
            )
        )  # fmt: skip
    return tuple(made)
