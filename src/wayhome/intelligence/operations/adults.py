"""Recording adults of concern, and what is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wayhome.engine.facts import Moment, Precision
from wayhome.intelligence.kinds import TOLD
from wayhome.platform.actor import Actor
from wayhome.record.operations import facts
from wayhome.record.operations.about import open_adult
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.record.operations.facts import Draft, record_about
from wayhome.record.queries import ledger
from wayhome.record.queries.ledger import Entry
from wayhome.record.subjects import Subject

UNTIMED = Moment(None, None, Precision.UNKNOWN)
STILL_A_CHILD = (
    "Somebody under 18 is a child, whatever they are said to have done, and has a child’s record. Start one, or find "
    "it, and say on the link how they are linked."
)


@dataclass(frozen=True, slots=True)
class NewAdult:
    """What is known of an adult when they first come to notice."""

    name: str
    noticed: str
    when: Moment
    alias: str = ""
    born_on: date | None = None
    description: str = ""
    allegation: str = ""


def record_adult(*, actor: Actor, told: NewAdult, today: date, told_at: datetime, adult: UUID | None = None) -> UUID:
    """Open a record of an adult of concern. `adult` names it beforehand, so that a form sent twice opens one.

    Refuses: BadValue without a name and how they came to notice, and for a birth date of somebody under 18 today.
    """
    if not told.name.strip() or not told.noticed.strip():
        raise BadValue("Give a name, or what people call the adult, and how they came to notice.")
    refuse_a_child(told.born_on, today)
    said = {
        "name": told.name, "alias": told.alias, "description": told.description, "noticed": told.noticed,
        "allegation": told.allegation,
    }  # fmt: skip
    drafts = [
        Draft(TOLD[slug].kind, told.when if slug in ("noticed", "allegation") else UNTIMED, told_at, text=text.strip(),
              source="record-adult")
        for slug, text in said.items()
        if text.strip()
    ]  # fmt: skip
    if told.born_on:
        drafts.append(Draft("adult.born", UNTIMED, told_at, on_date=told.born_on, source="record-adult"))
    return open_adult(actor=actor, drafts=drafts, adult=adult)


def refuse_a_child(born_on: date | None, today: date) -> None:
    """Refuse the birth date of somebody who is under 18 on a day. Raises BadValue that says what to do instead."""
    if born_on is None:
        return
    years = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    if years < 18:
        raise BadValue(STILL_A_CHILD)


def tell(*, actor: Actor, adult: UUID, draft: Draft, today: date) -> None:
    """Record one fact about an adult, unless this person told exactly the same and it still stands."""
    if draft.kind == "adult.born":
        refuse_a_child(draft.on_date, today)
    began = draft.moment.earliest
    if began is not None and draft.holds_until is not None and draft.holds_until <= began:
        raise BadValue("Until when: this is not after it began. Check the two dates.")
    subject = Subject.adult(adult)
    for fact in ledger.current_about(subject, [draft.kind]):
        same = (fact.text, fact.on_date, fact.holds_until, fact.happened_from, fact.by_user)
        if same == (draft.text, draft.on_date, draft.holds_until, draft.moment.earliest, actor.user):
            return
    record_about(actor=actor, subject=subject, drafts=[draft])


def end(*, actor: Actor, adult: UUID, fact: UUID, until: Moment, told_at: datetime) -> None:
    """Record until when something held of an adult, such as an order; the fact is corrected, never overwritten."""
    held = _held(adult, fact)
    if until.earliest is None or (held.happened_until and until.earliest <= held.happened_until):
        raise BadValue("That is before it began. Check the date.")
    began = Moment(held.happened_from, held.happened_until, Precision(held.precision))
    draft = Draft(held.kind, began, told_at, text=held.text, holds_until=until.earliest, source="end-told")
    facts.correct(actor=actor, fact=fact, draft=draft, reason="It is over")


def withdraw(*, actor: Actor, adult: UUID, fact: UUID, reason: str) -> None:
    """Withdraw what should not have been told of an adult; it stays, marked, with the reason."""
    _held(adult, fact)
    facts.withdraw(actor=actor, fact=fact, reason=reason)


def _held(adult: UUID, fact: UUID) -> Entry:
    found = ledger.fact(fact)
    if found is None or ledger.subject_of(fact) != Subject.adult(adult) or not found.current:
        raise NotFound("There is no such entry any more. Open the adult’s page again.")
    return found
