"""Which facts a forum's decision tells the record, so that the duties they meet are met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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

# The facts each forum tells of a child. A forum that is not here tells of none but the grading: its protocol has no duty
# that waits for its decision. A fact of an episode is told of the latest one.
TELLS: dict[str, tuple[str, ...]] = {
    "weekly-met": ("met.discussed",),
    "extraordinary-met": ("met.extraordinary",),
    "strategy-meeting": ("meeting.strategy", "safeguarding.strategy-meeting"),
    "missing-persons-meeting": ("meeting.missing-persons",),
    "missing-from-care-review": ("meeting.missing-from-care-review",),
    "review-28-days": ("meeting.service-manager-review",),
    "risk-management-meeting": ("meeting.risk-management",),
    "director-review": ("meeting.director-review",),
}
# A strategy discussion is told by what it was held for: each purpose with its words, and the facts that say so.
STRATEGY = "strategy-discussion"
_HELD, _SAFE = "strategy-discussion.held", "safeguarding.strategy-discussion"
PURPOSES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "to-locate": ("To find the child", ((_HELD, "to-locate"),)),
    "about-harm": ("Harm the child may have come to", ((_HELD, "about-harm"), (_SAFE, "about-harm"))),
    "immediate-danger": ("Immediate danger", ((_SAFE, "immediate-danger"),)),
    "exploitation": ("Exploitation", ((_SAFE, "exploitation"),)),
    "slavery-or-trafficking": ("Slavery or trafficking", ((_SAFE, "slavery-or-trafficking"),)),
    "organised-abuse": ("Complex or organised abuse", ((_SAFE, "organised-abuse"),)),
}
INTERVAL = "meeting.review-interval"  # told where a decision needs "days"
# The fact a meeting of the partnership tells once its minutes are signed.
PARTNERSHIP = {"met-board": "partnership.board-met"}
CONTEXT = "context.discussed"
JUDGED, LOWERED = "exploitation.level-judged", "exploitation.lowered"
LEVELS = ("none", "low", "medium", "high")
LEVEL_KINDS = ("assessment.ceraf", JUDGED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is told of one decision: its way, why, how high the risk is, and what its way asks to be written besides."""

    way: str
    rationale: str
    grading: str
    written: Mapping[str, str]
    purposes: tuple[str, ...] = ()


def tell(
    actor: Actor, item: Item, forum: str, outcome: Outcome, before: Decision | None, now: datetime
) -> dict[str, str]:  # fmt: skip
    """Record the facts of a decision, or correct those of the one `before`; return the facts' ids by kind."""
    if item.context_id is not None:
        drafts = _draft(CONTEXT, outcome.way, outcome.rationale, now)
        return _keep(actor, Subject.context(item.context_id), drafts, before, None)
    assert item.child_id is not None  # the table allows one of the two
    told = dict(before.facts) if before else {}
    drafts = [each for kind in TELLS.get(forum, ()) for each in _draft(kind, outcome.way, outcome.rationale, now)]
    if forum == STRATEGY:
        drafts += [
            _fact(kind, now, code, outcome.rationale) for name in outcome.purposes for kind, code in PURPOSES[name][1]
        ]
        told = _withdrawn(actor, told, {key_of(each) for each in drafts})
    if outcome.written.get("days", "").isdecimal():
        drafts.append(Draft(INTERVAL, Moment(now, now), now, number=int(outcome.written["days"]), source="forums"))
    told |= _told_of(actor, item.child_id, drafts, before)
    if outcome.grading:
        told |= _graded(actor, item.child_id, outcome.grading, outcome.rationale, before, now)
    return told


def tell_partnership(actor: Actor, forum: str, now: datetime) -> None:
    """Record that a meeting of the partnership was held, where a duty waits for it."""
    if forum in PARTNERSHIP:
        drafts = [_fact(PARTNERSHIP[forum], now, None, None)]
        facts.record_about(actor=actor, subject=Subject.partnership(actor.authority), drafts=drafts)


def key_of(draft: Draft) -> str:
    """Return the name under which a decision keeps a fact: its kind, and which of several of the kind it is."""
    return f"{draft.kind}/{draft.code}" if draft.kind in (_HELD, _SAFE) else draft.kind


def _told_of(actor: Actor, child: UUID, drafts: list[Draft], before: Decision | None) -> dict[str, str]:
    kinds = load_vocabulary().kinds
    of_episode = [draft for draft in drafts if kinds[draft.kind].subject == "episode"]
    of_child = [draft for draft in drafts if draft not in of_episode]
    told = _keep(actor, Subject.child(child), of_child, before, None)
    known = episodes.of_child(child) if of_episode else ()
    return told | (_keep(actor, Subject.child(child), of_episode, before, known[0].id) if known else {})


def _withdrawn(actor: Actor, told: dict[str, str], kept: set[str]) -> dict[str, str]:
    """Withdraw what an earlier decision said a strategy discussion was held for and this one does not."""
    gone = [key for key in told if "/" in key and key not in kept]
    for key in gone:
        facts.withdraw(actor=actor, fact=UUID(told[key]), reason="The meeting changed its decision.")
    return {key: fact for key, fact in told.items() if key not in gone}


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


def _fact(kind: str, now: datetime, code: str | None, rationale: str | None) -> Draft:
    return Draft(kind, Moment(now, now), now, code=code, text=rationale, source="forums")


def _keep(
    actor: Actor, subject: Subject, drafts: list[Draft], before: Decision | None, episode: UUID | None
) -> dict[str, str]:
    told = {}
    for draft in drafts:
        old = before.facts.get(key_of(draft)) if before else None
        if old:
            kept = facts.correct(actor=actor, fact=UUID(old), draft=draft, reason="The meeting changed its decision.")
        elif SUBJECT_OF[load_vocabulary().kinds[draft.kind].subject] == "child":
            (kept,) = facts.record(actor=actor, child=subject.id, drafts=[draft], episode=episode)
        else:
            (kept,) = facts.record_about(actor=actor, subject=subject, drafts=[draft])
        told[key_of(draft)] = str(kept)
    return told
