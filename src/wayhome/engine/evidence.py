"""What has happened that bears on one duty: acts that meet it, ends of the need for it, what excuses it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from wayhome.engine.chronology import Chronology, Entries, Entry, Matcher, matching
from wayhome.engine.moments import BEGINNING
from wayhome.engine.plans import ClockPlan
from wayhome.engine.starts import Begun


class Ended(NamedTuple):
    """The end of a need: no sooner than `earliest`, surely by `surely`."""

    earliest: datetime
    surely: datetime
    entries: Entries


class Evidence:
    """The facts that bear on one duty, and judgements of them against a due time."""

    __slots__ = ("acts", "ended", "excuses", "settings")

    def __init__(self, plan: ClockPlan, begun: Begun, chronology: Chronology, begins: Matcher) -> None:
        """Find them for one beginning."""
        clock, scope = plan.clock, begun.scope
        kinds = scope.child if clock.met_anywhere else scope.kinds
        acts = matching(kinds, plan.acts)
        if acts and not clock.acts_before_start:
            since = begun.since
            acts = [a for a in acts if (a.latest is None or a.latest >= since) and a is not begun.root]
        self.acts = acts
        self.excuses = matching(scope.kinds, plan.excuses) if plan.excuses else []
        self.settings = matching(scope.kinds, plan.set_by) if plan.set_by else []
        ends: Entries = []
        if plan.ends:
            ends = [e for e in matching(scope.kinds, plan.ends) if _not_before(e, begun)]
        if clock.next_episode_ends_need:
            ends = ends + _next_episodes(begun, chronology, begins)
        self.ended: Ended | None = None
        if ends:
            earliest = min(BEGINNING if e.earliest is None else e.earliest for e in ends)
            self.ended = Ended(earliest, min(e.surely for e in ends), ends)


def _not_before(entry: Entry, begun: Begun) -> bool:
    """Whether an end of need may come at or after the beginning."""
    return (entry.latest is None or entry.latest >= begun.since) and entry is not begun.root


def _next_episodes(begun: Begun, chronology: Chronology, begins: Matcher) -> Entries:
    """Return the beginnings of the child's later episodes."""
    own = begun.scope.began
    place = -1 if own is None else own.place
    return [
        e
        for e in matching(chronology.child.kinds, begins)
        if e.place > place
        and e.earliest is not None
        and e.earliest > begun.since
        and e.fact.episode != begun.scope.episode
    ]


def in_time(acts: Entries, due: datetime) -> tuple[str, Entry] | None:
    """Judge acts against a due time: "met", "unsure" (it may or may not have been in time), "late", or None.

    One act surely in time is enough. Of an act of unknown time nobody can say.
    """
    unsure: Entry | None = None
    late: Entry | None = None
    for act in acts:
        if act.earliest is None:
            unsure = unsure or act
        elif act.surely <= due:
            return "met", act
        elif act.earliest > due:
            late = late or act
        else:
            unsure = unsure or act
    if unsure is not None:
        return "unsure", unsure
    return None if late is None else ("late", late)


def excused(excuses: Entries, due: datetime) -> tuple[bool, Entry] | None:
    """Judge excuses: (True, fact) when one came surely by the due time, (False, fact) when one may have."""
    unsure: Entry | None = None
    for entry in excuses:
        if entry.surely <= due:
            return True, entry
        if entry.earliest is None or entry.earliest <= due:
            unsure = unsure or entry
    return None if unsure is None else (False, unsure)
