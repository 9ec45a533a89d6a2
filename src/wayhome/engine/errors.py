"""What can go wrong when duties are read: each error says what, where, and how to mend it."""

from __future__ import annotations

from datetime import date


class EngineError(ValueError):
    """Something given to the engine cannot be read."""


class NaiveMoment(EngineError):
    """A time without a zone was given where an instant is needed."""

    def __init__(self, moment: object) -> None:
        """Name the offending time and the mend."""
        super().__init__(f"The time {moment} has no zone. Give it one: add 'Z' or '+01:00', or attach a tzinfo.")


class CalendarEnds(EngineError):
    """A working day was asked for outside the years a calendar covers."""

    def __init__(self, name: str, day: date, first: date, last: date) -> None:
        """Name the calendar, the day asked for, and the years it covers."""
        self.day = day
        super().__init__(
            f"The calendar {name} covers {first.isoformat()} to {last.isoformat()}, and was asked about "
            f"{day.isoformat()}. Use a calendar that reaches that day; a bank holiday is never guessed."
        )


class UnknownState(EngineError):
    """A protocol names a state, or a value of one, that its vocabulary does not have."""

    def __init__(self, state: str, value: str | None = None) -> None:
        """Name the state, and the value when that is what is missing."""
        what = f"the state '{state}'" if value is None else f"the value '{value}' of the state '{state}'"
        super().__init__(f"The vocabulary does not have {what}. Add it there, or correct the protocol.")


class NotASpan(EngineError):
    """A length of time that cannot be counted."""

    def __init__(self, count: int, unit: str) -> None:
        """Name the count and unit."""
        super().__init__(f"Cannot count {count} {unit}: working days must be none or more.")
