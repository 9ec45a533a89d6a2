"""The return home conversation: offered, answered, held, or the parent asked instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.engine.facts import Moment
from wayhome.missing.operations.episodes import add
from wayhome.missing.operations.errors import NotIndependent, OutOfOrder
from wayhome.platform.actor import Actor
from wayhome.record.operations.facts import Draft

# Who holds it, and whether that is independent of the child's care. Somebody who cares for the child is refused.
INTERVIEWERS = {
    "return-interviewer": "independent",
    "voluntary-worker": "independent",
    "another-social-worker": "independent",
    "mentor": "independent",
    "liaison-officer": "independent",
    "teacher-or-school-nurse": "independent",
    "allocated-worker": "not-independent",
    "police-officer": "not-independent",
}
TOGETHER = "This time was talked about in the conversation after a later one. What was said stands there."
CARERS = frozenset({"foster-carer", "residential-worker"})


def independence(role: str) -> str:
    """Return whether an interviewer in this role is independent. Raises NotIndependent for a carer."""
    if role in CARERS:
        raise NotIndependent(
            "A foster carer or residential worker cannot hold the return home conversation. "
            "Ask somebody the child trusts who does not look after the child."
        )
    if role not in INTERVIEWERS:
        raise NotIndependent("Say in what role the conversation is held, so that its independence can be shown.")
    return INTERVIEWERS[role]


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer, and what the child answered; `answer` empty while the child has not."""

    at: Moment
    role: str
    by: str = ""
    answer: str = ""
    why: str = ""
    not_independent: str = ""


def offer(*, actor: Actor, episode: UUID, offer: Offer, told_at: datetime) -> None:
    """Record an offer of a conversation and the child's answer. A declined offer needs its reason."""
    source = "offer-conversation"
    drafts = [
        Draft(
            "return.conversation-offered",
            offer.at,
            told_at,
            code=independence(offer.role),
            text=offer.by or None,
            source=source,
        )
    ]
    if offer.answer:
        drafts.append(Draft("return.conversation-answered", offer.at, told_at, code=offer.answer, source=source))
    if offer.answer == "declined" and not offer.why.strip():
        raise OutOfOrder("Say why the conversation was declined, in the child's own words if you can.")
    if offer.why.strip():
        drafts.append(Draft("return.conversation-reason", offer.at, told_at, text=offer.why.strip(), source=source))
    drafts += _not_independent(offer.not_independent, offer.at, told_at, source)
    add(actor=actor, episode=episode, drafts=drafts)


def _not_independent(why: str, at: Moment, told_at: datetime, source: str) -> list[Draft]:
    if not why.strip():
        return []
    return [Draft("return.not-independent-why", at, told_at, text=why.strip(), source=source)]


def parent_asked(*, actor: Actor, episode: UUID, at: Moment, said: str, told_at: datetime) -> None:
    """Record that the parent or carer was asked instead, and what they said (LEW Joint Protocol 12.7, 25.5)."""
    add(
        actor=actor,
        episode=episode,
        drafts=[Draft("return.parent-offered", at, told_at, text=said, source="parent-asked")],
    )


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said in a conversation. `areas` pairs a question with the child's answer.

    `also`: earlier episodes of the child that were talked about too, so that nobody has to ask twice. `conditions`:
    how it was held, each a kind of fact with its code: where, whether before going back, and who chose the listener.
    """

    at: Moment
    role: str
    by: str
    areas: tuple[tuple[str, str], ...] = ()
    push: tuple[str, ...] = ()
    pull: tuple[str, ...] = ()
    harm: str = ""
    harm_decision: str = ""
    not_independent: str = ""
    also: tuple[UUID, ...] = ()
    conditions: tuple[tuple[str, str], ...] = ()


def held(*, actor: Actor, episode: UUID, told: Conversation, told_at: datetime) -> None:
    """Record that the child was listened to, what the child said, what pushed and drew, and any harm.

    Each episode has its own conversation; one that was about several is recorded in each, all or none of them.
    """
    source = "hold-conversation"

    def draft(kind: str, code: str | None = None, text: str | None = None) -> Draft:
        return Draft(kind, told.at, told_at, code=code, text=text, source=source)

    drafts = [
        draft("return.conversation-held", code=independence(told.role)),
        draft("return.interviewer", text=f"{told.by} ({told.role.replace('-', ' ')})"),
    ]
    drafts += [
        draft("return.said", text=f"{question}\n{answer.strip()}") for question, answer in told.areas if answer.strip()
    ]
    drafts += [draft(kind, code=code) for kind, code in told.conditions]
    drafts += [draft("return.push-factor", code=code) for code in told.push]
    drafts += [draft("return.pull-factor", code=code) for code in told.pull]
    if told.harm.strip():
        drafts.append(draft("return.harm-disclosed", text=told.harm.strip()))
    if told.harm_decision:
        drafts.append(draft("return.harm-decided", code=told.harm_decision))
    drafts += _not_independent(told.not_independent, told.at, told_at, source)
    with transaction.atomic():
        add(actor=actor, episode=episode, drafts=drafts)
        for other in told.also:
            add(actor=actor, episode=other, drafts=[*drafts[:2], draft("return.said", text=TOGETHER)])
