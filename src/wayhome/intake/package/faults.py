"""What is wrong with a package, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ORDER = ("datapackage.json", "children.csv", "statuses.csv", "episodes.csv", "events.csv")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong. `line` counts from 1 as an editor does (0: the file as a whole); `column` may be empty."""

    file: str
    line: int
    column: str
    reason: str
    mend: str

    def __str__(self) -> str:
        """Write the fault as one line: file, line, column, what is wrong, how to mend it."""
        where = f"{self.file}, line {self.line}" if self.line else self.file
        column = f", column {self.column}" if self.column else ""
        return f"{where}{column}: {self.reason} {self.mend}".rstrip()


class PackageRefused(Exception):
    """A package with at least one fault: nothing in it was accepted."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in the order a person reads: by file, then line, then column."""
        self.faults: tuple[Fault, ...] = tuple(sorted(set(faults), key=_reading_order))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def _reading_order(fault: Fault) -> tuple[int, str, int, str, str]:
    place = ORDER.index(fault.file) if fault.file in ORDER else len(ORDER)
    return place, fault.file, fault.line, fault.column, fault.reason
