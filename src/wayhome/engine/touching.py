"""Which duties new facts, or time, can have changed: the rest stand as they were read, and need not be read again.

A reading of a clock rests only on facts of the kinds the clock names, on the beginnings of episodes, and on time. Time
alone changes it at its own `changes_at`, when a fact of those kinds comes into play or stops holding, or when a
condition ripens. What was withdrawn, or recorded in error, can touch everything.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

from wayhome.engine.chronology import RECORDED_IN_ERROR
from wayhome.engine.facts import Fact, Situation
from wayhome.engine.language import Protocol
from wayhome.engine.plans import plan_of


def touched(
    protocol: Protocol, situation: Situation, kinds: Set[str], since: datetime, as_of: datetime
) -> frozenset[str] | None:
    """Return the clocks that may read otherwise at `as_of` than they did at `since`; None when any may.

    `situation` is the child's now; `kinds` those of the facts recorded or corrected in between. Both moments aware UTC.
    The clocks of readings whose own `changes_at` has come are touched as well: whoever kept them adds those.
    """
    if any(s.new is None for s in situation.supersessions):
        return None
    if any(fact.kind == RECORDED_IN_ERROR for fact in situation.facts):
        return None
    news = kinds | {fact.kind for fact in situation.facts if _moved(fact, since, as_of)}
    return frozenset(
        plan.clock.id for plan in plan_of(protocol).clocks if plan.ripens or not plan.kinds.isdisjoint(news)
    )


def _moved(fact: Fact, since: datetime, as_of: datetime) -> bool:
    """Whether between the two moments a fact came into play, or stopped holding."""
    moment = fact.moment
    return any(
        at is not None and since < at <= as_of for at in (moment.earliest, moment.latest, fact.told_at, fact.until)
    )
