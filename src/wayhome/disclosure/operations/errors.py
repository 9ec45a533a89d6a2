"""Refusals about sharing, worded for the person at the screen."""

from __future__ import annotations

from wayhome.record.operations.errors import BadValue, NotFound, Refused

__all__ = ["BadValue", "NotFound", "Refused", "StillShows"]


class StillShows(Refused):
    """The paper would show somebody whom it must hide; nothing was sent or recorded."""
