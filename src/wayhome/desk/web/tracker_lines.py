"""The lines of a list of children: what each says, which are wanted, in what order, and one page of them.

It only arranges what the rooms' queries returned. Where no level is recorded the child stands before those of low
level: nobody having looked is no sign of safety.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wayhome.clocks.queries.tallies import Tally
from wayhome.desk.web.glance_level import JUDGED, LEVELS
from wayhome.missing.queries.times import Times
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.record.queries.roster import Latest, Listed

# What a level is called whatever instrument gave it, the most serious first. "unknown": nobody has said.
BANDS: Mapping[str, str] = {
    "high": "High or significant",
    "medium": "Medium or moderate",
    "unknown": "No level that you may see",
    "low": "Low or mild",
    "none": "None, or not at risk",
}
_BY_RANK = ("none", "low", "medium", "high")  # the vocabulary orders each scale so, lowest first
SORTS: Mapping[str, str] = {
    "level": "Level, highest first",
    "overdue": "Overdue, most first",
    "review": "Next review, soonest first",
    "missing": "Times missing, most first",
    "name": "Surname",
    "reference": "Reference",
}
UNALLOCATED = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """One child of a list. `level` is the fact that counts, `newer_score` whether a later, higher score took over."""

    child: Listed
    band: str
    level: Latest | None
    judged: Latest | None
    newer_score: bool
    times: int
    missing_now: bool
    open: int
    overdue: int
    clocks: frozenset[str]
    review: date | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the lines is wanted; empty is everything. `states` are (kinds, value) of what is recorded."""

    levels: frozenset[str] = frozenset()
    workers: frozenset[UUID] | None = None
    unallocated: bool = False
    placed: str = ""
    duty: str = ""
    state: tuple[frozenset[str], str] | None = None
    missing_now: bool = False
    overdue: bool = False

    def of_any_level(self) -> Wanted:
        """Return the same, of whatever level."""
        return replace(self, levels=frozenset())


@dataclass(frozen=True, slots=True)
class Read:
    """What the rooms returned about every child the reader may see."""

    roster: Sequence[Listed]
    latest: Sequence[Latest]
    times: Mapping[UUID, Times]
    tallies: Mapping[UUID, Tally]
    reviews: Mapping[UUID, date]
    local_day: Callable[[datetime], date]


def lines(read: Read) -> list[Line]:
    """Return a line for each child, in no order."""
    levels: dict[UUID, list[Latest]] = {}
    kinds = _ranks()
    for fact in read.latest:
        if fact.code in kinds.get(fact.kind, ()):
            levels.setdefault(fact.child, []).append(fact)
    return [_line(child, levels.get(child.id, []), read) for child in read.roster]


def _line(child: Listed, levels: Sequence[Latest], read: Read) -> Line:
    level, judged = counting(levels)
    tally, times = read.tallies.get(child.id), read.times.get(child.id)
    due = read.local_day(tally.review_due) if tally and tally.review_due else None
    days = [day for day in (due, read.reviews.get(child.id)) if day]
    return Line(
        child=child,
        band=band(level),
        level=level,
        judged=judged,
        newer_score=judged is not None and level is not judged,
        times=times.count if times else 0,
        missing_now=bool(times and times.missing_now),
        open=tally.open if tally else 0,
        overdue=tally.overdue if tally else 0,
        clocks=tally.clocks if tally else frozenset(),
        review=min(days, default=None),
    )


def counting(levels: Iterable[Latest]) -> tuple[Latest | None, Latest | None]:
    """Return the level that counts, and the one judged: the judgement, unless a later score is higher."""
    known = sorted(levels, key=lambda f: f.at)
    judged = next((f for f in reversed(known) if f.kind == JUDGED), None)
    scores = [f for f in known if f.kind != JUDGED]
    newest = scores[-1] if scores else None
    if judged is None or newest is None:
        return judged or newest, judged
    return (newest if newest.at > judged.at and _rank(newest) > _rank(judged) else judged), judged


