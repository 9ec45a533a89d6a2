"""What starts a duty: a fact, a condition becoming true, or a count of facts within a window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from wayhome.engine.calendars import Calendar
from wayhome.engine.chronology import Chronology, Entries, Entry, Scope, matching
from wayhome.engine.facts import Precision
from wayhome.engine.language import Per
from wayhome.engine.moments import BEGINNING, window_end
from wayhome.engine.plans import ClockPlan


class Begun:
    """One duty that has begun, or would if we knew more.

    `start` is when it counts from (by the latest, where only a day is known); None when nobody can tell, and
    then `missing` names what to ask. `since` is the earliest it can have been: acts and ends of need count
    from there. `forming`: it begins at `start` by time alone, if nothing changes before.
    """

    __slots__ = ("about", "at_latest", "causes", "code", "forming", "missing", "root", "scope", "since", "start")

    def __init__(
        self,
        scope: Scope,
        root: Entry,
        start: datetime | None,
        *,
        code: str = "started",
        at_latest: bool = False,
        causes: tuple[str, ...] = (),
        missing: tuple[str, ...] = (),
    ) -> None:
        """Hold one beginning."""
        self.scope = scope
        self.root = root
        self.start = start
        self.since = root.since if start is None else min(root.since, start)
        self.code = code
        self.at_latest = at_latest
        self.about = root.fact.moment.precision is Precision.ABOUT
        self.causes = causes or (root.fact.id,)
        self.missing = missing
        self.forming = False


def beginnings(plan: ClockPlan, chronology: Chronology, calendar: Calendar, as_of: datetime) -> Iterator[Begun]:
    """Yield each duty this clock has begun for the child."""
    if plan.when is not None:
        yield from _becoming_true(plan, chronology, calendar, as_of)
    elif plan.on_count is not None:
        yield from _counted(plan, chronology, calendar)
    elif plan.clock.per is Per.EPISODE:
        for scope in chronology.episodes.values():
            yield from _at(plan, matching(scope.kinds, plan.starts), scope, as_of)
    elif plan.clock.per is Per.CHILD:
        yield from _at(plan, matching(chronology.child.kinds, plan.starts), chronology.child, as_of)
    else:
        for entry in matching(chronology.child.kinds, plan.starts):
            own = scope_of(entry, chronology)
            if own is not None:
                yield from _at(plan, [entry], own, as_of)


def scope_of(entry: Entry, chronology: Chronology) -> Scope | None:
    """Return a fact's episode, or the child for a fact of no episode; None when its episode never began."""
    episode = entry.fact.episode
    return chronology.child if episode is None else chronology.episodes.get(episode)


def _at(plan: ClockPlan, entries: Entries, scope: Scope, as_of: datetime) -> Iterator[Begun]:
    """Start at the first of these facts, by the earliest that one of them had surely happened."""
    if not entries:
        return
    root = entries[0]
    if plan.count_from_told:
        if root.fact.told_at <= as_of:
            begun = Begun(scope, root, root.fact.told_at)
            begun.about = False
            yield begun
    elif root.latest is None:
        yield Begun(scope, root, None, code="start-untimed", missing=(root.fact.kind,))
    else:
        start = root.latest
        at_latest = root.fact.moment.spread
        for other in entries[1:]:
            if other.latest is None:
                at_latest = True  # it may have been the earlier of the two
            elif other.latest < start:
                start = other.latest
        yield Begun(scope, root, start, at_latest=at_latest)


def _becoming_true(plan: ClockPlan, chronology: Chronology, calendar: Calendar, as_of: datetime) -> Iterator[Begun]:
    by_child = plan.clock.per is Per.CHILD
    scopes = [chronology.child] if by_child else list(chronology.episodes.values())
    for scope in scopes:
        seen: set[str] = set()
        for begun in _rises(plan, scope, calendar, as_of):
            if begun.root.fact.root not in seen:
                seen.add(begun.root.fact.root)
                yield begun


def _rises(plan: ClockPlan, scope: Scope, calendar: Calendar, as_of: datetime) -> Iterator[Begun]:
    """Yield a beginning for each time the condition became true since the episode began."""
    assert plan.when is not None
    timeline = plan.when.timeline(scope, calendar)
    began = scope.began
    opened = BEGINNING if began is None else began.since
    asked = max(as_of, opened)
    unsure = began is not None and timeline.at(asked)[1] is None
    risen = False
    for since, until, cause in timeline.runs():
        if until is not None and until <= opened:
            continue
        root = _root(began, cause, since <= opened)
        if root is None:
            continue
        if began is None and root.earliest is None and not plan.count_from_told:
            # True from a moment nobody knows: of a child's own condition there is no episode to count from.
            yield Begun(scope, root, None, code="start-untimed", missing=(root.fact.kind,))
            continue
        begun = _rise(plan, scope, root, cause, max(since, opened), calendar, as_of)
        if begun is not None and not (begun.forming and unsure):
            risen = True
            yield begun
    if unsure and not risen and began is not None:
        missing = plan.when.missing(scope, calendar, asked)
        yield Begun(scope, began, None, code="start-unknown", missing=missing)


def _root(began: Entry | None, cause: Entry | None, from_the_first: bool) -> Entry | None:
    """Return the fact a duty is known by: what made the condition true.

    An episode's duty is known by the episode's beginning when the condition was true from the first, or was made
    true by a fact about the child and not of this episode: that one fact may start a duty in several episodes.
    """
    if began is None:
        return cause
    if from_the_first or cause is None or cause.fact.episode != began.fact.episode:
        return began
    return cause


