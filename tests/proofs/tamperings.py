"""What a superuser who switched the triggers off could do to the audit trail; each returns the first leaf it touched.

The worst of them also hash every entry again, build every seal again and sign it with the installation's own key.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg

Root = psycopg.Connection[tuple[Any, ...]]
_ALL = (
    "select id, at, authority_id, user_id, agency_id, verb, what, through, subjects::text, salt, position, leaf "
    "from platform_auditentry order by position, id"
)


@dataclass(frozen=True, slots=True)
class Trail:
    """The trail before anybody touched it: places in order, how many leaves each seal added, and when."""

    places: tuple[tuple[int, int], ...]  # position, id
    sizes: tuple[int, ...]
    sealed_at: tuple[Any, ...]

    @classmethod
    def read(cls, root: Root) -> Trail:
        """Read it."""
        places = root.execute("select position, id from platform_auditentry order by position, id").fetchall()
        seals = root.execute("select length(leaves) / 32, at from platform_auditseal order by number").fetchall()
        return cls(tuple(places), tuple(s for s, _ in seals), tuple(a for _, a in seals))  # type: ignore[arg-type]

    @property
    def sealed(self) -> int:
        """Return how many entries are sealed."""
        return sum(self.sizes)

    def seal_of(self, index: int) -> int:
        """Return the number of the seal over a leaf."""
        number = 1
        while index >= self.sizes[number - 1]:
            index, number = index - self.sizes[number - 1], number + 1
        return number

    def first_of(self, number: int) -> int:
        """Return the first leaf of a seal."""
        return sum(self.sizes[: number - 1])


Tampering = Callable[[Root, Trail, random.Random], int]

COLUMNS = {
    "at": "at - interval '3 seconds'",
    "authority_id": "gen_random_uuid()",
    "user_id": "case when user_id is null then gen_random_uuid() end",
    "agency_id": "gen_random_uuid()",
    "verb": "verb || 's'",
    "what": "what || ' '",
    "through": "'another door'",
    "subjects": "subjects || '[\"nobody\"]'",
    "salt": "gen_random_uuid()",
}


def _any(there: Trail, chance: random.Random) -> tuple[int, int]:
    index = chance.randrange(there.sealed)
    return index, there.places[index][1]


def alter(root: Root, there: Trail, chance: random.Random) -> int:
    """Change one column of one entry."""
    index, id_ = _any(there, chance)
    column = chance.choice(list(COLUMNS))
    root.execute(f"update platform_auditentry set {column} = {COLUMNS[column]} where id = %s", [id_])  # type: ignore[call-overload]
    return index


def alter_leaf(root: Root, there: Trail, chance: random.Random) -> int:
    """Change the leaf that an entry keeps."""
    index, id_ = _any(there, chance)
    root.execute("update platform_auditentry set leaf = sha256(coalesce(leaf, '')) where id = %s", [id_])
    return index


def back_date(root: Root, there: Trail, chance: random.Random) -> int:
    """Date an entry hours or months before."""
    index, id_ = _any(there, chance)
    root.execute(
        "update platform_auditentry set at = at - %s where id = %s", [timedelta(hours=chance.randint(1, 3000)), id_]
    )
    return index


def remove(root: Root, there: Trail, chance: random.Random) -> int:
    """Remove one entry."""
    index, id_ = _any(there, chance)
    root.execute("delete from platform_auditentry where id = %s", [id_])
    return index


def remove_many(root: Root, there: Trail, chance: random.Random) -> int:
    """Remove several in a row."""
    index, _ = _any(there, chance)
    until = min(there.sealed, index + chance.randint(2, 30))
    root.execute("delete from platform_auditentry where id = any(%s)", [[id_ for _, id_ in there.places[index:until]]])
    return index


def swap(root: Root, there: Trail, chance: random.Random) -> int:
    """Let two entries change places."""
    one, other = sorted(chance.sample(range(there.sealed), 2))
    (p1, i1), (p2, i2) = there.places[one], there.places[other]
    root.execute("update platform_auditentry set id = -1, position = -1 where id = %s", [i1])
    root.execute("update platform_auditentry set id = %s, position = %s where id = %s", [i1, p1, i2])
    root.execute("update platform_auditentry set id = %s, position = %s where id = -1", [i2, p2])
    return one


def put_in(root: Root, there: Trail, chance: random.Random) -> int:
    """Put a new entry in a place that is already sealed."""
    index, _ = _any(there, chance)
    position, id_ = there.places[index]
    root.execute(
        "insert into platform_auditentry (id, at, authority_id, user_id, agency_id, verb, what, through, subjects, salt, "
        "position, leaf) select %s, at, authority_id, user_id, agency_id, verb, 'never happened', through, subjects, %s, "
        "%s, leaf from platform_auditentry where id = %s",
        [-chance.randint(1, 10**6), uuid.UUID(int=chance.getrandbits(128)), position, id_],
    )
    hash_again(root)
    return index


def move_out(root: Root, there: Trail, chance: random.Random) -> int:
    """Move an entry behind the last seal, as if it had just been written."""
    index, id_ = _any(there, chance)
    root.execute("update platform_auditentry set position = position + 100000 where id = %s", [id_])
    return index


def cut_tail(root: Root, there: Trail, chance: random.Random) -> int:
    """Remove every entry from one on, the unsealed too."""
    index, _ = _any(there, chance)
    root.execute("delete from platform_auditentry where (position, id) >= (%s, %s)", list(there.places[index]))
    return index


def cut_tail_and_seals(root: Root, there: Trail, chance: random.Random) -> int:
    """Remove the last seals and everything after those that are left."""
    number = chance.randint(1, len(there.sizes))
    index = there.first_of(number)
    root.execute("delete from platform_auditseal where number >= %s", [number])
    root.execute("delete from platform_auditentry where (position, id) >= (%s, %s)", list(there.places[index]))
    return index


def empty(root: Root, there: Trail, chance: random.Random) -> int:
    """Empty the trail, or its seals, or both."""
    tables = chance.choice([["entry"], ["seal"], ["entry", "seal"]])
    for table in tables:
        root.execute(f"delete from platform_audit{table}")  # type: ignore[call-overload]
    return 0


def alter_seal(root: Root, there: Trail, chance: random.Random) -> int:
    """Change one column of a seal."""
    number = chance.randint(1, len(there.sizes))
    change = chance.choice([
        "root = sha256(root)", "size = size + 1000", "at = at + interval '1 second'", "leaves = sha256(leaves) || leaves",
        "edge = sha256(edge)", "last_position = last_position + 1", "last_id = last_id + 1", "number = number + 1000",
        "signature = sha256(signature)", "key = sha256(key)", "leaves = ''",
    ])  # fmt: skip
    root.execute(f"update platform_auditseal set {change} where number = %s", [number])  # type: ignore[call-overload]
    return there.first_of(number)


def remove_seal(root: Root, there: Trail, chance: random.Random) -> int:
    """Remove one seal."""
    number = chance.randint(1, len(there.sizes))
    root.execute("delete from platform_auditseal where number = %s", [number])
    return there.first_of(number)


def redate_seal(root: Root, there: Trail, chance: random.Random) -> int:
    """Date a seal anew and sign it again."""
    from wayhome.platform.heads import Head
    from wayhome.platform.operations.sealing import secret

    number = len(there.sizes)  # the newest: that head is held for certain
    size, top, at = root.execute("select size, root, at from platform_auditseal where number = %s", [number]).fetchone()  # type: ignore[misc]
    head = Head(size, bytes(top), at + timedelta(minutes=chance.randint(1, 50)), b"", b"").signed(secret())  # type: ignore[arg-type, operator]
    root.execute(
        "update platform_auditseal set at = %s, signature = %s where number = %s", [head.at, head.signature, number]
    )
    return there.first_of(number)


def hash_again(root: Root) -> None:
    """Give every entry the leaf of what it says now."""
    from wayhome.platform.queries.trail import leaf_of

    for row in root.execute(_ALL).fetchall():
        if (leaf := leaf_of(row)) != bytes(row[11] or b""):  # type: ignore[call-overload]
            root.execute("update platform_auditentry set leaf = %s where id = %s", [leaf, row[0]])


def seal_again(root: Root, there: Trail, chance: random.Random) -> None:
    """Build every seal again over what is there now, in the old sizes or in others, signed with the real key."""
    from wayhome.platform.heads import Head
    from wayhome.platform.merkle import Frontier
    from wayhome.platform.operations.sealing import secret

    hash_again(root)
    rows = root.execute(_ALL).fetchall()
    fresh = {id_ for _, id_ in there.places[there.sealed :]}
    rows = [row for row in rows if row[0] not in fresh and row[10] <= there.places[there.sealed - 1][0]]  # type: ignore[operator]
    root.execute("delete from platform_auditseal")
    tree, at, number = Frontier(), 0, 0
    while at < len(rows):
        width = there.sizes[number] if number < len(there.sizes) else len(rows)
        part = rows[at : at + width]
        for row in part:
            tree.append(bytes(row[11]))  # type: ignore[arg-type]
        when = there.sealed_at[min(number, len(there.sealed_at) - 1)]
        head = Head(tree.size, tree.root(), when).signed(secret())
        number, at = number + 1, at + len(part)
        root.execute(
            "insert into platform_auditseal values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [number, tree.size, part[-1][10], part[-1][0], b"".join(bytes(r[11]) for r in part), b"".join(tree.edge),  # type: ignore[arg-type]
             head.root, head.at, head.key, head.signature],
        )  # fmt: skip


def _and_hash(first: Tampering) -> Tampering:
    def both(root: Root, there: Trail, chance: random.Random) -> int:
        index = first(root, there, chance)
        hash_again(root)
        return index

    return both


def _and_seal(first: Tampering) -> Tampering:
    def both(root: Root, there: Trail, chance: random.Random) -> int:
        index = first(root, there, chance)
        seal_again(root, there, chance)
        return index

    return both


def rewrite(root: Root, there: Trail, chance: random.Random) -> int:
    """Write the whole history anew: everybody's name off everything from one entry on."""
    index, _ = _any(there, chance)
    root.execute(
        "update platform_auditentry set user_id = gen_random_uuid() where (position, id) >= (%s, %s)",
        list(there.places[index]),
    )
    return index


ON_THE_SPOT: dict[str, Tampering] = {
    "an entry altered": alter, "an entry back-dated": back_date, "an entry removed": remove, "several removed": remove_many,
    "two entries swapped": swap, "an entry put in": put_in, "an entry moved behind the seals": move_out,
    "history rewritten": rewrite,
}  # fmt: skip
RESEALED: dict[str, Tampering] = {
    f"{name}, hashed and sealed again with the real key": _and_seal(each) for name, each in ON_THE_SPOT.items()
} | {"the tail cut off, and sealed again": _and_seal(cut_tail_and_seals)}
TAMPERINGS: dict[str, Tampering] = {
    **ON_THE_SPOT,
    **{f"{name}, hashed again": _and_hash(each) for name, each in ON_THE_SPOT.items()},
    **RESEALED,
    "a leaf altered": alter_leaf, "the tail cut off": cut_tail, "the tail cut off with its seals": cut_tail_and_seals,
    "emptied": empty, "a seal altered": alter_seal, "a seal removed": remove_seal,
    "a seal dated anew and signed again": redate_seal,
}  # fmt: skip
