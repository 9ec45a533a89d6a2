"""What starts duties, for every scope at once: facts, or conditions becoming true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayhome.engine.chronology import matcher
from wayhome.engine.language import AtLeast, Condition, Happened, Is, Per
from wayhome.population.almanac import BEGIN, NEVER, Bools, Ints
from wayhome.population.columns import NONE
from wayhome.population.compiling import Rule
from wayhome.population.conditions import leaves, timelines
from wayhome.population.entries import Entries
from wayhome.population.ragged import expanded, least
from wayhome.population.timelines import TRUE, UNKNOWN, Timelines
from wayhome.population.tracks import track
from wayhome.population.views import Space, View

STARTED, UNTIMED, PERHAPS = 0, 1, 2  # begun; begun nobody knows when; begun perhaps


@dataclass(frozen=True, slots=True, eq=False)
class Begun:
    """Duties that have begun, or would if we knew more, one row each; all in scopes of one space.

    `start` NEVER: nobody can tell, and `code` says why. `since`, `at_latest`, `about` and `forming` as in the
    engine's own beginnings; `forming` None: none is.
    """

    space: Space
    scope: Ints
    root: Ints
    start: Ints
    since: Ints
    code: NDArray[np.int8]
    at_latest: Bools
    about: Bools
    forming: Bools | None = None

    def take(self, rows: Ints | Bools) -> Begun:
        """Return some of these beginnings."""
        forming = None if self.forming is None else self.forming[rows]
        return Begun(
            self.space, self.scope[rows], self.root[rows], self.start[rows], self.since[rows], self.code[rows],
            self.at_latest[rows], self.about[rows], forming,
        )  # fmt: skip


def flagged(column: Bools | None, rows: Ints) -> Bools:
    """Return a column of flags for some rows; a column left out is False throughout."""
    return np.zeros(len(rows), bool) if column is None else column[rows]


def begun_at(view: View, rule: Rule) -> list[Begun]:
    """Return the beginnings of a rule that starts on a fact; rules that start alike share them."""
    key = (rule.starts, rule.clock.per, rule.told)
    found = view.memory.get(key)
    if found is None:
        found = view.memory[key] = list(_begun_at(view, rule))
    assert isinstance(found, list)
    return found


def _begun_at(view: View, rule: Rule) -> Iterator[Begun]:
    if rule.clock.per is Per.FACT:
        entries = view.entries(rule.starts, Space.CHILD)
        yield from by_scope(view, entries.rows, lambda space, scope, rows: _alone(view, rule, space, scope, rows))
        return
    space = Space.CHILD if rule.clock.per is Per.CHILD else Space.EPISODE
    entries = view.entries(rule.starts, space)
    open_ = entries.only[0] != NEVER if entries.single else entries.count > 0
    if space is Space.EPISODE and rule.starts != view.begins:
        open_ &= view.began != NONE
    scope = np.flatnonzero(open_)
    yield _first(view, rule, space, scope, entries)


def by_scope(view: View, rows: Ints, make: Callable[[Space, Ints, Ints], Begun]) -> Iterator[Begun]:
    """Part facts into those of a begun episode and those of no episode, and make beginnings of each."""
    episode = view.population.episode[rows]
    inside = episode >= 0
    if inside.any():
        own = rows[inside]
        began = view.began[episode[inside]] != NONE
        yield make(Space.EPISODE, episode[inside][began], own[began])
    if not inside.all():
        outside = rows[~inside]
        yield make(Space.CHILD, view.population.child[outside], outside)


def _alone(view: View, rule: Rule, space: Space, scope: Ints, root: Ints) -> Begun:
    start = view.population.latest[root]
    return _begun(view, rule, space, scope, root, start, view.population.spread(root))


def _first(view: View, rule: Rule, space: Space, scope: Ints, entries: Entries) -> Begun:
    if entries.single:
        since, row = entries.only
        return _begun(view, rule, space, scope, row[scope], since[scope], np.zeros(len(scope), bool))
    root = entries.rows[entries.off[scope]]
    if entries.plain is None:
        return _begun(view, rule, space, scope, root, entries.since[entries.off[scope]], np.zeros(len(scope), bool))
    start = least(entries.latest, entries.off, NEVER)[scope]
    later = (entries.untimed > 0)[scope] & (entries.count > 1)[scope]
    return _begun(view, rule, space, scope, root, start, view.population.spread(root) | later)


def _begun(view: View, rule: Rule, space: Space, scope: Ints, root: Ints, start: Ints, at_latest: Bools) -> Begun:
    population = view.population
    about = flagged(population.about, root)
    code = np.zeros(len(scope), np.int8)
    if rule.told:
        start = population.told[root]
        known = start <= view.as_of
        none = np.zeros(len(scope), bool)
        since = np.minimum(population.since[root], start)
        found = Begun(space, scope, root, start, since, code, none, none)
        return found if known.all() else found.take(known)
    if population.exact:
        return Begun(space, scope, root, start, start, code, at_latest, about)
    since = population.since[root]
    untimed = population.earliest[root] == NEVER
    code[untimed] = UNTIMED
    start = np.where(untimed, NEVER, start)
    at_latest = at_latest & ~untimed
    since = np.minimum(since, start)
    return Begun(space, scope, root, start, since, code, at_latest, about)


def begun_when(view: View, rule: Rule) -> Begun:
    """Return the beginnings of a rule that starts when a condition becomes true."""
    assert rule.when is not None
    space = Space.CHILD if rule.clock.per is Per.CHILD else Space.EPISODE
    line = timelines(view, rule.when, space)
    scope = np.arange(view.scopes(space)) if space is Space.CHILD else np.flatnonzero(view.began != NONE)
    own = view.child_of(scope, space) if line.space is Space.CHILD else scope
    if space is Space.CHILD:
        opened, unsure = np.full(len(scope), BEGIN), np.zeros(len(scope), bool)
    else:
        opened = view.population.since[view.began[scope]]
        unsure = line.at(own, np.maximum(opened, view.as_of)) == UNKNOWN
    risen, perhaps = _rises(view, rule, line, space, scope, own, opened, unsure)
    if not len(perhaps):
        return risen
    root = view.began[scope[perhaps]]
    asked = Begun(
        space, scope[perhaps], root, np.full(len(perhaps), NEVER), view.population.since[root],
        np.full(len(perhaps), PERHAPS, np.int8), np.zeros(len(perhaps), bool), flagged(view.population.about, root),
    )  # fmt: skip
    return _joined(risen, asked)


def _joined(a: Begun, b: Begun) -> Begun:
    forming = None if a.forming is None else np.concatenate([a.forming, np.zeros(len(b.scope), bool)])
    return Begun(
        a.space,
        np.concatenate([a.scope, b.scope]),
        np.concatenate([a.root, b.root]),
        np.concatenate([a.start, b.start]),
        np.concatenate([a.since, b.since]),
        np.concatenate([a.code, b.code]),
        np.concatenate([a.at_latest, b.at_latest]),
        np.concatenate([a.about, b.about]),
        forming,
    )


def _rises(
    view: View, rule: Rule, line: Timelines, space: Space, scope: Ints, own: Ints, opened: Ints, unsure: Bools
) -> tuple[Begun, Ints]:
    """Return a beginning for each stretch of truth, and which scopes may have begun though none is known."""
    population = view.population
    place, who, _ = expanded(line.off[own], line.off[own + 1])
    last = place + 1 == line.off[own + 1][who]
    until = np.where(last, NEVER, line.time[np.minimum(place + 1, len(line.time) - 1)])
    run = np.flatnonzero((line.truth[place] == TRUE) & (until > opened[who]))
    who, cause, since = who[run], line.cause[place[run]], line.time[place[run]]
    root = cause
    if space is Space.EPISODE:
        began = view.began[scope[who]]
        elsewhere = population.episode[cause] != scope[who]
        root = np.where((since <= opened[who]) | (cause == NONE) | elsewhere, began, cause)
    since = np.maximum(since, opened[who])
    fits = root != NONE
    who, cause, since, root = who[fits], cause[fits], since[fits], root[fits]
    begun, kept = _risen(view, rule, space, scope[who], root, cause, since)
    who = who[kept]
    assert begun.forming is not None
    sure = ~(begun.forming & unsure[who])
    begun, who = begun.take(sure), who[sure]
    silent = unsure.copy()
    silent[who] = False
    return begun.take(_first_of_each_root(population.root[begun.root], who)), np.flatnonzero(silent)


def _first_of_each_root(root: Ints, who: Ints) -> Ints:
    """Keep of several beginnings of one scope that share the first fact of a chain the earliest."""
    order = np.lexsort((np.arange(len(who)), root, who))
    first = np.ones(len(order), bool)
    first[1:] = (who[order][1:] != who[order][:-1]) | (root[order][1:] != root[order][:-1])
    return np.sort(order[first])


def _risen(
    view: View, rule: Rule, space: Space, scope: Ints, root: Ints, cause: Ints, since: Ints
) -> tuple[Begun, Bools]:
    """Return beginnings; what is known by a day only counts from the end of that day."""
    population = view.population
    start = since
    earliest = population.earliest[root]
    at_latest = population.spread(root) & (earliest == since)
    if at_latest.any():
        start = np.where(at_latest, population.latest[root], start)
    kept = np.ones(len(root), bool)
    if rule.told:
        told = population.told[root]
        told = np.where(cause == NONE, told, np.maximum(told, population.told[cause]))
        told = np.maximum(told, _untimed_told(view, rule, space, scope, since))
        kept = told <= view.as_of
        start = np.maximum(since, told)
    about = flagged(population.about, root) & (start == earliest)
    code, forming = np.zeros(len(root), np.int8), since > view.as_of
    if space is Space.CHILD and not rule.told:
        # True from a moment nobody knows: of a child's own condition there is no episode to count from.
        loose = earliest == NEVER
        start, since = np.where(loose, NEVER, start), np.where(loose, population.since[root], since)
        code[loose], forming[loose] = UNTIMED, False
    begun = Begun(space, scope, root, start, since, code, at_latest, about, forming)
    return begun.take(kept), kept


def _untimed_told(view: View, rule: Rule, space: Space, scope: Ints, since: Ints) -> Ints:
    """Return when we were last told of a deciding fact that nobody could time."""
    found = np.full(len(scope), BEGIN)
    if view.population.exact:
        return found
    assert rule.when is not None
    for leaf in leaves(rule.when):
        np.maximum(found, _leaf_told(view, leaf, space, scope, since), out=found)
    return found


def _leaf_told(view: View, leaf: Condition, space: Space, scope: Ints, since: Ints) -> Ints:
    population = view.population
    found = np.full(len(scope), BEGIN)
    match leaf:
        case Is() | AtLeast():
            holding = track(view, view.vocabulary.states[leaf.state], space)
            own = view.child_of(scope, space) if holding.space is Space.CHILD else scope
            row = holding.at(own, since)
            untimed = (row != NONE) & (population.earliest[row] == NEVER)
            found[untimed] = population.told[row[untimed]]
        case Happened():
            entries = view.entries(matcher((leaf.trigger,)), space)
            some = np.flatnonzero((entries.count > 0)[scope])
            flat, pair, off = expanded(entries.off[scope[some]], entries.off[scope[some] + 1])
            if len(flat):
                by_then = np.where(entries.since[flat] <= since[some][pair], flat, NEVER)
                first = least(by_then, off, NEVER)
                told = first != NEVER
                row = entries.rows[first[told]]
                untimed = population.earliest[row] == NEVER
                found[some[told][untimed]] = population.told[row[untimed]]
    return found
