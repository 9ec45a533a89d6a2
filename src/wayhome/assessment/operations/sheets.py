"""A finished form: sent as a version, signed or returned, and what it says put into the ledger."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.db import IntegrityError, transaction

from wayhome.assessment import filing
from wayhome.assessment.arrangements import find
from wayhome.assessment.filing import Basis, Filled
from wayhome.assessment.models import Decision, Draft, Sheet
from wayhome.assessment.operations.announcing import announce, raises_concern, take_back
from wayhome.assessment.operations.errors import AlreadyDecided, MayNotSign, NotFinished
from wayhome.assessment.queries.signing import may_sign
from wayhome.assessment.voice import Voice
from wayhome.engine.instruments import Instrument
from wayhome.engine.recording import ToRecord, to_record
from wayhome.engine.scores import Score
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.record.operations.locks import lock_child

NOT_THERE = "There is no such form, or you may not see it. Ask your safeguarding lead."


def needs_sign_off(instrument: Instrument) -> bool:
    """Whether somebody else must sign: where a professional judges, or a level is given. A plain form is its writer's."""
    return instrument.judgement or bool(instrument.levels)


def filled_of(row: Draft | Sheet, instrument: Instrument) -> Filled:
    """Return a draft or a version as a form that can be read and scored."""
    basis = Basis(row.reference, row.born_on, row.age)
    judged = (row.judged_level, row.judged_reason)
    if isinstance(row, Draft):
        return filing.from_boxes(instrument, basis, row.boxes, judged)
    return filing.from_plain(instrument, basis, row.answers, judged)


def still_lacking(filled: Filled, voice: Voice, unsettled: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """Return what must be done before a form is sent: each with its item, and what to do in words."""
    labels = {item.id: item.label for item in filled.instrument.items()}
    faults = tuple((key, f"{labels[key]}: {fault}") for key, fault in filled.faults.items())
    both = tuple((key, f"{labels[key]}: choose which of two answers stays") for key in unsettled if key in labels)
    wanted = tuple((each.items[0], each.say) for each in filled.result().lacking if each.items[0] not in filled.faults)
    unheard = voice.lacking(filled.instrument)
    return (*faults, *both, *wanted, *((("voice", unheard),) if unheard else ()))


def send(*, actor: Actor, draft: UUID) -> UUID:
    """Send a finished form: it becomes a version that nobody changes. Sent twice, it is one version.

    A plain form is signed by its writer in sending it. One with a judgement or a level waits for a manager; but what
    it records counts at once where it raises the level of concern, so that nobody's day off hides a child.
    Writes: the version, an audit entry, perhaps facts; the draft goes. Refuses NotFinished, naming each item; NotFound.
    """
    with transaction.atomic():
        row = Draft.objects.select_for_update().filter(id=draft, holder=actor.user).first()
        if row is None:
            return _sent_before(draft)
        lock_child(row.subject_id)
        instrument = find(row.line, row.instrument).instrument
        filled = filled_of(row, instrument)
        if lacking := still_lacking(filled, Voice.of(row.voice), tuple(row.beside)):
            raise NotFinished(lacking)
        sheet = _sheet(actor, row, filled)
        sheet.save(force_insert=True)
        row.delete()
        audit.write(actor=actor, verb="send", what=f"form {instrument.name}", subjects=[sheet.subject_id])
        told = to_record(instrument, filled.answers, filled.judgement)
        if not sheet.needs_sign_off:
            _decide(actor, sheet, "signed", "")
        if not sheet.needs_sign_off or (sheet.subject_kind == "child" and raises_concern(sheet.subject_id, told)):
            announce(actor=actor, sheet=sheet, told=told, at=wall.now())
    return sheet.id


def _sent_before(draft: UUID) -> UUID:
    sent = Sheet.objects.filter(draft=draft).values_list("id", flat=True).first()
    if sent is None:
        raise NotFound("There is no such draft, or it is not yours to send. Ask whoever holds it.")
    return sent


def _sheet(actor: Actor, row: Draft, filled: Filled) -> Sheet:
    result = filled.result()
    before = Sheet.objects.filter(
        subject_id=row.subject_id, line=row.line, instrument=row.instrument, episode_id=row.episode_id
    )
    scored = result if isinstance(result, Score) else None
    return Sheet(
        id=uuid.uuid4(), authority_id=row.authority_id, audience_id=row.audience_id, restricted=row.restricted,
        subject_kind=row.subject_kind, subject_id=row.subject_id, episode_id=row.episode_id, draft=row.id,
        line=row.line, law=row.law, instrument=row.instrument, version=filled.instrument.version,
        title=filled.instrument.title, number=before.count() + 1, reference=row.reference, born_on=row.born_on,
        age=row.age, answers=dict(filled.plain), shown=filing.shown(filled),
        result=filing.result_plain(filled),
        level=scored.level.id if scored and scored.level else "", points=scored.points if scored else None,
        judged_level=row.judged_level, judged_reason=row.judged_reason.strip(), voice=row.voice,
        needs_sign_off=needs_sign_off(filled.instrument), by_user=actor.user, by_agency_id=actor.agency,
    )  # fmt: skip


def sign(*, actor: Actor, sheet: UUID, comments: str = "") -> None:
    """Sign a version: what its form records becomes part of the record, unless it was told in sending already.

    Writes: the decision, facts, an audit entry. Refuses MayNotSign, AlreadyDecided, NotFound.
    """
    with transaction.atomic():
        row = _to_decide(actor, sheet)
        _decide(actor, row, "signed", comments)
        told = _told(row)
        announce(actor=actor, sheet=row, told=told, at=wall.now())


def give_back(*, actor: Actor, sheet: UUID, comments: str) -> None:
    """Return a version to its writer with comments; what it had already put into the record is withdrawn.

    Writes: the decision, withdrawals, an audit entry. Refuses BadValue without comments, MayNotSign, AlreadyDecided.
    """
    if not comments.strip():
        raise BadValue("Say what is to be mended: the writer cannot guess it.")
    with transaction.atomic():
        row = _to_decide(actor, sheet)
        _decide(actor, row, "returned", comments)
        take_back(actor=actor, sheet=row, reason=f"Returned to its writer: {comments.strip()}"[:2000])


def _told(row: Sheet) -> tuple[ToRecord, ...]:
    filled = filled_of(row, find(row.line, row.instrument).instrument)
    return to_record(filled.instrument, filled.answers, filled.judgement)


def _to_decide(actor: Actor, sheet: UUID) -> Sheet:
    row = Sheet.objects.filter(id=sheet).first()
    if row is None:
        raise NotFound(NOT_THERE)
    lock_child(row.subject_id)
    if Decision.objects.filter(sheet_id=row.id).exists():
        raise AlreadyDecided("Somebody has signed or returned this version already. Open it again to see.")
    if not may_sign(actor, row.by_user, at=wall.now()):
        raise MayNotSign(
            "This is signed by the writer's manager, or by whoever stands in for them; never by the writer."
        )
    return row


def _decide(actor: Actor, row: Sheet, outcome: str, comments: str) -> None:
    try:
        with transaction.atomic():
            Decision.objects.create(
                authority_id=row.authority_id, audience_id=row.audience_id, restricted=row.restricted,
                subject_id=row.subject_id, sheet=row, outcome=outcome, comments=comments.strip(), by_user=actor.user,
            )  # fmt: skip
    except IntegrityError as clash:
        raise AlreadyDecided("Somebody has signed or returned this version already. Open it again to see.") from clash
    audit.write(actor=actor, verb=outcome, what=f"form {row.instrument}", subjects=[row.subject_id])
