"""A population's facts as columns: sorted by child and by when they happened, every word a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayhome.engine.facts import Fact, Precision, Situation
from wayhome.population.almanac import NEVER, Bools, Ints, micros

NONE = -1  # no value, no episode
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Facts of many children, one row a fact, sorted by child, untimed last, then time, then id.

    Moments are microseconds since 1970 UTC; NEVER stands for none. `since` is where a fact takes its place (its
    earliest, or when we were told of one that nobody could time); `surely` is when it had certainly happened.
    `gone` is when a fact was first superseded, `replaced` when it first gave way to another fact. A column that
    would hold NEVER or False throughout is None; columns that are equal may be one array. `roots` name the first
    fact of each chain. A population is never changed once made; `kept` remembers its own indexes.
    """

    kinds: Words
    values: Words
    children: Sequence[str]
    episodes: Sequence[str]
    roots: Sequence[str]
    episode_child: Ints
    child: Ints
    kind: NDArray[np.int16]
    value: NDArray[np.int32]
    episode: Ints
    root: Ints
    earliest: Ints
    latest: Ints
    since: Ints
    surely: Ints
    told: Ints
    recorded: Ints
    about: Bools | None = None
    rank: Ints | None = None
    until: Ints | None = None
    number: Ints | None = None
    gone: Ints | None = None
    replaced: Ints | None = None
    kept: dict[object, object] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        """Return how many facts there are."""
        return len(self.child)

    @property
    def exact(self) -> bool:
        """Whether every fact is known to the instant."""
        return self.latest is self.earliest

    def spread(self, rows: Ints) -> Bools:
        """Return which of these facts may have happened at more than one instant."""
        odd: Bools = np.zeros(len(rows), bool) if self.exact else self.earliest[rows] != self.latest[rows]
        return odd

    @property
    def nbytes(self) -> int:
        """Return the memory the columns and indexes take, in bytes; a shared array is counted once."""
        held = {id(a): a.nbytes for a in _arrays([self.kept, *(getattr(self, n) for n in self.__slots__)], set())}
        return sum(held.values())

    def code(self, kind: str) -> int:
        """Return a kind's number; NONE for a kind nobody has recorded."""
        return self.kinds.index(kind) if kind in self.kinds else NONE

    def value_codes(self, values: Iterable[str]) -> Ints:
        """Return the numbers of those values that anybody has recorded."""
        wanted = set(values)
        return np.array([n for n, word in enumerate(self.values) if word in wanted], np.int64)

    def matched(self, wanted: tuple[tuple[str, frozenset[str] | None], ...], by_episode: bool) -> tuple[Ints, Ints]:
        """Return the rows that match, by episode or by child, in order, and where each scope's rows begin."""
        mask = np.zeros(len(self), bool)
        for kind, values in wanted:
            here = self.kind == self.code(kind)
            if values is not None:
                here &= np.isin(self.value, self.value_codes(values))
            mask |= here
        rows = np.flatnonzero(mask)
        scopes = self.child[rows]
        count = len(self.children)
        if by_episode:
            owned = self.episode[rows]
            rows, scopes, count = rows[owned >= 0], owned[owned >= 0], len(self.episodes)
            order = np.argsort(scopes, kind="stable")
            rows, scopes = rows[order], scopes[order]
        off = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(scopes, minlength=count), out=off[1:])
        return rows, off


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Facts row by row as somebody gives them, before they are sorted. Moments as in Population, NEVER for none.

    `number` NEVER: none was given. `every_child` names children who may have no fact at all. An episode belongs to
    one child, whatever its name.
    """

    child: Sequence[str]
    kind: Sequence[str]
    episode: Sequence[str | None]
    value: Sequence[str | None]
    ids: Sequence[str]
    root: Sequence[str]
    earliest: Ints
    latest: Ints
    told: Ints
    recorded: Ints
    about: Bools
    until: Ints
    number: Ints
    gone: Ints
    replaced: Ints
    every_child: Sequence[str] = ()


def arranged(given: Told) -> Population:
    """Sort facts into a population."""
    children, everyone = _numbered([*given.child, *given.every_child])
    child = everyone[: len(given.kind)]
    kinds, kind = _numbered(given.kind)
    values, value = _optional(given.value)
    roots, root = _numbered([f"{c}\x1f{r}" for c, r in zip(given.child, given.root, strict=True)])
    owned = [None if e is None else f"{c}\x1f{e}" for c, e in zip(given.child, given.episode, strict=True)]
    episodes, episode = _optional(owned)
    episode_child = np.zeros(len(episodes), np.int64)
    episode_child[episode[episode != NONE]] = child[episode != NONE]
    untimed = given.earliest == NEVER
    since = np.where(untimed, given.told, given.earliest)
    rank = _numbered(given.ids)[1]
    order = np.lexsort((rank, since, untimed, child))
    late = np.where(given.told >= given.latest, given.latest, np.maximum(given.earliest, given.told))
    surely = np.where(untimed, given.told, late)
    exact = bool((given.earliest == given.latest).all() and not untimed.any())
    earliest = given.earliest[order]
    return Population(
        tuple(kinds),
        tuple(values),
        children,
        [name.partition("\x1f")[2] for name in episodes],
        [name.partition("\x1f")[2] for name in roots],
        episode_child,
        child[order],
        kind[order].astype(np.int16),
        value[order].astype(np.int32),
        episode[order],
        root[order],
        earliest,
        earliest if exact else given.latest[order],
        earliest if exact else since[order],
        earliest if exact else surely[order],
        given.told[order],
        given.recorded[order],
        given.about[order] if given.about.any() else None,
        rank[order] if untimed.any() else None,
        until=_rare(given.until, order),
        number=_rare(given.number, order),
        gone=_rare(given.gone, order),
        replaced=_rare(given.replaced, order),
    )


def _arrays(held: Iterable[object], seen: set[int]) -> Iterator[NDArray[Any]]:
    """Yield the arrays in what is held, however deep."""
    for each in held:
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, np.ndarray):
            yield each
        elif isinstance(each, dict):
            yield from _arrays(each.values(), seen)
        elif isinstance(each, list | tuple):
            yield from _arrays(each, seen)
        elif type(each).__module__.startswith(__package__):
            named = getattr(each, "__slots__", ())
            yield from _arrays(
                [*vars(each).values()] if hasattr(each, "__dict__") else [getattr(each, n, None) for n in named], seen
            )


def _rare(column: Ints, order: Ints) -> Ints | None:
    return None if (column == NEVER).all() else column[order]


def _optional(words: Sequence[str | None]) -> tuple[list[str], Ints]:
    """Number words of which some are not there; NONE for those."""
    distinct, number = _numbered([w for w in words if w is not None])
    found = np.full(len(words), NONE, np.int64)
    found[np.array([w is not None for w in words], bool)] = number
    return distinct, found


def _numbered(words: Sequence[str]) -> tuple[list[str], Ints]:
    """Return the different words in order, and for each word given its number."""
    distinct = sorted(set(words))
    place = {word: n for n, word in enumerate(distinct)}
    return distinct, np.fromiter((place[w] for w in words), np.int64, len(words))


def population_of(situations: Iterable[Situation]) -> Population:
    """Lay situations out as columns; each child may come once only."""
    everyone = list(situations)
    facts: list[Fact] = [f for s in everyone for f in s.facts]
    owners = [s.child for s in everyone for _ in s.facts]
    gone: dict[tuple[str, str], int] = {}
    replaced: dict[tuple[str, str], int] = {}
    for each in everyone:
        for said in each.supersessions:
            key, at = (each.child, said.old), micros(said.recorded_at)
            gone[key] = min(at, gone.get(key, NEVER))
            if said.new is not None:
                replaced[key] = min(at, replaced.get(key, NEVER))
    keys = [(owner, f.id) for owner, f in zip(owners, facts, strict=True)]
    earliest = [micros(f.moment.earliest) for f in facts]
    latest = [micros(f.moment.latest or f.moment.earliest) for f in facts]
    timed = [NEVER if e == NEVER else last for e, last in zip(earliest, latest, strict=True)]
    return arranged(
        Told(
            child=owners,
            kind=[f.kind for f in facts],
            episode=[f.episode for f in facts],
            value=[f.value for f in facts],
            ids=[f.id for f in facts],
            root=[f.root for f in facts],
            earliest=_whole(earliest),
            latest=_whole(timed),
            told=_whole(micros(f.told_at) for f in facts),
            recorded=_whole(micros(f.recorded_at) for f in facts),
            about=np.array([f.moment.precision is Precision.ABOUT for f in facts], bool),
            until=_whole(micros(f.until) for f in facts),
            number=_whole(NEVER if f.number is None else f.number for f in facts),
            gone=_whole(gone.get(k, NEVER) for k in keys),
            replaced=_whole(replaced.get(k, NEVER) for k in keys),
            every_child=[s.child for s in everyone],
        )
    )


def _whole(numbers: Iterable[int]) -> Ints:
    return np.array(list(numbers), np.int64)
