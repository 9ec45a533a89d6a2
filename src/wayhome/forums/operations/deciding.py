"""Deciding: what, why, how high the risk is, who does what by when, and when it is looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from wayhome.engine.forums import Decision as Way
from wayhome.engine.forums import Forum
from wayhome.forums.models import Decision, Item, ItemState, Meeting, MeetingState
from wayhome.forums.operations.allowed import item_to_change
from wayhome.forums.operations.errors import BadValue, DecidedMeanwhile, NotFound
from wayhome.forums.operations.gathering import FEW
from wayhome.forums.operations.telling import LEVELS, Held, Outcome, level_of, tell
from wayhome.forums.queries import meetings
from wayhome.forums.queries.definitions import decisions_for
from wayhome.forums.queries.reviews import next_review
from wayhome.plans.operations import actions
from wayhome.plans.operations.actions import About, Agreed, Owner
from wayhome.plans.queries import actions as action_queries
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of
from wayhome.record.subjects import Subject
from wayhome.ui import words

LONGEST = 10_000
# What an action holds, how a risk is graded, what is written as the reason and as the day: asked for in boxes of their own.
ACTION = frozenset({"action", "actions", "by-when", "lead", "what"})
GRADED = frozenset({"risk-grading", "grading", "level"})
DATED = frozenset({"date", "review"})
BOXED = ACTION | GRADED | DATED | {"rationale", "why", "to-whom"}
# Anything else a protocol asks to be written with a decision has a box that is called so.
NEEDS = {
    "option": "The options that were looked at: what each is meant to achieve, what stands in its way, and the one chosen",
    "who": "Who does not agree?",
    "deputy-director": "The Deputy Director who agrees, and when",
    "by-whom": "By whom?",
    "measures": "What keeps the child safe meanwhile?",
    "rating": "How is it rated?",
    "days": "How many days apart are the reviews?",
    "team": "Who is in the team around it?",
    "agency": "Which agency?",
    "review-rule": "By which rule",
    "review-why": "Why on that day",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of one item. `review_on` is London's date, None for no further review by this meeting."""

    decision: str
    rationale: str
    grading: str = ""
    to_whom: str = ""
    review_on: date | None = None
    written: Mapping[str, str] = field(default_factory=dict)  # by what the protocol calls it
    purposes: tuple[str, ...] = ()  # what it was held for, where the protocol tells several things apart
    review_why: str = ""  # why it is looked at again on another day than the protocol gives
    over: int | None = None  # the number of the decision it was written over, 0 for none; None takes whichever there is


def decide(*, actor: Actor, item: UUID, decided: Decided) -> None:
    """Record what the meeting decided; a second time, the first stays and is corrected.

    Writes: the decision, its facts (so that the duties they meet are met, at once), an audit entry.
    Refuses: TooLate before the meeting opens or once signed; BadValue while anything is lacking that the protocol
    asks to be written with this decision; DecidedMeanwhile when a colleague decided since the page was opened.
    """
    with transaction.atomic():
        row, meeting, forum = item_to_change(actor, item, MeetingState.OPEN, MeetingState.ENDED)
        ways = decisions_for(meeting.line, forum, "child" if row.child_id else "context")
        way = next((each for each in ways if each.id == decided.decision), None)
        if way is None or row.state != ItemState.ON:
            raise BadValue("Choose what was decided.")
        _check(row, meeting, forum, way, decided)
        before = Decision.objects.filter(item=row).order_by("number").last()
        if decided.over is not None and decided.over != (before.number if before else 0):
            raise DecidedMeanwhile(
                "A colleague wrote a decision down since you opened this page: it stands above. Yours is still in the "
                "boxes. Record it again to put theirs right; both stay on the record."
            )
        why = decided.rationale.strip()
        written = {need: decided.written[need].strip() for need in lacking_boxes((way,)) if need in decided.written}
        written |= _review(row, meeting, decided)
        outcome = Outcome(way.id, why, decided.grading, written, decided.purposes)
        told = tell(actor, row, forum, outcome, before, _held(row, meeting))
        Decision.objects.create(
            authority_id=actor.authority, item=row, subject_id=row.subject_id,
            audience_id=audience_of(actor.agency, _class(row)), restricted=row.restricted,
            number=before.number + 1 if before else 1, decision=way.id, rationale=why, grading=decided.grading,
            to_whom=decided.to_whom.strip(), review_on=decided.review_on, facts=told,
            written=written | ({"purposes": list(decided.purposes)} if decided.purposes else {}),
        )  # fmt: skip
        audit.write(actor=actor, verb="write", what="meeting decision", subjects=[row.subject_id])


def _held(item: Item, meeting: Meeting) -> Held:
    """Return when it was talked about: no later than it was first decided, nor than the meeting ended."""
    now = wall.now()
    first = Decision.objects.filter(item=item).aggregate(first=Min("recorded_at"))["first"]
    return Held(min(each for each in (now, first, meeting.ended_at) if each), now)


def _class(item: Item) -> str:
    """Return who reads what was decided: care's readers; of what is there for few alone, those few."""
    return item.audience.handling if item.audience.handling in FEW else "care"