def _rise(
    plan: ClockPlan,
    scope: Scope,
    root: Entry,
    cause: Entry | None,
    since: datetime,
    calendar: Calendar,
    as_of: datetime,
) -> Begun | None:
    """Return one beginning; what is known by a day only counts from the end of that day."""
    at_latest = False
    start = since
    if root.latest is not None and root.earliest == since and root.fact.moment.spread:
        start, at_latest = root.latest, True
    if plan.count_from_told:
        told = root.fact.told_at if cause is None else max(root.fact.told_at, cause.fact.told_at)
        told = max(told, _untimed_told(plan, scope, calendar, since))
        if told > as_of:
            return None
        start = max(since, told)
    begun = Begun(scope, root, start, code="became-true", at_latest=at_latest)
    begun.since = since
    begun.forming = since > as_of
    begun.about = begun.about and start == root.earliest
    return begun


def _untimed_told(plan: ClockPlan, scope: Scope, calendar: Calendar, since: datetime) -> datetime:
    """Return when we were last told of a deciding fact that nobody could time: the reason was not known before."""
    assert plan.when is not None
    untimed = [e for kind in plan.when.kinds for e in scope.child.get(kind, ()) if e.earliest is None]
    if not untimed:
        return BEGINNING
    decided = plan.when.facts(scope, calendar, since)
    return max((e.fact.told_at for e in untimed if e.fact.id in decided), default=BEGINNING)


def _counted(plan: ClockPlan, chronology: Chronology, calendar: Calendar) -> Iterator[Begun]:
    """Yield a beginning for each fact that completes a window, and one where an untimed fact might."""
    assert plan.on_count is not None
    found = matching(chronology.child.kinds, plan.starts)
    timed = _kept_apart([e for e in found if e.earliest is not None], plan, chronology)
    untimed = [e for e in found if e.earliest is None]
    most = 0
    for place, entry in enumerate(timed):
        certain, possible = _window(plan, timed, place, chronology, calendar)
        most = max(most, len(possible))
        scope = scope_of(entry, chronology)
        if scope is None or len(possible) < plan.on_count.count:
            continue
        if len(certain) >= plan.on_count.count and certain[-1] is entry:
            causes = tuple(e.fact.id for e in certain)
            at_latest = entry.fact.moment.spread
            start = entry.fact.told_at if plan.count_from_told else entry.latest
            yield Begun(scope, entry, start, code="count-reached", at_latest=at_latest, causes=causes)
        else:
            missing = _unsure(plan, possible, entry, chronology, calendar)
            yield Begun(scope, entry, None, code="count-unknown", missing=missing)
    if untimed and most + len(untimed) >= plan.on_count.count:
        scope = scope_of(untimed[0], chronology)
        if scope is not None:
            yield Begun(scope, untimed[0], None, code="start-untimed", missing=(untimed[0].fact.kind,))


def _kept_apart(timed: Entries, plan: ClockPlan, chronology: Chronology) -> Entries:
    """Drop a fact with nothing between it and the last one counted: it is the same disappearance."""
    if not plan.between:
        return timed
    betweens = matching(chronology.child.kinds, plan.between)
    kept: Entries = []
    for entry in timed:
        if not kept or any(_lies_between(kept[-1], b, entry) for b in betweens):
            kept.append(entry)
    return kept


def _lies_between(before: Entry, middle: Entry, after: Entry) -> bool:
    """Whether `middle` came between two counted facts; untimed, when it belongs to the first one's episode."""
    if middle.earliest is None:
        return middle.fact.episode is not None and middle.fact.episode == before.fact.episode
    return before.since <= middle.earliest <= after.since


def _window(
    plan: ClockPlan, timed: Entries, place: int, chronology: Chronology, calendar: Calendar
) -> tuple[Entries, Entries]:
    """Return the last `count` facts up to `place` inside the span: those that surely count, and that may."""
    assert plan.on_count is not None
    last, count = timed[place], plan.on_count.count
    certain: Entries = []
    possible: Entries = []
    for entry in reversed(timed[: place + 1]):
        if window_end(entry.since, plan.on_count.span, calendar) < last.since or len(certain) == count:
            break
        truth = _counts(plan, entry, last, chronology, calendar)
        if truth is False:
            if entry is last:
                break
            continue
        possible.append(entry)
        if truth:
            certain.append(entry)
    return certain[::-1], possible[::-1]


def _counts(plan: ClockPlan, entry: Entry, last: Entry, chronology: Chronology, calendar: Calendar) -> bool | None:
    """Whether a fact's own episode meets the window's condition at the completing moment."""
    if plan.only_if is None:
        return True
    scope = scope_of(entry, chronology)
    return False if scope is None else plan.only_if.timeline(scope, calendar).at(last.since)[1]


def _unsure(
    plan: ClockPlan, possible: Entries, last: Entry, chronology: Chronology, calendar: Calendar
) -> tuple[str, ...]:
    """Return the states that leave a window's count unknown."""
    missing: dict[str, None] = {}
    for entry in possible:
        scope = scope_of(entry, chronology)
        if scope is not None and plan.only_if is not None:
            missing.update(dict.fromkeys(plan.only_if.missing(scope, calendar, last.since)))
    return tuple(missing)
