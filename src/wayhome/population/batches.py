"""The duties of one rule: begun, judged by the loop or by the array pass, and told one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from wayhome.engine.language import StartsOnCount
from wayhome.population.almanac import EPOCH, NEVER, Bools, Ints
from wayhome.population.answers import Read
from wayhome.population.applying import applied
from wayhome.population.columns import NONE
from wayhome.population.compiling import Rule
from wayhome.population.conditions import timelines
from wayhome.population.counting import begun_on_count
from wayhome.population.evidence import Evidence
from wayhome.population.standing import (
    BREACHED,
    CANNOT_TELL,
    DUE_SOON,
    NOT_STARTED,
    OTHER,
    PERHAPS_APPLIES,
    PERHAPS_STARTED,
    RUNNING,
    Duties,
    Standing,
)
from wayhome.population.starts import UNTIMED, Begun, begun_at, begun_when
from wayhome.population.timelines import FALSE
from wayhome.population.views import Space, View

if TYPE_CHECKING:  # loading the loop loads numba, a second's work
    from wayhome.population.fused import Fused, Loop

Waiting = Callable[[], list[Read]]


def duties(view: View, rule: Rule, dated: bool, loop: Loop | None) -> list[Waiting]:
    """Read the duties of one rule, a batch for each kind of scope; call what is returned for the answers."""
    found: list[Waiting] = []
    for each in _beginnings(view, rule):
        begun = _in_force(view, rule, each) if dated else each
        if not len(begun.scope):
            continue
        if loop is not None and loop.knows(rule):
            found.append(_looped(view, rule, begun, loop))
        else:
            found.append(partial(_passed, view, rule, begun))
    return found


def _looped(view: View, rule: Rule, begun: Begun, loop: Loop) -> Waiting:
    """Set the loop to work on some beginnings; what lies beyond the calendar it leaves to the array pass."""
    waiting = loop.read(rule, begun)

    def answer() -> list[Read]:
        made = waiting()
        if made is None:
            return _passed(view, rule, begun)
        untold = np.flatnonzero(begun.start == NEVER)
        asked = [_unstarted(view, rule, begun, Evidence(view, rule, begun), untold)] if len(untold) else []
        return [*asked, _of_loop(view, rule, made)]

    return answer


def _of_loop(view: View, rule: Rule, made: Fused) -> Read:
    begun, out, which = made.begun, made.out, made.which
    own: Callable[[NDArray[Any]], Callable[[], NDArray[Any]]] = lambda c: lambda: c if which is None else c[which]  # noqa: E731
    by_child = begun.space is Space.CHILD
    nothing = lambda value: lambda: np.full(made.count, value)  # noqa: E731
    return Read(
        rule.clock,
        {
            "child": lambda: view.child_of(own(begun.scope)(), begun.space),
            "episode": nothing(NONE) if by_child else own(begun.scope),
            "root": own(begun.root),
            "ordinal": out.ordinal if len(out.ordinal) else nothing(0),
            "state": out.state,
            "start": out.start if len(out.start) else own(begun.start),
            "due": out.due,
            "threshold": out.threshold if rule.clock.threshold is not None else nothing(NEVER),
            "need_ended": out.ended if len(out.ended) else nothing(NEVER),
            "met_at": out.met_at,
            "breached_at": out.breached_at,
            "needed": out.needed,
            "at_latest": own(begun.at_latest),
            "about": own(begun.about),
            "perhaps": out.perhaps if len(out.perhaps) else lambda: np.zeros(made.count, bool),
            "spared": out.spared,
        },
    )


def _passed(view: View, rule: Rule, begun: Begun) -> list[Read]:
    """Read the duties of some beginnings by the array pass, one batch for each recurrence."""
    return list(_batches(view, rule, begun))


def _batches(view: View, rule: Rule, begun: Begun) -> Iterator[Read]:
    evidence = Evidence(view, rule, begun)
    started = begun.start != NEVER
    if not started.all():
        yield _unstarted(view, rule, begun, evidence, np.flatnonzero(~started))
    rows = np.flatnonzero(started)
    these = Duties(view, rule, begun, evidence, rows, begun.start[rows])
    while len(these.rows):
        these, standing, stands = applied(these)
        _form(begun, these, standing, stands)
        yield _read(these, standing, stands)
        if rule.clock.repeats is None:
            break
        again = np.flatnonzero(stands & (standing.act != NONE))
        act = standing.act[again]
        these = Duties(
            view, rule, begun, evidence, these.rows[again], view.population.latest[act], these.ordinal + 1, act
        )


def _beginnings(view: View, rule: Rule) -> Iterator[Begun]:
    if rule.when is not None:
        yield begun_when(view, rule)
    elif isinstance(rule.clock.starts, StartsOnCount):
        yield from begun_on_count(view, rule)
    else:
        yield from begun_at(view, rule)


def _in_force(view: View, rule: Rule, begun: Begun) -> Begun:
    """Keep the duties that begin while the clock is law: first day included, last excluded."""
    dates = rule.clock.in_force
    if dates.from_ is None and dates.until is None:
        return begun
    day = view.almanac.local_days(np.where(begun.start == NEVER, begun.since, begun.start))
    kept = np.ones(len(day), bool)
    if dates.from_ is not None:
        kept &= day >= (dates.from_ - EPOCH.date()).days
    if dates.until is not None:
        kept &= day < (dates.until - EPOCH.date()).days
    return begun.take(kept)


def _form(begun: Begun, duties: Duties, standing: Standing, stands: Bools) -> None:
    """Show a duty that time alone will begin as not started; leave it out if it would not be open."""
    if begun.forming is None:
        return
    forming = stands & begun.forming[duties.rows]
    if not forming.any():
        return
    waits = np.isin(standing.state, (NOT_STARTED, RUNNING, DUE_SOON, BREACHED))
    standing.state[forming & waits] = NOT_STARTED
    stands &= ~(forming & ~waits & (standing.state != CANNOT_TELL))


def _unstarted(view: View, rule: Rule, begun: Begun, evidence: Evidence, rows: Ints) -> Read:
    """Judge duties whose start cannot be told: cannot-tell; left out when asking would not matter."""
    excused = np.zeros(len(rows), bool)
    if evidence.excuses is not None:
        excused = (evidence.excuses.count > 0)[begun.scope[rows]]
    over = (evidence.ended[1][rows] != NEVER) | excused
    settled = evidence.any_act(rows, None) | over
    perhaps = begun.code[rows] != UNTIMED
    kept = ~(perhaps & (settled if rule.clock.acts_before_start else over))
    if rule.clock.applies is not None:
        line = timelines(view, rule.clock.applies, begun.space)
        scope = begun.scope[rows]
        own = view.child_of(scope, begun.space) if line.space is Space.CHILD else scope
        never = (np.diff(line.off)[own] == 1) & (line.truth[line.off[own]] == FALSE)
        kept &= ~never & ~(perhaps & (line.at(own, view.as_of) == FALSE))
    rows, settled, perhaps = rows[kept], settled[kept], perhaps[kept]
    standing = Standing.blank(len(rows))
    standing.state[:] = CANNOT_TELL
    standing.needed = ~settled
    standing.why = np.where(perhaps, PERHAPS_STARTED, OTHER)
    duties = Duties(view, rule, begun, evidence, rows, begun.start[rows])
    return _read(duties, standing, np.ones(len(rows), bool))


def _read(duties: Duties, standing: Standing, stands: Bools) -> Read:
    begun, view = duties.begun, duties.view
    scope = duties.column(begun.scope)
    columns = {
        "child": view.child_of(scope, begun.space),
        "episode": np.full(len(scope), NONE) if begun.space is Space.CHILD else scope,
        "root": duties.column(begun.root),
        "ordinal": np.full(len(duties.rows), duties.ordinal),
        "state": standing.state,
        "start": duties.start,
        "due": standing.due,
        "threshold": standing.threshold,
        "need_ended": duties.column(duties.evidence.ended[1]),
        "met_at": standing.met_at,
        "breached_at": standing.breached_at,
        "needed": standing.needed,
        "at_latest": duties.column(begun.at_latest),
        "about": duties.column(begun.about),
        "perhaps": (standing.why == PERHAPS_APPLIES) | (standing.why == PERHAPS_STARTED),
        "spared": standing.spared,
    }
    kept = slice(None) if stands.all() else np.flatnonzero(stands)
    return Read(duties.rule.clock, {name: column[kept] for name, column in columns.items()})
