"""What an indicator comes to for one stretch of time, from the facts of several children.

Counted, surely; or in doubt, because nobody recorded when something happened or how something stood. What is in
doubt is never put into a figure and never left out of sight: it stands beside it. A figure that rests on a register
outside the ledger is not worked out here, and says which register it waits for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from wayhome.engine.calendars import Calendar
from wayhome.engine.chronology import RECORDED_IN_ERROR, Chronology, Entry, Matcher, Scope, matcher, matching
from wayhome.engine.clocks import read
from wayhome.engine.conditions import compiled
from wayhome.engine.facts import Fact, Situation
from wayhome.engine.indicators import Counts, Indicator, Measure, UnsoundIndicator
from wayhome.engine.language import Condition, Protocol
from wayhome.engine.moments import instant, local_date
from wayhome.engine.readings import State
from wayhome.engine.timelines import Timeline, Truth

BORN = "child.born"
_LAST = timedelta(microseconds=1)  # a period ends just before the next one begins
Said = tuple[str, Truth]  # what is counted, by its key, and whether it counts


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time a figure is about: from `starts` up to `ends`, which is outside. Both aware.

    Raises NaiveMoment for a time without a zone, UnsoundIndicator when it ends before it begins.
    """

    starts: datetime
    ends: datetime

    def __post_init__(self) -> None:
        """Refuse a stretch that holds no moment."""
        if instant(self.ends) <= instant(self.starts):
            raise UnsoundIndicator("A period ends after it begins: mend one of the two days.")

    def holds(self, entry: Entry) -> Truth:
        """Whether something happened in this stretch; None when it may have."""
        if entry.earliest is None or entry.latest is None:
            return False if entry.surely < self.starts else None
        if self.starts <= entry.earliest and entry.surely < self.ends:
            return True
        return False if entry.surely < self.starts or entry.earliest >= self.ends else None


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted, and what may have to be: keys of children, episodes, facts or duties, each once, in order."""

    counted: tuple[str, ...]
    in_doubt: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """How many were counted, surely."""
        return len(self.counted)


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator for one stretch. A side is None when it waits for a register; `registers` names which."""

    indicator: str
    numerator: Tally | None
    denominator: Tally | None
    registers: tuple[str, ...] = ()

    @property
    def rate(self) -> Fraction | None:
        """The proportion, exactly; None for a count, for a register, and when there is nothing to be a share of."""
        if self.numerator is None or self.denominator is None or not self.denominator.number:
            return None
        return Fraction(self.numerator.number, self.denominator.number)