def _review(item: Item, meeting: Meeting, decided: Decided) -> dict[str, str]:
    """Return by which rule, or why else, it is looked at again on that day; refuse another day without a reason."""
    held = meetings.meeting(meeting.id)
    if decided.review_on is None or held is None:
        return {}
    about = Subject.child(item.child_id) if item.child_id else Subject.context(item.subject_id)
    level = decided.grading or (level_of(item.child_id) if item.child_id else "")
    given, why = next_review(held, about, level), decided.review_why.strip()[:2000]
    if given is not None and given.day == decided.review_on:
        return {"review-rule": given.rule}
    if given is not None and held.forum.review(about.kind, level) is not None and not why:
        raise BadValue(f"The protocol gives {words.day(given.day)}. {given.rule} Say why it is another day.")
    return {"review-why": why} if why else {}


def carry_forward(*, actor: Actor, item: UUID, action: UUID, due_on: date, why: str, title: str) -> None:
    """Give an action of an earlier meeting of this forum a later day, with the reason: it stays on its page for ever.

    Refuses NotFound for an action that is not about the item's subject or was not agreed at such a meeting; BadValue
    without a reason or for a day that is not later; AlreadyEnded; and as `agree_action` does.
    """
    if not why.strip():
        raise BadValue("Say why it is carried forward.")
    with transaction.atomic():
        row, meeting, _ = item_to_change(actor, item, MeetingState.OPEN, MeetingState.ENDED)
        found = action_queries.action(action)
        held = meetings.meeting(meeting.id)
        before = {source(id_) for id_ in meetings.earlier(held, actor.authority)} if held else set()
        if found is None or found.subject != row.subject_id or found.source not in before:
            raise NotFound("There is no such action of an earlier meeting about them, or you may not see it.")
        actions.extend(actor=actor, action=action, due_on=due_on, reason=f"Carried forward at {title}. {why.strip()}")


def agree_action(
    *, actor: Actor, item: UUID, what: str, owner: Owner, due_on: date, title: str, action: UUID | None = None
) -> UUID:
    """Record an action agreed on an item: it is at once on the list of whoever sees to it. `title` names the meeting.

    Refuses as `plans.operations.actions.open_action` does, and TooLate before the meeting opens or once signed.
    """
    with transaction.atomic():
        row, meeting, _ = item_to_change(actor, item, MeetingState.OPEN, MeetingState.ENDED)
        agreed = Agreed(
            what, owner, due_on, About(child=row.child_id, context=row.context_id), source=source(meeting.id),
            source_words=title, restricted=row.restricted,
        )  # fmt: skip
        return actions.open_action(actor=actor, agreed=agreed, action=action)


def source(meeting: UUID) -> str:
    """Return how an action names the meeting at which it was agreed."""
    return f"meeting:{meeting}"


def lacking_boxes(ways: Iterable[Way]) -> tuple[str, ...]:
    """Return what these ways ask to be written that no box of every decision holds, in order."""
    return tuple(dict.fromkeys(need for way in ways for need in way.needs if need not in BOXED))


def _check(item: Item, meeting: Meeting, forum: Forum, way: Way, decided: Decided) -> None:
    if not decided.rationale.strip() or len(decided.rationale) > LONGEST:
        raise BadValue(f"Write why, in {LONGEST:,} characters or fewer.")
    if decided.grading and decided.grading not in LEVELS:
        raise BadValue("Choose how high the risk is.")
    if not GRADED.isdisjoint(way.needs) and item.child_id and not decided.grading:
        raise BadValue("Say how high the risk is: the protocol asks for it with this decision.")
    if "to-whom" in way.needs and not decided.to_whom.strip():
        raise BadValue("Say to whom it goes.")
    if not DATED.isdisjoint(way.needs) and decided.review_on is None:
        raise BadValue("Say on which day it is looked at again: the protocol asks for it with this decision.")
    acted = not ACTION.isdisjoint(way.needs) if item.child_id else "action" in way.needs
    if acted and not _has_action(item, meeting):
        raise BadValue("Agree at least one action first: who does what, and by when.")
    for need in lacking_boxes((way,)):
        if not decided.written.get(need, "").strip():
            raise BadValue(f"The protocol asks to be told with this decision: {NEEDS.get(need, need)}")
    _check_more(forum, way, decided)


def _check_more(forum: Forum, way: Way, decided: Decided) -> None:
    if "days" in way.needs and not (
        decided.written["days"].strip().isdecimal() and 1 <= int(decided.written["days"]) <= 365
    ):
        raise BadValue("Write the days between two reviews as a number from 1 to 365.")
    held_for = {purpose.id for purpose in forum.purposes}
    if held_for and not (decided.purposes and set(decided.purposes) <= held_for):
        raise BadValue(f"Say what it was held for: {', '.join(purpose.title.lower() for purpose in forum.purposes)}.")


def _has_action(item: Item, meeting: Meeting) -> bool:
    taken = action_queries.of_sources(meeting.authority_id, [source(meeting.id)])
    return any((action.child_id or action.context_id) == item.subject_id for action in taken)
