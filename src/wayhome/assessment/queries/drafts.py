"""Drafts, as those who may see them may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from wayhome.assessment import filing
from wayhome.assessment.arrangements import find
from wayhome.assessment.filing import Basis, Filled
from wayhome.assessment.models import Draft, Sheet
from wayhome.assessment.voice import Voice


@dataclass(frozen=True, slots=True)
class DraftView:
    """One draft. `beside`: items with the words somebody else wrote there; `boxes`: what was typed, by item."""

    id: UUID
    subject_kind: str
    subject_id: UUID
    episode_id: UUID | None
    line: str
    law: str
    instrument: str
    title: str
    basis: Basis
    author: UUID
    holder: UUID
    boxes: Mapping[str, Mapping[str, list[str]]]
    beside: Mapping[str, list[dict[str, Any]]]
    completed: tuple[str, ...]
    judged_level: str
    judged_reason: str
    voice: Voice
    edition: int
    mends: UUID | None
    started_at: datetime
    saved_at: datetime


def draft(draft_id: UUID) -> DraftView | None:
    """Return one draft, or None if there is none the reader may see."""
    row = Draft.objects.filter(id=draft_id).first()
    return _view(row) if row else None


def filled(view: DraftView) -> Filled:
    """Return a draft as a form that can be read and scored. Raises PackFault when its form is gone."""
    instrument = find(view.line, view.instrument).instrument
    return filing.from_boxes(instrument, view.basis, view.boxes, (view.judged_level, view.judged_reason))


def mine(user: UUID) -> tuple[DraftView, ...]:
    """Return the drafts a person holds, the last saved first."""
    return tuple(_view(row) for row in Draft.objects.filter(holder=user).order_by("-saved_at", "id"))


def handed_on(user: UUID) -> tuple[DraftView, ...]:
    """Return the drafts a person began or handed over that somebody else holds now."""
    return tuple(_view(row) for row in Draft.objects.exclude(holder=user).order_by("-saved_at", "id"))


def about(subject: UUID, episode: UUID | None = None) -> tuple[DraftView, ...]:
    """Return the drafts about one subject (of one episode, if given) that the reader may see."""
    rows = Draft.objects.filter(subject_id=subject).order_by("-saved_at", "id")
    return tuple(_view(row) for row in (rows.filter(episode_id=episode) if episode else rows))


def sent_as(draft_id: UUID) -> UUID | None:
    """Return the version a draft became, or None."""
    return Sheet.objects.filter(draft=draft_id).values_list("id", flat=True).first()


def _view(row: Draft) -> DraftView:
    return DraftView(
        row.id, row.subject_kind, row.subject_id, row.episode_id, row.line, row.law, row.instrument, row.title,
        Basis(row.reference, row.born_on, row.age), row.author, row.holder, row.boxes, row.beside,
        tuple(row.completed), row.judged_level, row.judged_reason, Voice.of(row.voice), row.edition, row.mends,
        row.started_at, row.saved_at,
    )  # fmt: skip
