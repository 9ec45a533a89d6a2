"""Lists of different lengths laid end to end: `off[i]` to `off[i + 1]` are the places of list i."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def offsets(counts: Ints) -> Ints:
    """Return where each list begins, and at the end where the last one ends."""
    off = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=off[1:])
    return off


def expanded(lo: Ints, hi: Ints) -> tuple[Ints, Ints, Ints]:
    """Return every place of every list, whose list it is, and where each list begins among them."""
    counts = hi - lo
    off = offsets(counts)
    owner = np.repeat(np.arange(len(lo)), counts)
    return np.arange(off[-1]) + np.repeat(lo - off[:-1], counts), owner, off


def located(values: Ints, lo: Ints, hi: Ints, wanted: Ints | int, after: bool) -> Ints:
    """Return in each sorted list the first place whose value is at least `wanted` (`after`: greater than it)."""
    lo = lo.copy()
    if not len(values):
        return lo
    longest = int((hi - lo).max()) if len(lo) else 0
    if longest <= 0:
        return lo
    hi = hi.copy()
    top = len(values) - 1
    for _ in range(longest.bit_length()):
        middle = (lo + hi) >> 1
        value = values[np.minimum(middle, top)]
        onward = (value <= wanted if after else value < wanted) & (lo < hi)
        lo = np.where(onward, middle + 1, lo)
        hi = np.where(onward, hi, middle)
    return lo


def least(values: Ints, off: Ints, default: int) -> Ints:
    """Return the least value of each list; `default` for an empty one."""
    found = np.full(len(off) - 1, default, np.int64)
    filled = np.flatnonzero(off[1:] > off[:-1])
    if len(filled):
        found[filled] = np.minimum.reduceat(values, off[filled])
    return found


def greatest(values: Ints, off: Ints, default: int) -> Ints:
    """Return the greatest value of each list; `default` for an empty one."""
    found = np.full(len(off) - 1, default, np.int64)
    filled = np.flatnonzero(off[1:] > off[:-1])
    if len(filled):
        found[filled] = np.maximum.reduceat(values, off[filled])
    return found


def firsts(mask: Bools, off: Ints) -> Ints:
    """Return the first place in each list where `mask` holds; the length of all lists where it never does."""
    return least(np.where(mask, np.arange(len(mask)), len(mask)), off, len(mask))
