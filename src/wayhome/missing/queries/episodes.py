"""Episodes, as a reader may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from wayhome.engine.facts import Moment, Precision
from wayhome.missing.models import Episode


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """One episode as the ledger has it now. Empty text is "not recorded"."""

    id: UUID
    child_id: UUID
    authority_id: UUID
    section: str
    first_category: str
    category: str
    missing_from: str
    since_from: datetime | None
    since_until: datetime | None
    since_precision: str
    reported_at: datetime | None
    police_risk: str
    local_risk: str
    ended_from: datetime | None
    ended_until: datetime | None
    ended_precision: str
    closed_at: datetime | None
    updated_at: datetime

    @property
    def since(self) -> Moment:
        """Missing since, as closely as it is known."""
        return Moment(self.since_from, self.since_until, Precision(self.since_precision))

    @property
    def ended(self) -> Moment | None:
        """When the child was located or returned; None while the child is missing."""
        if not self.ended_precision:
            return None
        return Moment(self.ended_from, self.ended_until, Precision(self.ended_precision))

    @property
    def missing_now(self) -> bool:
        return self.section == "missing"


_FIELDS = tuple(f.name for f in fields(EpisodeView))


def by_ids(ids: Iterable[UUID]) -> dict[UUID, EpisodeView]:
    """Return the episodes the reader may see among these, by id: one statement."""
    return {row[0]: EpisodeView(*row) for row in Episode.objects.filter(id__in=list(ids)).values_list(*_FIELDS)}


def episode(episode_id: UUID) -> EpisodeView | None:
    """Return one episode, or None if there is none the reader may see."""
    return by_ids([episode_id]).get(episode_id)


def of_child(child: UUID) -> tuple[EpisodeView, ...]:
    """Return every episode of a child, newest first, those recorded in error last."""
    rows = [EpisodeView(*row) for row in Episode.objects.filter(child_id=child).values_list(*_FIELDS)]
    return tuple(sorted(rows, key=_newest))


def missing_now(child: UUID) -> EpisodeView | None:
    """Return the episode in which the child is missing now, if any."""
    row = Episode.objects.filter(child_id=child, section="missing").values_list(*_FIELDS).first()
    return EpisodeView(*row) if row else None


def missing_children(children: Iterable[UUID]) -> dict[UUID, EpisodeView]:
    """Return, of these children, those missing now with their episode."""
    rows = Episode.objects.filter(child_id__in=list(children), section="missing").values_list(*_FIELDS)
    return {row[1]: EpisodeView(*row) for row in rows}


def _newest(view: EpisodeView) -> tuple[bool, float]:
    since = view.since_from or view.updated_at
    return (view.section == "error", -since.timestamp())
