"""A Merkle tree over a growing list, as RFC 6962 section 2 (and RFC 9162 section 2) lay it out.

Pure: hashes in, hashes out. A leaf is hashed behind a zero byte and a node behind a one, so that neither passes for the
other. The left part of a tree of n leaves is the largest power of two below n.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
HASH = 32  # bytes


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of one leaf."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two neighbours."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The whole subtrees at the right edge of a tree: all one needs to add a leaf and to say the root."""

    def __init__(self, size: int = 0, edge: Iterable[bytes] = ()) -> None:
        """Begin empty, or go on from `size` leaves whose edge was kept, widest subtree first.

        Raises ValueError when the edge is not that of a tree of that size.
        """
        self.size, self.edge = size, list(edge)
        if len(self.edge) != size.bit_count() or any(len(each) != HASH for each in self.edge):
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} whole subtrees, not {len(self.edge)}")

    def append(self, leaf: bytes) -> None:
        """Add one leaf by its hash."""
        carried, below = leaf, self.size
        while below & 1:
            carried = node_hash(self.edge.pop(), carried)
            below >>= 1
        self.edge.append(carried)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over every leaf so far."""
        if not self.edge:
            return EMPTY
        root = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    tree = Frontier()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of the leaf at `index`, from 0, lowest first. Raises IndexError outside the tree."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"there is no leaf {index} in a tree of {len(leaves)}")
    path: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(root_of(leaves[middle:high]))
            high = middle
        else:
            path.append(root_of(leaves[low:middle]))
            low = middle
    return path[::-1]


def included(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Say whether `path` proves that `leaf` stands at `index` of the tree of `size` with that root (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(step, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, step)
        here, last = here >> 1, last >> 1
    return last == 0 and found == root


def consistency(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """Return the proof that the tree of the first leaves is the beginning of the whole (RFC 9162 2.1.4.1).

    Raises IndexError when `first` is not from 1 to the number of leaves.
    """
    if not 0 < first <= len(leaves):
        raise IndexError(f"no tree of {first} leaves begins one of {len(leaves)}")
    path: list[bytes] = []
    low, high, whole = 0, len(leaves), True
    while first != high:
        middle = low + _split(high - low)
        if first <= middle:
            path.append(root_of(leaves[middle:high]))
            high = middle
        else:
            path.append(root_of(leaves[low:middle]))
            low, whole = middle, False
    if not whole:
        path.append(root_of(leaves[low:high]))
    return path[::-1]


def consistent(*, first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]) -> bool:
    """Say whether `path` proves that nothing of the first tree was changed in the second (RFC 9162 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    steps = [first_root, *path] if first & (first - 1) == 0 else list(path)
    if not steps:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, step)
        here, last = here >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
