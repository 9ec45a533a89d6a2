"""Several laws, one after another, for a whole population: each duty under the law it stands under, as `engine.laws` says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from wayhome.engine.calendars import Calendar
from wayhome.engine.laws import Law, Laws
from wayhome.population.almanac import NEVER, Bools, micros
from wayhome.population.columns import Population
from wayhome.population.compiling import NotCompiled
from wayhome.population.reading import Read, Twin, joined
from wayhome.population.standing import MET_IN_TIME, MET_LATE, STOOD_DOWN

Line = tuple[str, str]  # a protocol's line and a clock: what a duty's key begins with


def read_laws(
    laws: Laws,
    population: Population,
    calendar: Calendar,
    as_of: datetime,
    known_at: datetime | None = None,
    *,
    dates_in_force: bool = True,
) -> tuple[dict[str, Read], tuple[NotCompiled, ...]]:
    """Return by clock every duty under the law it stands under, and the clocks that only the engine can read."""
    begun = [law for law in laws.laws if law.from_ is None or law.from_ <= as_of]
    standing: dict[Line, Read] = {}
    refused: list[NotCompiled] = []
    for law in begun:
        twin = Twin(law.protocol, calendar)
        refused += twin.refused
        read = twin.read(population, as_of, known_at, dates_in_force=dates_in_force)
        fresh = {(law.protocol.line, clock): part for clock, part in read.items()}
        standing = fresh if law.from_ is None else _taken_over(population, standing, fresh, law)
    by_clock: dict[str, list[Read]] = {}
    for (_, clock), part in standing.items():
        by_clock.setdefault(clock, []).append(part)
    return {clock: joined(parts[-1].clock, parts) for clock, parts in by_clock.items()}, tuple(refused)


def _taken_over(
    population: Population, before: dict[Line, Read], fresh: dict[Line, Read], law: Law
) -> dict[Line, Read]:
    """Return what stands once a law has begun: its own for what started since or what it moves, the rest as before."""
    assert law.from_ is not None
    from_ = micros(law.from_)
    found: dict[Line, Read] = {}
    for line in {**before, **fresh}:
        old, new = before.get(line), fresh.get(line)
        moved = line[1] in law.moves
        parts: list[Read] = []
        olds = _keys(population, old)
        news = {key: n for n, key in enumerate(_keys(population, new))}
        taken: set[tuple[int, int]] = set()
        if new is not None:
            takes = (new.start == NEVER) | (new.start >= from_)
            if moved and old is not None:
                unsettled = {key for key, over in zip(olds, _settled(old, from_), strict=True) if not over}
                takes |= np.array([key in unsettled for key in news], bool)
            parts.append(new.take(np.flatnonzero(takes)))
            taken = {key for key, n in news.items() if takes[n]}
        if old is not None:
            parts.insert(0, old.take(np.flatnonzero(_keeps(old, olds, news, taken, moved, from_))))
        found[line] = joined((new or old).clock, parts)  # type: ignore[union-attr]
    return found


def _keeps(
    old: Read,
    olds: Sequence[tuple[int, int]],
    news: dict[tuple[int, int], int],
    taken: set[tuple[int, int]],
    moved: bool,
    from_: int,
) -> Bools:
    """Return which earlier duties stand on: not those taken over, nor those that began since or move and are no more."""
    alone = np.array([key not in news for key in olds], bool)
    gone = alone & (old.start != NEVER) & ((old.start >= from_) | (moved & ~_settled(old, from_)))
    return ~gone & np.array([key not in taken for key in olds], bool)


def _keys(population: Population, part: Read | None) -> list[tuple[int, int]]:
    if part is None or not len(part):
        return []
    return list(zip(population.root[part.root].tolist(), part.ordinal.tolist(), strict=True))


def _settled(part: Read, moment: int) -> Bools:
    """Return which duties were over by a moment: done, or no longer needed."""
    done = (part.state == MET_IN_TIME) | (part.state == MET_LATE)
    down = part.state == STOOD_DOWN
    ended = part.need_ended < moment
    others: Bools = np.where(down, ended | (part.need_ended == NEVER), ~part.needed & ended)
    found: Bools = np.where(done, part.met_at < moment, others)
    return found
