"""When a duty falls due: the arithmetic, and the note of it."""

from __future__ import annotations

from datetime import datetime

from wayhome.engine.calendars import Calendar
from wayhome.engine.chronology import Entries, Scope
from wayhome.engine.conditions import holder
from wayhome.engine.language import Ending, Span, Unit
from wayhome.engine.moments import add_and_roll, local_date
from wayhome.engine.plans import Length, counted
from wayhome.engine.readings import Reason


class Reckoning:
    """A due time and how it was reached. `due` None: it cannot be told, and `missing` says what to ask.

    `before_roll` is the time before a weekend or bank holiday moved it; None when nothing did.
    """

    __slots__ = ("before_roll", "due", "facts", "missing", "span")

    def __init__(self, due: datetime | None, span: Span | None = None) -> None:
        """Hold a due time reached by `span` (None: the length's own)."""
        self.due = due
        self.span = span
        self.before_roll: datetime | None = None
        self.facts: tuple[str, ...] = ()
        self.missing: tuple[str, ...] = ()


def reckon(length: Length, base: datetime, scope: Scope, calendar: Calendar) -> Reckoning:
    """Count a length from `base` (UTC). Raises CalendarEnds outside the calendar's years.

    A length by state takes the state's value at `base`; when nobody had said by then and the rule gives no
    length for silence, the first value said afterwards.
    """
    if length.fixed is not None and length.roll is None:
        return Reckoning(base + length.fixed)
    if length.span is not None:
        return _after(base, length.span, length, calendar)
    if length.by is not None:
        return _by_state(length, base, scope, calendar)
    return Reckoning(base)


def _after(base: datetime, span: Span, length: Length, calendar: Calendar) -> Reckoning:
    due, before_roll = add_and_roll(base, span, length.roll, calendar)
    found = Reckoning(due, None if span is length.span else span)
    found.before_roll = before_roll
    return found


def _by_state(length: Length, base: datetime, scope: Scope, calendar: Calendar) -> Reckoning:
    assert length.by is not None
    entries = length.by.entries(scope)
    giving = holder(entries, base)
    if giving is None and length.otherwise is None:
        giving = next((e for e in entries if e.since > base), None)
    value = None if giving is None else giving.fact.value
    span = length.otherwise if value is None else length.spans.get(value, length.otherwise)
    found = Reckoning(None) if span is None else _after(base, span, length, calendar)
    found.facts = () if giving is None else (giving.fact.id,)
    if span is None:
        found.missing = (length.by.state,)
    return found


def set_apart(found: Reckoning, settings: Entries, length: Length, base: datetime, calendar: Calendar) -> None:
    """Let a decision on how many local days lie between change a recurrence's due time.

    Only a decision made before the duty was due counts, so that nothing overdue is ever undone; and the new
    due time is never before the decision itself. The day ends as the rule's own length says. Raises CalendarEnds.
    """
    ending = Ending.SAME_TIME if length.span is None else length.span.ending
    for entry in settings:
        days = entry.fact.number
        if days is None or (found.due is not None and entry.since > found.due):
            continue
        decided = _after(base, Span(days, Unit.LOCAL_DAYS, ending), length, calendar)
        assert decided.due is not None
        found.span, found.before_roll = decided.span, decided.before_roll
        found.due = max(decided.due, min(entry.since, found.due or entry.since))
        found.facts, found.missing = (entry.fact.id,), ()


def reckoning_reasons(found: Reckoning, length: Length, calendar: Calendar) -> list[Reason]:
    """Return the arithmetic as reasons: the length, and what moved the result."""
    reasons: list[Reason] = []
    if found.span is not None:
        reasons.append(counted("due-after", found.span, found.facts))
    elif length.reason is not None:
        reasons.append(length.reason)
    if found.before_roll is not None:
        because = calendar.why_not_working(local_date(found.before_roll))
        reasons.append(Reason("rolled", (), (("from", found.before_roll.isoformat()), ("because", because))))
    return reasons
