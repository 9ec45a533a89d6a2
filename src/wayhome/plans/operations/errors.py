"""Refusals about plans and actions, worded for the person at the screen."""

from __future__ import annotations

from uuid import UUID

from wayhome.plans.merging import Clash
from wayhome.plans.queries.plans import DraftView
from wayhome.record.operations.errors import BadValue, NotFound, Refused

__all__ = [
    "AlreadyEnded",
    "AlreadyOpened",
    "BadValue",
    "CannotHandOn",
    "MayNotBegin",
    "NotFound",
    "Overtaken",
    "Refused",
    "Stale",
]


class AlreadyEnded(Refused):
    """The action was ended already; nothing more can be done to it but a note."""


class AlreadyOpened(Refused):
    """The same form was sent twice; `action` is the one that the first opened."""

    def __init__(self, action: UUID) -> None:
        super().__init__("This action has been recorded already.")
        self.action = action


class CannotHandOn(Refused):
    """Somebody who sees an action only because it is theirs may not give it to somebody else."""


class MayNotBegin(Refused):
    """A plan is begun by somebody who would see one that is there already."""


class Overtaken(Refused):
    """Somebody accepted a version while this one was written; `clashes` are the answers both changed."""

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        super().__init__("Somebody accepted another version while you were writing. Choose what to keep of each.")
        self.clashes = clashes


class Stale(Refused):
    """The same person saved this draft from another page; `draft` is what is kept there."""

    def __init__(self, draft: DraftView) -> None:
        super().__init__("You have saved this plan from another page since you opened this one.")
        self.draft = draft
