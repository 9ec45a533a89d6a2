"""Conditions over time: each becomes a timeline for one scope of facts, worked out once and remembered.

A state's value at a moment is the latest fact of its kinds that has begun and not ended. A fact of unknown
time holds until a timed fact says otherwise, and again from when we were told of it. Facts known by a day
or between two times count from the earliest; duties that start on them are due by the latest.
"""

from __future__ import annotations

from datetime import datetime

from wayhome.engine.calendars import Calendar
from wayhome.engine.chronology import Entries, Entry, Matcher, Scope, matcher, matching
from wayhome.engine.errors import UnknownState
from wayhome.engine.language import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    CountWithin,
    Ever,
    Happened,
    HeldFor,
    Is,
    Not,
    Span,
    StateMeaning,
    Vocabulary,
)
from wayhome.engine.moments import BEGINNING, INSTANT, add_span, window_end
from wayhome.engine.timelines import (
    ALWAYS_FALSE,
    ALWAYS_UNKNOWN,
    Change,
    Timeline,
    combined,
    constant,
    either,
    ever,
    every,
    held,
    opposite,
)


class Node:
    """One condition, ready to be asked. `parts` are the conditions inside it, `kinds` all it reads."""

    __slots__ = ("by_child", "kinds", "parts")
    parts: tuple[Node, ...]
    kinds: frozenset[str]
    by_child: bool  # looks only at the child's facts, so it is the same for every episode

    @property
    def ripens(self) -> bool:
        """Whether it changes at moments that are no fact's own, because a span of time is over."""
        return any(part.ripens for part in self.parts)

    def timeline(self, scope: Scope, calendar: Calendar) -> Timeline:
        """Return this condition's truth over time for a scope; remembered for the length of one reading."""
        memory = scope.shared if self.by_child else scope.memory
        found = memory.get(self)
        if found is None:
            found = memory[self] = self._work_out(scope, calendar)
        assert isinstance(found, Timeline)
        return found

    def _work_out(self, scope: Scope, calendar: Calendar) -> Timeline:
        raise NotImplementedError

    def facts(self, scope: Scope, calendar: Calendar, moment: datetime) -> tuple[str, ...]:
        """Return the ids of the facts that decide this condition at `moment`."""
        found = [f for part in self.parts for f in part.facts(scope, calendar, moment)]
        return tuple(dict.fromkeys(found))

    def missing(self, scope: Scope, calendar: Calendar, moment: datetime) -> tuple[str, ...]:
        """Return the states or kinds that leave this condition unknown at `moment`."""
        if self.timeline(scope, calendar).at(moment)[1] is not None:
            return ()
        found = [m for part in self.parts for m in part.missing(scope, calendar, moment)]
        return tuple(dict.fromkeys(found))

    def next_answer(self, scope: Scope, calendar: Calendar, moment: datetime) -> datetime | None:
        """Return when, by time alone, this condition's answer, or what is missing for it, next differs from `moment`'s."""
        here = self.timeline(scope, calendar).at(moment)[1], self.missing(scope, calendar, moment)
        for then in sorted(m for m in self._moments(scope, calendar) if m > moment):
            if (self.timeline(scope, calendar).at(then)[1], self.missing(scope, calendar, then)) != here:
                return then
        return None

    def _moments(self, scope: Scope, calendar: Calendar) -> set[datetime]:
        parts = (part._moments(scope, calendar) for part in self.parts)
        return set(self.timeline(scope, calendar).times).union(*parts)


class StateNode(Node):
    """A state has one of these values."""

    __slots__ = ("silence", "state", "values", "wanted")

    def __init__(self, meaning: StateMeaning, values: frozenset[str], silence: bool | None) -> None:
        """Remember which facts give the state and which values are wanted."""
        self.parts = ()
        self.kinds = frozenset(meaning.kinds)
        self.state = meaning.id
        self.values = values
        self.silence = silence
        self.by_child = meaning.scope == "child"
        self.wanted: Matcher = tuple((kind, None) for kind in meaning.kinds)

    def entries(self, scope: Scope) -> Entries:
        """Return the facts that give this state, in order."""
        return matching(scope.child if self.by_child else scope.kinds, self.wanted)

    def truth(self, entry: Entry | None) -> bool | None:
        """Return whether a fact gives a wanted value; of no fact, what silence says."""
        if entry is None:
            return self.silence
        return None if entry.fact.value is None else entry.fact.value in self.values

    def _work_out(self, scope: Scope, calendar: Calendar) -> Timeline:
        entries = self.entries(scope)
        if not entries:
            return ALWAYS_UNKNOWN if self.silence is None else constant(self.silence)
        if all(e.earliest is not None and e.fact.until is None for e in entries):
            return Timeline(self._simply(entries))
        moments = {BEGINNING}
        for entry in entries:
            moments.add(entry.since)
            if entry.fact.until is not None:
                moments.add(entry.fact.until)
        changes: list[Change] = []
        for moment in sorted(moments):
            holding = holder(entries, moment)
            changes.append((moment, self.truth(holding), holding))
        return Timeline(changes)

    def _simply(self, entries: Entries) -> list[Change]:
        """Return the changes where every fact is timed and holds until the next."""
        changes: list[Change] = [(BEGINNING, self.silence, None)]
        last: Entry | None = None
        for entry in entries:
            if last is None or entry.since > last.since or _outranks(entry, last):
                changes.append((entry.since, self.truth(entry), entry))
                last = entry
        return changes

    def facts(self, scope: Scope, calendar: Calendar, moment: datetime) -> tuple[str, ...]:
        """Return the fact that gives the state its value at `moment`, if one does."""
        holding = holder(self.entries(scope), moment)
        return () if holding is None else (holding.fact.id,)

    def missing(self, scope: Scope, calendar: Calendar, moment: datetime) -> tuple[str, ...]:
        """Return the state itself when nobody has said."""
        return () if self.timeline(scope, calendar).at(moment)[1] is not None else (self.state,)


