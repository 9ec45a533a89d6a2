"""Naming a context, deciding on it, giving it a team, weighing, reviewing and closing it: facts, all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.contexts.queries.contexts import TEAM, moment_of
from wayhome.contexts.queries.edge import CONSIDERED, source_of
from wayhome.engine.facts import Moment
from wayhome.platform.actor import Actor
from wayhome.record.operations import facts
from wayhome.record.operations.about import open_context
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.record.operations.facts import Draft, record_about
from wayhome.record.operations.locks import lock_subject
from wayhome.record.queries.ledger import Entry, current_about
from wayhome.record.queries.subjects import reference
from wayhome.record.subjects import Subject


@dataclass(frozen=True, slots=True)
class NewContext:
    """What is known of a context when it is first named; `how` is how it came to notice."""

    name: str
    kind: str
    definition: str
    harm: str
    how: str
    noticed: Moment


def name_context(*, actor: Actor, told: NewContext, told_at: datetime, context: UUID | None = None) -> UUID:
    """Open a record of a context. `context` names it beforehand, so that a form sent twice opens one.

    Refuses: BadValue without a name and a definition (PATH 8.2h: the location or group must be defined).
    """
    if not told.name.strip() or not told.definition.strip():
        raise BadValue("Give the context a name, and say what belongs to it.")
    said = {"context.name": told.name, "context.definition": told.definition, "context.harm": told.harm}
    drafts = [
        Draft(kind, told.noticed, told_at, text=text.strip(), source="name-context")
        for kind, text in said.items()
        if text.strip()
    ]
    drafts.append(Draft("context.kind", told.noticed, told_at, code=told.kind, source="name-context"))
    drafts.append(Draft("context.identified", told.noticed, told_at, code=told.how, source="name-context"))
    return open_context(actor=actor, drafts=drafts, context=context)


def tell(*, actor: Actor, context: UUID, drafts: Sequence[Draft]) -> tuple[UUID, ...]:
    """Record facts about a context: a decision, a review, its weight, its closing."""
    return record_about(actor=actor, subject=Subject.context(context), drafts=drafts)


def name_team(
    *,
    actor: Actor,
    context: UUID,
    lead: UUID | None,
    members: Sequence[UUID],
    partners: Sequence[str],
    since: Moment,
    told_at: datetime,
) -> None:
    """Name who leads and who belongs to the satellite team from a moment on. Those of before stay, with their dates.

    A lead or member who is named already stays as they are; another lead ends the time of the one before. Refuses:
    BadValue without a lead (PATH App A: the Chair identifies a lead), or a change before the one in force began.
    """
    if lead is None:
        raise BadValue("Name who leads: without a lead nobody keeps the work together.")
    if since.earliest is None:
        raise BadValue("Say since when: the day is enough.")
    with transaction.atomic():
        subject = Subject.context(context)
        lock_subject(subject)
        standing = [f for f in current_about(subject, TEAM) if f.holds_until is None]
        drafts = [Draft("context.team-named", since, told_at, source="name-team")]
        if lead not in {f.person for f in standing if f.kind == "context.lead"}:
            for held in (f for f in standing if f.kind == "context.lead"):
                _end(actor, held, since, told_at, "Another colleague leads now")
            drafts.append(Draft("context.lead", since, told_at, person=lead, source="name-team"))
        there = {f.person for f in standing if f.kind == "context.team-member"}
        drafts += [
            Draft("context.team-member", since, told_at, person=person, source="name-team")
            for person in dict.fromkeys(members)
            if person not in there
        ]
        known = {f.text for f in standing if f.kind == "context.team-partner"}
        drafts += [
            Draft("context.team-partner", since, told_at, text=words, source="name-team")
            for words in dict.fromkeys(p.strip() for p in partners if p.strip())
            if words not in known
        ]
        record_about(actor=actor, subject=subject, drafts=drafts)


def leave_team(*, actor: Actor, context: UUID, member: UUID, until: Moment, told_at: datetime) -> None:
    """Record that somebody no longer leads or belongs to the team; `member` is the fact that named them."""
    held = {f.id: f for f in current_about(Subject.context(context), TEAM)}
    if member not in held or held[member].holds_until is not None:
        raise NotFound("There is nobody of the team to take off any more. Open the context again.")
    _end(actor, held[member], until, told_at, "No longer of the team")


def consider(
    *, actor: Actor, context: UUID, child: UUID, decision: str, why: str, at: Moment, told_at: datetime
) -> None:
    """Record that somebody considered what a child at the edge needs, and what was decided (PATH App A, contexts).

    Recorded about the child, so that whoever plans with the child reads it; the context's name is not in it.
    """
    if reference(Subject.context(context)) is None:
        raise NotFound("There is no such context, or you may not see it.")
    if not why.strip():
        raise BadValue("Say why, so that whoever reads this later can follow it.")
    draft = Draft(CONSIDERED, at, told_at, code=decision, text=why.strip(), source=source_of(context))
    facts.record(actor=actor, child=child, drafts=[draft])


def _end(actor: Actor, held: Entry, until: Moment, told_at: datetime, why: str) -> None:
    began = moment_of(held)
    if until.earliest is None or (began.latest and until.earliest <= began.latest):
        raise BadValue("That is before it began. Check the date.")
    draft = Draft(
        held.kind, began, told_at, person=held.person, text=held.text, holds_until=until.earliest, source="name-team"
    )
    facts.correct(actor=actor, fact=held.id, draft=draft, reason=why)
