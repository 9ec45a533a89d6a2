"""What may be shown of counts of children: small ones are hidden, and as many others as would give them away.

Every count that leaves for a page goes through here. A count of one to four could name a child to who knows the place;
none names nobody. Hiding one part of a total that is shown hides nothing, so where a total or its other parts would
tell what was hidden, one more is hidden, until neither a count nor the sum of the hidden ones is small.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

SMALL = 5  # the smallest count that is shown, none apart
UNDER = f"under {SMALL}"
WITHHELD = "not shown"  # a larger count, hidden because it would give a small one away

EXACT = 1e-9

Key = TypeVar("Key", bound=Hashable)


def small(count: float) -> bool:
    """Whether a count is too small to be shown."""
    return 0 < count < SMALL


def hidden(counts: Mapping[Key, int], sums: Iterable[tuple[Key, Sequence[Key]]]) -> frozenset[Key]:
    """Return which counts must not be shown. `sums`: which counts are the totals of which others."""
    away = {key for key, count in counts.items() if small(count)}
    lines = [(total, *(p for p in parts if counts[p])) for total, parts in sums]
    lines = [line for line in lines if len(line) > 1]
    while True:
        more = {key for line in lines for key in _one_more(counts, line, away)} or _followed(counts, lines, away)
        if not more:
            return frozenset(away)
        away |= more


def _followed(counts: Mapping[Key, int], lines: Sequence[Sequence[Key]], away: set[Key]) -> set[Key]:
    """Return what else to hide so that no small count is the only solution of all the sums that are shown together."""
    unknown = {key: n for n, key in enumerate(key for key in counts if key in away)}
    if not unknown:
        return set()
    sums = np.zeros((len(lines), len(unknown)))
    for n, (total, *parts) in enumerate(lines):
        for key, sign in ((total, -1.0), *((part, 1.0) for part in parts)):
            if key in unknown:
                sums[n, unknown[key]] += sign
    weights, vectors = np.linalg.eigh(sums.T @ sums)
    free = (vectors[:, weights < EXACT] ** 2).sum(axis=1)  # how far each may differ while every sum stays as it is
    told = {key for key, n in unknown.items() if small(counts[key]) and free[n] < EXACT}
    near = set(told)
    while near:
        touched = [line for line in lines if not near.isdisjoint(line)]
        seen = [sorted((counts[key], n) for n, key in enumerate(line) if key not in away) for line in touched]
        found = {line[shown[0][1]] for line, shown in zip(touched, seen, strict=True) if shown}
        wider = near.union(*touched)
        if found or wider == near:
            return found
        near = wider
    return set()


def _one_more(counts: Mapping[Key, int], line: Sequence[Key], away: set[Key]) -> set[Key]:
    """Return the count to hide next so that what a line shows does not tell what it hides; none when it does not."""
    total, *parts = line
    gone = [part for part in parts if part in away]
    shown = sorted((counts[part], n) for n, part in enumerate(parts) if part not in away)
    told = bool(gone) and (len(gone) == 1 or small(sum(counts[part] for part in gone)))
    if total not in away:
        if told:
            return {parts[shown[0][1]] if shown else total}
        return set()
    if not gone:  # the parts shown add up to the total that is hidden
        return {parts[shown[0][1]]} if shown else set()
    return set()


def words(count: int, is_hidden: bool) -> str:
    """Return a count as it may be shown."""
    if not is_hidden:
        return f"{count:,}"
    return UNDER if small(count) else WITHHELD
