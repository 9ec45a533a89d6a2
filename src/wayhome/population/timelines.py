"""Truths over time for every scope at once: false (0), unknown (1) or true (2), as changes laid end to end.

With these numbers "all" is the least, "any" the greatest, and "not" is two less the truth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayhome.population.almanac import BEGIN, Bools, Ints
from wayhome.population.columns import NONE
from wayhome.population.ragged import located, offsets
from wayhome.population.views import Space

Truths = NDArray[np.int8]
FALSE, UNKNOWN, TRUE = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Timelines:
    """One timeline a scope: each begins with a change at BEGIN, times rise, and `cause` is a row or NONE."""

    space: Space
    off: Ints
    time: Ints
    truth: Truths
    cause: Ints

    @property
    def still(self) -> bool:
        """Whether nothing ever changes in any scope."""
        return len(self.time) == len(self.off) - 1

    def owners(self) -> Ints:
        """Return the scope of each change."""
        return np.repeat(np.arange(len(self.off) - 1), np.diff(self.off))

    def place(self, scope: Ints, moment: Ints | int) -> Ints:
        """Return the place of the change in force in each scope at a moment."""
        if self.still:
            return scope
        lo = self.off[scope] + 1
        return located(self.time, lo, self.off[scope + 1], moment, after=True) - 1

    def at(self, scope: Ints, moment: Ints | int) -> Truths:
        """Return the truth in each scope at a moment."""
        return self.truth[self.place(scope, moment)]

    def moved(self, scopes: Ints, space: Space) -> Timelines:
        """Return the timelines of these scopes, in their order, as another space's."""
        if self.still:
            return Timelines(
                space, np.arange(len(scopes) + 1), np.full(len(scopes), BEGIN), self.truth[scopes], self.cause[scopes]
            )
        counts = np.diff(self.off)[scopes]
        off = offsets(counts)
        places = np.arange(off[-1]) + np.repeat(self.off[scopes] - off[:-1], counts)
        return Timelines(space, off, self.time[places], self.truth[places], self.cause[places])


def constant(space: Space, scopes: int, truth: int) -> Timelines:
    """Return a truth that never changes in any scope."""
    return Timelines(
        space, np.arange(scopes + 1), np.full(scopes, BEGIN), np.full(scopes, truth, np.int8), np.full(scopes, NONE)
    )


def settled(space: Space, scopes: int, owner: Ints, time: Ints, truth: Truths, cause: Ints) -> Timelines:
    """Make timelines of changes sorted by owner and time: the last of one moment stands, what changes nothing goes."""
    if len(owner) > 1:
        keep = np.ones(len(owner), bool)
        keep[:-1] = (owner[1:] != owner[:-1]) | (time[1:] != time[:-1])
        if not keep.all():
            owner, time, truth, cause = owner[keep], time[keep], truth[keep], cause[keep]
        keep = np.ones(len(owner), bool)
        keep[1:] = (owner[1:] != owner[:-1]) | (truth[1:] != truth[:-1])
        if not keep.all():
            owner, time, truth, cause = owner[keep], time[keep], truth[keep], cause[keep]
    return Timelines(space, offsets(np.bincount(owner, minlength=scopes)), time, truth, cause)


def _merged(a: Timelines, b: Timelines, how: Callable[..., Truths]) -> Timelines:
    """Combine two timelines, keeping every moment at which either changes."""
    if a.still and b.still:
        return Timelines(a.space, a.off, a.time, how(a.truth, b.truth), np.where(a.cause == NONE, b.cause, a.cause))
    owner_a, owner_b = a.owners(), b.owners()
    in_b, in_a = b.place(owner_a, a.time), a.place(owner_b, b.time)
    own: Bools = a.time[in_a] != b.time  # moments of b that a does not share
    before = np.zeros(len(b.time) + 1, np.int64)
    np.cumsum(own, out=before[1:])
    put_a = np.arange(len(a.time)) + before[in_b + 1]
    put_b = (before[:-1] + in_a + 1)[own]
    total = len(a.time) + int(before[-1])
    time, truth, cause = np.empty(total, np.int64), np.empty(total, np.int8), np.empty(total, np.int64)
    time[put_a], time[put_b] = a.time, b.time[own]
    truth[put_a], truth[put_b] = how(a.truth, b.truth[in_b]), how(a.truth[in_a], b.truth)[own]
    shared = (a.cause == NONE) & (b.time[in_b] == a.time)
    cause[put_a], cause[put_b] = np.where(shared, b.cause[in_b], a.cause), b.cause[own]
    return Timelines(a.space, a.off + before[b.off], time, truth, cause)


def combined(parts: list[Timelines], of_all: bool) -> Timelines:
    """Combine several truths of one space moment by moment: all of them, or any."""
    caused = any((part.cause[part.off[:-1]] != NONE).any() for part in parts)
    found, *others = [_uncaused(part) for part in parts] if caused else parts
    for part in others:
        found = _merged(found, part, np.minimum if of_all else np.maximum)
    found = settled(found.space, len(found.off) - 1, found.owners(), found.time, found.truth, found.cause)
    if caused:
        for part in reversed(parts):  # one constant settles it, and then it alone is the cause
            settles = np.flatnonzero(_known_constant(part) & (part.truth[part.off[:-1]] == (FALSE if of_all else TRUE)))
            found.cause[found.off[settles]] = part.cause[part.off[settles]]
    return found


def _known_constant(part: Timelines) -> Bools:
    found: Bools = (np.diff(part.off) == 1) & (part.truth[part.off[:-1]] != UNKNOWN)
    return found


def _uncaused(part: Timelines) -> Timelines:
    """Forget what made a truth that never changes: it brings nothing about."""
    cause = part.cause.copy()
    cause[part.off[:-1][_known_constant(part)]] = NONE
    return Timelines(part.space, part.off, part.time, part.truth, cause)


def opposite(part: Timelines) -> Timelines:
    """Turn true to false and false to true; unknown stays unknown."""
    return Timelines(part.space, part.off, part.time, (2 - part.truth).astype(np.int8), part.cause)


def ever(part: Timelines) -> Timelines:
    """True for good from the first truth; unknown from the first unknown until then."""
    if part.still:
        return part
    owner = part.owners()
    highest = np.maximum.accumulate(part.truth + 3 * owner) - 3 * owner
    return settled(part.space, len(part.off) - 1, owner, part.time, highest.astype(np.int8), part.cause)


def held(part: Timelines, matures: Callable[[Ints], Ints]) -> Timelines:
    """True once the inner truth has stood without a break until `matures(its beginning)`."""
    owner = part.owners()
    later = np.flatnonzero((part.truth == TRUE) & (part.time != BEGIN))
    if not len(later):
        return part
    truth = part.truth.copy()
    truth[later] = np.where(part.truth[later - 1] == UNKNOWN, UNKNOWN, FALSE)
    ripe = matures(part.time[later])
    last = later + 1 == part.off[owner[later] + 1]
    following = part.time[np.minimum(later + 1, len(part.time) - 1)]
    grown = np.flatnonzero(last | (ripe < following))
    source = np.concatenate([np.arange(len(owner)), later[grown]])
    order = np.argsort(source, kind="stable")  # what ripens comes straight after its own beginning
    source = source[order]
    time = np.concatenate([part.time, ripe[grown]])[order]
    truths = np.concatenate([truth, np.full(len(grown), TRUE, np.int8)])[order]
    return settled(part.space, len(part.off) - 1, owner[source], time, truths, part.cause[source])