def _outranks(entry: Entry, other: Entry) -> bool:
    """Whether of two facts at one moment this one was recorded later, or has the higher id."""
    return (entry.fact.recorded_at, entry.fact.id) > (other.fact.recorded_at, other.fact.id)


def holder(entries: Entries, moment: datetime) -> Entry | None:
    """Return the latest fact holding at `moment`; of two at once, the one recorded later, then the higher id."""
    best: Entry | None = None
    rank: tuple[datetime, datetime, str] | None = None
    for entry in entries:
        fact = entry.fact
        if fact.until is not None and fact.until <= moment:
            continue
        since = entry.since
        if since > moment:
            if entry.earliest is not None:
                continue
            since = BEGINNING
        this = (since, fact.recorded_at, fact.id)
        if rank is None or this > rank:
            best, rank = entry, this
    return best


class HappenedNode(Node):
    """A fact like this has happened. Untimed: unknown until we were told, true from then."""

    __slots__ = ("wanted",)

    def __init__(self, happened: Happened) -> None:
        """Remember what is looked for."""
        self.parts = ()
        self.by_child = False
        self.wanted = matcher((happened.trigger,))
        self.kinds = frozenset(happened.trigger.kinds)

    def _work_out(self, scope: Scope, calendar: Calendar) -> Timeline:
        entries = matching(scope.kinds, self.wanted)
        if not entries:
            return ALWAYS_FALSE
        first = min(entries, key=lambda e: (e.since, e.place))
        before: bool | None = None if entries[-1].earliest is None else False
        return Timeline([(BEGINNING, before, None), (first.since, True, first)])

    def facts(self, scope: Scope, calendar: Calendar, moment: datetime) -> tuple[str, ...]:
        """Return the first such fact by `moment`, if any."""
        return tuple(e.fact.id for e in matching(scope.kinds, self.wanted) if e.since <= moment)[:1]

    def missing(self, scope: Scope, calendar: Calendar, moment: datetime) -> tuple[str, ...]:
        """Return the kinds whose time nobody knows."""
        if self.timeline(scope, calendar).at(moment)[1] is not None:
            return ()
        return untimed_kinds(matching(scope.kinds, self.wanted))


def untimed_kinds(entries: Entries) -> tuple[str, ...]:
    """Return the kinds of the facts whose time nobody could say."""
    return tuple(dict.fromkeys(e.fact.kind for e in entries if e.earliest is None))


class CountNode(Node):
    """So many facts of the child, of whatever episode, within a span up to the moment asked about."""

    __slots__ = ("count", "span", "wanted")

    def __init__(self, counted: CountWithin) -> None:
        """Remember what is counted."""
        self.parts = ()
        self.by_child = True
        self.wanted = matcher((counted.trigger,))
        self.kinds = frozenset(counted.trigger.kinds)
        self.count = counted.count
        self.span = counted.span

    @property
    def ripens(self) -> bool:
        """A window ends by time alone."""
        return True

    def _work_out(self, scope: Scope, calendar: Calendar) -> Timeline:
        entries = matching(scope.child, self.wanted)
        untimed = sum(e.earliest is None for e in entries)
        steps: list[tuple[datetime, int, int, Entry | None]] = [(BEGINNING, 0, 0, None)]
        for entry in entries:
            if entry.earliest is not None:
                steps.append((entry.earliest, 1, entry.place, entry))
                over = window_end(entry.earliest, self.span, calendar) + INSTANT
                steps.append((over, -1, entry.place, entry))
        changes: list[Change] = []
        running = 0
        for moment, step, _, cause in sorted(steps, key=lambda s: s[:3]):
            running += step
            enough = running >= self.count or (None if running + untimed >= self.count else False)
            changes.append((moment, enough, cause))
        return Timeline(changes)

    def facts(self, scope: Scope, calendar: Calendar, moment: datetime) -> tuple[str, ...]:
        """Return the facts inside the window that ends at `moment`."""
        return tuple(
            e.fact.id
            for e in matching(scope.child, self.wanted)
            if e.earliest is not None and e.earliest <= moment <= window_end(e.earliest, self.span, calendar)
        )

    def missing(self, scope: Scope, calendar: Calendar, moment: datetime) -> tuple[str, ...]:
        """Return the kinds whose time nobody knows."""
        if self.timeline(scope, calendar).at(moment)[1] is not None:
            return ()
        return untimed_kinds(matching(scope.child, self.wanted))


