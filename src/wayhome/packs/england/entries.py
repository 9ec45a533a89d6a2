"""One entry of a national catalogue: named statements, each with its citation, its dates and any doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wayhome.engine.language import Citation


@dataclass(frozen=True, slots=True)
class Dates:
    """When something holds: first day included, last excluded; None is open.

    `doubt`: why the days themselves are not certain. `seen`: a day on which it was read to hold, whatever the days.
    `awaiting`: enacted, and no day on which it begins was found.
    """

    from_: date | None = None
    until: date | None = None
    doubt: str = ""
    awaiting: str = ""
    seen: date | None = None
    cite: tuple[Citation, ...] = ()

    def holds(self, day: date) -> bool | None:
        """Whether it holds on a day; None where that cannot be told, because the days are in doubt.

        What is awaited is never taken to hold. Where the day it began is in doubt it holds from `seen` on; where the
        day it ended is in doubt, up to `seen`.
        """
        if self.awaiting:
            return False
        if self.doubt:
            return True if self._seen_to_hold(day) else None
        return (self.from_ or date.min) <= day and (self.until is None or day < self.until)

    def _seen_to_hold(self, day: date) -> bool:
        if self.seen is None:
            return False
        later = day >= self.seen and self.until is None
        return day == self.seen or later or (day <= self.seen and self.from_ is None)

    def perhaps(self, day: date) -> bool:
        """Whether the days as written, doubtful or not, take this day in; what is awaited never does."""
        return not self.awaiting and (self.from_ or date.min) <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of one thing: its words (several where there is a choice of them), where from, and when.

    `doubt` says why it could not be confirmed; empty when it was read in the document cited.
    """

    texts: tuple[str, ...]
    cite: tuple[Citation, ...]
    dates: Dates = Dates()
    doubt: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether it was read where it is cited."""
        return not self.doubt


@dataclass(frozen=True, slots=True)
class Entry:
    """One power, stage, definition, measure, grade or phrase. Statements by name, versions of each in order of date."""

    id: str
    title: str
    group: str
    cite: tuple[Citation, ...]
    dates: Dates
    statements: Mapping[str, tuple[Statement, ...]]
    code: str = ""
    line: int = 1

    def said(self, name: str, day: date, *, unconfirmed: bool = False) -> Statement | None:
        """Return what is said of `name` on a day, or None.

        What could not be confirmed is off: it is returned only when `unconfirmed` asks for it, and then carries its
        doubt. So it is with a version whose days are in doubt, unless it was read to hold by then.
        """
        for version in self.statements.get(name, ()):
            held = version.dates.holds(day)
            if held is None and unconfirmed:
                held = version.dates.perhaps(day)
            if held and (version.confirmed or unconfirmed):
                return version
        return None

    def in_force(self, day: date, *, unconfirmed: bool = False) -> bool | None:
        """Whether it is in force on a day; None where the days are in doubt and nobody asked for doubtful days."""
        held = self.dates.holds(day)
        return self.dates.perhaps(day) if held is None and unconfirmed else held


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Entries of one kind, in the order of their file."""

    id: str
    kind: str
    title: str
    file: str
    entries: tuple[Entry, ...]

    def entry(self, entry_id: str) -> Entry:
        """Return one entry. Raises KeyError when there is none."""
        for entry in self.entries:
            if entry.id == entry_id:
                return entry
        raise KeyError(entry_id)

    @property
    def groups(self) -> dict[str, tuple[Entry, ...]]:
        """The entries by group, groups in the order they first appear."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.group, []).append(entry)
        return {group: tuple(entries) for group, entries in found.items()}
