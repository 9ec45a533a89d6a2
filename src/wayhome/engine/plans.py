"""A protocol made ready to read: triggers as matchers, conditions as nodes, spans as lengths, fixed reasons.

Made once for each protocol value and kept, so that reading a child looks nothing up twice.
"""

from __future__ import annotations

from datetime import timedelta

from wayhome.engine.chronology import RECORDED_IN_ERROR, Matcher, matcher
from wayhome.engine.conditions import Node, Nodes, StateNode, compiled
from wayhome.engine.errors import UnknownState
from wayhome.engine.language import (
    Clock,
    CountsFrom,
    Protocol,
    Roll,
    Span,
    SpanByState,
    StartsAt,
    StartsOnCount,
    StartsWhen,
    Trigger,
    Vocabulary,
)
from wayhome.engine.moments import elapsed
from wayhome.engine.readings import Reason


class Length:
    """How long a duty has: one span, or one by state. `fixed` short-cuts elapsed time; `reasons` are ready-made."""

    __slots__ = ("by", "fixed", "otherwise", "reason", "roll", "span", "spans")

    def __init__(self, after: Span | SpanByState | None, roll: Roll | None, vocabulary: Vocabulary) -> None:
        """Prepare the length. Raises UnknownState for a state the vocabulary lacks."""
        self.roll = roll
        self.span = after if isinstance(after, Span) else None
        self.fixed: timedelta | None = elapsed(self.span) if self.span else None
        self.by: StateNode | None = None
        self.spans: dict[str, Span] = {}
        self.otherwise: Span | None = None
        if isinstance(after, SpanByState):
            meaning = vocabulary.states.get(after.state)
            if meaning is None:
                raise UnknownState(after.state)
            self.by = StateNode(meaning, frozenset(after.spans), None)
            self.spans = dict(after.spans)
            self.otherwise = after.otherwise
        self.reason = Reason("at-once") if after is None else counted("due-after", self.span) if self.span else None

    @property
    def at_once(self) -> bool:
        """Whether there is no length at all: due at the instant the reason is known."""
        return self.span is None and self.by is None


def counted(code: str, span: Span, facts: tuple[str, ...] = (), *more: tuple[str, str]) -> Reason:
    """Return a reason that names a span."""
    values = (("count", str(span.count)), ("unit", str(span.unit)), ("ending", str(span.ending)), *more)
    return Reason(code, facts, values)


class ClockPlan:
    """One clock, ready to read."""

    __slots__ = (
        "acts",
        "applies",
        "between",
        "clock",
        "count_from_told",
        "due",
        "due_soon",
        "ends",
        "every",
        "excuses",
        "key",
        "kinds",
        "on_count",
        "only_if",
        "place",
        "ripens",
        "rule",
        "rungs",
        "set_by",
        "starts",
        "threshold",
        "threshold_reason",
        "when",
    )

    def __init__(self, clock: Clock, place: int, protocol: Protocol, nodes: Nodes) -> None:
        """Prepare one clock. Raises UnknownState for a state the vocabulary lacks."""
        vocabulary = protocol.vocabulary
        self.clock = clock
        self.place = place
        self.key = f"{protocol.line}/{clock.id}/"
        self.rule = Reason("rule", (), (("protocol", protocol.id), ("clock", clock.id)))
        self.acts = matcher(clock.met_by)
        self.ends = matcher(clock.need_ends)
        self.excuses = matcher(clock.excused_by)
        self.applies = compiled(clock.applies, vocabulary, nodes) if clock.applies else None
        self.count_from_told = clock.counts_from is CountsFrom.TOLD
        self.due = Length(clock.due.after, clock.due.roll, vocabulary)
        self.due_soon = elapsed(clock.due_soon)
        self.rungs = tuple((rung.id, rung.base, timedelta(minutes=rung.minutes)) for rung in clock.rungs)
        self.threshold = elapsed(clock.threshold) if clock.threshold else None
        self.threshold_reason = counted("threshold", clock.threshold) if clock.threshold else None
        repeats = clock.repeats
        self.every = Length(repeats.every, repeats.roll, vocabulary) if repeats else None
        self.set_by = _optional(repeats.unless_set_by if repeats else None)
        self._prepare_start(vocabulary, nodes)
        self.kinds = self._all_kinds(vocabulary)
        self.ripens = any(node.ripens for node in (self.when, self.applies, self.only_if) if node is not None)

    def _prepare_start(self, vocabulary: Vocabulary, nodes: Nodes) -> None:
        starts = self.clock.starts
        self.starts: Matcher = ()
        self.between: Matcher = ()
        self.when: Node | None = None
        self.only_if: Node | None = None
        self.on_count: StartsOnCount | None = None
        match starts:
            case StartsAt():
                self.starts = matcher((starts.trigger,))
            case StartsWhen():
                self.when = compiled(starts.condition, vocabulary, nodes)
            case StartsOnCount():
                self.on_count = starts
                self.starts = matcher((starts.trigger,))
                self.between = _optional(starts.between)
                self.only_if = compiled(starts.only_if, vocabulary, nodes) if starts.only_if else None

    def _all_kinds(self, vocabulary: Vocabulary) -> frozenset[str]:
        matchers = (self.acts, self.ends, self.excuses, self.starts, self.between, self.set_by)
        kinds = {kind for wanted in matchers for kind, _ in wanted}
        kinds.update(vocabulary.episode_begins, (RECORDED_IN_ERROR,))
        nodes = (self.applies, self.when, self.only_if, self.due.by, self.every.by if self.every else None)
        return frozenset(kinds).union(*(node.kinds for node in nodes if node is not None))


def _optional(trigger: Trigger | None) -> Matcher:
    return matcher((trigger,)) if trigger else ()


class Plan:
    """A protocol, ready to read."""

    __slots__ = ("begins", "clocks", "protocol")

    def __init__(self, protocol: Protocol) -> None:
        """Prepare every clock. Raises UnknownState for a state the vocabulary lacks."""
        self.protocol = protocol
        self.begins = protocol.vocabulary.episode_begins
        nodes: Nodes = {}
        self.clocks = tuple(ClockPlan(clock, place, protocol, nodes) for place, clock in enumerate(protocol.clocks))


_KEPT = 64
_plans: dict[int, Plan] = {}


def plan_of(protocol: Protocol) -> Plan:
    """Return the plan of a protocol; made at its first use and kept, the oldest dropped past 64.

    A plan holds its protocol, so an identity seen here is always the same protocol.
    """
    plan = _plans.get(id(protocol))
    if plan is None or plan.protocol is not protocol:
        plan = Plan(protocol)
        while len(_plans) >= _KEPT:
            _plans.pop(next(iter(_plans)), None)
        _plans[id(protocol)] = plan
    return plan
