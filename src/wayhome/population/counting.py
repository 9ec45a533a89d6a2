"""Duties that start when so many facts fall within a window, for every child at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from wayhome.engine.language import StartsOnCount
from wayhome.population.almanac import NEVER, Bools, Ints
from wayhome.population.columns import NONE
from wayhome.population.compiling import Rule
from wayhome.population.conditions import timelines
from wayhome.population.entries import Entries
from wayhome.population.ragged import greatest, located, offsets
from wayhome.population.starts import PERHAPS, UNTIMED, Begun, by_scope, flagged
from wayhome.population.timelines import FALSE, TRUE, Truths
from wayhome.population.views import Space, View


def begun_on_count(view: View, rule: Rule) -> Iterator[Begun]:
    """Yield a beginning for each fact that completes a window, and one where an untimed fact might."""
    starts = rule.clock.starts
    assert isinstance(starts, StartsOnCount)
    entries = view.entries(rule.starts, Space.CHILD)
    places, off = _timed(view, rule, entries)
    rows, since = entries.rows[places], entries.since[places]
    child = np.repeat(np.arange(len(off) - 1), np.diff(off))
    certain, possible, completes = _windows(view, starts, rows, since, child, off, entries.plain is None)
    enough = possible >= starts.count
    reached = enough & (certain >= starts.count) & completes
    yield from by_scope(view, rows[reached], lambda space, scope, own: _reached(view, rule, space, scope, own))
    perhaps = rows[enough & ~reached]
    if len(perhaps):
        yield from by_scope(view, perhaps, lambda space, scope, own: _asked(view, PERHAPS, space, scope, own))
    if entries.plain is None:
        return
    most = greatest(possible, off, 0)
    untimed = np.flatnonzero((entries.untimed > 0) & (most + entries.untimed >= starts.count))
    if len(untimed):
        first = entries.rows[entries.off[untimed + 1] - entries.untimed[untimed]]
        yield from by_scope(view, first, lambda space, scope, own: _asked(view, UNTIMED, space, scope, own))


def _reached(view: View, rule: Rule, space: Space, scope: Ints, root: Ints) -> Begun:
    population = view.population
    start = population.told[root] if rule.told else population.latest[root]
    return Begun(
        space, scope, root, start, np.minimum(population.since[root], start), np.zeros(len(root), np.int8),
        population.spread(root), flagged(population.about, root),
    )  # fmt: skip


def _asked(view: View, code: int, space: Space, scope: Ints, root: Ints) -> Begun:
    return Begun(
        space, scope, root, np.full(len(root), NEVER), view.population.since[root],
        np.full(len(root), code, np.int8), np.zeros(len(root), bool), flagged(view.population.about, root),
    )  # fmt: skip


def _timed(view: View, rule: Rule, entries: Entries) -> tuple[Ints, Ints]:
    """Return the places of the timed facts that count, child by child, without those of the same disappearance."""
    if entries.plain is None:
        places, off = np.arange(len(entries.rows)), entries.off
    else:
        places = np.flatnonzero(entries.earliest != NEVER)
        off = offsets(entries.count - entries.untimed)
    if not rule.between or not len(places):
        return places, off
    kept = _kept_apart(view, rule, entries, places, off)
    running = np.zeros(len(places) + 1, np.int64)
    np.cumsum(kept, out=running[1:])
    return places[kept], running[off]


def _kept_apart(view: View, rule: Rule, entries: Entries, places: Ints, off: Ints) -> Bools:
    """Keep of neighbours with nothing between them only the first: from each, leap to the next that counts."""
    since = entries.since[places]
    child = np.repeat(np.arange(len(off) - 1), np.diff(off))
    between = view.entries(rule.between, Space.CHILD)
    ends = between.off[1:] - between.untimed
    at = located(between.since, between.off[:-1][child], ends[child], since, after=False)
    found = at < ends[child]
    came = np.where(
        found, between.since[np.minimum(at, max(0, len(between.since) - 1))] if len(between.since) else 0, 0
    )
    onward = np.arange(len(places)) + 1
    leap = np.maximum(onward, located(since, off[:-1][child], off[1:][child], came, after=False))
    leap = np.where(found, leap, len(places))
    if between.plain is not None and between.untimed.any():
        own = np.zeros(len(view.population.episodes) + 1, bool)  # the last stands for no episode
        loose = between.rows[between.earliest == NEVER]
        own[view.population.episode[loose]] = True
        own[NONE] = False
        leap = np.where(own[view.population.episode[entries.rows[places]]], onward, leap)
    kept = np.zeros(len(places), bool)
    here = off[:-1][off[1:] > off[:-1]]
    while len(here):
        kept[here] = True
        after = leap[here]
        here = after[after < off[child[here] + 1]]
    return kept


def _windows(
    view: View, starts: StartsOnCount, rows: Ints, since: Ints, child: Ints, off: Ints, exact: bool
) -> tuple[Ints, Ints, Bools]:
    """Return for each fact how many facts up to it surely count and may count in its window, and if it counts itself."""
    until = view.almanac.window_end(since, starts.span)
    places = np.arange(len(rows))
    first = off[:-1][child]
    if starts.only_if is None:
        # Windows only ever end later for later facts, so those inside are a run that ends here.
        if exact:
            before = np.maximum(places - (starts.count - 1), 0)
            full = (places - (starts.count - 1) >= first) & (until[before] >= since)
            inside = np.where(full, starts.count, 0)  # short of full nobody asks how many
            return inside, inside, np.ones(len(rows), bool)
        begins = located(until, first, places, since, after=False)
        inside = np.minimum(places - begins + 1, starts.count)
        return inside, inside, np.ones(len(rows), bool)
    certain, possible = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    completes = np.zeros(len(rows), bool)
    last, back = places, 0
    while len(last):
        here = last - back
        last = last[
            (here >= first[last]) & (until[np.maximum(here, 0)] >= since[last]) & (certain[last] < starts.count)
        ]
        here = last - back
        truth = _counts(view, starts, rows[here], since[last])
        possible[last] += truth != FALSE
        certain[last] += truth == TRUE
        if back == 0:
            completes[last] = truth == TRUE
            last = last[truth != FALSE]
        back += 1
    return certain, possible, completes


def _counts(view: View, starts: StartsOnCount, rows: Ints, moment: Ints) -> Truths:
    """Return whether each fact's own episode meets the window's condition at a moment."""
    assert starts.only_if is not None
    population = view.population
    episode = population.episode[rows]
    truth = np.zeros(len(rows), np.int8)
    for space in (Space.EPISODE, Space.CHILD):
        if space is Space.EPISODE:
            own = np.flatnonzero((episode != NONE) & (view.began[episode] != NONE)) if len(view.began) else rows[:0]
            scope = episode[own]
        else:
            own = np.flatnonzero(episode == NONE)
            scope = population.child[rows[own]]
        if len(own):
            line = timelines(view, starts.only_if, space)
            truth[own] = line.at(view.child_of(scope, space) if line.space is Space.CHILD else scope, moment[own])
    return truth
