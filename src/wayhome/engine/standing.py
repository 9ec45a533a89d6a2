"""Where one duty stands, for one stretch of time in which it applies.

The order of judgement: an act wins; then an excuse; then an end of the need; then the condition ceasing;
then the clock itself. Whatever cannot be told for want of a time is cannot-tell, never good news.
"""

from __future__ import annotations

from datetime import datetime

from wayhome.engine.calendars import Calendar
from wayhome.engine.chronology import Entries, Entry
from wayhome.engine.due import Reckoning, reckon, set_apart
from wayhome.engine.evidence import Evidence, excused, in_time
from wayhome.engine.language import Late
from wayhome.engine.moments import add_span, take_span
from wayhome.engine.plans import ClockPlan
from wayhome.engine.readings import Reason, State
from wayhome.engine.starts import Begun


class Standing:
    """What was judged. `closed`: when nothing more was to be done, so no step of escalation fires from then."""

    __slots__ = (
        "act",
        "applied",
        "breached_at",
        "ceases",
        "closed",
        "due",
        "met_at",
        "missing",
        "moved",
        "opened",
        "reckoning",
        "state",
        "still_needed",
        "threshold_at",
        "wakes",
        "why",
    )

    def __init__(self, opened: datetime, reckoning: Reckoning, threshold_at: datetime | None) -> None:
        """Begin with a running duty."""
        self.state = State.RUNNING
        self.opened = opened
        self.reckoning = reckoning
        self.due = reckoning.due
        self.moved = ""
        self.threshold_at = threshold_at
        self.act: Entry | None = None
        self.applied: datetime | None = None
        self.ceases: datetime | None = None
        self.met_at: datetime | None = None
        self.breached_at: datetime | None = None
        self.still_needed = True
        self.closed: datetime | None = None
        self.missing: tuple[str, ...] = ()
        self.wakes: datetime | None = None
        self.why: list[tuple[str, Entries]] = []

    def close(self, state: State, at: datetime | None, code: str, entries: Entries) -> Standing:
        """Settle on a state in which nothing more is to be done from `at`."""
        self.state, self.closed, self.still_needed = state, at, False
        self.why.append((code, entries))
        return self

    def doubt(self, at: datetime | None, code: str, entries: Entries, missing: tuple[str, ...]) -> Standing:
        """Settle on cannot-tell, for want of `missing`; from `at` on nothing fires."""
        self.state, self.closed, self.missing = State.CANNOT_TELL, at, missing
        self.why.append((code, entries))
        return self


class Duty:
    """One beginning, or one recurrence of it, with what bears on it."""

    __slots__ = ("as_of", "begun", "calendar", "evidence", "ordinal", "plan", "previous", "start")

    def __init__(self, plan: ClockPlan, begun: Begun, evidence: Evidence, calendar: Calendar, as_of: datetime) -> None:
        """Hold the first duty of a beginning."""
        self.plan = plan
        self.begun = begun
        self.evidence = evidence
        self.calendar = calendar
        self.as_of = as_of
        self.start = begun.start
        self.ordinal = 0
        self.previous: Entry | None = None

    def following(self, act: Entry) -> Duty:
        """Return the next recurrence: it starts when `act` was done."""
        after = Duty(self.plan, self.begun, self.evidence, self.calendar, self.as_of)
        after.start = act.latest
        after.ordinal = self.ordinal + 1
        after.previous = act
        return after

    def acts(self) -> Entries:
        """Return the acts that may meet this duty: for a recurrence, those after the one before it."""
        before = self.previous
        if before is None:
            return self.evidence.acts
        return [a for a in self.evidence.acts if a.place > before.place]


def stand(duty: Duty, opened: datetime, ceased: datetime | None) -> Standing:
    """Judge a duty that applies from `opened` until `ceased` (None: on and on). Raises CalendarEnds."""
    standing = _measured(duty, opened)
    standing.ceases = ceased
    due = standing.due
    if due is None:
        if _ended_by_threshold(duty, standing):
            return standing
        standing.still_needed = not (duty.acts() or duty.evidence.ended)
        return standing.doubt(None, "due-unknown", [], standing.reckoning.missing)
    if (
        _met(duty, standing, due)
        or _excused(duty, standing, due)
        or _need_over(duty, standing, due)
        or _ceased(duty, standing, due)
    ):
        return standing
    _by_the_clock(duty, standing, due)
    return standing


