"""Read clocks by the compiled loop: one pass over each duty in place of many over whole columns.

The loop knows only facts that are known to the instant and stand as they were told. `parts` sets the children who
have others apart: those are read by the array pass, and so is any clock of which the loop cannot say enough.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from wayhome.engine.language import Ending, FirstDay, Late, Roll, Span, SpanByState, Unit
from wayhome.population import almanac, machine, machine_days, standing
from wayhome.population.almanac import HOUR, NEVER, Almanac, Bools, Ints, elapsed
from wayhome.population.columns import NONE
from wayhome.population.compiling import Rule
from wayhome.population.conditions import steady, timelines
from wayhome.population.entries import Entries
from wayhome.population.evidence import roots_of
from wayhome.population.plain import Begins, Days, Facts, Length, Line, Listed, Out, Plan
from wayhome.population.starts import Begun
from wayhome.population.tracks import entries_of, space_of
from wayhome.population.views import Space, View

assert (machine_days.NEVER, machine_days.NONE, machine_days.LAST_MINUTE) == (NEVER, NONE, almanac.LAST_MINUTE)
assert standing.STATES.index(standing.State.CANNOT_TELL) == machine.CANNOT_TELL

_NO = np.zeros(0, np.int64)
_NOT = np.zeros(0, bool)
_NOBODY = Listed(np.zeros(2, np.int64), _NO, _NO)
_ALWAYS = Line(np.zeros(2, np.int64), _NO, np.zeros(0, np.int8), _NO, False, False)
_UNITS = {
    Unit.LOCAL_DAYS: machine_days.LOCAL_DAYS, Unit.WORKING_DAYS: machine_days.WORKING_DAYS, Unit.CALENDAR_MONTHS: machine_days.MONTHS
}  # fmt: skip
_LATE = {
    Late.LATER_OF_BOTH: machine.LATER_OF_BOTH, Late.FROM_THEN: machine.FROM_THEN,
    Late.AS_IF_ALWAYS: machine.AS_IF_ALWAYS,
}  # fmt: skip
SHARE = 60_000  # duties of one clock that are worth a thread's while


@dataclass(slots=True, eq=False)
class Fused:
    """What the loop made of some beginnings: columns as `answers.Read` has them; `which` None: one duty each, in order."""

    begun: Begun
    out: Out
    count: int
    which: Ints | None


def days_of(tables: Almanac) -> Days:
    """Return the almanac's tables as the loop takes them."""
    months = np.arange("1970-01", "2100-03", dtype="datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    length = np.diff(first)
    ahead, again = (np.array(table // HOUR, np.int8) for table in (tables.wall, tables.wall_again))
    return Days(
        tables.shown, ahead, again, tables.first, tables.counts, tables.days, tables.following,
        np.repeat(np.arange(len(length)), length), first,
    )  # fmt: skip


class Loop:
    """The loop over one view of plain facts."""

    def __init__(self, view: View, days: Days, pool: Executor | None = None) -> None:
        """Take the population's columns; `pool`: threads to share the duties of a clock with."""
        self.view = view
        self.days = days
        self.pool = pool
        self.room = Room(len(view.population))
        p = view.population
        self.facts = Facts(
            p.told, p.since, p.recorded, p.value, p.episode, p.episode_child,
            _NO,
        )  # fmt: skip

    def knows(self, rule: Rule) -> bool:
        """Whether the loop knows all that a clock asks: it does not know intervals that a decision sets."""
        return not rule.set_by or self.view.population.number is None

    def read(self, rule: Rule, begun: Begun) -> Callable[[], Fused | None]:
        """Begin to judge the duties of some beginnings; return what waits for the answer: None beyond the calendar."""
        plan = self._plan(rule, begun)
        facts = (
            self.facts._replace(after_own=_after_own(self.view)) if plan.has_next and not plan.of_child else self.facts
        )
        begins = Begins(
            begun.scope, begun.root, begun.start, begun.since, _NOT if begun.forming is None else begun.forming
        )
        count = len(begun.scope)
        whole = not (plan.applies or plan.repeats or len(begins.forming)) and not (begun.start == NEVER).any()
        edges = [0, count]
        if self.pool is not None and count > SHARE:
            edges = [0, count // 2, count]
        room = [hi - lo + self._recurrences(plan, begun, lo, hi) for lo, hi in pairwise(edges)]
        out = self.room.out(plan, sum(room), whole)
        puts = np.cumsum([0, *room])
        tasks = [
            (machine.STAMP, self.days, facts, plan, begins, lo, hi, out, int(put))
            for lo, hi, put in zip(edges, edges[1:], puts, strict=False)
        ]
        if self.pool is None:
            done = [machine.read(*task) for task in tasks]
            return lambda: _together(begun, out, whole, puts, done)
        waiting: list[Future[int]] = [self.pool.submit(machine.read, *task) for task in tasks]
        return lambda: _together(begun, out, whole, puts, [each.result() for each in waiting])

    @staticmethod
    def _recurrences(plan: Plan, begun: Begun, lo: int, hi: int) -> int:
        """Return how many duties may recur at most: one for each act in its scope."""
        if not plan.repeats:
            return 0
        own = begun.scope[lo:hi]
        if plan.met_anywhere and not plan.of_child:
            return int(np.diff(plan.acts.off).max(initial=0)) * len(own)
        return int((plan.acts.off[own + 1] - plan.acts.off[own]).sum())

    def _plan(self, rule: Rule, begun: Begun) -> Plan:
        clock, space = rule.clock, begun.space
        repeats = clock.repeats
        anywhere = Space.CHILD if clock.met_anywhere else space
        nexts = clock.next_episode_ends_need
        return Plan(
            as_of=self.view.as_of,
            of_child=space is Space.CHILD,
            told=rule.told,
            late=_LATE[clock.late],
            applies=clock.applies is not None,
            has_threshold=clock.threshold is not None,
            has_ends=bool(rule.ends),
            has_next=nexts,
            has_excuses=bool(rule.excuses),
            repeats=repeats is not None,
            met_anywhere=clock.met_anywhere,
            acts_before=clock.acts_before_start,
            apart={kind for kind, _ in (*rule.acts, *rule.ends)}.isdisjoint(roots_of(rule, self.view)),
            due=self._length(clock.due.after, clock.due.roll, space),
            threshold=self._length(clock.threshold, None, space),
            every=self._length(repeats.every if repeats else None, repeats.roll if repeats else None, space),
            soon=self._length(clock.due_soon, None, space),
            line=self._line(rule, space),
            acts=self._listed(self.view.whole(rule.acts, anywhere)),
            ends=self._listed(self.view.whole(rule.ends, space)) if rule.ends else _NOBODY,
            excuses=self._listed(self.view.whole(rule.excuses, space)) if rule.excuses else _NOBODY,
            nexts=self._listed(self.view.whole(self.view.begins, Space.CHILD)) if nexts else _NOBODY,
        )

    @staticmethod
    def _listed(entries: Entries) -> Listed:
        return Listed(entries.off, entries.since, entries.rows)

    def _line(self, rule: Rule, space: Space) -> Line:
        condition = rule.clock.applies
        if condition is None:
            return _ALWAYS
        past = steady(condition) and self.view.known is None and not rule.told  # told asks which fact it was
        line = timelines(self.view.history() if past else self.view, condition, space)
        return Line(line.off, line.time, line.truth, line.cause, line.space is Space.CHILD, past)

    def _length(self, length: Span | SpanByState | None, roll: Roll | None, space: Space) -> Length:
        rolls = 0 if roll is None else (
            machine_days.ROLL_END_OF_DAY if roll.at is Ending.END_OF_DAY else machine_days.ROLL_SAME_TIME
        )  # fmt: skip
        if not isinstance(length, SpanByState):
            kind = machine.AT_ONCE if length is None else machine.FIXED
            return Length(kind, *_spans([length]), rolls, _NO, False, False, _NOBODY)
        meaning = self.view.vocabulary.states[length.state]
        spans: list[Span | None] = [length.otherwise]
        which = np.zeros(len(self.view.population.values) + 1, np.int64)
        for name, span in length.spans.items():
            which[self.view.population.value_codes((name,))] = len(spans)
            spans.append(span)
        holds = space_of(meaning, space)
        said = self._listed(entries_of(self.view, meaning, space, whole=True))
        ahead, by_child = length.otherwise is None, holds is Space.CHILD
        return Length(machine.BY_STATE, *_spans(spans), rolls, which, ahead, by_child, said)


class AfterOwn:
    """For each episode where those beginnings stand that come after its own; remembered with the population's indexes."""

    def __init__(self, nexts: Entries, episode: Ints, episodes: int) -> None:
        """See of each episode's beginnings which is the first."""
        self.place = np.zeros(episodes, np.int64)
        inside = np.flatnonzero(episode[nexts.rows] != NONE)[::-1]
        self.place[episode[nexts.rows[inside]]] = inside + 1


def _after_own(view: View) -> Ints:
    nexts = view.whole(view.begins, Space.CHILD)
    keep = view.population.kept if view.known is None else view.memory
    found = keep.get(("after own", view.begins))
    if found is None:
        found = keep["after own", view.begins] = AfterOwn(nexts, view.population.episode, len(view.population.episodes))
    assert isinstance(found, AfterOwn)
    return found.place


def _spans(spans: list[Span | None]) -> tuple[Ints, Ints, Bools, Bools]:
    """Return units, counts, and whether each ends with the day and first moves to a working day."""
    units, counts = np.full(len(spans), NONE), np.zeros(len(spans), np.int64)
    ends, rolled = np.zeros(len(spans), bool), np.zeros(len(spans), bool)
    for n, span in enumerate(spans):
        if span is None:
            continue
        fixed = elapsed(span)
        units[n] = machine_days.ELAPSED if fixed is not None else _UNITS[span.unit]
        counts[n] = span.count if fixed is None else fixed
        ends[n], rolled[n] = span.ending is Ending.END_OF_DAY, span.first_day is FirstDay.ROLLED
    return units, counts, ends, rolled


class Room:
    """Room for columns, cut from large blocks: the system gives one large block far sooner than many small ones."""

    BLOCK = 8 * 2**20  # bytes
    MANY = 100_000  # facts; for fewer, blocks would be mostly empty

    def __init__(self, facts: int) -> None:
        """Begin with none."""
        self.block = np.empty(0, np.int64)
        self.least = self.BLOCK // 8 if facts > self.MANY else 0

    def moments(self, count: int, wanted: bool = True) -> Ints:
        """Return a column of moments; an empty one where it is not wanted."""
        if not wanted or not count:
            return _NO
        if count > len(self.block):
            self.block = np.empty(max(count, self.least), np.int64)
        found, self.block = self.block[:count], self.block[count:]
        return found

    def flags(self, count: int, wanted: bool = True) -> Bools:
        """Return a column of flags; an empty one where it is not wanted."""
        return self.moments((count + 7) // 8, wanted).view(np.bool_)[:count]

    def out(self, plan: Plan, count: int, whole: bool) -> Out:
        """Return room for so many duties."""
        return Out(
            which=self.moments((count + 1) // 2, not whole).view(np.int32)[:count],
            ordinal=self.moments(count, plan.repeats),
            start=self.moments(count, plan.repeats),
            state=self.flags(count).view(np.int8),
            due=self.moments(count),
            threshold=self.moments(count, plan.has_threshold),
            ended=self.moments(count, plan.has_ends or plan.has_next),
            met_at=self.moments(count),
            breached_at=self.moments(count),
            needed=self.flags(count),
            perhaps=self.flags(count, not whole),
            spared=self.flags(count),
        )


def _together(begun: Begun, out: Out, whole: bool, puts: Ints, done: list[int]) -> Fused | None:
    """Lay what several threads wrote end to end."""
    if machine_days.FAIL in done:
        return None
    count = int(done[0])
    for put, until in zip(puts[1:].tolist(), done[1:], strict=False):
        if put != count:
            for column in out:
                if len(column):
                    column[count : count + until - put] = column[put:until]
        count += until - put
    cut = Out(*(column[:count] for column in out))  # type: ignore[arg-type]
    return Fused(begun, cut, count, None if whole else cut.which)
