"""Refusals about forms: expected, typed, and worded for the person at the screen."""

from __future__ import annotations

from uuid import UUID

from wayhome.record.operations.errors import Refused


class NotFinished(Refused):
    """The form still lacks something; `lacking` names the items, each with what to do, in words."""

    def __init__(self, lacking: tuple[tuple[str, str], ...]) -> None:
        super().__init__("The form is not finished yet: " + "; ".join(say for _, say in lacking) + ".")
        self.lacking = lacking


class AlreadySent(Refused):
    """The draft was sent; `sheet` is the version it became."""

    def __init__(self, sheet: UUID) -> None:
        super().__init__("This form was sent already. What you wrote since is shown here; nothing of it was saved.")
        self.sheet = sheet


class NothingToFillIn(Refused):
    """The instrument is a frame into which the partnership has not loaded its items."""


class MayNotSign(Refused):
    """This person may not sign this version."""


class AlreadyDecided(Refused):
    """Somebody signed or returned this version first."""
