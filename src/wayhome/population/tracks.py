"""Which fact gives a state its value, over time, for every scope at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wayhome.engine.language import StateMeaning
from wayhome.population.almanac import BEGIN, NEVER, Bools, Ints
from wayhome.population.columns import NONE
from wayhome.population.entries import Entries
from wayhome.population.ragged import expanded, greatest, located, offsets
from wayhome.population.views import Space, View


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """For each scope, from BEGIN on: the row that holds from each moment; NONE while nobody has said."""

    space: Space
    off: Ints
    time: Ints
    row: Ints
    only: tuple[Ints, Ints] | None = None  # where no scope has more than one fact: when it happened, and its row

    def at(self, scope: Ints, moment: Ints) -> Ints:
        """Return the row that holds in each scope at a moment."""
        if self.only is not None:
            since, row = self.only
            return np.where(since[scope] <= moment, row[scope], NONE)
        place = located(self.time, self.off[scope] + 1, self.off[scope + 1], moment, after=True) - 1
        return self.row[place]


def space_of(meaning: StateMeaning, space: Space) -> Space:
    """Return whose facts give a state: the child's, or those of the scope itself."""
    return Space.CHILD if meaning.scope == "child" else space


def entries_of(view: View, meaning: StateMeaning, space: Space, *, whole: bool = False) -> Entries:
    """Return the facts that give a state, in order; `whole`: with those after the moment asked about."""
    wanted = tuple((kind, None) for kind in meaning.kinds)
    return (view.whole if whole else view.entries)(wanted, space_of(meaning, space))


def track(view: View, meaning: StateMeaning, space: Space) -> Track:
    """Return which fact holds when; worked out once for a view."""
    key = ("track", meaning.id, space_of(meaning, space))
    found = view.memory.get(key)
    if found is None:
        found = view.memory[key] = _worked_out(entries_of(view, meaning, space), space_of(meaning, space))
    assert isinstance(found, Track)
    return found


def _worked_out(entries: Entries, space: Space) -> Track:
    scopes = len(entries.off) - 1
    owner = np.repeat(np.arange(scopes), entries.count)
    odd = _odd(entries, owner, scopes)
    owners, times, rows = [np.arange(scopes)], [np.full(scopes, BEGIN)], [np.full(scopes, NONE)]
    simple = np.arange(len(owner)) if odd is None else np.flatnonzero(~odd[owner])
    place = _last_of_each_moment(entries, owner, simple)
    if odd is None:
        # Already in order: each scope's rows follow its own beginning.
        off = offsets(1 + np.bincount(owner[place], minlength=scopes))
        time, row = np.full(off[-1], BEGIN), np.full(off[-1], NONE)
        put = np.arange(len(place)) + owner[place] + 1
        time[put], row[put] = entries.since[place], entries.rows[place]
        return Track(space, off, time, row, entries.only if entries.single else None)
    for part, values in (
        (owners, owner[place]), (times, entries.since[place]), (rows, entries.rows[place])
    ):  # fmt: skip
        part.append(values)
    for part, values in zip((owners, times, rows), _by_pairs(entries, np.flatnonzero(odd)), strict=True):
        part.append(values)
    who, when, what = (np.concatenate(part) for part in (owners, times, rows))
    order = np.lexsort((what, when, who))  # of two at BEGIN the row comes after NONE
    who, when, what = who[order], when[order], what[order]
    keep = np.ones(len(who), bool)
    keep[:-1] = (who[1:] != who[:-1]) | (when[1:] != when[:-1])
    return Track(space, offsets(np.bincount(who[keep], minlength=scopes)), when[keep], what[keep])


def _odd(entries: Entries, owner: Ints, scopes: int) -> Bools | None:
    """Return which scopes have a fact that ends or that nobody could time; None when none has."""
    population = entries.population
    strange = np.zeros(len(entries.rows), bool)
    if not population.exact:
        strange |= entries.earliest == NEVER
    if population.until is not None:
        strange |= population.until[entries.rows] != NEVER
    if not strange.any():
        return None
    found = np.zeros(scopes, bool)
    found[owner[strange]] = True
    return found


def _last_of_each_moment(entries: Entries, owner: Ints, places: Ints) -> Ints:
    """Of facts at one moment in one scope keep the one recorded later, then the one with the higher id."""
    if len(places) < 2:
        return places
    who, when = owner[places], entries.since[places]
    alike = (who[1:] == who[:-1]) & (when[1:] == when[:-1])
    if not alike.any():
        return places
    rows = entries.rows[places]
    order = np.lexsort((rows, entries.population.recorded[rows], when, who))
    keep = np.ones(len(places), bool)
    keep[:-1] = ~alike  # sorted, the groups of equal moments lie where they lay
    return places[order[keep]]


def _by_pairs(entries: Entries, scopes: Ints) -> tuple[Ints, Ints, Ints]:
    """Ask of each moment at which something begins or ends which fact holds, in the few scopes that need it."""
    population = entries.population
    flat, owner, _ = expanded(entries.off[scopes], entries.off[scopes + 1])
    until = np.full(len(flat), NEVER) if population.until is None else population.until[entries.rows[flat]]
    ends = until != NEVER
    who = np.concatenate([np.arange(len(scopes)), owner, owner[ends]])
    when = np.concatenate([np.full(len(scopes), BEGIN), entries.since[flat], until[ends]])
    order = np.lexsort((when, who))
    who, when = who[order], when[order]
    keep = np.ones(len(who), bool)
    keep[1:] = (who[1:] != who[:-1]) | (when[1:] != when[:-1])
    who, when = who[keep], when[keep]
    return scopes[who], when, held_by_pairs(entries, scopes[who], when)


def held_by_pairs(entries: Entries, scope: Ints, moment: Ints) -> Ints:
    """Return the row holding in each scope at each moment, by looking at every row of the scope."""
    population = entries.population
    flat, pair, off = expanded(entries.off[scope], entries.off[scope + 1])
    rows = entries.rows[flat]
    at = moment[pair]
    since = entries.since[flat]
    ahead = since > at
    fits = ~ahead | (entries.earliest[flat] == NEVER)
    if population.until is not None:
        fits &= population.until[rows] > at
    none = -(2**63)
    since = np.where(fits, np.where(ahead, BEGIN, since), none)
    best = np.repeat(greatest(since, off, none), np.diff(off))
    recorded = np.where(fits & (since == best), population.recorded[rows], none)
    best = np.repeat(greatest(recorded, off, none), np.diff(off))
    tied = np.flatnonzero((recorded == best) & (recorded != none))
    if population.rank is None:  # rows at one moment stand in the order of their ids
        last = np.full(len(flat), NONE)
        last[tied] = rows[tied]
        return greatest(last, off, NONE)
    highest = np.full(len(flat), NONE)
    highest[tied] = population.rank[rows[tied]]
    best = np.repeat(greatest(highest, off, NONE), np.diff(off))
    last = np.where((highest == best) & (highest != NONE), rows, NONE)
    return greatest(last, off, NONE)
