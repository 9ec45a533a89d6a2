"""Which protocol an authority's partnership runs at a moment: the one it began with, or the one in force since.

Only a room above knows what has been put in force; it fills the slot at start-up, so that whoever asks here, to show a
form or to name a paragraph, is told what the clocks are told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from wayhome.platform import wall
from wayhome.platform.queries.directory import protocol_of

InForce = Callable[[UUID, datetime], str]
_in_force: list[InForce] = []


def register(in_force: InForce) -> None:
    """Say who knows which law (such as portsmouth-pathway@1.0.0) is in force for an authority at a moment."""
    _in_force[:] = [in_force]


def law_at(authority: UUID, moment: datetime | None = None) -> str:
    """Return the law in force at a moment (now, when None): a protocol's id, and its overlay after a plus sign.

    Without anybody who knows, the protocol the authority began with. Raises LookupError for an authority nobody here
    may see.
    """
    if not _in_force:
        return protocol_of(authority)
    return _in_force[0](authority, moment or wall.now())


def line_of(authority: UUID, moment: datetime | None = None) -> str:
    """Return the protocol line in force at a moment (now, when None), such as portsmouth-pathway. Raises LookupError."""
    return law_at(authority, moment).partition("@")[0]
