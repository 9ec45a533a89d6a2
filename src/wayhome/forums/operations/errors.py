"""Refusals about meetings, worded for the person at the screen."""

from __future__ import annotations

from wayhome.record.operations.errors import BadValue, NotFound, Refused

__all__ = ["AlreadyInTheDiary", "BadValue", "DecidedMeanwhile", "NotFound", "NotKept", "NotYours", "Refused", "TooLate"]


class NotYours(Refused):
    """Only the chair, or whoever prepares the meeting, may do this."""


class TooLate(Refused):
    """The meeting has gone past the point at which this could be done."""


class DecidedMeanwhile(Refused):
    """A colleague decided since the page was opened, and neither may go unread."""


class AlreadyInTheDiary(Refused):
    """There is a meeting of this forum at that very time."""


class NotKept(Refused):
    """Of some members what was written about who came cannot be kept; `faults` says why, by the member's id."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("It is not kept yet.")
        self.faults = faults
