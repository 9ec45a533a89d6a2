"""Signed tree heads: what a second agency is given to hold, one JSON line each.

A head says that at a moment the audit trail had so many sealed entries with such a root. It holds no name and no
content, so it can be given to anybody; whoever holds it can later tell whether anything before it was changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class BadHead(ValueError):
    """A line of a file of heads cannot be read, or two lines contradict each other; the message names the line."""


@dataclass(frozen=True, slots=True)
class Head:
    """`size` entries sealed under `root` at `at` (UTC), signed by whoever has the key."""

    size: int
    root: bytes
    at: datetime
    key: bytes = b""
    signature: bytes = b""

    def message(self) -> bytes:
        """Return what is signed."""
        return f"wayhome audit head\n{self.size}\n{self.root.hex()}\n{self.at.astimezone(UTC).isoformat()}".encode()

    def signed(self, secret: str) -> Head:
        """Return this head signed (Ed25519) with the key that grows from `secret`."""
        own = Ed25519PrivateKey.from_private_bytes(sha256(b"wayhome audit seal\0" + secret.encode()).digest())
        return Head(self.size, self.root, self.at, own.public_key().public_bytes_raw(), own.sign(self.message()))

    def is_signed(self) -> bool:
        """Say whether the signature is that of the head's key over what it says."""
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(self.signature, self.message())
        except (InvalidSignature, ValueError):
            return False
        return True

    def line(self) -> str:
        """Return the head as one line of JSON."""
        said = {"size": self.size, "root": self.root.hex(), "at": self.at.astimezone(UTC).isoformat()}
        return json.dumps({**said, "key": self.key.hex(), "signature": self.signature.hex()})


def read(lines: Iterable[str]) -> list[Head]:
    """Read a file of heads, smallest first. Raises BadHead for a line that is none, is unsigned, or contradicts another.

    Two heads of one size with different roots show by themselves that somebody told two stories.
    """
    found: dict[int, Head] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        head = _head(line, number)
        if not head.is_signed():
            raise BadHead(f"line {number}: the signature is not that of its key over size, root and time.")
        if found.setdefault(head.size, head).root != head.root:
            raise BadHead(f"line {number}: two heads of {head.size} entries have different roots: the log was split.")
    if len({head.key for head in found.values()}) > 1:
        raise BadHead("The heads are signed by more than one key. Keep a file for each key, or ask why it changed.")
    return [found[size] for size in sorted(found)]


def _head(line: str, number: int) -> Head:
    try:
        said = json.loads(line)
        at = datetime.fromisoformat(said["at"])
        root, key, signature = (bytes.fromhex(said[name]) for name in ("root", "key", "signature"))
        return Head(int(said["size"]), root, at, key, signature)
    except (ValueError, KeyError, TypeError) as fault:
        raise BadHead(f"line {number}: not a head of the audit trail ({fault}).") from fault
