"""One child's facts laid out once: in order, by kind, by episode; only those in play at the moment asked about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

from wayhome.engine.facts import Fact
from wayhome.engine.language import Trigger

RECORDED_IN_ERROR = "missing.recorded-in-error"


class Entry:
    """A fact with its bounds worked out.

    `earliest` and `latest` are the fact's own (None: nobody could say). `surely` is when it had certainly
    happened: its latest moment, or the time we were told if that was sooner, for nobody tells what has not
    happened. `since` is where it takes its place in order. `place` is that order.
    """

    __slots__ = ("earliest", "fact", "latest", "place", "since", "surely")

    def __init__(self, fact: Fact, place: int) -> None:
        """Work out the bounds of one fact."""
        self.fact = fact
        self.place = place
        self.earliest = earliest = fact.moment.earliest
        told = fact.told_at
        if earliest is None:
            self.latest: datetime | None = None
            self.since = self.surely = told
            return
        self.latest = latest = fact.moment.latest or earliest
        self.since = earliest
        self.surely = latest if told >= latest else max(earliest, told)


Entries = list[Entry]
Matcher = tuple[tuple[str, frozenset[str] | None], ...]

_PLACE = attrgetter("place")
_NOTHING: Entries = []


class Kinds(dict[str, Entries]):
    """Entries by kind; `found` remembers what several kinds together gave."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        """Begin empty."""
        self.found: dict[Matcher, Entries] = {}


class Scope:
    """The facts a duty may look at: its episode's and, behind them, all of the child's.

    `memory` keeps what has been worked out about this scope during one reading, `shared` what is the same in
    every scope of the child.
    """

    __slots__ = ("began", "child", "episode", "kinds", "memory", "shared")

    def __init__(self, kinds: Kinds, whole: Scope | None = None) -> None:
        """Hold entries by kind; a child's own scope is its own background."""
        self.kinds = kinds
        self.child = kinds if whole is None else whole.kinds
        self.episode: str | None = None
        self.began: Entry | None = None
        self.memory: dict[object, object] = {}
        self.shared = self.memory if whole is None else whole.memory


class Chronology:
    """The facts in play at `as_of`, indexed; with when later ones would come into play.

    A fact of unknown time is always in play. An episode exists from the fact that begins it.
    """

    __slots__ = ("arrivals", "child", "episodes")

    def __init__(self, facts: Iterable[Fact], as_of: datetime, begins: tuple[str, ...]) -> None:
        """Sort and index the facts; those after `as_of` only leave the time they would arrive."""
        in_play, self.arrivals = _cut(facts, as_of)
        in_play.sort()
        child = Kinds()
        parts: dict[str, Kinds] = {}
        for place, (_, _, _, fact) in enumerate(in_play):
            entry = Entry(fact, place)
            _put(child, fact.kind, entry)
            if fact.episode is not None:
                part = parts.get(fact.episode)
                if part is None:
                    part = parts[fact.episode] = Kinds()
                _put(part, fact.kind, entry)
        self.child = Scope(child)
        self.episodes: dict[str, Scope] = {}
        for entry in matching(child, tuple((kind, None) for kind in begins)):
            self._open(entry, parts)

    def _open(self, entry: Entry, parts: dict[str, Kinds]) -> None:
        episode = entry.fact.episode
        if episode is None or episode in self.episodes:
            return
        scope = self.episodes[episode] = Scope(parts[episode], self.child)
        scope.episode, scope.began = episode, entry


def _cut(facts: Iterable[Fact], as_of: datetime) -> tuple[list[tuple[bool, datetime, str, Fact]], dict[str, datetime]]:
    """Split facts at `as_of`; keep of the later ones only the first arrival of each kind."""
    in_play: list[tuple[bool, datetime, str, Fact]] = []
    arrivals: dict[str, datetime] = {}
    for fact in facts:
        earliest = fact.moment.earliest
        if earliest is None:
            in_play.append((True, fact.told_at, fact.id, fact))
        elif earliest <= as_of:
            in_play.append((False, earliest, fact.id, fact))
        elif fact.kind not in arrivals or earliest < arrivals[fact.kind]:
            arrivals[fact.kind] = earliest
    return in_play, arrivals


def _put(kinds: Kinds, kind: str, entry: Entry) -> None:
    entries = kinds.get(kind)
    if entries is None:
        kinds[kind] = [entry]
    else:
        entries.append(entry)


def matcher(triggers: Iterable[Trigger]) -> Matcher:
    """Turn triggers into pairs of kind and wanted values (None: any)."""
    return tuple((kind, trigger.values) for trigger in triggers for kind in trigger.kinds)


def matching(kinds: Kinds, wanted: Matcher) -> Entries:
    """Return the entries that match, in order. The list may be the index's own: never change it."""
    if len(wanted) == 1:
        kind, values = wanted[0]
        entries = kinds.get(kind, _NOTHING)
        return entries if values is None else [e for e in entries if e.fact.value in values]
    several = kinds.found.get(wanted)
    if several is None:
        several = kinds.found[wanted] = _of_several(kinds, wanted)
    return several


def _of_several(kinds: Kinds, wanted: Matcher) -> Entries:
    found: dict[int, Entry] = {}
    for kind, values in wanted:
        for entry in kinds.get(kind, _NOTHING):
            if values is None or entry.fact.value in values:
                found[entry.place] = entry
    return sorted(found.values(), key=_PLACE) if len(found) > 1 else list(found.values())