def figure(
    indicator: Indicator,
    protocol: Protocol,
    situations: Iterable[Situation],
    calendar: Calendar,
    stretch: Stretch,
    *,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Figure:
    """Return an indicator for one stretch of time, over these children.

    `as_of`: the moment from which it is told (None: when the stretch ends), so that a conversation held a week later
    is seen by who asks a week later. `known_at`: on what was recorded by then (None: everything). The same arguments
    give the same figure for ever. Raises CalendarEnds and UnknownState, as reading does.
    """
    told = instant(as_of) if as_of is not None else instant(stretch.ends)
    counting = _Counting(protocol, calendar, stretch, told, known_at, tuple(situations))
    sides = [each for each in (indicator.numerator, indicator.denominator) if each is not None]
    registers = tuple(dict.fromkeys(each.register for each in sides if each.register is not None))
    below = indicator.denominator
    return Figure(
        indicator.id,
        counting.tally(indicator.numerator),
        counting.tally(below) if below is not None else None,
        registers,
    )


@dataclass(frozen=True, slots=True)
class _Counting:
    """One stretch, one set of children, and what is asked of each."""

    protocol: Protocol
    calendar: Calendar
    stretch: Stretch
    as_of: datetime
    known_at: datetime | None
    situations: tuple[Situation, ...]

    def tally(self, measure: Measure) -> Tally | None:
        """Count one side; None where it waits for a register."""
        if measure.register is not None:
            return None
        ask = self._duties if measure.counts is Counts.DUTIES else self._of_facts
        truths: dict[str, Truth] = {}
        for situation in self.situations:
            for key, truth in ask(measure, situation):
                truths[key] = _better(truths[key], truth) if key in truths else truth
        return Tally(
            tuple(key for key, truth in truths.items() if truth is True),
            tuple(key for key, truth in truths.items() if truth is None),
        )

    def _duties(self, measure: Measure, situation: Situation) -> Iterator[Said]:
        """Duties of one clock that fell due in the stretch and stand so; one that cannot be told is in doubt."""
        readings = read(self.protocol, situation, self.calendar, self.as_of, self.known_at, explain=False)
        for reading in readings:
            if reading.clock != measure.clock or reading.state is State.STOOD_DOWN:
                continue
            key = f"{situation.child}/{reading.key}"
            if reading.state is State.CANNOT_TELL:
                if reading.due is None or self._within(reading.due):
                    yield key, None
            elif reading.due is not None and self._within(reading.due):
                yield key, not measure.states or reading.state in measure.states

    def _within(self, moment: datetime) -> bool:
        return self.stretch.starts <= moment < self.stretch.ends

    def _of_facts(self, measure: Measure, situation: Situation) -> Iterator[Said]:
        """Children, episodes or facts, each with whether it counts."""
        child = _Child(self, situation)
        whole = child.truth(measure)
        if whole is False:
            return
        if measure.of is None:
            yield situation.child, _both(whole, child.young(measure, self.stretch.ends - _LAST))
            return
        seen: set[str] = set()
        for entry in child.entries(matcher([measure.of])):
            key = _key(measure.counts, situation.child, entry.fact)
            if measure.counts is Counts.EPISODES and key in seen:
                continue
            seen.add(key)
            truth = _both(_both(whole, self.stretch.holds(entry)), child.counts(measure, entry))
            yield key, truth


class _Child:
    """One child's facts, laid out once, and what a measure asks of them."""

    def __init__(self, counting: _Counting, situation: Situation) -> None:
        """Keep what is known; an episode recorded in error was never one."""
        self.counting = counting
        gone = {each.old for each in situation.supersessions if _by(each.recorded_at, counting.known_at)}
        facts = [f for f in situation.facts if f.id not in gone and _by(f.recorded_at, counting.known_at)]
        wrong = {f.episode for f in facts if f.kind == RECORDED_IN_ERROR and f.episode is not None}
        standing = [f for f in facts if f.episode is None or f.episode not in wrong]
        begins = counting.protocol.vocabulary.episode_begins
        self.chronology = Chronology(standing, counting.as_of, begins)
        self.scope: Scope = self.chronology.child

    def entries(self, wanted: Matcher) -> list[Entry]:
        """The facts that match, in order."""
        return matching(self.scope.kinds, wanted)

    def truth(self, measure: Measure) -> Truth:
        """Whether what must hold at the start, at the end and in between does."""
        stretch = self.counting.stretch
        asked: list[Truth] = []
        if measure.at_start is not None:
            asked.append(self._at(measure.at_start, stretch.starts))
        if measure.at_end is not None:
            asked.append(self._at(measure.at_end, stretch.ends - _LAST))
        if measure.during is not None:
            asked.append(self._during(measure.during))
        return False if False in asked else None if None in asked else True

    def counts(self, measure: Measure, entry: Entry) -> Truth:
        """Whether one fact counts, apart from when it happened: what held then, what followed, how old the child was."""
        truth: Truth = True
        if measure.when is not None:
            truth = self._at(measure.when, entry.since)
        if measure.followed_by is not None:
            truth = _both(truth, self._followed(matcher([measure.followed_by]), entry))
        return _both(truth, self.young(measure, entry.since))

    def young(self, measure: Measure, moment: datetime) -> Truth:
        """Whether the child was under the age asked for on the local day of a moment; None when nobody knows."""
        if measure.under is None:
            return True
        born = [each.fact.value for each in self.entries(((BORN, None),)) if each.fact.value]
        return _years(date.fromisoformat(born[-1]), local_date(moment)) < measure.under if born else None

    def _followed(self, wanted: Matcher, entry: Entry) -> Truth:
        scope = self.chronology.episodes.get(entry.fact.episode or "")
        later = matching(scope.kinds if scope else self.scope.kinds, wanted)
        sure = [each for each in later if each.earliest is not None and each.surely >= entry.since]
        if sure:
            return True
        return None if any(each.earliest is None for each in later) else False

    def _timeline(self, condition: Condition) -> Timeline:
        node = compiled(condition, self.counting.protocol.vocabulary)
        return node.timeline(self.scope, self.counting.calendar)

    def _at(self, condition: Condition, moment: datetime) -> Truth:
        return self._timeline(condition).at(moment)[1]

    def _during(self, condition: Condition) -> Truth:
        """Whether it held at some moment of the stretch."""
        timeline, stretch = self._timeline(condition), self.counting.stretch
        seen = [timeline.at(stretch.starts)[1]]
        seen += [truth for at, truth, _ in timeline.changes if stretch.starts < at < stretch.ends]
        return True if True in seen else None if None in seen else False


_KEYS: dict[Counts, Callable[[str, Fact], str]] = {
    Counts.CHILDREN: lambda child, fact: child,
    Counts.EPISODES: lambda child, fact: f"{child}/{fact.episode or fact.root}",
    Counts.FACTS: lambda child, fact: f"{child}/{fact.id}",
}


def _key(counts: Counts, child: str, fact: Fact) -> str:
    return _KEYS[counts](child, fact)


def _by(recorded: datetime, known_at: datetime | None) -> bool:
    return known_at is None or recorded <= known_at


def _both(one: Truth, other: Truth) -> Truth:
    return False if False in (one, other) else None if None in (one, other) else True


def _better(one: Truth, other: Truth) -> Truth:
    """Of two answers about one thing: it counts if either says so, and is in doubt before it is left out."""
    return True if True in (one, other) else None if None in (one, other) else False


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
