"""Refusals of this room: expected, typed, and worded for the person at the screen."""

from __future__ import annotations

from wayhome.record.operations.errors import BadValue, NotFound, Refused

__all__ = ["BadValue", "ChangedMeanwhile", "NotFound", "NotTheSender", "Refused"]


class NotTheSender(Refused):
    """The law in force has another post send it."""


class ChangedMeanwhile(Refused):
    """A colleague kept a newer draft since this one was opened."""
