"""Refusals about keeping and disposing, worded for the person at the screen."""

from __future__ import annotations

from wayhome.record.operations.errors import BadValue, NotFound, Refused

__all__ = ["BadValue", "NotFound", "Refused"]
