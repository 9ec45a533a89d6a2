"""Refusals about episodes."""

from __future__ import annotations

from uuid import UUID

from wayhome.record.operations.errors import Refused


class AlreadyMissing(Refused):
    """The child is recorded as missing already; `episode` is the one to update instead."""

    def __init__(self, episode: UUID) -> None:
        super().__init__("This child is already recorded as missing. Add what you know to that episode instead.")
        self.episode = episode


class MayBeHeld(Refused):
    """The child is recorded as missing already, where this person may not see it; never says by whom, or which."""

    def __init__(self) -> None:
        super().__init__("Somebody may already hold this: ask your safeguarding lead. Nothing was changed.")


class MayNotPublish(Refused):
    """Publicity may not be agreed yet; the message says what stands in the way, and who can help."""


class TooMuch(Refused):
    """More was typed than can be kept as a draft."""


class OutOfOrder(Refused):
    """The times do not fit the episode."""


class NotYetReturned(Refused):
    """Something that comes after a return was recorded while the child is still missing."""


class CannotClose(Refused):
    """The episode may not be closed yet; the message lists what is still to be recorded."""


class NotIndependent(Refused):
    """Somebody who cares for the child may not hold the return home conversation (STR18 App 3)."""
