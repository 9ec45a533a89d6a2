"""An episode's life: reported, updated, category changed, found, closed. Each writes facts, nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wayhome.engine.facts import Moment
from wayhome.engine.moments import date_moment
from wayhome.missing.operations import held, publicity
from wayhome.missing.operations.errors import AlreadyMissing, CannotClose, MayBeHeld, NotYetReturned, OutOfOrder
from wayhome.missing.queries import episodes as queries
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.record.operations.errors import NotFound
from wayhome.record.operations.facts import Draft, record
from wayhome.record.operations.locks import lock_child
from wayhome.record.queries.ledger import current_facts


@dataclass(frozen=True, slots=True)
class Report:
    """What is told when a child is reported missing: the minimum of LEW Joint Protocol 5.3 and 16.5.

    Empty text and empty codes are "not told", and nothing is recorded for them.
    """

    category: str
    since: Moment
    missing_from: str = ""
    reported: Moment | None = None
    carers_sure: Moment | None = None
    police_reference: str = ""
    last_seen: str = ""
    description: str = ""
    circumstances: str = ""
    medical: str = ""
    search_steps: str = ""
    instructions: str = ""
    photograph: str = ""
    risk_factors: tuple[str, ...] = ()
    police_risk: str = ""
    local_risk: str = ""
    immediate_danger: str = ""
    whereabouts: str = ""
    source: str = "report-missing"


TEXTS = {
    "last_seen": "missing.last-seen",
    "description": "missing.description",
    "circumstances": "missing.circumstances",
    "medical": "missing.medical",
    "search_steps": "missing.search-steps",
    "instructions": "missing.instructions",
    "police_reference": "missing.police-notice",
}
CODES = {
    "missing_from": "missing.from",
    "photograph": "missing.photograph",
    "police_risk": "missing.risk-graded",
    "local_risk": "missing.local-risk",
    "immediate_danger": "missing.immediate-danger",
    "whereabouts": "missing.whereabouts",
}


# Owed from the third time missing on, though the child is not back yet (PATH App C, step 7).
AT_ANY_TIME = frozenset({"return.one-interviewer-considered"})
SETTLED = {
    "closed": "This episode is closed already. Correct what was learned instead.",
    "error": "This episode was recorded in error, so there is nothing to close.",
}


def report(*, actor: Actor, child: UUID, report: Report, told_at: datetime, episode: UUID | None = None) -> UUID:
    """Open a missing episode with what was told, and return its id.

    `episode` names it beforehand, so that a form sent twice opens one: the second is given the first's id.
    Writes: one fact for each thing told, an audit entry. Where the child is missing already in an episode this person may
    not see, the same id is returned and the report is held, word for word, for those who may (`operations.held`).
    Refuses: AlreadyMissing, naming the open episode; OutOfOrder for a report before the child went missing, or for a
    time that has not come yet.
    """
    with transaction.atomic():
        lock_child(child)
        sent_before = queries.episode(episode) if episode else None
        if sent_before is not None and sent_before.child_id == child:
            return sent_before.id
        if episode and held.is_held(episode, child):
            return episode
        if open_one := queries.missing_now(child):
            raise AlreadyMissing(open_one.id)
        told = report.reported or Moment(told_at, told_at)
        _not_to_come(report.since, report.reported, report.carers_sure)
        if report.since.earliest and told.latest and told.latest < report.since.earliest:
            raise OutOfOrder("The report cannot be earlier than the time the child went missing. Check both times.")
        episode = episode or uuid.uuid4()
        drafts = _report_drafts(report, told, told_at)
        try:
            with transaction.atomic():
                record(actor=actor, child=child, episode=episode, drafts=drafts)
        except MayBeHeld:
            held.keep(actor=actor, child=child, report=episode, drafts=drafts, told_at=told_at)
    return episode


def _report_drafts(given: Report, told: Moment, told_at: datetime) -> list[Draft]:
    def draft(kind: str, moment: Moment, code: str | None = None, text: str | None = None) -> Draft:
        return Draft(kind, moment, told_at, code=code, text=text, source=given.source)

    drafts = [draft("missing.began", given.since, code=given.category)]
    if given.reported:
        drafts.append(draft("missing.reported", given.reported))
    if given.carers_sure:
        drafts.append(draft("missing.carers-sure", given.carers_sure))
    # Where the child went missing from holds from the start; what police think, from the report.
    for field, kind in CODES.items():
        if value := getattr(given, field):
            drafts.append(draft(kind, given.since if field == "missing_from" else told, code=value))
    for field, kind in TEXTS.items():
        if words := getattr(given, field).strip():
            drafts.append(draft(kind, told, text=words))
    drafts += [draft("missing.risk-factor", told, code=factor) for factor in given.risk_factors]
    return drafts


def add(*, actor: Actor, episode: UUID, drafts: Sequence[Draft]) -> tuple[UUID, ...]:
    """Add facts to an episode: news, a risk grading, an act that meets a duty.

    Refuses: NotFound; OutOfOrder for a time before the episode or still to come; NotYetReturned for something that can
    only follow a return while none is recorded.
    """
    with transaction.atomic():
        view = seen(episode)
        lock_child(view.child_id)
        view = seen(episode)
        for draft in drafts:
            _fits(view, draft)
            publicity.check(view, draft, drafts)
        return record(actor=actor, child=view.child_id, episode=episode, drafts=drafts)


def change_category(*, actor: Actor, episode: UUID, category: str, since: Moment, why: str, told_at: datetime) -> None:
    """Record that an absence is now of another category; the earlier one stays in its history."""
    add(
        actor=actor,
        episode=episode,
        drafts=[Draft("missing.category-changed", since, told_at, code=category, text=why, source="change-category")],
    )


@dataclass(frozen=True, slots=True)
class CameBack:
    """That a child was found, came back, or both; a time nobody knows is told as such."""

    located: Moment | None
    returned: Moment | None
    where: str = ""
    how: str = ""


def came_back(*, actor: Actor, episode: UUID, told: CameBack, told_at: datetime) -> None:
    """Record that the child was located or returned. The child is no longer missing from then on (PATH 9.7)."""
    drafts = []
    if told.located:
        drafts.append(Draft("missing.located", told.located, told_at, text=told.where or "Located", source="came-back"))
    if told.returned:
        words = " ".join(w for w in (told.where if not told.located else "", told.how) if w) or "Returned"
        drafts.append(Draft("missing.returned", told.returned, told_at, text=words, source="came-back"))
    if not drafts:
        raise OutOfOrder("Say when the child was found, or came back, or that nobody knows when.")
    add(actor=actor, episode=episode, drafts=drafts)


def close(
    *, actor: Actor, episode: UUID, outcome: str, at: Moment, why_no_conversation: str, told_at: datetime,
    conversation_on: date | None = None, risk: str = "",
) -> None:  # fmt: skip
    """Close an episode with what was learned (LEW Joint Protocol App 6 §5).

    `conversation_on`: the day on which a conversation is still to be held. `risk`: whether it was assessed again
    (a code of missing.closing-risk), "" where nobody was asked.

    Refuses CannotClose while the child is missing, when it is closed already, or when no return home
    conversation is recorded and no reason is given for there being none.
    """
    with transaction.atomic():
        lock_child(seen(episode).child_id)
        view = seen(episode)
        if view.section in SETTLED:
            raise CannotClose(SETTLED[view.section])
        lacking = still_lacking(view, outcome, why_no_conversation)
        if lacking:
            raise CannotClose("Before this episode can be closed: " + "; ".join(lacking) + ".")
        drafts = [Draft("missing.closed", at, told_at, text=outcome.strip(), source="close-episode")]
        if why_no_conversation.strip():
            drafts.append(
                Draft(
                    "return.conversation-reason", at, told_at, text=why_no_conversation.strip(), source="close-episode"
                )
            )
        if conversation_on:
            drafts.append(
                Draft("return.conversation-planned", date_moment(conversation_on), told_at, source="close-episode")
            )
        if risk:
            drafts.append(Draft("missing.closing-risk", at, told_at, code=risk, source="close-episode"))
        add(actor=actor, episode=episode, drafts=drafts)


def still_lacking(view: EpisodeView, outcome: str, why_no_conversation: str) -> list[str]:
    """Return what must be recorded before the episode may be closed, in words."""
    lacking = []
    if view.ended is None:
        lacking.append("record that the child was found or came back")
    if not outcome.strip():
        lacking.append("say what was learned")
    if not conversation_told(view) and not why_no_conversation.strip():
        lacking.append("record the return home conversation, or say why there was none and when it will be")
    return lacking


def conversation_told(view: EpisodeView) -> bool:
    """Whether a return home conversation is recorded for the episode, or why there was none: then nobody asks again."""
    told = current_facts(view.child_id, ["return.conversation-held", "return.conversation-reason"])
    return any(fact.episode == view.id for fact in told)


def recorded_in_error(*, actor: Actor, episode: UUID, why: str, told_at: datetime) -> None:
    """Say that there was no such episode. It stays in the ledger, and every duty of it stands down."""
    moment = Moment(told_at, told_at)
    add(
        actor=actor,
        episode=episode,
        drafts=[Draft("missing.recorded-in-error", moment, told_at, text=why, source="recorded-in-error")],
    )


def seen(episode: UUID) -> EpisodeView:
    """Return the episode. Raises NotFound if there is none this person may see."""
    view = queries.episode(episode)
    if view is None:
        raise NotFound("There is no such episode, or you may not see it. Ask your safeguarding lead.")
    return view


def _not_to_come(*moments: Moment | None) -> None:
    """Refuse a time that has not come yet: what is recorded has happened, and a slip of the date must not hide a child."""
    now = wall.now()
    if any(m and m.earliest and m.earliest > now for m in moments):
        raise OutOfOrder("That time has not come yet. Check the date and the time.")


def _fits(view: EpisodeView, draft: Draft) -> None:
    if not load_vocabulary().kinds[draft.kind].ahead:
        _not_to_come(draft.moment)
    begins, when = view.since_from, draft.moment.latest
    if begins and when and when < begins and draft.kind != "missing.carers-sure":
        raise OutOfOrder(
            "That is before the child went missing. Check the time, or correct when the child went missing."
        )
    if not draft.kind.startswith("return.") or draft.kind in AT_ANY_TIME:
        return
    if view.ended is None:
        raise NotYetReturned(
            "The child is still recorded as missing. Record that the child was found or came back first."
        )
    if view.ended_from and when and when < view.ended_from:
        raise OutOfOrder("That is before the child was found or came back. Check the time.")
