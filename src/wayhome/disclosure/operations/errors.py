"""Refusals about sharing, worded for the person at the screen."""

from __future__ import annotations

from collections.abc import Iterable

from wayhome.record.operations.errors import BadValue, NotFound, Refused

__all__ = ["BadValue", "NotFound", "Refused", "StillShows", "Undecided"]


class StillShows(Refused):
    """The paper would show somebody whom it must hide; nothing was sent or recorded."""


class Undecided(Refused):
    """The words hold what looks like names, and whoever shares has not said whether they may stand; `names` as written."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        said = ", ".join(f"“{name}”" for name in self.names)
        super().__init__(
            f"This looks like somebody’s name or number: {said}. Under “Who may be named in it?” tick what may stand, such as a place. "
            "What you do not tick is hidden."
        )