class JoinedNode(Node):
    """All or any of several conditions."""

    __slots__ = ("of_all",)

    def __init__(self, parts: tuple[Node, ...], of_all: bool) -> None:
        """Join the parts."""
        self.parts = parts
        self.kinds = frozenset().union(*(part.kinds for part in parts))
        self.of_all = of_all
        self.by_child = all(part.by_child for part in parts)

    def _work_out(self, scope: Scope, calendar: Calendar) -> Timeline:
        found: list[Timeline] = []
        for part in self.parts:
            timeline = part.timeline(scope, calendar)
            if len(timeline.changes) == 1 and timeline.changes[0][1] is not None:
                if timeline.changes[0][1] is not self.of_all:
                    return timeline  # one constant settles it: false among all, true among any
                continue
            found.append(timeline)
        if len(found) == 1:
            return found[0]
        return combined(found, every if self.of_all else either)


class InnerNode(Node):
    """Not, ever, or held for a span: one condition seen differently."""

    __slots__ = ("span", "turned")

    def __init__(self, part: Node, turned: bool = False, span: Span | None = None) -> None:
        """Wrap one condition: `turned` for not, a span for held-for, neither for ever."""
        self.parts = (part,)
        self.kinds = part.kinds
        self.by_child = part.by_child
        self.turned = turned
        self.span = span

    @property
    def ripens(self) -> bool:
        """What must be held for a span is held by time alone."""
        return self.span is not None or super().ripens

    def _work_out(self, scope: Scope, calendar: Calendar) -> Timeline:
        inner = self.parts[0].timeline(scope, calendar)
        if self.turned:
            return opposite(inner)
        span = self.span
        if span is None:
            return ever(inner)
        return held(inner, lambda moment: add_span(moment, span, calendar))

    def missing(self, scope: Scope, calendar: Calendar, moment: datetime) -> tuple[str, ...]:
        """Return what left the inner condition unknown: at `moment`, or when it was last unknown before."""
        if self.timeline(scope, calendar).at(moment)[1] is not None:
            return ()
        inner = self.parts[0].timeline(scope, calendar)
        unknown = [at for at, truth, _ in inner.changes if truth is None and at <= moment]
        asked = moment if inner.at(moment)[1] is None else unknown[-1]
        return self.parts[0].missing(scope, calendar, asked)


Nodes = dict[Condition, Node]


def compiled(condition: Condition, vocabulary: Vocabulary, kept: Nodes | None = None) -> Node:
    """Make a condition ready to be asked. Raises UnknownState for a state the vocabulary lacks.

    `kept` holds what was made before for the same vocabulary, so that clocks share equal conditions.
    """
    kept = {} if kept is None else kept
    node = kept.get(condition)
    if node is None:
        node = kept[condition] = _made(condition, vocabulary, kept)
    return node


def _made(condition: Condition, vocabulary: Vocabulary, kept: Nodes) -> Node:
    match condition:
        case Is():
            return StateNode(_meaning(condition.state, vocabulary), condition.values, condition.silence)
        case AtLeast():
            meaning = _meaning(condition.state, vocabulary)
            if condition.value not in meaning.values:
                raise UnknownState(condition.state, condition.value)
            high = meaning.values[meaning.values.index(condition.value) :]
            return StateNode(meaning, frozenset(high), None)
        case Happened():
            return HappenedNode(condition)
        case CountWithin():
            return CountNode(condition)
        case HeldFor():
            return InnerNode(compiled(condition.condition, vocabulary, kept), span=condition.span)
        case Ever():
            return InnerNode(compiled(condition.condition, vocabulary, kept))
        case Not():
            return InnerNode(compiled(condition.of, vocabulary, kept), turned=True)
        case All() | AnyOf():
            parts = tuple(compiled(part, vocabulary, kept) for part in condition.of)
            return JoinedNode(parts, isinstance(condition, All))


def _meaning(state: str, vocabulary: Vocabulary) -> StateMeaning:
    meaning = vocabulary.states.get(state)
    if meaning is None:
        raise UnknownState(state)
    return meaning
