"""Versions of forms that were sent, as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wayhome.assessment.models import Decision, Sheet
from wayhome.assessment.voice import Voice
from wayhome.record.queries.copied import Closed, closed_of


@dataclass(frozen=True, slots=True)
class DecisionView:
    """That a version was signed or returned, by whom, when, with what comments."""

    outcome: str
    comments: str
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class SheetView:
    """One version, whole. `shown`: sections with questions, answers and reasons in words, as the writer saw them."""

    id: UUID
    subject_kind: str
    subject_id: UUID
    episode_id: UUID | None
    line: str
    law: str
    instrument: str
    version: str
    title: str
    number: int
    reference: date
    answers: Mapping[str, Any]
    shown: Sequence[Mapping[str, Any]]
    result: Mapping[str, Any]
    level: str
    points: int | None
    judged_level: str
    judged_reason: str
    voice: Voice
    needs_sign_off: bool
    by: UUID | None
    sent_at: datetime
    decision: DecisionView | None

    @property
    def state(self) -> str:
        """Where it stands: signed, returned, or waiting for a manager."""
        return self.decision.outcome if self.decision else "waiting"

    @property
    def label(self) -> str:
        """The level in words; "" where no level was given."""
        return str((self.result.get("outcome") or {}).get("label") or "")


def sheet(sheet_id: UUID) -> SheetView | None:
    """Return one version, or None if there is none the reader may see."""
    return next(iter(_views(Sheet.objects.filter(id=sheet_id))), None)


def about(subject: UUID, episode: UUID | None = None) -> tuple[SheetView, ...]:
    """Return the versions about one subject (of one episode, if given), the newest first: two statements."""
    rows = Sheet.objects.filter(subject_id=subject).order_by("-recorded_at", "-id")
    return _views(rows.filter(episode_id=episode) if episode else rows)


def line_of_versions(view: SheetView) -> tuple[SheetView, ...]:
    """Return every version of the same form about the same subject, the first first."""
    return tuple(reversed([each for each in about(view.subject_id) if _same(each, view.line, view.instrument)]))


def last_signed(subject: UUID, line: str, instrument: str) -> SheetView | None:
    """Return the newest signed version of a form about a subject: what may be offered as "last time"."""
    found = (each for each in about(subject) if _same(each, line, instrument) and each.state == "signed")
    return next(found, None)


def waiting(writers: frozenset[UUID] | None, me: UUID) -> tuple[SheetView, ...]:
    """Return the versions that wait for a signature, of these writers (of everybody when None), the oldest first."""
    rows = Sheet.objects.filter(needs_sign_off=True, decision__isnull=True).exclude(by_user=me)
    if writers is not None:
        rows = rows.filter(by_user__in=list(writers))
    return _views(rows.order_by("recorded_at", "id"))


def returned_to(writer: UUID) -> tuple[SheetView, ...]:
    """Return the versions of a writer that were returned and have not been followed by a newer one."""
    rows = Sheet.objects.filter(by_user=writer, decision__outcome="returned").order_by("-recorded_at")
    return tuple(each for each in _views(rows) if not _followed(each))


def _followed(view: SheetView) -> bool:
    later = Sheet.objects.filter(subject_id=view.subject_id, line=view.line, instrument=view.instrument)
    return later.filter(episode_id=view.episode_id, number__gt=view.number).exists()


def _same(view: SheetView, line: str, instrument: str) -> bool:
    return view.instrument == instrument and view.line == line


def _views(rows: Iterable[Sheet]) -> tuple[SheetView, ...]:
    found = list(rows)
    decided = {each.sheet_id: each for each in Decision.objects.filter(sheet_id__in=[row.id for row in found])}
    shut = closed_of({row.subject_id for row in found}) if found else {}
    return tuple(_view(row, decided.get(row.id), shut.get(row.subject_id, Closed())) for row in found)


def _view(row: Sheet, decided: Decision | None, shut: Closed) -> SheetView:
    said = DecisionView(decided.outcome, decided.comments, decided.by_user, decided.recorded_at) if decided else None
    at = row.recorded_at
    return SheetView(
        row.id, row.subject_kind, row.subject_id, row.episode_id, row.line, row.law, row.instrument, row.version,
        row.title, row.number, row.reference, shut.within(row.answers, at), shut.within(row.shown, at), row.result,
        row.level, row.points, row.judged_level, shut.words(row.judged_reason, at), Voice.of(shut.within(row.voice, at)),
        row.needs_sign_off, row.by_user, at, said,
    )  # fmt: skip
