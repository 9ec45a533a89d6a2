"""Checking the audit trail against its seals, and the seals against heads that somebody else kept.

Reads as the owner or as the backup role, a seal at a time, so that memory does not grow with the trail. Leaves are
worked out here from what the entries say, never taken from the database's own function.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from wayhome.platform import merkle
from wayhome.platform.heads import Head

Ask = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]
# An entry is dated inside its transaction, and sealed once that has ended. No transaction lasts as long as this.
LONGEST_TRANSACTION = timedelta(hours=1)
# Seals hold a thousand entries. A place stuffed with more is told of without reading them all.
STUFFED = 5000

_SEALS = (
    "select number, size, last_position, last_id, leaves, edge, root, at, key, signature from platform_auditseal "
    "where number > %s order by number limit 1"
)
_ENTRIES = """
select id, at, authority_id, user_id, agency_id, verb, what, through, subjects::text, salt, position, leaf
from platform_auditentry where (position, id) > (%s, %s) and (position, id) <= (%s, %s) order by position, id limit %s
"""
_ENTRY = """
select id, at, authority_id, user_id, agency_id, verb, what, through, subjects::text, salt, position, leaf
from platform_auditentry where id = %s
"""
_TAIL_DISPOSALS = """
select id, at, authority_id, user_id, agency_id, verb, what, through, subjects::text, salt, position, leaf
from platform_auditentry where (position, id) > (%s, %s) and verb = 'dispose' order by position, id limit %s
"""
_TAIL = "select count(*), min(at), max(at) from platform_auditentry where (position, id) > (%s, %s)"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was sealed: which leaves (from 0, both ends included), about when, and in words."""

    first: int
    last: int
    at: datetime | None
    says: str


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal as it stands in the database."""

    number: int
    head: Head
    last: tuple[int, int]
    leaves: tuple[bytes, ...]
    edge: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as it stands: its place, moment, and the leaf worked out from what it says beside the one it keeps."""

    position: int
    id: int
    at: datetime
    leaf: bytes
    kept: bytes | None
    blank: bool = False
    gone: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at and what was found. `unsealed` entries are not covered by any seal yet.

    `disposed` entries lost what they said with a record that was disposed of; each is named by a sealed entry that says so.
    """

    seals: int
    size: int
    root: bytes
    findings: tuple[Finding, ...]
    unsealed: int
    unsealed_since: datetime | None
    held: int
    disposed: int = 0


@dataclass(slots=True)
class _Walk:
    """How far the tree has grown, and what was found on the way."""

    held: dict[int, Head]
    tree: merkle.Frontier = field(default_factory=merkle.Frontier)
    last: tuple[int, int] = (-1, -1)
    seals: int = 0
    agreed: int = 0
    split: bool = False
    sealed_at: datetime | None = None
    findings: list[Finding] = field(default_factory=list)
    blank: dict[int, tuple[int, datetime]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)

    def say(self, first: int, last: int, at: datetime | None, says: str) -> None:
        self.findings.append(Finding(first, last, at, says))


def ask(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Ask the product's own connection."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return list(cursor.fetchall())


def leaf_of(row: Sequence[Any]) -> bytes:
    """Return the leaf of an entry (the columns of `_ENTRIES`), from everything it says; of a blank one, the leaf it keeps."""
    id_, at, authority, user, agency, verb, what, through, subjects, salt, position = row[:11]
    if _is_blank(row):
        return _kept(row) or b""
    said = [
        id_, f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}", *(None if u is None else str(u) for u in (authority, user, agency)),
        verb, what, through, json.loads(subjects), str(salt), position,
    ]  # fmt: skip
    return merkle.leaf_hash(json.dumps(said, ensure_ascii=False).encode())


def seals(ask: Ask = ask) -> Iterator[Seal]:
    """Yield the seals in order, one at a time."""
    number = -(2**62)
    while rows := ask(_SEALS, [number]):
        number, size, position, id_, leaves, edge, root, at, key, signature = rows[0]
        head = Head(size, bytes(root), at, bytes(key), bytes(signature))
        yield Seal(number, head, (position, id_), _cut(bytes(leaves)), _cut(bytes(edge)))


def _cut(hashes: bytes) -> tuple[bytes, ...]:
    return tuple(hashes[i : i + merkle.HASH] for i in range(0, len(hashes), merkle.HASH))


def entries(after: tuple[int, int], until: tuple[int, int], ask: Ask = ask) -> list[Row]:
    """Return the entries between two places, the second included, in order."""
    return [
        Row(row[10], row[0], row[1], leaf_of(row), _kept(row), _is_blank(row), _disposed_of(row))
        for row in ask(_ENTRIES, [*after, *until, STUFFED])
    ]


def _kept(row: Sequence[Any]) -> bytes | None:
    return None if row[11] is None else bytes(row[11])


def _is_blank(row: Sequence[Any]) -> bool:
    """Whether an entry lost what it said with its salt, as the disposal of a record does (access/audit.sql)."""
    return row[9] is None and not row[6] and not row[7] and json.loads(row[8]) == []


def _disposed_of(row: Sequence[Any]) -> frozenset[int]:
    """Return the entries that this one says were made blank, if it tells of a disposal."""
    if row[5] != "dispose" or row[9] is None or "; entries [" not in row[6]:
        return frozenset()
    return frozenset(json.loads(row[6].partition("; entries ")[2]))


def verify(held: Sequence[Head] = (), *, ask: Ask = ask, each: Callable[[int], None] = lambda _: None) -> Verified:
    """Compare every sealed entry with its seal, and every seal with the heads in `held` that somebody else kept.

    Without `held` it finds what a person with the run of the database did not take the trouble to seal again; with
    it, also what they did. `each` hears the number of leaves of every seal.
    """
    walk = _Walk({head.size: head for head in held})
    for seal in seals(ask):
        _seal(walk, seal, entries(walk.last, seal.last, ask))
        each(len(seal.leaves))
    beyond = [size for size in sorted(walk.held) if size > walk.tree.size]
    if beyond and not walk.split:
        size = beyond[0]
        walk.say(walk.agreed, size - 1, walk.held[size].at, f"cut off: a head was given out over {size} entries")
    for row in ask(_TAIL_DISPOSALS, [*walk.last, STUFFED]):  # said, and sealed within the minute
        walk.gone |= _disposed_of(row)
    for id_, (place, at) in walk.blank.items():
        if id_ not in walk.gone:
            walk.say(place, place, at, f"entry {id_} was made blank, and no disposal says so")
    unsealed, since, _ = ask(_TAIL, walk.last)[0]
    disposed = len(walk.blank.keys() & walk.gone)
    return Verified(
        walk.seals, walk.tree.size, walk.tree.root(), tuple(walk.findings), unsealed, since, len(walk.held), disposed
    )


def _seal(walk: _Walk, seal: Seal, rows: Sequence[Row]) -> None:
    first = walk.tree.size
    _rows(walk, seal, rows)
    for leaf in seal.leaves:
        walk.tree.append(leaf)
        _held(walk, seal)
    for wrong in _faults(walk, seal, rows):
        walk.say(first, max(first, walk.tree.size - 1), seal.head.at, f"seal {seal.number} {wrong}")
    walk.seals, walk.last, walk.sealed_at = seal.number, seal.last, seal.head.at


def _faults(walk: _Walk, seal: Seal, rows: Sequence[Row]) -> Iterator[str]:
    """Yield what is wrong with a seal by itself and beside the one before, once the tree has grown by its leaves."""
    if seal.number != walk.seals + 1:
        yield f"stands where seal {walk.seals + 1} belongs"
    if (seal.head.size, seal.head.root, list(seal.edge)) != (walk.tree.size, walk.tree.root(), walk.tree.edge):
        yield "does not bear out its own leaves, or those before it"
    if not seal.leaves:
        yield "seals nothing"
    if not seal.head.is_signed():
        yield "is not signed by its key"
    if walk.sealed_at is not None and seal.head.at < walk.sealed_at:
        yield "is dated before the one it follows"
    if seal.last <= walk.last or (rows and (rows[-1].position, rows[-1].id) != seal.last):
        yield "does not end at its last entry"


def _held(walk: _Walk, seal: Seal) -> None:
    """Compare the tree, as it has grown to here, with the head that was given out at this size, if one was."""
    size = walk.tree.size
    head = walk.held.get(size)
    if head is None or walk.split:
        return
    if head.root != walk.tree.root():
        # Every later root differs too, whatever was done after: nothing more can be learnt from those.
        walk.split = True
        says = f"rewritten: the root over {size} entries is not the one given out; later heads cannot be compared"
        walk.say(walk.agreed, size - 1, head.at, says)
    elif (seal.head.size, seal.head.at, seal.head.key) != (size, head.at, head.key):
        walk.say(walk.agreed, size - 1, head.at, f"seal {seal.number} is not the one given out over {size} entries")
    walk.agreed = size


def _rows(walk: _Walk, seal: Seal, rows: Sequence[Row]) -> None:
    """Compare the entries with the leaves that were sealed, and name each that differs."""
    first, found = walk.tree.size, [row.leaf for row in rows]
    places = {leaf: first + index for index, leaf in enumerate(seal.leaves)}
    strangers = [row for row in rows if row.leaf not in places]
    there = set(found)
    gone = [place for leaf, place in places.items() if leaf not in there]
    for row in strangers:
        where = gone[0] if len(gone) == 1 else first
        until = gone[0] if len(gone) == 1 else first + len(seal.leaves) - 1
        walk.say(where, until, row.at, f"entry {row.id} says what was not sealed: altered, or put in later")
    # One stranger and one gap are one altered entry, told of once.
    for place in [] if len(strangers) == len(gone) == 1 else gone:
        walk.say(place, place, seal.head.at, f"leaf {place} is altered or gone")
    if not strangers and not gone and found != list(seal.leaves):
        index = next((i for i, (a, b) in enumerate(zip(found, seal.leaves, strict=False)) if a != b), 0)
        walk.say(first + index, first + len(seal.leaves) - 1, seal.head.at, "entries stand in another order, or twice")
    for row in rows:
        if row.leaf in places:
            _dated(walk, seal, row, places[row.leaf])
            walk.gone |= row.gone
            if row.blank:
                walk.blank[row.id] = (places[row.leaf], row.at)


def _dated(walk: _Walk, seal: Seal, row: Row, place: int) -> None:
    if row.kept is not None and row.kept != row.leaf:
        walk.say(place, place, row.at, f"entry {row.id} keeps a leaf that is not its own")
    early = walk.sealed_at is not None and row.at < walk.sealed_at - LONGEST_TRANSACTION
    if early or row.at > seal.head.at + LONGEST_TRANSACTION:
        walk.say(place, place, row.at, f"entry {row.id} is dated {row.at:%d %B %Y %H:%M}, far from when it was sealed")


@dataclass(frozen=True, slots=True)
class Proof:
    """That one entry stands at `index` under a head: everything a second agency needs to work it out again."""

    entry: int
    at: datetime
    index: int
    leaf: bytes
    head: Head
    path: tuple[bytes, ...]

    def holds(self) -> bool:
        """Say whether the path leads from the leaf to the head's root."""
        return merkle.included(
            leaf=self.leaf, index=self.index, size=self.head.size, path=self.path, root=self.head.root
        )


def prove(entry: int, ask: Ask = ask) -> Proof | None:
    """Return the proof that an entry is under the newest seal; None while it is in no seal, or not there."""
    found = ask(_ENTRY, [entry])
    if not found:
        return None
    row = found[0]
    leaf, place = leaf_of(row), (row[10], row[0])
    leaves: list[bytes] = []
    index, before, newest = None, (-1, -1), None
    for seal in seals(ask):
        if before < place <= seal.last and leaf in seal.leaves:
            index = len(leaves) + seal.leaves.index(leaf)
        leaves += seal.leaves
        before, newest = seal.last, seal
    if index is None or newest is None:
        return None
    return Proof(entry, row[1], index, leaf, newest.head, tuple(merkle.inclusion(leaves, index)))
