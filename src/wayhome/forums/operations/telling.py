"""Telling the record what a forum decided, so that the duties that wait for it are met.

Which forum tells which fact stands in its protocol (`tells`); how high the risk was judged, every forum tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from wayhome.engine.facts import Moment
from wayhome.engine.forums import Forum
from wayhome.forums.models import Decision, Item
from wayhome.forums.operations.gathering import FEW
from wayhome.missing.queries import episodes
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.actor import Actor
from wayhome.record.operations import facts
from wayhome.record.operations.facts import Draft
from wayhome.record.queries import ledger
from wayhome.record.subjects import SUBJECT_OF, Subject

# A meeting may tell several of these at once, one for each of what it was held for.
_SEVERAL = frozenset({"strategy-discussion.held", "safeguarding.strategy-discussion"})
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


@dataclass(frozen=True, slots=True)
class Held:
    """When they were talked about, and when what was decided was told: words put right later move no meeting."""

    at: datetime
    told: datetime


def tell(
    actor: Actor, item: Item, forum: Forum, outcome: Outcome, before: Decision | None, now: Held
) -> dict[str, str]:  # fmt: skip
    """Record the facts of a decision, or correct those of the one `before`; return the facts' ids by kind.

    What the one before told and this one does not is withdrawn.
    A fact of an episode is told of the latest one. Of somebody who is there for what few may read, nothing but the risk is
    told: that they were talked about would tell those it is kept from, and no duty waits for it.
    """
    if item.audience.handling in FEW:
        forum = replace(forum, tells=(), purposes=())
    about = ("context",) if item.context_id is not None else ("child", "episode")
    drafts = list(_drafts(forum, about, outcome, now))
    stays = {key_of(each) for each in drafts} | ({JUDGED, LOWERED} if outcome.grading else set())
    told = _withdrawn(actor, dict(before.facts) if before else {}, stays)
    if item.context_id is not None:
        return told | _keep(actor, Subject.context(item.context_id), drafts, before, None)
    assert item.child_id is not None  # the table allows one of the two
    told |= _told_of(actor, item.child_id, drafts, before)
    if outcome.grading:
        told = _graded(actor, item.child_id, outcome, before, now, told)
    return told


def tell_partnership(actor: Actor, forum: Forum, now: datetime) -> None:
    """Record that a meeting of the partnership was held, where a duty waits for it."""
    drafts = list(_drafts(forum, ("partnership",), Outcome("", "", "", {}), Held(now, now)))
    if drafts:
        facts.record_about(actor=actor, subject=Subject.partnership(actor.authority), drafts=drafts)


def _drafts(forum: Forum, about: tuple[str, ...], outcome: Outcome, now: Held) -> Iterator[Draft]:
    """Yield what the forum's protocol has it tell of such a subject, with this outcome."""
    kinds = load_vocabulary().kinds
    for told in forum.tells:
        known, written = kinds[told.kind], outcome.written.get(told.number, "")
        if known.subject not in about or (told.purpose and told.purpose not in outcome.purposes):
            continue
        if told.number:
            if written.isdecimal():
                yield Draft(told.kind, Moment(now.at, now.at), now.told, number=int(written), source="forums")
        elif known.value == "code":
            code = told.value or outcome.way
            if code in known.values:
                yield _fact(told.kind, now, code, outcome.rationale)
        else:
            yield _fact(told.kind, now, None, outcome.rationale or None)


def key_of(draft: Draft) -> str:
    """Return the name under which a decision keeps a fact: its kind, and which of several of the kind it is."""
    return f"{draft.kind}/{draft.code}" if draft.kind in _SEVERAL else draft.kind


def _told_of(actor: Actor, child: UUID, drafts: list[Draft], before: Decision | None) -> dict[str, str]:
    kinds = load_vocabulary().kinds
    of_episode = [draft for draft in drafts if kinds[draft.kind].subject == "episode"]
    of_child = [draft for draft in drafts if draft not in of_episode]
    told = _keep(actor, Subject.child(child), of_child, before, None)
    known = episodes.of_child(child) if of_episode else ()
    return told | (_keep(actor, Subject.child(child), of_episode, before, known[0].id) if known else {})


def _withdrawn(actor: Actor, told: dict[str, str], kept: Collection[str]) -> dict[str, str]:
    """Withdraw what an earlier decision told and this one does not; return what stays."""
    gone = [key for key in told if key not in kept]
    for key in gone:
        facts.withdraw(actor=actor, fact=UUID(told[key]), reason="The meeting changed its decision.")
    return {key: fact for key, fact in told.items() if key not in gone}


def level_of(child: UUID, *, without: str = "") -> str:
    """Return the level of risk in force, "" if nobody has assessed it; leaving out the fact `without`."""
    found = [fact for fact in ledger.current_facts(child, LEVEL_KINDS) if str(fact.id) != without]
    last = max(found, key=lambda fact: (fact.happened_from or fact.told_at, fact.recorded_at), default=None)
    return last.code or "" if last else ""


def _graded(
    actor: Actor, child: UUID, outcome: Outcome, before: Decision | None, now: Held, told: dict[str, str]
) -> dict[str, str]:  # fmt: skip
    """Tell how high the risk is, and by how much that is less than before; return all that is told now."""
    old, about = level_of(child, without=before.facts.get(JUDGED, "") if before else ""), Subject.child(child)
    told |= _keep(actor, about, [_fact(JUDGED, now, outcome.grading, outcome.rationale)], before, None)
    steps = LEVELS.index(old) - LEVELS.index(outcome.grading) if old in LEVELS else 0
    if steps <= 0:
        return _withdrawn(actor, told, told.keys() - {LOWERED})
    code = "one-step" if steps == 1 else "two-steps"
    return told | _keep(actor, about, [_fact(LOWERED, now, code, outcome.rationale)], before, None)


def _fact(kind: str, now: Held, code: str | None, rationale: str | None) -> Draft:
    return Draft(kind, Moment(now.at, now.at), now.told, code=code, text=rationale, source="forums")


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
