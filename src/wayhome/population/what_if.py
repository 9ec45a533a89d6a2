"""What would have been owed under another protocol: two readings of one past, counted by duty and by owner."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from wayhome.engine.calendars import Calendar
from wayhome.engine.clocks import read
from wayhome.engine.facts import Situation
from wayhome.engine.language import Clock, Protocol
from wayhome.engine.laws import Law, Laws
from wayhome.engine.moments import end_of_local_day, local_date
from wayhome.engine.readings import Reading, State
from wayhome.population.almanac import DAY, EPOCH, MICRO, NEVER, Bools, Ints, micros
from wayhome.population.columns import Population
from wayhome.population.laws import read_laws
from wayhome.population.reading import Read
from wayhome.population.series import overdue_by_day
from wayhome.population.standing import CODE, STATES

WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Tally:
    """How many duties arose in a period, and where they stand at its end.

    `late` were done after their time; `breached` are overdue and not done; `running` still have time; `stood_down`
    were no longer needed in time; `cannot_tell` lack something that somebody must be asked.
    """

    arisen: int = 0
    met: int = 0
    late: int = 0
    breached: int = 0
    running: int = 0
    stood_down: int = 0
    cannot_tell: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Count two together."""
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty under both protocols; None where a protocol has no such duty."""

    clock: str
    title: str
    owner: str
    now: Tally | None
    then: Tally | None


@dataclass(frozen=True, slots=True)
class Share:
    """What fell to one post or one agency, now and then."""

    whose: str
    now: Tally
    then: Tally


@dataclass(frozen=True, slots=True)
class Pace:
    """What an owner must get done to be in time: acts a week on average, and in the busiest week, now and then."""

    owner: str
    now_a_week: float
    then_a_week: float
    now_busiest: int
    then_busiest: int


@dataclass(frozen=True, slots=True)
class Backtest:
    """The answer. `read_by_engine`: clocks the twin had no words for, which the engine read child by child.

    `overdue_now`, `overdue_then`: how many duties stood overdue at the end of each local day, as far as the twin read.
    """

    now: str
    then: str
    from_: datetime
    to: datetime
    children: int
    duties: tuple[Duty, ...]
    pace: tuple[Pace, ...]
    read_by_engine: tuple[str, ...] = ()
    overdue_now: tuple[int, ...] = ()
    overdue_then: tuple[int, ...] = ()
    by_post: tuple[Share, ...] = ()
    by_agency: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """What is read: everybody's facts, and how to get one child's for a clock that only the engine can read.

    `agencies` says whose each post is; a post it does not name stands for itself.
    """

    population: Population
    calendar: Calendar
    situation: Callable[[str], Situation]
    dates_in_force: bool = False
    agencies: Mapping[str, str] = field(default_factory=dict)


def backtest(
    past: Past, now: Laws, then: Protocol, from_: datetime, to: datetime, each: Callable[[], None] = lambda: None
) -> Backtest:
    """Read the past under two protocols and count the duties that arose from `from_` (included) to `to` (excluded).

    Both are read as things stood at `to`, with all that has been recorded since. A duty of which nobody can tell
    when it began counts by when we were told. `each` is called as each protocol is read. Raises NaiveMoment,
    CalendarEnds.
    """
    span = micros(from_), micros(to)
    own = now.at(to)
    before, by_engine, late_before = _counted(past, now, to, span)
    each()
    after, more, late_after = _counted(past, Laws((Law(then),)), to, span)
    each()
    ours = {c.id: c for law in now.laws for c in law.protocol.clocks}
    theirs = {c.id: c for c in then.clocks}
    duties = tuple(
        Duty(name, clock.title, clock.owner, _tally(before.get(name)), _tally(after.get(name)))
        for name, clock in (ours | theirs).items()
    )
    weeks = max(1.0, (span[1] - span[0]) / WEEK)
    first, second = _dues(ours, before), _dues(theirs, after)
    pace = tuple(
        Pace(
            owner,
            round(len(first.get(owner, _NONE)) / weeks, 2),
            round(len(second.get(owner, _NONE)) / weeks, 2),
            _busiest(first.get(owner, _NONE)),
            _busiest(second.get(owner, _NONE)),
        )
        for owner in sorted({*first, *second})
    )
    refused = tuple(sorted({*by_engine, *more}))
    children = len(past.population.children)
    posts = _shared(_by_owner(ours, before), _by_owner(theirs, after), lambda post: post)
    agencies = _shared(_by_owner(ours, before), _by_owner(theirs, after), lambda post: past.agencies.get(post, post))
    return Backtest(
        own.id, then.id, from_, to, children, duties, pace, refused, late_before, late_after, posts, agencies
    )


def _by_owner(clocks: dict[str, Clock], counted: dict[str, _Counted]) -> list[tuple[str, Tally]]:
    tallies = ((clocks[name].owner, _tally(each)) for name, each in counted.items())
    return [(owner, tally) for owner, tally in tallies if tally is not None and tally.arisen]


def _shared(
    now: list[tuple[str, Tally]], then: list[tuple[str, Tally]], whose: Callable[[str], str]
) -> tuple[Share, ...]:
    """Return what fell to each, in order of name."""
    sums: dict[str, list[Tally]] = {}
    for place, counted in enumerate((now, then)):
        for owner, tally in counted:
            both = sums.setdefault(whose(owner), [Tally(), Tally()])
            both[place] += tally
    return tuple(Share(name, *both) for name, both in sorted(sums.items()))


@dataclass(frozen=True, slots=True)
class _Counted:
    """The duties of one clock that arose in the period: states, and due times."""

    state: Ints
    due: Ints


_NONE = np.zeros(0, np.int64)


def _counted(
    past: Past, laws: Laws, to: datetime, span: tuple[int, int]
) -> tuple[dict[str, _Counted], list[str], tuple[int, ...]]:
    found, why = read_laws(laws, past.population, past.calendar, to, dates_in_force=past.dates_in_force)
    counted = {name: _of(part, _arisen(past.population, part, span)) for name, part in found.items()}
    refused = {each.clock for each in why}
    if refused:
        counted |= dict(_by_engine(past, laws, refused, to, span))
    return counted, sorted(refused), _overdue(past.population, found, span)


def _overdue(population: Population, found: dict[str, Read], span: tuple[int, int]) -> tuple[int, ...]:
    first, last = (local_date(EPOCH + MICRO * edge) for edge in (span[0], span[1] - 1))
    days = (last - first).days + (end_of_local_day(last) < EPOCH + MICRO * span[1])
    rows = overdue_by_day(found.values(), np.zeros(len(population.children), np.int64), first, days)
    return tuple(rows[0].tolist()) if len(rows) else (0,) * days


def _arisen(population: Population, part: Read, span: tuple[int, int]) -> Bools:
    if not len(part):
        return np.zeros(0, bool)
    start = np.where(part.start == NEVER, population.since[part.root], part.start)
    found: Bools = (start >= span[0]) & (start < span[1])
    return found


def _of(part: Read, rows: Bools) -> _Counted:
    return _Counted(part.state[rows].astype(np.int64), part.due[rows])


def _by_engine(
    past: Past, laws: Laws, refused: set[str], to: datetime, span: tuple[int, int]
) -> Iterator[tuple[str, _Counted]]:
    """Read by the engine what the twin refused, child by child."""
    rows: dict[str, list[tuple[int, int]]] = {name: [] for name in refused}
    for child in past.population.children:
        situation = past.situation(child)
        facts = {f.root: f for f in situation.facts}
        for r in _engine_reads(past, laws, situation, to):
            root = facts[r.root]
            start = micros(r.start or root.moment.earliest or root.told_at)
            if r.clock in refused and span[0] <= start < span[1]:
                rows[r.clock].append((STATES.index(r.state), micros(r.due)))
    for name, found in rows.items():
        table = np.array(found, np.int64).reshape(-1, 2)
        yield name, _Counted(table[:, 0], table[:, 1])


def _engine_reads(past: Past, laws: Laws, situation: Situation, to: datetime) -> Sequence[Reading]:
    if past.dates_in_force or len(laws.laws) > 1:
        return [each.reading for each in laws.read(situation, past.calendar, to)]
    return read(laws.at(to), situation, past.calendar, to, explain=False, dates_in_force=False)


def _tally(counted: _Counted | None) -> Tally | None:
    if counted is None:
        return None
    by = np.bincount(counted.state, minlength=len(STATES))
    of = lambda *states: int(sum(by[CODE[s]] for s in states))  # noqa: E731
    return Tally(
        arisen=len(counted.state),
        met=of(State.MET),
        late=of(State.MET_LATE),
        breached=of(State.BREACHED),
        running=of(State.NOT_STARTED, State.RUNNING, State.DUE_SOON),
        stood_down=of(State.STOOD_DOWN),
        cannot_tell=of(State.CANNOT_TELL),
    )


def _dues(clocks: dict[str, Clock], counted: dict[str, _Counted]) -> dict[str, Ints]:
    """Return by owner when each act had to be done: duties that stood down in time needed none."""
    found: dict[str, list[Ints]] = {}
    for name, each in counted.items():
        needed = (each.state != CODE[State.STOOD_DOWN]) & (each.due != NEVER)
        if needed.any():
            found.setdefault(clocks[name].owner, []).append(each.due[needed])
    return {owner: np.concatenate(parts) for owner, parts in found.items()}


def _busiest(due: Ints) -> int:
    """Return how many fall due in the week in which most do; weeks begin on Mondays."""
    return int(np.bincount((due + 3 * DAY) // WEEK - (due.min() + 3 * DAY) // WEEK).max()) if len(due) else 0
