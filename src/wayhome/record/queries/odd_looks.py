"""Looks into records that deserve a question, as who watches over the records may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from wayhome.record.models import HomePostcode, OddLook, OddLookAnswer
from wayhome.record.models.odd_look import OddOutcome

ASKED, EXPLAINED, REFERRED = OddOutcome.values
MOST = 200  # looks of one list, and the most that are counted


@dataclass(frozen=True, slots=True)
class OddAnswer:
    """What came of asking once."""

    outcome: str
    words: str
    by_user: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class OddView:
    """One look: whose, under which rule, of whose record (None where the rule counts records). `answers` oldest first."""

    id: UUID
    rule: str
    user: UUID
    agency: UUID | None
    subject: UUID | None
    day: date
    first_at: datetime
    last_at: datetime
    times: int
    answers: tuple[OddAnswer, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether nobody has asked yet, or an answer is still to come."""
        return not self.answers or self.answers[-1].outcome == ASKED


def one(odd: UUID) -> OddView | None:
    """Return one look, if the reader may see it: two statements."""
    return next(iter(_views(OddLook.objects.filter(id=odd))), None)


def of_partnership(authority: UUID, *, most: int = MOST) -> tuple[OddView, ...]:
    """Return the looks that the reader may see, the latest first: two statements."""
    return _views(OddLook.objects.filter(authority_id=authority).order_by("-last_at", "id")[:most])


def waiting(user: UUID) -> int:
    """Return how many looks wait for a question or its answer, without the reader's own, which others answer: one statement."""
    last = OddLookAnswer.objects.filter(odd_id=OuterRef("id")).order_by("-recorded_at", "-id").values("outcome")[:1]
    return (
        OddLook.objects.annotate(last=Subquery(last)).filter(Q(last=None) | Q(last=ASKED)).exclude(user_id=user).count()
    )


def home_of(user: UUID) -> str:
    """Return the postcode kept as a colleague's home, as the reader may see it; empty when there is none."""
    found = HomePostcode.objects.filter(user_id=user).values_list("postcode", flat=True).first() or ""
    return f"{found[:-3]} {found[-3:]}" if found else ""


def _views(rows: QuerySet[OddLook]) -> tuple[OddView, ...]:
    found = list(rows)
    answers: dict[UUID, list[OddAnswer]] = {}
    for row in OddLookAnswer.objects.filter(odd_id__in=[r.id for r in found]).order_by("recorded_at", "id"):
        answers.setdefault(row.odd_id, []).append(OddAnswer(row.outcome, row.words, row.by_user, row.recorded_at))
    return tuple(
        OddView(
            r.id, r.rule, r.user_id, r.agency_id, r.subject, r.day, r.first_at, r.last_at, r.times,
            tuple(answers.get(r.id, ())),
        ) for r in found
    )  # fmt: skip
