"""Whether a condition holds at one moment, without laying out its whole truth over time.

It says what the condition's timeline says of that moment, and asks the timeline only where what came before matters.
"""

from __future__ import annotations

from datetime import datetime

from wayhome.engine.calendars import Calendar
from wayhome.engine.chronology import Scope, matching
from wayhome.engine.conditions import CountNode, HappenedNode, InnerNode, JoinedNode, Node, StateNode, holder
from wayhome.engine.moments import window_end
from wayhome.engine.timelines import Truth


def truth_at(node: Node, scope: Scope, calendar: Calendar, moment: datetime) -> Truth:
    """Return whether a condition holds for a scope at `moment`; None when nobody can tell. Raises CalendarEnds.

    Nothing is remembered between two calls: for one moment the facts are sooner asked again than laid out.
    """
    match node:
        case StateNode():
            return node.truth(holder(node.entries(scope), moment))
        case HappenedNode():
            return _happened(node, scope, moment)
        case CountNode():
            return _counted(node, scope, calendar, moment)
        case JoinedNode():
            return _joined(node, scope, calendar, moment)
        case InnerNode(turned=True):
            inner = truth_at(node.parts[0], scope, calendar, moment)
            return None if inner is None else not inner
    return node.timeline(scope, calendar).at(moment)[1]


def _happened(node: HappenedNode, scope: Scope, moment: datetime) -> Truth:
    entries = matching(scope.kinds, node.wanted)
    if any(entry.since <= moment for entry in entries):
        return True
    # Told of later, of a time nobody could say: it may have happened by now.
    return None if entries and entries[-1].earliest is None else False


def _counted(node: CountNode, scope: Scope, calendar: Calendar, moment: datetime) -> Truth:
    within = untimed = 0
    for entry in matching(scope.child, node.wanted):
        if entry.earliest is None:
            untimed += 1
        elif entry.earliest <= moment <= window_end(entry.earliest, node.span, calendar):
            within += 1
    return within >= node.count or (None if within + untimed >= node.count else False)


def _joined(node: JoinedNode, scope: Scope, calendar: Calendar, moment: datetime) -> Truth:
    """One that settles it is enough: a no among all, a yes among any; else one that nobody can tell leaves it open."""
    unknown, settles = False, not node.of_all
    for part in node.parts:
        truth = truth_at(part, scope, calendar, moment)
        if truth is settles:
            return settles
        unknown = unknown or truth is None
    return None if unknown else node.of_all
