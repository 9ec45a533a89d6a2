"""A truth over time: true, false or unknown (None), as a list of changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import datetime

from wayhome.engine.chronology import Entry
from wayhome.engine.moments import BEGINNING

Truth = bool | None
Change = tuple[datetime, Truth, Entry | None]
Run = tuple[datetime, datetime | None, Entry | None]


class Timeline:
    """Changes in order; the first stands at the beginning of time, neighbours always differ.

    Each change names the fact that brought it about, where a fact did.
    """

    __slots__ = ("changes", "times")

    def __init__(self, changes: Iterable[Change]) -> None:
        """Drop changes that change nothing; a later change at the same moment replaces an earlier one."""
        kept: list[Change] = []
        for change in changes:
            if kept and kept[-1][0] == change[0]:
                kept.pop()
            if not kept or kept[-1][1] is not change[1]:
                kept.append(change)
        self.changes = kept
        self.times = [change[0] for change in kept]

    def at(self, moment: datetime) -> Change:
        """Return the change in force at `moment`."""
        return self.changes[bisect_right(self.times, moment) - 1]

    def next_after(self, moment: datetime) -> datetime | None:
        """Return the first change after `moment`, if any."""
        place = bisect_right(self.times, moment)
        return self.times[place] if place < len(self.times) else None

    def runs(self) -> list[Run]:
        """Return every stretch of truth: from, until (excluded; None: with no end), and what began it."""
        found: list[Run] = []
        changes = self.changes
        for place, (since, truth, cause) in enumerate(changes):
            if truth is True:
                until = changes[place + 1][0] if place + 1 < len(changes) else None
                found.append((since, until, cause))
        return found


ALWAYS_UNKNOWN = Timeline([(BEGINNING, None, None)])
ALWAYS_FALSE = Timeline([(BEGINNING, False, None)])


def constant(truth: Truth) -> Timeline:
    """Return a truth that never changes."""
    return Timeline([(BEGINNING, truth, None)])


def every(truths: list[Truth]) -> Truth:
    """All of them: one false makes it false; else one unknown leaves it unknown."""
    if False in truths:
        return False
    return None if None in truths else True


def either(truths: list[Truth]) -> Truth:
    """Any of them: one true makes it true; else one unknown leaves it unknown."""
    if True in truths:
        return True
    return None if None in truths else False


def combined(parts: list[Timeline], how: Callable[[list[Truth]], Truth]) -> Timeline:
    """Combine several truths moment by moment."""
    moments = sorted({BEGINNING}.union(*(part.times for part in parts)))
    changes: list[Change] = []
    for moment in moments:
        here = [part.at(moment) for part in parts]
        cause = next((c for at, _, c in here if at == moment and c is not None), None)
        changes.append((moment, how([truth for _, truth, _ in here]), cause))
    return Timeline(changes)


def opposite(part: Timeline) -> Timeline:
    """Turn true to false and false to true; unknown stays unknown."""
    return Timeline((at, None if truth is None else not truth, cause) for at, truth, cause in part.changes)


def ever(part: Timeline) -> Timeline:
    """True for good from the first truth; unknown from the first unknown until then."""
    seen: list[Truth] = []
    changes: list[Change] = []
    for at, truth, cause in part.changes:
        seen.append(truth)
        changes.append((at, either(seen), cause))
    return Timeline(changes)


def held(part: Timeline, matures: Callable[[datetime], datetime]) -> Timeline:
    """True once the inner truth has stood without a break until `matures(its beginning)`.

    After a stretch of unknown nobody can say how long it had stood, so until then it stays unknown.
    """
    changes: list[Change] = []
    before: Truth = True
    for place, (at, truth, cause) in enumerate(part.changes):
        if truth is not True:
            changes.append((at, truth, cause))
        elif at == BEGINNING:
            changes.append((at, True, cause))
        else:
            changes.append((at, None if before is None else False, cause))
            ripe = matures(at)
            if place + 1 == len(part.changes) or ripe < part.changes[place + 1][0]:
                changes.append((ripe, True, cause))
        before = truth
    return Timeline(changes)
