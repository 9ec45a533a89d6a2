"""Facts that hold from a day and perhaps until one, with the particulars told with them: record, mend, end, confirm.

Everything goes through `operations.facts`; the particulars are written beside the fact, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.engine.facts import Moment, Precision
from wayhome.platform.actor import Actor
from wayhome.record.models import Fact, Particulars
from wayhome.record.operations.errors import AlreadyCorrected, BadValue, NotFound
from wayhome.record.operations.facts import Draft, correct, record
from wayhome.record.operations.locks import lock_child

LONGEST = 2_000  # characters of one particular
CONFIRMED = "child.confirmed"
Said = Mapping[str, str]


def tell(*, actor: Actor, child: UUID, draft: Draft, said: Said, key: UUID) -> UUID:
    """Record one fact with its particulars; `key` names the form, so that a form sent twice is recorded once.

    Returns the fact's id, the first one's for a second send. Refuses as `facts.record`; BadValue for particulars too long.
    """
    with transaction.atomic():
        lock_child(child)
        before = was_told(actor=actor, child=child, draft=draft, key=key)
        if before is not None:
            return before
        (fact,) = record(actor=actor, child=child, drafts=[replace(draft, source=f"{draft.source}:{key}")])
        attach(fact=fact, said=said)
    return fact


def was_told(*, actor: Actor, child: UUID, draft: Draft, key: UUID) -> UUID | None:
    """Return the fact this form has recorded before, if it was sent before. Ask under the child's lock."""
    sent = Fact.objects.filter(child_id=child, kind=draft.kind, source=f"{draft.source}:{key}", by_user=actor.user)
    return sent.values_list("id", flat=True).first()


def amend(*, actor: Actor, fact: UUID, draft: Draft, said: Said, reason: str) -> UUID:
    """Replace a fact and its particulars by corrected ones; the old stay, marked, with the reason.

    Refuses as `facts.correct`: AlreadyCorrected if somebody did so first.
    """
    with transaction.atomic():
        new = correct(actor=actor, fact=fact, draft=draft, reason=reason)
        attach(fact=new, said=said)
    return new


def end(*, actor: Actor, fact: UUID, until: Moment, told_at: datetime, reason: str) -> UUID:
    """Say until when a fact held; what it said stays as it was, with its particulars.

    Refuses BadValue for an end before the beginning or without a time; AlreadyCorrected; NotFound.
    """
    if until.earliest is None:
        raise BadValue("Say until when it was so: the day is enough.")
    with transaction.atomic():
        old = _standing(fact)
        if old.happened_from is not None and until.earliest <= old.happened_from:
            raise BadValue("That is before it began. Check the date.")
        said = Particulars.objects.filter(fact_id=fact).values_list("said", flat=True).first() or {}
        draft = replace(_as_told(old, told_at), holds_until=until.earliest)
        return amend(actor=actor, fact=fact, draft=draft, said=said, reason=reason)


def confirm(*, actor: Actor, fact: UUID, at: datetime) -> UUID:
    """Record that somebody looked at `at` (aware) and it is still so. Refuses AlreadyCorrected; NotFound."""
    with transaction.atomic():
        old = _standing(fact)
        draft = Draft(CONFIRMED, Moment(at, at), at, text=str(old.root_id), source="still-so")
        return record(actor=actor, child=_child_of(old), drafts=[draft])[0]


def attach(*, fact: UUID, said: Said) -> None:
    """Write what goes with a fact just recorded, for the same readers. Nothing said writes nothing."""
    kept = {name: words.strip() for name, words in said.items() if words.strip()}
    if not kept:
        return
    if any(len(words) > LONGEST or "\x00" in words for words in kept.values()):
        raise BadValue(f"Each answer must be {LONGEST:,} characters or fewer, without null characters.")
    row = Fact.objects.get(id=fact)
    Particulars.objects.create(
        fact=row,
        authority_id=row.authority_id,
        child_id=_child_of(row),
        said=kept,
        audience_id=row.audience_id,
        restricted=row.restricted,
    )


def _child_of(row: Fact) -> UUID:
    if row.child_id is None:
        raise NotFound("This is about no child: it is recorded on another page.")
    return row.child_id


def _standing(fact: UUID) -> Fact:
    """Return a fact under its child's lock. Refuses NotFound, and AlreadyCorrected if something replaced it."""
    child = Fact.objects.filter(id=fact).values_list("child_id", flat=True).first()
    if child is None:
        raise NotFound("There is no such fact, or you may not see it.")
    lock_child(child)
    found = Fact.objects.filter(id=fact, superseded_by__isnull=True).first()
    if found is None:
        raise AlreadyCorrected("Somebody has already changed this. Look at what it says now.")
    return found


def _as_told(old: Fact, told_at: datetime) -> Draft:
    return Draft(
        kind=old.kind,
        moment=Moment(old.happened_from, old.happened_until, Precision(old.precision)),
        told_at=min(old.told_at, told_at),
        code=old.code,
        text=old.text,
        number=old.number,
        on_date=old.on_date,
        person=old.person,
        holds_until=old.holds_until,
        source="ended",
    )
