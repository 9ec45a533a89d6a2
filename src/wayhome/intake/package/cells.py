"""Rows as written, turned into typed records; a cell that cannot be read becomes a fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from wayhome.engine.facts import Moment, Precision
from wayhome.intake.package.faults import Fault
from wayhome.intake.package.kinds import event_kinds, status_kinds
from wayhome.intake.package.records import PackageChild, PackageEpisode, PackageEvent, PackageStatus
from wayhome.intake.package.source import Row, Written
from wayhome.intake.package.times import NotATime, read_date, read_moment
from wayhome.packs.vocabulary import Kind

Record = TypeVar("Record", PackageChild, PackageStatus, PackageEpisode, PackageEvent)


@dataclass(slots=True)
class Cells:
    """One row by column name, gathering what is wrong as its cells are read."""

    file: str
    line: int
    text: dict[str, str]
    faults: list[Fault]

    def moment(self, column: str, *, day_or_instant: bool = False) -> Moment | None:
        """Read a time; None when the cell is empty. `day_or_instant`: nothing vaguer will do."""
        cell = self.text[column]
        if not cell:
            return None
        try:
            moment = read_moment(cell)
        except NotATime as error:
            self.fault(column, error.reason, error.mend)
            return None
        if day_or_instant and moment.precision not in {Precision.EXACT, Precision.DATE}:
            self.fault(column, f"“{cell}” must be a time or a day.", "Write 2013-04-01T06:30+01:00 or 2013-04-01.")
        return moment

    def day(self, column: str) -> date | None:
        """Read a calendar day; None when the cell is empty."""
        cell = self.text[column]
        try:
            return read_date(cell) if cell else None
        except NotATime as error:
            self.fault(column, error.reason, "Write 2013-04-01.")
            return None

    def fault(self, column: str, reason: str, mend: str) -> None:
        """Note what is wrong with one cell of this row."""
        self.faults.append(Fault(self.file, self.line, column, reason, mend))


def records(
    written: Written, make: Callable[[Cells], Record | None], bad_lines: frozenset[int]
) -> tuple[list[Record], list[Fault]]:
    """Read every row whose shape is good; a row with a fault gives no record, and the rest go on."""
    found: list[Record] = []
    faults: list[Fault] = []
    for row in written.rows:
        if row.line in bad_lines:
            continue
        cells = Cells(written.table.file, row.line, _by_name(written, row), [])
        record = make(cells)
        faults += cells.faults
        if record is not None and not cells.faults:
            found.append(record)
    return found, faults


def _by_name(written: Written, row: Row) -> dict[str, str]:
    blank = {c.name: "" for c in written.table.columns}
    return blank | dict(zip(written.header, row.cells, strict=True))


def child(cells: Cells) -> PackageChild:
    """Read one row of children.csv."""
    t = cells.text
    born, known_from = cells.day("born"), cells.moment("known_from")
    if known_from is not None and known_from.precision is Precision.UNKNOWN:
        cells.fault("known_from", "“known_from” cannot be unknown.", "Give a day, or leave it empty and give “born”.")
    elif not (t["born"] or t["known_from"]):
        cells.fault("known_from", "neither “born” nor “known_from” is told.", "Give one: the name holds from then.")
    return PackageChild(
        reference=t["reference"],
        name=t["name"],
        known_as=t["known_as"],
        born=born,
        gender=t["gender"],
        ethnicity=t["ethnicity"],
        address=t["address"],
        authority=t["authority"],
        known_from=known_from,
        line=cells.line,
    )


def status(cells: Cells) -> PackageStatus | None:
    """Read one row of statuses.csv; its value must be one the vocabulary lists for that status."""
    t = cells.text
    kind = status_kinds()[t["status"]]
    _check_value(cells, kind, t["value"])
    holds_from = cells.moment("from")
    until = cells.moment("until", day_or_instant=True)
    told, recorded = _telling(cells)
    if holds_from is None:
        return None
    if until and holds_from.earliest and until.earliest and until.earliest <= holds_from.earliest:
        cells.fault("until", "it ends before it begins, or as it begins.", "Put the later time in “until”.")
    return PackageStatus(
        t["child"], kind.id, t["value"], holds_from, until, t["agency"], told, recorded, t["source"], cells.line
    )


_EPISODE_WORDS = (
    *("reference", "child", "category", "missing_from", "last_seen", "description", "circumstances", "instructions"),
    *("located_where", "returned_where", "learned", "agency", "source"),
)


def episode(cells: Cells) -> PackageEpisode | None:
    """Read one row of episodes.csv; it must at least say on which day the child went missing."""
    t = cells.text
    began = cells.moment("began")
    if began is not None and began.precision is Precision.UNKNOWN:
        cells.fault(
            "began", "an episode cannot begin at an unknown time.", "Give at least the day, or two days with /."
        )
    rest: dict[str, Any] = {name: cells.moment(name) for name in ("located", "returned", "closed")}
    told, recorded = _telling(cells)
    if began is None:
        return None
    rest |= {w: t[w] for w in _EPISODE_WORDS}
    for when, what in (("located", "located_where"), ("returned", "returned_where"), ("closed", "learned")):
        if t[what] and not t[when]:
            cells.fault(when, f"“{what}” is told, but not when.", "Give the time, or write unknown.")
    return PackageEpisode(began=began, told=told, recorded=recorded, line=cells.line, **rest)


def event(cells: Cells) -> PackageEvent | None:
    """Read one row of events.csv; its value must suit its kind."""
    t = cells.text
    _check_value(cells, event_kinds()[t["kind"]], t["value"])
    at = cells.moment("at")
    told, recorded = _telling(cells)
    if at is None:
        return None
    words = ("child", "episode", "kind", "value", "text", "agency", "by", "source", "reference")
    rest: dict[str, Any] = {w: t[w] for w in words}
    return PackageEvent(at=at, told=told, recorded=recorded, line=cells.line, **rest)


def _telling(cells: Cells) -> tuple[Moment | None, Moment | None]:
    return cells.moment("told", day_or_instant=True), cells.moment("recorded", day_or_instant=True)


def _check_value(cells: Cells, kind: Kind, value: str) -> None:
    """Say when a value is not one this kind of fact can have."""
    if kind.value == "code" and value not in kind.values:
        said = f"“{value[:80]}” is not a value of {kind.id}." if value else f"{kind.id} needs a value."
        cells.fault("value", said, f"Use one of: {', '.join(kind.values)}.")
    elif kind.value == "number" and not (value.isascii() and value.isdecimal() and len(value) < 7):
        cells.fault("value", f"{kind.id} needs a whole number.", "Write digits only.")
    elif kind.value == "none" and value:
        cells.fault("value", f"{kind.id} has no value.", "Leave “value” empty; words go in “text”.")
    elif kind.value == "text" and value and kind.subject == "episode":
        cells.fault("value", f"{kind.id} is told in words.", "Put the words in “text” and leave “value” empty.")
    elif kind.value == "person" and kind.subject == "episode" and not value:
        cells.fault("value", f"{kind.id} needs a person.", "Write the person's sign-in name.")
