"""Which facts a forum's decision tells the record, so that the duties they meet are met."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from wayhome.engine.facts import Moment
from wayhome.forums.models import Decision, Item
from wayhome.missing.queries import episodes
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.actor import Actor
from wayhome.record.operations import facts
from wayhome.record.operations.facts import Draft
from wayhome.record.queries import ledger
from wayhome.record.subjects import SUBJECT_OF, Subject

# The fact each forum tells of a child. A forum that is not here tells of none but the grading: its protocol has no duty that
# waits for its decision. A fact of an episode is told of the latest one.
TELLS = {
    "weekly-met": "met.discussed",
    "extraordinary-met": "met.extraordinary",
    "strategy-meeting": "meeting.strategy",
    "missing-persons-meeting": "meeting.missing-persons",
    "missing-from-care-review": "meeting.missing-from-care-review",
    "risk-management-meeting": "meeting.risk-management",
    "director-review": "meeting.director-review",
}
CONTEXT = "context.discussed"
JUDGED, LOWERED = "exploitation.level-judged", "exploitation.lowered"
LEVELS = ("none", "low", "medium", "high")
LEVEL_KINDS = ("assessment.ceraf", JUDGED)


def tell(
    actor: Actor, item: Item, forum: str, decision: str, rationale: str, grading: str, before: Decision | None,
    now: datetime,
) -> dict[str, str]:  # fmt: skip
    """Record the facts of a decision, or correct those of the one `before`; return the facts' ids by kind."""
    if item.context_id is not None:
        drafts = _draft(CONTEXT, decision, rationale, now)
        return _keep(actor, Subject.context(item.context_id), drafts, before, None)
    assert item.child_id is not None  # the table allows one of the two
    told = dict(before.facts) if before else {}
    kind = TELLS.get(forum)
    if kind is not None:
        of_episode = load_vocabulary().kinds[kind].subject == "episode"
        known = episodes.of_child(item.child_id) if of_episode else ()
        if known or not of_episode:
            drafts = _draft(kind, decision, rationale, now)
            told |= _keep(actor, Subject.child(item.child_id), drafts, before, known[0].id if known else None)
    if grading:
        told |= _graded(actor, item.child_id, grading, rationale, before, now)
    return told


def level_of(child: UUID, *, without: str = "") -> str:
    """Return the level of risk in force, "" if nobody has assessed it; leaving out the fact `without`."""
    found = [fact for fact in ledger.current_facts(child, LEVEL_KINDS) if str(fact.id) != without]
    last = max(found, key=lambda fact: (fact.happened_from or fact.told_at, fact.recorded_at), default=None)
    return last.code or "" if last else ""


def _graded(
    actor: Actor, child: UUID, grading: str, rationale: str, before: Decision | None, now: datetime
) -> dict[str, str]:
    old = level_of(child, without=before.facts.get(JUDGED, "") if before else "")
    told = _keep(actor, Subject.child(child), [_fact(JUDGED, now, grading, rationale)], before, None)
    steps = LEVELS.index(old) - LEVELS.index(grading) if old in LEVELS else 0
    if steps > 0 and not (before and LOWERED in before.facts):
        code = "one-step" if steps == 1 else "two-steps"
        told |= _keep(actor, Subject.child(child), [_fact(LOWERED, now, code, rationale)], before, None)
    return told


def _draft(kind: str, decision: str, rationale: str, now: datetime) -> list[Draft]:
    known = load_vocabulary().kinds[kind]
    if known.value == "code":
        return [_fact(kind, now, decision, rationale)] if decision in known.values else []
    return [_fact(kind, now, None, rationale)]


def _fact(kind: str, now: datetime, code: str | None, rationale: str) -> Draft:
    return Draft(kind, Moment(now, now), now, code=code, text=rationale, source="forums")


def _keep(
    actor: Actor, subject: Subject, drafts: list[Draft], before: Decision | None, episode: UUID | None
) -> dict[str, str]:
    told = {}
    for draft in drafts:
        old = before.facts.get(draft.kind) if before else None
        if old:
            kept = facts.correct(actor=actor, fact=UUID(old), draft=draft, reason="The meeting changed its decision.")
        elif SUBJECT_OF[load_vocabulary().kinds[draft.kind].subject] == "child":
            (kept,) = facts.record(actor=actor, child=subject.id, drafts=[draft], episode=episode)
        else:
            (kept,) = facts.record_about(actor=actor, subject=subject, drafts=[draft])
        told[draft.kind] = str(kept)
    return told
