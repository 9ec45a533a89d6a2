"""Briefings as pages read them: what was sent, version by version, and what is being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.escalation.models import Briefing, BriefingDraft

Section = Mapping[str, str]  # `id`, `title` and `words`


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
    row = Briefing.objects.filter(id=briefing_id).values(*_SENT).first()
    return BriefingView(**{**row, "sections": tuple(row["sections"])}) if row else None


def of_child(child: UUID) -> tuple[BriefingView, ...]:
    """Return every version sent about a child, the newest first."""
    rows = Briefing.objects.filter(child_id=child).order_by("-sent_at", "id").values(*_SENT)
    return tuple(BriefingView(**{**row, "sections": tuple(row["sections"])}) for row in rows)


def versions(episode: UUID, kind: str, occasion: str) -> tuple[BriefingView, ...]:
    """Return the versions of one briefing, the newest first."""
    rows = Briefing.objects.filter(episode_id=episode, kind=kind, occasion=occasion).order_by("-number").values(*_SENT)
    return tuple(BriefingView(**{**row, "sections": tuple(row["sections"])}) for row in rows)


def draft(episode: UUID, kind: str, occasion: str) -> DraftView | None:
    """Return what is being written of one briefing, or None."""
    row = BriefingDraft.objects.filter(episode_id=episode, kind=kind, occasion=occasion).values(*_DRAFT).first()
    return DraftView(**{**row, "sections": tuple(row["sections"])}) if row else None


def drafts_of_child(child: UUID) -> tuple[DraftView, ...]:
    """Return what is being written about a child, the last kept first."""
    rows = BriefingDraft.objects.filter(child_id=child).order_by("-saved_at", "id").values(*_DRAFT)
    return tuple(DraftView(**{**row, "sections": tuple(row["sections"])}) for row in rows)
