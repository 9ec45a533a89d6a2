"""Writing a form: begun, saved as one types, handed over, put aside. Only its holder writes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from wayhome.assessment import boxes as typed_in
from wayhome.assessment.arrangements import find, law_of
from wayhome.assessment.handling import handling_of
from wayhome.assessment.models import Draft, Sheet
from wayhome.assessment.operations.errors import AlreadySent, NothingToFillIn
from wayhome.assessment.voice import Voice
from wayhome.engine.instruments import Instrument
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.record.operations.locks import lock_child

GONE = "There is no such draft, or it is not yours to write. Ask whoever holds it to hand it over."


@dataclass(frozen=True, slots=True)
class Start:
    """What a form is begun with. `restricted`: as the subject's record is; `reference`: a local day."""

    subject_kind: str
    subject_id: UUID
    line: str
    instrument: str
    reference: date
    restricted: bool = False
    episode_id: UUID | None = None
    born_on: date | None = None
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one saving: the draft's edition now, and the items somebody else had written in meanwhile."""

    edition: int
    beside: tuple[str, ...]


def begin(*, actor: Actor, start: Start) -> UUID:
    """Begin a form, or return the draft this person holds of the same form about the same subject already.

    Writes: a draft, an audit entry. Refuses NothingToFillIn for a frame without items, BadValue for a birth date after
    the reference date.
    """
    offered = find(start.line, start.instrument)
    if offered.empty:
        raise NothingToFillIn(
            f"{offered.instrument.title} is a frame without items. Your partnership has not loaded its own yet."
        )
    if start.born_on is not None and start.born_on > start.reference:
        raise BadValue("That day is before the child was born. Check the date.")
    with transaction.atomic():
        lock_child(start.subject_id)
        there = _held(actor, start)
        return there or _create(actor, start, offered.instrument).id


def mend(*, actor: Actor, sheet: UUID) -> UUID:
    """Take a returned version up again: a draft with its answers, or the one that is there already.

    Refuses NotFound for a version of somebody else's, or one that was not returned.
    """
    with transaction.atomic():
        found = Sheet.objects.filter(id=sheet, by_user=actor.user, decision__outcome="returned").first()
        if found is None:
            raise NotFound("Only a form of yours that was returned can be mended. Begin a new version instead.")
        lock_child(found.subject_id)
        start = Start(
            found.subject_kind, found.subject_id, found.line, found.instrument, found.reference, found.restricted,
            found.episode_id, found.born_on, found.age,
        )  # fmt: skip
        if there := _held(actor, start):
            return there
        instrument = find(found.line, found.instrument).instrument
        draft = _create(actor, start, instrument)
        known = {item.id: item for item in instrument.items()}
        draft.boxes = {k: typed_in.typed(known[k], v) for k, v in found.answers.items() if k in known}
        draft.judged_level, draft.judged_reason, draft.mends = found.judged_level, found.judged_reason, found.id
        draft.voice = found.voice
        draft.completed = [section.id for section in instrument.sections]
        draft.save()
    return draft.id


def _held(actor: Actor, start: Start) -> UUID | None:
    same = Draft.objects.filter(
        holder=actor.user,
        subject_id=start.subject_id,
        line=start.line,
        instrument=start.instrument,
        episode_id=start.episode_id,
    )
    return same.values_list("id", flat=True).first()


def _create(actor: Actor, start: Start, instrument: Instrument) -> Draft:
    now = wall.now()
    draft = Draft(
        id=uuid.uuid4(), authority_id=actor.authority, audience_id=audience_of(actor.agency, handling_of(instrument)),
        restricted=start.restricted, subject_kind=start.subject_kind, subject_id=start.subject_id,
        episode_id=start.episode_id, line=start.line, law=law_of(actor.authority), instrument=instrument.id,
        version=instrument.version, title=instrument.title, reference=start.reference, born_on=start.born_on,
        age=start.age, author=actor.user, holder=actor.user, started_at=now, saved_at=now,
    )  # fmt: skip
    draft.save(force_insert=True)
    audit.write(actor=actor, verb="begin", what=f"form {instrument.name}", subjects=[start.subject_id])
    return draft


def save(
    *,
    actor: Actor,
    draft: UUID,
    edition: int,
    sent: Mapping[str, Mapping[str, list[str]]],
    completed: Mapping[str, bool] | None = None,
) -> Saved:
    """Save what was typed for some items: `sent` has an item's boxes by name, empty ones left out.

    `edition` is the one the writer had on screen. Where another window or person changed the same item after that, both
    are kept, and the item is among `beside` until somebody chooses. `completed`: sections said to be done, or not.
    Refuses NotFound; AlreadySent when the draft has become a version.
    """
    with transaction.atomic():
        row = _to_write(actor, draft)
        items = {item.id: item for item in find(row.line, row.instrument).instrument.items()}
        wanted = {k: typed_in.kept(items[k], v) for k, v in sent.items() if k in items}
        clashing = _apply(row, actor, edition, wanted)
        marks = _marked(row, completed or {})
        if clashing or marks or any(row.changed.get(k) == row.edition + 1 for k in wanted):
            row.edition += 1
            row.saved_at = wall.now()
            row.save()
    return Saved(row.edition, clashing)


