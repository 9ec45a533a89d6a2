"""Records opened in an emergency: the reader's own, and, for who watches over the records, everybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from wayhome.platform.models import Opening, OpeningReview
from wayhome.platform.models.opening import ReviewOutcome

PROPER, NOT_PROPER, FOLLOW_UP = ReviewOutcome.values


@dataclass(frozen=True, slots=True)
class Review:
    """One look at an opening afterwards."""

    outcome: str
    words: str
    by_user: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class OpeningView:
    """One opening: whose record, by whom for which agency, why, and when. `reviews` oldest first."""

    id: UUID
    subject: UUID
    user: UUID
    agency: UUID
    reason: str
    opened_at: datetime
    until_at: datetime
    ended_at: datetime | None
    reviews: tuple[Review, ...] = ()

    @property
    def closed_at(self) -> datetime:
        """When it ended, or will."""
        return self.ended_at or self.until_at

    @property
    def waits(self) -> bool:
        """Whether somebody who watches over the records has still to look, or to follow it up."""
        return not self.reviews or self.reviews[-1].outcome == FOLLOW_UP


def one(opening: UUID) -> OpeningView | None:
    """Return one opening, if it is the reader's or under the reader's watch: two statements."""
    return next(iter(_views(Opening.objects.filter(id=opening))), None)


def of_partnership(authority: UUID, *, most: int = 200) -> tuple[OpeningView, ...]:
    """Return the openings that the reader may see, newest first: two statements."""
    return _views(Opening.objects.filter(authority_id=authority).order_by("-opened_at", "-id")[:most])


def of_subject(subject: UUID) -> tuple[OpeningView, ...]:
    """Return the openings of one record that the reader may see, newest first: two statements."""
    return _views(Opening.objects.filter(subject=subject).order_by("-opened_at", "-id"))


def may_open() -> bool:
    """Say whether the reader holds, or covers, a post that may open a record in an emergency."""
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_may_open()")
        return bool(cursor.fetchone()[0])


def _views(rows: QuerySet[Opening]) -> tuple[OpeningView, ...]:
    found = list(rows)
    reviews: dict[UUID, list[Review]] = {}
    for row in OpeningReview.objects.filter(opening_id__in=[r.id for r in found]).order_by("recorded_at", "id"):
        reviews.setdefault(row.opening_id, []).append(Review(row.outcome, row.words, row.by_user, row.recorded_at))
    return tuple(
        OpeningView(
            r.id, r.subject, r.user_id, r.agency_id, r.reason, r.opened_at, r.until_at, r.ended_at,
            tuple(reviews.get(r.id, ())),
        ) for r in found
    )  # fmt: skip
