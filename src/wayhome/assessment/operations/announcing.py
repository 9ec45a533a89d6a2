"""What a form says, put into the ledger: the facts its protocol lists, each naming the version it came from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from wayhome.assessment.models import Sheet
from wayhome.engine.facts import Moment, Precision
from wayhome.engine.recording import ToRecord
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.actor import Actor
from wayhome.record.operations import facts
from wayhome.record.operations.facts import FIELD_OF, Draft
from wayhome.record.queries.ledger import current_about, current_facts
from wayhome.record.subjects import Subject
from wayhome.ui.when import Misread, WhenEntry, read_when
from wayhome.ui.words import LONDON


def source_of(sheet: UUID) -> str:
    """Return how a fact names the version it came from."""
    return f"assessment:{sheet}"


def subject_of(sheet: Sheet) -> Subject:
    """Return what a version is about, as the ledger names it."""
    return Subject.context(sheet.subject_id) if sheet.subject_kind == "context" else Subject.child(sheet.subject_id)


def announce(*, actor: Actor, sheet: Sheet, told: Sequence[ToRecord], at: datetime) -> None:
    """Record what a version says, unless it stands in the ledger already. `at`: when it was sent or signed."""
    if not told or _standing(sheet):
        return
    drafts = [_draft(each, at, source_of(sheet.id)) for each in told]
    if sheet.subject_kind == "child":
        facts.record(actor=actor, child=sheet.subject_id, drafts=drafts, episode=sheet.episode_id)
    else:
        facts.record_about(actor=actor, subject=subject_of(sheet), drafts=drafts)


def take_back(*, actor: Actor, sheet: Sheet, reason: str) -> None:
    """Withdraw what a version put into the ledger; it stays there, marked, with the reason."""
    for fact in _standing(sheet):
        facts.withdraw(actor=actor, fact=fact, reason=reason)


def _standing(sheet: Sheet) -> tuple[UUID, ...]:
    kinds = sorted(load_vocabulary().kinds)
    found = current_about(subject_of(sheet), kinds)
    return tuple(each.id for each in found if each.source == source_of(sheet.id))


def raises_concern(child: UUID, told: Sequence[ToRecord]) -> bool:
    """Whether any of these facts puts an ordered level higher than the ledger has it, or where it has none."""
    for state in load_vocabulary().states.values():
        new = [str(each.value) for each in told if each.kind in state.kinds]
        if not state.ordered or not new:
            continue
        held = current_facts(child, list(state.kinds))
        ranks = list(state.values)
        least = ranks.index(held[-1].code) if held and held[-1].code in ranks else 0
        if max(ranks.index(word) for word in new if word in ranks) > least:
            return True
    return False


def _draft(each: ToRecord, at: datetime, source: str) -> Draft:
    kind = load_vocabulary().kinds[each.kind]
    value = {FIELD_OF[kind.value]: each.value} if kind.value in FIELD_OF else {}
    return Draft(each.kind, _moment(each, at), at, source=source, **value)  # type: ignore[arg-type]


def _moment(each: ToRecord, at: datetime) -> Moment:
    if each.day is None:
        return Moment(at, at)
    if each.clock is not None:
        try:
            return read_when(WhenEntry.on(each.day, each.clock), at, may_be_future=True)
        except Misread:
            pass  # a wall time that the clock change skips or repeats: the day is sure
    return _whole_day(each.day)


def _whole_day(day: date) -> Moment:
    start = datetime.combine(day, time(0), LONDON)
    end = datetime.combine(day + timedelta(days=1), time(0), LONDON) - timedelta(microseconds=1)
    return Moment(start, end, Precision.DATE)
