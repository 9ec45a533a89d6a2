"""Briefings as pages read them: what was sent, version by version, and what is being written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from wayhome.escalation.models import Briefing, BriefingDraft
from wayhome.record.queries.copied import GONE, Closed, closed_of

# `id`, `title` and `words`; `facts`, where it was begun from the record: the line that each fact stood in, by its id.
Section = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BriefingView:
    """One version as it was sent."""

    id: UUID
    authority_id: UUID
    child_id: UUID
    episode_id: UUID
    kind: str
    occasion: str
    number: int
    to_post: str
    sections: tuple[Section, ...]
    sent_at: datetime
    by_user: UUID | None


@dataclass(frozen=True, slots=True)
class DraftView:
    """What is being written, who last kept it, and which keeping that was."""

    id: UUID
    child_id: UUID
    episode_id: UUID
    kind: str
    occasion: str
    sections: tuple[Section, ...]
    revision: int
    saved_at: datetime
    by_user: UUID


_SENT = tuple(BriefingView.__dataclass_fields__)
_DRAFT = tuple(DraftView.__dataclass_fields__)


def briefing(briefing_id: UUID) -> BriefingView | None:
    """Return one version, or None if there is none the reader may see."""
    return next(iter(_sent(Briefing.objects.filter(id=briefing_id))), None)


def of_child(child: UUID) -> tuple[BriefingView, ...]:
    """Return every version sent about a child, the newest first."""
    return _sent(Briefing.objects.filter(child_id=child).order_by("-sent_at", "id"))


def versions(episode: UUID, kind: str, occasion: str) -> tuple[BriefingView, ...]:
    """Return the versions of one briefing, the newest first."""
    return _sent(Briefing.objects.filter(episode_id=episode, kind=kind, occasion=occasion).order_by("-number"))


def draft(episode: UUID, kind: str, occasion: str) -> DraftView | None:
    """Return what is being written of one briefing, or None."""
    return next(iter(_drafts(BriefingDraft.objects.filter(episode_id=episode, kind=kind, occasion=occasion))), None)


def drafts_of_child(child: UUID) -> tuple[DraftView, ...]:
    """Return what is being written about a child, the last kept first."""
    return _drafts(BriefingDraft.objects.filter(child_id=child).order_by("-saved_at", "id"))


def _sent(rows: QuerySet[Briefing]) -> tuple[BriefingView, ...]:
    return tuple(BriefingView(**row) for row in _read(list(rows.values(*_SENT)), "sent_at"))


def _drafts(rows: QuerySet[BriefingDraft]) -> tuple[DraftView, ...]:
    return tuple(DraftView(**row) for row in _read(list(rows.values(*_DRAFT)), "saved_at"))


def _read(rows: Sequence[dict[str, Any]], written: str) -> Iterator[dict[str, Any]]:
    """Yield rows without what their words copied from facts that are closed to the reader since."""
    shut = closed_of({row["child_id"] for row in rows}) if rows else {}
    for row in rows:
        hides, at = shut.get(row["child_id"], Closed()), row[written]
        yield row | {"sections": tuple(_section(part, hides, at) if hides else part for part in row["sections"])}


def _section(part: Section, hides: Closed, written: datetime) -> Section:
    rests = part.get("facts", {})
    shown = {id_: GONE if UUID(id_) in hides.facts else line for id_, line in rests.items()}
    return {**part, "words": hides.words(part["words"], written, rests), **({"facts": shown} if rests else {})}
