"""Writing many sent and signed versions at once, as from another system: beside facts that were just loaded, as the owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from wayhome.assessment import filing
from wayhome.assessment.arrangements import find, law_of
from wayhome.assessment.filing import Basis
from wayhome.assessment.models import Decision, Sheet
from wayhome.assessment.operations.sheets import needs_sign_off
from wayhome.assessment.voice import Voice
from wayhome.engine.scores import Score
from wayhome.platform.queries.audiences import audience_of

BATCH = 500


@dataclass(frozen=True, slots=True)
class Sent:
    """One signed version of another system; versions of a child come oldest first. `on`: London's day; times aware."""

    id: UUID
    child: UUID
    number: int
    on: date
    born_on: date | None
    answers: Mapping[str, Any]
    level: str
    reason: str
    voice: Voice
    sent_at: datetime
    by: UUID
    signed_by: UUID


def add_sheets(*, authority: UUID, agency: UUID, line: str, instrument: str, sent: Sequence[Sent]) -> None:
    """Write versions of one form of a protocol line, each signed a day after it was sent."""
    form, law = find(line, instrument).instrument, law_of(authority)
    audience = audience_of(agency, "care")
    sheets, decisions = [], []
    for s in sent:
        filled = filing.from_plain(form, Basis(s.on, s.born_on), s.answers, (s.level, s.reason))
        result = filled.result()
        scored = result if isinstance(result, Score) else None
        sheets.append(
            Sheet(
                id=s.id, authority_id=authority, audience_id=audience, subject_kind="child", subject_id=s.child,
                draft=uuid5(s.id, "draft"), line=line, law=law, instrument=form.id, version=form.version,
                title=form.title, number=s.number, reference=s.on, born_on=s.born_on, answers=dict(filled.plain),
                shown=filing.shown(filled), result=filing.result_plain(filled),
                level=scored.level.id if scored and scored.level else "", points=scored.points if scored else None,
                judged_level=s.level, judged_reason=s.reason, voice=s.voice.kept(),
                needs_sign_off=needs_sign_off(form), recorded_at=s.sent_at, by_user=s.by, by_agency_id=agency,
            )
        )  # fmt: skip
        decisions.append(
            Decision(
                id=uuid5(s.id, "signed"), authority_id=authority, audience_id=audience, subject_id=s.child,
                sheet_id=s.id, outcome="signed", recorded_at=s.sent_at + timedelta(hours=3), by_user=s.signed_by,
            )
        )  # fmt: skip
    Sheet.objects.bulk_create(sheets, batch_size=BATCH)
    Decision.objects.bulk_create(decisions, batch_size=BATCH)