def band(level: Latest | None) -> str:
    """Return the band a level stands in, "unknown" for none."""
    return _BY_RANK[_rank(level)] if level else "unknown"


def _rank(level: Latest) -> int:
    return _ranks()[level.kind].index(level.code)


def _ranks() -> dict[str, tuple[str, ...]]:
    states = load_vocabulary().states
    return {kind: states[state].values for state in LEVELS for kind in states[state].kinds}


def sift(every: Iterable[Line], wanted: Wanted, latest: Collection[Latest], now: datetime) -> list[Line]:
    """Return the lines that are wanted, in the order given."""
    standing: frozenset[UUID] | None = None
    if wanted.state:
        standing = holding(latest, *wanted.state, now)
    return [line for line in every if _fits(line, wanted) and (standing is None or line.child.id in standing)]


def holding(latest: Collection[Latest], kinds: frozenset[str], value: str, now: datetime) -> frozenset[UUID]:
    """Return the children of whom the latest of these kinds has a value and still holds."""
    newest: dict[UUID, Latest] = {}
    for fact in latest:
        if fact.kind in kinds and (fact.child not in newest or newest[fact.child].at < fact.at):
            newest[fact.child] = fact
    return frozenset(c for c, f in newest.items() if f.code == value and (not f.holds_until or f.holds_until > now))


def _fits(line: Line, wanted: Wanted) -> bool:
    return (
        (not wanted.levels or line.band in wanted.levels)
        and (wanted.workers is None or line.child.worker in wanted.workers)
        and (not wanted.unallocated or line.child.worker is None)
        and (not wanted.placed or line.child.placement == wanted.placed)
        and (not wanted.duty or wanted.duty in line.clocks)
        and (not wanted.missing_now or line.missing_now)
        and (not wanted.overdue or line.overdue > 0)
    )


def key(sort: str) -> Callable[[Line], tuple[Any, ...]]:
    """Return what lines are put in order by; the reference and id last, so that no two ever stand level."""
    order = tuple(BANDS)
    far = date.max

    def of(line: Line) -> tuple[Any, ...]:
        steady = (line.child.reference, str(line.child.id))
        match sort:
            case "overdue":
                return (-line.overdue, order.index(line.band), *steady)
            case "review":
                return (line.review or far, order.index(line.band), *steady)
            case "missing":
                return (not line.missing_now, -line.times, order.index(line.band), *steady)
            case "name":
                return (line.child.surname_key == "", line.child.surname_key, *steady)
            case "reference":
                return steady
            case _:
                return (order.index(line.band), -line.overdue, line.review or far, *steady)

    return of


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines in order. `first`: the place of the first, from 1; `back`, `on`: where the pages beside it begin."""

    lines: tuple[Line, ...]
    first: int
    total: int
    back: UUID | None
    on: UUID | None
    lost: bool = False


def page(
    wanted: Sequence[Line], every: Iterable[Line], sort: str, *, after: UUID | None, before: UUID | None, size: int
) -> Page:
    """Return the lines after, or before, a child in an order. The child itself need not be wanted any more.

    So nobody is shown twice or left out because somebody else came or went between two pages. `lost`: the child is no
    longer there for this reader, and the first page is shown.
    """
    of = key(sort)
    ordered = sorted(wanted, key=of)
    anchor = after or before
    at = next((of(line) for line in every if line.child.id == anchor), None) if anchor else None
    start = 0
    if at is not None and after:
        start = sum(of(line) <= at for line in ordered)
    elif at is not None:
        start = max(0, sum(of(line) < at for line in ordered) - size)
    shown = ordered[start : start + size]
    return Page(
        lines=tuple(shown),
        first=start + 1,
        total=len(ordered),
        back=shown[0].child.id if start and shown else None,
        on=shown[-1].child.id if start + size < len(ordered) else None,
        lost=anchor is not None and at is None,
    )
