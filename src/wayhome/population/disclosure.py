"""What may be shown of counts of children: small ones are hidden, and as many others as would give them away.

Every count that leaves for a page goes through here. A count of one to four could name a child to who knows the place;
none names nobody. Hiding one part of a total that is shown hides nothing, so the total goes too; and where all the sums on a page taken
together would still tell a small count, more goes, the totals first, until none can be worked out.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

SMALL = 5  # the smallest count that is shown, none apart
UNDER = f"under {SMALL}"
WITHHELD = "not shown"  # a larger count, hidden because it would give a small one away

Key = TypeVar("Key", bound=Hashable)


def small(count: float) -> bool:
    """Whether a count is too small to be shown."""
    return 0 < count < SMALL


def hidden(
    counts: Mapping[Key, int], sums: Iterable[tuple[Key, Sequence[Key]]], dear: Container[Key] = ()
) -> frozenset[Key]:
    """Return which counts must not be shown.

    `sums`: which counts are the totals of which others. `dear`: hidden only where nothing else near is left to hide.
    """
    away = {key for key, count in counts.items() if small(count)}
    lines = [(total, *(p for p in parts if counts[p])) for total, parts in sums]
    lines = [line for line in lines if len(line) > 1]
    while True:
        more = {key for line in lines for key in _one_more(counts, line, away)} or _followed(counts, lines, away, dear)
        if not more:
            return frozenset(away)
        away |= more


def _followed(
    counts: Mapping[Key, int], lines: Sequence[Sequence[Key]], away: set[Key], dear: Container[Key]
) -> set[Key]:
    """Return what else to hide so that no small count is the only solution of all the sums that are shown together."""
    found: set[Key] = set()
    for key in _settled(lines, away):
        if small(counts[key]):
            found |= _nearest(counts, lines, away, key, dear)
    return found


def _settled(lines: Sequence[Sequence[Key]], away: set[Key]) -> list[Key]:
    """Return the hidden counts that the sums settle: solve them for one hidden count after another."""
    solved: dict[Key, dict[Key, Fraction]] = {}  # each as the sum of others that stay open
    for total, *parts in lines:
        row: dict[Key, Fraction] = {}
        for key, sign in ((total, -1), *((part, 1) for part in parts)):
            for each, share in (solved.get(key, {key: Fraction(1)}) if key in away else {}).items():
                row[each] = row.get(each, Fraction(0)) + sign * share
        row = {key: share for key, share in row.items() if share}
        if not row:
            continue
        first, by = next(iter(row.items()))
        rest = {key: -share / by for key, share in row.items() if key != first}
        for key, known in solved.items():
            if times := known.pop(first, None):
                for each, share in rest.items():
                    known[each] = known.get(each, Fraction(0)) + times * share
                solved[key] = {each: share for each, share in known.items() if share}
        solved[first] = rest
    return [key for key, known in solved.items() if not known]


def _nearest(
    counts: Mapping[Key, int], lines: Sequence[Sequence[Key]], away: set[Key], key: Key, dear: Container[Key]
) -> set[Key]:
    """Return the count to hide that stands nearest to one that is told: the least of the totals, else of the parts."""
    near = {key}
    while True:
        touched = [line for line in lines if not near.isdisjoint(line)]
        shown = [
            (each in dear, place > 0, counts[each], n, place)
            for n, line in enumerate(touched)
            for place, each in enumerate(line)
            if each not in away
        ]
        if shown:
            *_, n, place = min(shown)
            return {touched[n][place]}
        wider = near.union(*touched)
        if wider == near:
            return set()
        near = wider


def _one_more(counts: Mapping[Key, int], line: Sequence[Key], away: set[Key]) -> set[Key]:
    """Return the total of a line, to hide it, where what else the line shows would tell a small part; else none."""
    total, *parts = line
    gone = [part for part in parts if part in away]
    alone = len(gone) == 1 and small(counts[gone[0]])
    told = alone or small(sum(counts[part] for part in gone))
    return {total} if told and total not in away else set()


def words(count: int, is_hidden: bool) -> str:
    """Return a count as it may be shown."""
    if not is_hidden:
        return f"{count:,}"
    return UNDER if small(count) else WITHHELD
