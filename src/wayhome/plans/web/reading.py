"""A version as it is read: each section with its answers in words, where each came from, and what is not said yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from wayhome.engine.instruments import Instrument, Item, Kind
from wayhome.plans.answers import REASON, asked, empty, gaps, in_words, row_words
from wayhome.record.queries import ledger
from wayhome.ui import words

# Shown from the record itself, under the reader's own access, and never kept in a plan.
LIVE: Mapping[str, str] = {"address": "child.address"}
HIDDEN = "Not recorded, or kept to those who may know where the child lives."


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in words; `rows` for a table; `from_record` says where it came from; empty when nobody said."""

    id: str
    label: str
    said: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    from_record: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a version; `missing` is what the protocol's form still asks for."""

    id: str
    title: str
    lines: tuple[Line, ...]
    for_child: str
    missing: tuple[str, ...]


def live(child: UUID, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers with what is read from the record for this reader put in its place."""
    made = dict(answers)
    for item, kind in LIVE.items():
        standing = [e for e in ledger.current_facts(child, [kind]) if e.holds_until is None]
        made[item] = standing[-1].text if standing else ""
    return made


def parts(
    instrument: Instrument, child: UUID, answers: Mapping[str, Any], for_child: Mapping[str, str],
    sources: Mapping[str, Any], now: datetime,
) -> tuple[Part, ...]:  # fmt: skip
    """Return every section of a version, as this reader may see it."""
    today = words.local(now).date()
    kept = live(child, answers)
    lacking = gaps(instrument, kept, today)
    return tuple(
        Part(
            section.id,
            section.title,
            tuple(_line(item, kept, sources) for item in asked(instrument, section, kept, today)),
            for_child.get(section.id, ""),
            lacking.get(section.id, ()),
        )
        for section in instrument.sections
    )


def _line(item: Item, kept: Mapping[str, Any], sources: Mapping[str, Any]) -> Line:
    value = kept.get(item.id)
    if item.kind is Kind.ROWS and value:
        columns = tuple(column.label for column in item.columns)
        rows = tuple(tuple(said for _, said in row_words(item, row)) for row in value)
        return Line(item.id, item.label, "", columns, rows, told(sources.get(item.id), value))
    said = in_words(item, value)
    if item.id in LIVE:
        return Line(item.id, item.label, said or HIDDEN, from_record="Read from the record now" if said else "")
    if said and kept.get(item.id + REASON):
        said = f"{said}. {kept[item.id + REASON]}"
    return Line(item.id, item.label, said, from_record=told(sources.get(item.id), value))


def told(source: Any, value: Any) -> str:
    """Say where an answer came from: the record, as told on a day; or the record, and then a person's hand."""
    if not source or empty(value):
        return ""
    when = words.day(datetime.fromisoformat(source["told"]))
    if source["said"] == value:
        return f"From the record, as it was told on {when}"
    return f"Begun from the record of {when}, then written by hand"
