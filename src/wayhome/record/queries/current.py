"""The facts that stand now, as a room's projector reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet

from wayhome.record.models import Fact


@dataclass(frozen=True, slots=True)
class Standing:
    """A fact nobody has corrected. `for_all`: everybody who may see whom it is about may see it."""

    id: UUID
    authority_id: UUID
    kind: str
    child_id: UUID | None
    adult_id: UUID | None
    context_id: UUID | None
    episode_id: UUID | None
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
    holds_until: datetime | None
    audience_id: int
    restricted: bool
    subject_restricted: bool

    @property
    def for_all(self) -> bool:
        return self.subject_restricted or not self.restricted

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """Order by when it happened, then when it was recorded, so that any order of rows reads the same."""
        return (self.happened_from or self.told_at, self.recorded_at, str(self.id))


_NAMES = tuple(f.name for f in fields(Standing))


def of_episodes(episodes: Iterable[UUID]) -> list[Standing]:
    """Return the standing facts of these episodes: one statement."""
    return _read(Fact.objects.filter(episode_id__in=list(episodes)), "child")


def of_children(children: Iterable[UUID]) -> list[Standing]:
    """Return the standing facts of every episode of these children: one statement."""
    return _read(Fact.objects.filter(child_id__in=list(children), episode_id__isnull=False), "child")


def of_adults(adults: Iterable[UUID]) -> list[Standing]:
    """Return the standing facts about these adults of concern: one statement."""
    return _read(Fact.objects.filter(adult_id__in=list(adults)), "adult")


def of_contexts(contexts: Iterable[UUID]) -> list[Standing]:
    """Return the standing facts about these contexts: one statement."""
    return _read(Fact.objects.filter(context_id__in=list(contexts)), "context")


def _read(facts: QuerySet[Fact], about: str) -> list[Standing]:
    rows = facts.filter(superseded_by__isnull=True).annotate(subject_restricted=F(f"{about}__restricted"))
    return [Standing(*row) for row in rows.values_list(*_NAMES)]
