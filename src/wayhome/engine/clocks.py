"""Read a protocol for one child: every duty, where it stands at one moment, and why.

`as_of` is a moment in the world: what happens after it has not happened. `known_at` is a moment in the
ledger: what was recorded after it was not known. The two are never mixed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from wayhome.engine.applying import applied
from wayhome.engine.calendars import Calendar
from wayhome.engine.chronology import RECORDED_IN_ERROR, Chronology, Matcher
from wayhome.engine.due import Reckoning
from wayhome.engine.evidence import Evidence
from wayhome.engine.facts import Fact, Situation
from wayhome.engine.language import InForce, Protocol
from wayhome.engine.moments import BEGINNING, instant, local_date
from wayhome.engine.plans import ClockPlan, Plan, plan_of
from wayhome.engine.readings import Reading, Reason, State
from wayhome.engine.reasons import reasons_for
from wayhome.engine.rungs import changes_at, rung_times
from wayhome.engine.standing import Duty, Standing
from wayhome.engine.starts import Begun, beginnings
from wayhome.engine.timelines import Timeline


def read(
    protocol: Protocol,
    situation: Situation,
    calendar: Calendar,
    as_of: datetime,
    known_at: datetime | None = None,
    *,
    explain: bool = True,
    dates_in_force: bool = True,
    authority: str = "",
    clocks: Collection[str] | None = None,
) -> tuple[Reading, ...]:
    """Return every duty the protocol lays on us for this child, as it stands at `as_of`.

    `known_at` None means everything recorded. `dates_in_force` False reads every clock whatever its dates.
    `authority`, when given, is put before each key. `explain` False leaves out facts and reasons. `clocks`, when
    given, are the only ones read: each clock is read for itself, so theirs are the same readings. Readings come in
    the order of the protocol's clocks, then start, then key. The same arguments give the same answer for ever.
    Raises NaiveMoment for a time without a zone, CalendarEnds outside the calendar's years, UnknownState for a
    state the vocabulary lacks.

    A duty that stood only on something since withdrawn, or on an episode recorded in error, is read as stood
    down with that reason, so that its key stays answerable. An episode recorded in error was never one: it
    stands down at whatever time the error was recorded to have happened.
    """
    before_key = f"{authority}/" if authority else ""
    plan = plan_of(protocol)
    asked = plan.clocks if clocks is None else tuple(each for each in plan.clocks if each.clock.id in clocks)
    reader = _Reader(plan, asked, situation, calendar, instant(as_of), explain, dates_in_force, before_key)
    return reader.read(None if known_at is None else instant(known_at))


class _Reader:
    """One reading of one child."""

    __slots__ = ("as_of", "authority", "begins", "calendar", "clocks", "dated", "explain", "plan", "situation")

    def __init__(
        self,
        plan: Plan,
        clocks: tuple[ClockPlan, ...],
        situation: Situation,
        calendar: Calendar,
        as_of: datetime,
        explain: bool,
        dated: bool,
        authority: str,
    ) -> None:
        self.plan = plan
        self.clocks = clocks
        self.situation = situation
        self.calendar = calendar
        self.as_of = as_of
        self.explain = explain
        self.dated = dated
        self.authority = authority
        self.begins: Matcher = tuple((kind, None) for kind in plan.begins)

    def read(self, known_at: datetime | None) -> tuple[Reading, ...]:
        """Read what stands, then what no longer does."""
        current, withdrawn = _known(self.situation, known_at)
        errors = {f.episode: f for f in current if f.kind == RECORDED_IN_ERROR and f.episode}
        standing = [f for f in current if f.episode not in errors] if errors else current
        readings = self._readings(standing)
        if errors or withdrawn:
            readings += self._fallen(readings, [*current, *withdrawn], errors)
            readings.sort(key=_order)
        return tuple(reading for _, reading in readings)

    def _readings(self, facts: Iterable[Fact]) -> list[tuple[int, Reading]]:
        chronology = Chronology(facts, self.as_of, self.plan.begins)
        found: list[tuple[int, Reading]] = []
        for clock in self.clocks:
            before = len(found)
            for begun in beginnings(clock, chronology, self.calendar, self.as_of):
                if not self.dated or _in_force(clock.clock.in_force, begun):
                    self._duty(clock, begun, chronology, found)
            if len(found) - before > 1:
                found[before:] = sorted(found[before:], key=_order)
        return found

    def _duty(self, clock: ClockPlan, begun: Begun, chronology: Chronology, found: list[tuple[int, Reading]]) -> None:
        """Read one beginning and its recurrences."""
        evidence = Evidence(clock, begun, chronology, self.begins)
        duty = Duty(clock, begun, evidence, self.calendar, self.as_of)
        arrival = _arrival(clock, chronology) if chronology.arrivals else None
        while True:
            standing = _unstarted(duty) if duty.start is None else applied(duty)
            if standing is None or (begun.forming and not _forms(standing, begun)):
                return
            found.append((clock.place, self._reading(duty, standing, arrival)))
            if clock.every is None or standing.act is None:
                return
            duty = duty.following(standing.act)

    def _reading(self, duty: Duty, standing: Standing, arrival: datetime | None) -> Reading:
        clock, begun = duty.plan, duty.begun
        fact = begun.root.fact
        rungs = rung_times(duty, standing) if clock.clock.rungs and duty.start is not None else ()
        following = changes_at(duty, standing, rungs)
        if arrival is not None and (following is None or arrival < following):
            following = arrival
        ended = duty.evidence.ended
        reasons = reasons_for(duty, standing) if self.explain else ()
        key = f"{self.authority}{clock.key}{fact.root}"
        return Reading(
            f"{key}/{duty.ordinal}" if duty.ordinal else key,
            clock.clock.id,
            fact.child,
            begun.scope.episode,
            fact.root,
            duty.ordinal,
            standing.state,
            clock.clock.owner,
            duty.start,
            standing.due,
            begun.at_latest,
            begun.about,
            standing.threshold_at,
            None if ended is None else ended.surely,
            standing.met_at,
            standing.breached_at,
            standing.still_needed,
            following,
            rungs,
            _facts_in(reasons),
            standing.missing,
            reasons,
        )

    def _fallen(
        self, readings: list[tuple[int, Reading]], facts: list[Fact], errors: dict[str, Fact]
    ) -> list[tuple[int, Reading]]:
        """Return, stood down, each duty that would surely be owed but for what was withdrawn or recorded in error.

        Each is read again when the duty itself would have changed: it may then not be owed at all.
        """
        here = {reading.key for _, reading in readings}
        moments = (f.moment.earliest for f in facts)
        arrival = min((m for m in moments if m is not None and m > self.as_of), default=None)
        full = _Reader(
            self.plan, self.clocks, self.situation, self.calendar, self.as_of, True, self.dated, self.authority
        )
        found: list[tuple[int, Reading]] = []
        for place, reading in full._readings(facts):
            if reading.key in here or any(reason.code in _PERHAPS for reason in reading.reasons):
                continue
            error = errors.get(reading.episode or "")
            because = Reason("withdrawn") if error is None else Reason("recorded-in-error", (error.id,))
            fallen = _stood_down(reading, because, self.explain)
            found.append((place, replace(fallen, changes_at=_sooner(arrival, reading.changes_at))))
        return found


def _sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the earlier of two moments, either of which may never come."""
    return min((m for m in (one, other) if m is not None), default=None)