def _apply(row: Draft, actor: Actor, edition: int, wanted: Mapping[str, dict[str, list[str]]]) -> tuple[str, ...]:
    clashing = []
    for key, boxes in wanted.items():
        if boxes == row.boxes.get(key, {}):
            continue
        if row.changed.get(key, 0) > edition:
            waiting = row.beside.setdefault(key, [])
            if boxes and all(each["boxes"] != boxes for each in waiting):
                waiting.append({"boxes": boxes, "by": actor.name, "at": wall.now().isoformat()})
                clashing.append(key)
            continue
        row.changed[key] = row.edition + 1
        row.boxes = {**row.boxes, key: boxes} if boxes else {k: v for k, v in row.boxes.items() if k != key}
    return tuple(clashing)


def _marked(row: Draft, completed: Mapping[str, bool]) -> bool:
    before = list(row.completed)
    kept = [each for each in before if completed.get(each, True)]
    row.completed = [*kept, *(each for each, done in completed.items() if done and each not in kept)]
    return bool(row.completed != before)


def choose(*, actor: Actor, draft: UUID, item: str, take: int | None) -> None:
    """Settle what two people wrote in one place: take the words beside it (by their number), or keep what stands."""
    with transaction.atomic():
        row = _to_write(actor, draft)
        waiting = row.beside.get(item, [])
        if take is not None and 0 <= take < len(waiting):
            row.boxes = {**row.boxes, item: waiting[take]["boxes"]}
        row.beside = {k: v for k, v in row.beside.items() if k != item}
        row.edition += 1
        row.changed = {**row.changed, item: row.edition}
        row.saved_at = wall.now()
        row.save()


def take_over(*, actor: Actor, draft: UUID, item: str, value: Any) -> None:
    """Put the answer of an earlier version in one item of a draft, because its writer asked for it."""
    with transaction.atomic():
        row = _to_write(actor, draft)
        known = find(row.line, row.instrument).instrument.item(item)
        if known is None:
            raise BadValue("This form has no such question.")
        row.edition += 1
        row.boxes = {**row.boxes, item: typed_in.typed(known, value)}
        row.changed = {**row.changed, item: row.edition}
        row.saved_at = wall.now()
        row.save()


def judge(*, actor: Actor, draft: UUID, level: str, reason: str) -> None:
    """Keep the professional judgement that is to stand beside the score; half of one is kept too."""
    if len(reason) > typed_in.LONGEST or "\x00" in reason:
        raise BadValue(f"The reason must be {typed_in.LONGEST:,} characters or fewer, without null characters.")
    with transaction.atomic():
        row = _to_write(actor, draft)
        if (row.judged_level, row.judged_reason) != (level, reason):
            row.judged_level, row.judged_reason = level, reason
            row.edition += 1
            row.saved_at = wall.now()
            row.save()


def hear(*, actor: Actor, draft: UUID, voice: Voice) -> None:
    """Keep whether the child was asked, by whom, and what the child says; half of it is kept too."""
    if any(len(each) > typed_in.LONGEST or "\x00" in each for each in (voice.by, voice.words)):
        raise BadValue(
            f"What the child says must be {typed_in.LONGEST:,} characters or fewer, without null characters."
        )
    with transaction.atomic():
        row = _to_write(actor, draft)
        if row.voice != voice.kept():
            row.voice = voice.kept()
            row.edition += 1
            row.saved_at = wall.now()
            row.save()


def rebase(*, actor: Actor, draft: UUID, reference: date, born_on: date | None, age: int | None) -> None:
    """Change the day that stretches of time run back from, or the child's age where nobody has a birth date."""
    if born_on is not None and born_on > reference:
        raise BadValue("That day is before the child was born. Check the date.")
    with transaction.atomic():
        row = _to_write(actor, draft)
        row.reference, row.born_on, row.age = reference, born_on, age
        row.edition += 1
        row.saved_at = wall.now()
        row.save()


def hand_over(*, actor: Actor, draft: UUID, to: UUID) -> None:
    """Give a draft to a colleague, who writes from now on; the giver may still see that it is there.

    Writes: the draft's holder, an audit entry. Refuses BadValue for handing it to oneself.
    """
    if to == actor.user:
        raise BadValue("You hold this draft already. Choose a colleague.")
    with transaction.atomic():
        row = _to_write(actor, draft)
        Draft.objects.filter(id=row.id).update(holder=to, handed_by=actor.user, saved_at=wall.now())
        audit.write(actor=actor, verb="hand-over", what=f"draft {row.instrument}", subjects=[row.subject_id, to])


def discard(*, actor: Actor, draft: UUID) -> None:
    """Throw a draft away. Its words are gone; that it was thrown away is in the audit trail."""
    with transaction.atomic():
        row = _to_write(actor, draft)
        audit.write(actor=actor, verb="discard", what=f"draft {row.instrument}", subjects=[row.subject_id])
        row.delete()


def _to_write(actor: Actor, draft: UUID) -> Draft:
    row = Draft.objects.select_for_update().filter(id=draft, holder=actor.user).first()
    if row is None:
        sent = Sheet.objects.filter(draft=draft).values_list("id", flat=True).first()
        if sent is not None:
            raise AlreadySent(sent)
        raise NotFound(GONE)
    return row
