"""Hiding who somebody is: one pseudonym a person in one document, and a search of what is left.

Pure: nothing here reads the record. `cover` decides once, for a whole document, who is called what; every piece of the
document goes through the same cover. `search_for_leaks` looks at what came out, in another way than it was made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase

from wayhome.record.identifying import Known, Sort, Trace, alone, letters, parts, titled, traces


class Leaks(ValueError):
    """A document still shows somebody whom it must not; the message says whom, by pseudonym, and in what way."""

    def __init__(self, found: Sequence[Leak]) -> None:
        super().__init__(
            "This cannot be sent: " + "; ".join(sorted({f"{leak.who} still shows by {leak.sort}" for leak in found}))
            + ". Take out the piece that says it, or ask for it to be put in other words."
        )  # fmt: skip
        self.found = tuple(found)


@dataclass(frozen=True, slots=True)
class Leak:
    """Somebody who still shows: by which pseudonym the document calls them, in what way, and the words."""

    who: str
    sort: Sort
    words: str


@dataclass(frozen=True, slots=True)
class _Mark:
    trace: Trace
    who: str
    instead: str


@dataclass(frozen=True, slots=True)
class Cover:
    """Who is called what in one document."""

    pseudonyms: dict[str, str]
    _marks: tuple[_Mark, ...] = field(repr=False)

    def redact(self, text: str) -> str:
        """Return the words with everybody who is hidden called by their pseudonym."""
        return redact(text, self)

    def leaks(self, text: str) -> tuple[Leak, ...]:
        """Return who still shows in these words."""
        return search_for_leaks(text, self)


def cover(people: Iterable[Known], named: Collection[str], texts: Iterable[str] = ()) -> Cover:
    """Decide who is called what: everybody but those `named` (by key) is hidden.

    With `texts`, all that the document will say, only those who show in it get a pseudonym, in the order in which they
    first show; the others stay hidden too, and come after.
    """
    everybody = list(people)
    open_ = [p for p in everybody if p.key in named]
    spoken = frozenset(part for p in open_ for name in p.names for part in parts(name))
    adults_spoken = frozenset(part for p in open_ if not p.child for name in p.names for part in parts(name))
    ways = {p.key: _ways(p, spoken, adults_spoken) for p in everybody if p.key not in named}
    hidden = _in_order([p for p in everybody if p.key not in named], ways, list(texts))
    pseudonyms = _pseudonyms(hidden)
    shared = _shared(hidden)
    shown = {trace.pattern.pattern for p in open_ for trace in traces(p)}
    marks = []
    for person in hidden:
        who = pseudonyms[person.key]
        for trace in ways[person.key]:
            if trace.pattern.pattern in shown:
                continue
            instead = who if trace.sort == "name" else f"[{trace.sort} removed]"
            if trace.sort == "name" and len(shared[trace.pattern.pattern]) > 1:
                instead = "[name removed]"
            marks.append(_Mark(trace, who, instead))
    return Cover(pseudonyms, tuple(marks))


def redact(text: str, cover: Cover) -> str:
    """Return the words with everybody who is hidden called by their pseudonym; the longest match at a place wins."""
    plain, places = letters(text)
    spans = sorted(_spans(text, plain, places, cover), key=lambda span: (span[0], -span[1]))
    made, at = [], 0
    for start, end, mark in spans:
        if start < at:
            continue
        made += [text[at:start], mark.instead]
        at = end
    return "".join([*made, text[at:]])


def search_for_leaks(text: str, cover: Cover) -> tuple[Leak, ...]:
    """Return who still shows in finished words, also where a line end, a hyphen or spaces part a name or a number."""
    plain, places = letters(text)
    found = [
        Leak(mark.who, mark.trace.sort, text[start:end]) for start, end, mark in _spans(text, plain, places, cover)
    ]
    squeezed = "".join(c for c in plain if c.isalnum())
    told = {(leak.who, leak.sort) for leak in found}
    for mark in cover._marks:
        if mark.trace.whole and (mark.who, mark.trace.sort) not in told and mark.trace.whole in squeezed:
            found.append(Leak(mark.who, mark.trace.sort, mark.trace.whole))
    return tuple(found)


def _spans(text: str, plain: str, places: list[int], cover: Cover) -> Iterable[tuple[int, int, _Mark]]:
    for mark in cover._marks:
        for found in mark.trace.pattern.finditer(plain):
            if found.end() == found.start():
                continue
            start, end = places[found.start()], places[found.end() - 1] + 1
            if not mark.trace.capital or text[start].isupper():
                yield start, end, mark


def _ways(person: Known, spoken: frozenset[str], adults_spoken: frozenset[str]) -> list[Trace]:
    """Return the traces of a hidden person. A part of a name shared with somebody named stands for the one named."""
    made = [t for t in traces(person) if t.sort != "name" or t.whole or not _is_part_of(t, spoken)]
    for name in person.names:
        if not person.child and not parts(name) & adults_spoken:
            made += titled(name)
        if len(name.split()) > 1:
            # What only looks like a name may be none: its parts count where they are written as one.
            parted = [replace(t, capital=True) if person.child is None else t for t in alone(name)]
            made += [t for t in parted if not _is_part_of(t, spoken)]
    return made


def _is_part_of(trace: Trace, spoken: frozenset[str]) -> bool:
    return any(trace.pattern.fullmatch(part) for part in spoken)


def _pseudonyms(hidden: Sequence[Known]) -> dict[str, str]:
    made: dict[str, str] = {}
    children = adults = others = 0
    for person in hidden:
        if person.child is None:
            others += bool(person.names)
            made[person.key] = f"Person {others}"
        elif person.child:
            made[person.key] = f"Child {_letter(children)}"
            children += 1
        else:
            adults += 1
            made[person.key] = f"Adult {adults}"
    return made


def _letter(number: int) -> str:
    # Child A is whoever the record is about, also where that child is named: so others begin at B.
    number += 1
    first, last = divmod(number, 26)
    return (ascii_uppercase[first - 1] if first else "") + ascii_uppercase[last]


def _shared(hidden: Sequence[Known]) -> dict[str, set[str]]:
    """Return by pattern the people whom a name could mean."""
    made: dict[str, set[str]] = {}
    for person in hidden:
        ways = traces(person) + [t for name in person.names for t in (*alone(name), *titled(name))]
        for trace in ways:
            made.setdefault(trace.pattern.pattern, set()).add(person.key)
    return made


def _in_order(hidden: Sequence[Known], ways: Mapping[str, Sequence[Trace]], texts: Sequence[str]) -> list[Known]:
    if not texts:
        return list(hidden)
    plain = letters("\n".join(texts))[0]
    first: dict[str, int] = {}
    for person in hidden:
        starts = [found.start() for trace in ways[person.key] if (found := trace.pattern.search(plain))]
        first[person.key] = min(starts, default=len(plain) + 1)
    return sorted(hidden, key=lambda person: first[person.key])