_PERHAPS = frozenset({"applies-unknown", "start-unknown", "count-unknown"})


def _stood_down(reading: Reading, because: Reason, explain: bool) -> Reading:
    """Return a reading stood down for good: what started it, and why it fell. Steps already fired are not undone."""
    reasons = (*reading.reasons[:2], because) if explain else ()
    return replace(
        reading,
        state=State.STOOD_DOWN,
        met_at=None,
        breached_at=None,
        still_needed=False,
        rungs=(),
        missing=(),
        reasons=reasons,
        facts=_facts_in(reasons),
    )


def _known(situation: Situation, known_at: datetime | None) -> tuple[list[Fact], list[Fact]]:
    """Return the facts current in the ledger at `known_at` (None: ever), and those withdrawn for nothing."""
    said = [s for s in situation.supersessions if known_at is None or s.recorded_at <= known_at]
    facts = [f for f in situation.facts if known_at is None or f.recorded_at <= known_at]
    if not said:
        return facts, []
    gone = {s.old for s in said}
    replaced = {s.old for s in said if s.new is not None}
    withdrawn = [f for f in facts if f.id in gone and f.id not in replaced]
    return [f for f in facts if f.id not in gone], withdrawn


def _in_force(dates: InForce, begun: Begun) -> bool:
    """Whether a clock is law for a duty that starts then: first day included, last excluded."""
    if dates.from_ is None and dates.until is None:
        return True
    day = local_date(begun.start or begun.since)
    return (dates.from_ or date.min) <= day and (dates.until is None or day < dates.until)


def _arrival(clock: ClockPlan, chronology: Chronology) -> datetime | None:
    """Return when the next fact already recorded, of a kind this clock reads, will have happened."""
    return min((at for kind, at in chronology.arrivals.items() if kind in clock.kinds), default=None)


def _forms(standing: Standing, begun: Begun) -> bool:
    """Show a duty that time alone will begin as not started; leave it out if it would not be open."""
    if not standing.state.open:
        return False
    if standing.state is not State.CANNOT_TELL:
        standing.state = State.NOT_STARTED
    standing.wakes = begun.start
    return True


def _unstarted(duty: Duty) -> Standing | None:
    """Judge a duty whose start cannot be told: cannot-tell, with what to ask; None when asking would not matter."""
    begun, evidence = duty.begun, duty.evidence
    over = bool(evidence.ended or evidence.excuses)
    settled = over or bool(evidence.acts)
    # An act done already meets a duty that begins later only where early acts count.
    over = over or (settled and duty.plan.clock.acts_before_start)
    only_perhaps = begun.code != "start-untimed"
    node = duty.plan.applies
    applies = None if node is None else node.timeline(begun.scope, duty.calendar)
    if applies is not None and all(truth is False for _, truth, _ in applies.changes):
        return None
    if only_perhaps and (over or (applies is not None and applies.at(duty.as_of)[1] is False)):
        return None
    standing = Standing(begun.since, Reckoning(None), None)
    standing.doubt(None, begun.code, [], begun.missing)
    standing.still_needed = not settled
    if only_perhaps:
        standing.wakes = _next_answer(duty, applies)
    return standing


def _next_answer(duty: Duty, applies: Timeline | None) -> datetime | None:
    """Return when time alone will say more of a start nobody can tell, or end the asking."""
    as_of, when = duty.as_of, duty.plan.when
    changes = [] if applies is None else applies.changes
    moments = [at for at, truth, _ in changes if at > as_of and truth is False][:1]
    said = None if when is None else when.next_answer(duty.begun.scope, duty.calendar, max(as_of, duty.begun.since))
    return min([*moments, said] if said is not None else moments, default=None)


def _facts_in(reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact for reason in reasons for fact in reason.facts))


def _order(found: tuple[int, Reading]) -> tuple[int, bool, datetime, str]:
    place, reading = found
    return place, reading.start is None, reading.start or BEGINNING, reading.key
