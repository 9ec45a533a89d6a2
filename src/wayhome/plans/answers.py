"""A plan's answers as they are kept, and as the engine reads them; and each answer in words.

Kept by an item's id: words for text, a choice, a date (ISO), a time ("2026-03-06 22:00", London) and a number; a list for
choices; a list of rows, each by its column's id; "yes", "no" or "not-known" for a tick, its reason under "<item>.reason".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wayhome.engine.answers import Answer, Answers, Tick
from wayhome.engine.asking import Form, given
from wayhome.engine.instruments import Column, Instrument, Item, Kind, Section
from wayhome.engine.lacking import everything_lacking
from wayhome.ui import words

Kept = Mapping[str, Any]
REASON = ".reason"
_TICKS = {"yes": "Yes", "no": "No", "not-known": "Not known"}


def engine_form(instrument: Instrument, kept: Kept, reference: date) -> Form:
    """Return the kept answers as the engine reads them; what the form does not have is left out."""
    read = {item.id: _answer(item, kept) for item in instrument.items() if kept.get(item.id)}
    return Form(instrument, Answers({key: each for key, each in read.items() if given(each)}, reference))


def gaps(instrument: Instrument, kept: Kept, reference: date) -> dict[str, tuple[str, ...]]:
    """Return what the form still asks for, by the section it stands in, in the order of the document."""
    home = {item.id: section.id for section in instrument.sections for item in section.items}
    found: dict[str, list[str]] = {}
    for each in everything_lacking(engine_form(instrument, kept, reference), judged=True):
        found.setdefault(home.get(each.items[0], ""), []).append(each.say.removeprefix("Not answered yet: "))
    return {section: tuple(says) for section, says in found.items()}


def asked(instrument: Instrument, section: Section, kept: Kept, reference: date) -> tuple[Item, ...]:
    """Return the items of a section that are asked, given what is answered so far; in doubt an item is asked."""
    form = engine_form(instrument, kept, reference)
    return tuple(item for item in section.items if form.asked(item))


def empty(value: object) -> bool:
    """Whether nothing was answered."""
    return value in (None, "", [], {})


def in_words(item: Item, value: Any) -> str:
    """Return one answer in words; rows one under the other. Empty for what was not answered."""
    if empty(value):
        return ""
    if item.kind is Kind.ROWS:
        return "\n".join("; ".join(f"{name}: {said}" for name, said in row_words(item, row) if said) for row in value)
    return _cell(item.kind, {o.id: o.label for o in item.options}, value)


def row_words(item: Item, row: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return each column's label with what the row says under it, in words."""
    return tuple((column.label, _column(column, row.get(column.id, ""))) for column in item.columns)


def _column(column: Column, value: str) -> str:
    return _cell(column.kind, {o.id: o.label for o in column.options}, value) if value else ""


def _cell(kind: Kind, options: Mapping[str, str], value: Any) -> str:
    if kind is Kind.TICK:
        return _TICKS.get(str(value), str(value))
    if kind is Kind.CHOICES:
        return ", ".join(options.get(each, each) for each in value)
    if kind is Kind.CHOICE:
        return options.get(str(value), str(value))
    if kind is Kind.DATE:
        return words.day(date.fromisoformat(str(value)))
    return str(value)


def _answer(item: Item, kept: Kept) -> Answer:
    value, reason = kept[item.id], str(kept.get(item.id + REASON, ""))
    if item.kind is Kind.TICK:
        return Answer(ticks={"": Tick(value)}, reason=reason)
    if item.kind is Kind.CHOICE:
        return Answer(chosen=(str(value),), reason=reason)
    if item.kind is Kind.CHOICES:
        return Answer(chosen=tuple(value), reason=reason)
    if item.kind is Kind.DATE:
        return Answer(day=date.fromisoformat(value), reason=reason)
    if item.kind is Kind.NUMBER:
        return Answer(number=int(value), reason=reason)
    if item.kind is Kind.ROWS:
        return Answer(rows=tuple(value), reason=reason)
    return Answer(text=str(value), reason=reason)