def _measured(duty: Duty, opened: datetime) -> Standing:
    """Work out the due time and threshold of a duty that came to apply at `opened`."""
    plan, start = duty.plan, duty.start
    assert start is not None
    base = opened if opened > start and plan.clock.late is Late.FROM_THEN else start
    if duty.ordinal:
        assert plan.every is not None
        found = reckon(plan.every, base, duty.begun.scope, duty.calendar)
        if duty.evidence.settings:
            set_apart(found, duty.evidence.settings, plan.every, base, duty.calendar)
        threshold_at = None
    else:
        found = reckon(plan.due, base, duty.begun.scope, duty.calendar)
        threshold = plan.clock.threshold
        if plan.threshold is not None:
            threshold_at = base + plan.threshold
        else:
            threshold_at = add_span(base, threshold, duty.calendar) if threshold else None
    standing = Standing(opened, found, threshold_at)
    if opened > start:
        standing.applied = opened
        standing.moved = str(plan.clock.late)
        if plan.clock.late is Late.LATER_OF_BOTH and found.due is not None and found.due < opened:
            standing.due = opened
    return standing


def _met(duty: Duty, standing: Standing, due: datetime) -> bool:
    """Whether an act settles it: done in time, done late, or done nobody knows when."""
    acts = duty.acts()
    judged = in_time(acts, due) if acts else None
    if judged is None:
        return False
    verdict, act = judged
    if verdict == "unsure":
        standing.still_needed = False
        standing.doubt(act.surely, "act-unsure", [act], (act.fact.kind,))
        return True
    standing.act = act
    standing.met_at = act.latest
    standing.close(State.MET if verdict == "met" else State.MET_LATE, act.surely, verdict, [act])
    if verdict == "late":
        standing.breached_at = due
    return True


def _excused(duty: Duty, standing: Standing, due: datetime) -> bool:
    """Whether something recorded by the due time excuses it."""
    judged = excused(duty.evidence.excuses, due) if duty.evidence.excuses else None
    if judged is None:
        return False
    surely, entry = judged
    if surely:
        standing.close(State.STOOD_DOWN, entry.surely, "excused", [entry])
        return True
    if _ended_by_threshold(duty, standing):
        return True
    standing.doubt(entry.surely, "excuse-unsure", [entry], (entry.fact.kind,))
    return True


def _ended_by_threshold(duty: Duty, standing: Standing) -> bool:
    """Whether the need surely ended at or before the threshold; if so the duty stands down."""
    ended, threshold = duty.evidence.ended, standing.threshold_at
    if ended is None or threshold is None or ended.surely > threshold:
        return False
    standing.close(State.STOOD_DOWN, ended.surely, "ended-before-threshold", ended.entries)
    return True


def _need_over(duty: Duty, standing: Standing, due: datetime) -> bool:
    """Whether the end of the need settles it; after the threshold it does not, after the due time only asking ends."""
    ended = duty.evidence.ended
    if ended is None or _ended_by_threshold(duty, standing):
        return ended is not None
    limit = standing.threshold_at or due
    if ended.earliest > limit:
        if standing.threshold_at is None:
            standing.still_needed, standing.closed = False, ended.surely
            standing.why.append(("ended-after-due", ended.entries))
        else:
            standing.why.append(("ended-after-threshold", ended.entries))
        return False
    if ended.surely <= limit:
        standing.close(State.STOOD_DOWN, ended.surely, "ended", ended.entries)
    else:
        kinds = tuple(dict.fromkeys(e.fact.kind for e in ended.entries))
        standing.doubt(ended.surely, "end-unsure", ended.entries, kinds)
    return True


def _ceased(duty: Duty, standing: Standing, due: datetime) -> bool:
    """Whether the duty stopped applying: before it was due it stands down, after that only the asking ends."""
    ceased = standing.ceases
    if ceased is None:
        return False
    if ceased > duty.as_of:
        standing.wakes = ceased
        standing.closed = ceased if standing.closed is None else min(standing.closed, ceased)
        return False
    if ceased <= due:
        standing.close(State.STOOD_DOWN, ceased, "ceased", [])
        return True
    standing.still_needed = False
    standing.closed = ceased if standing.closed is None else min(standing.closed, ceased)
    standing.why.append(("ceased-after-due", []))
    return False


def _by_the_clock(duty: Duty, standing: Standing, due: datetime) -> None:
    """Let the time alone say: coming, running, due soon or overdue."""
    as_of = duty.as_of
    if standing.threshold_at is not None and as_of < standing.threshold_at:
        standing.state = State.NOT_STARTED
    elif as_of > due:
        standing.state = State.BREACHED
        standing.breached_at = due
    elif as_of >= soon_from(duty, due):
        standing.state = State.DUE_SOON


def soon_from(duty: Duty, due: datetime) -> datetime:
    """Return when a duty begins to be due soon."""
    fixed = duty.plan.due_soon
    return due - fixed if fixed is not None else take_span(due, duty.plan.clock.due_soon, duty.calendar)


def told(standing: Standing) -> list[Reason]:
    """Return what settled the duty, as reasons."""
    return [Reason(code, tuple(e.fact.id for e in entries)) for code, entries in standing.why]
