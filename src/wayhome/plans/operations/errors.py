"""Refusals about plans and actions, worded for the person at the screen."""

from __future__ import annotations

from uuid import UUID

from wayhome.record.operations.errors import BadValue, NotFound, Refused

__all__ = ["AlreadyEnded", "AlreadyOpened", "BadValue", "CannotHandOn", "NotFound", "Refused"]


class AlreadyEnded(Refused):
    """The action was ended already; nothing more can be done to it but a note."""


class AlreadyOpened(Refused):
    """The same form was sent twice; `action` is the one that the first opened."""

    def __init__(self, action: UUID) -> None:
        super().__init__("This action has been recorded already.")
        self.action = action


class CannotHandOn(Refused):
    """Somebody who sees an action only because it is theirs may not give it to somebody else."""
