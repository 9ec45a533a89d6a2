"""Refusals of the record: expected, typed, and worded for the person at the screen."""

from __future__ import annotations


class Refused(Exception):
    """Something may not be recorded; the message says what is wrong and how to mend it."""


class UnknownKind(Refused):
    """The kind of fact is not in the vocabulary."""


class BadValue(Refused):
    """The value does not fit the kind."""


class AlreadyCorrected(Refused):
    """Somebody corrected this fact first; look at theirs before correcting it again."""


class NotFound(Refused):
    """There is no such thing, or the person may not see it: the two look the same."""
