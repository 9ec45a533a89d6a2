"""One question as its page shows it: what is asked, what was typed, what was said last time, what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wayhome.assessment import boxes as typed_in
from wayhome.assessment.filing import Filled, answer_words, reason_of
from wayhome.assessment.queries.drafts import DraftView
from wayhome.assessment.queries.sheets import SheetView
from wayhome.assessment.web.from_record import Known
from wayhome.engine.answers import within
from wayhome.engine.instruments import Column, Item, Kind
from wayhome.packs.result_words import cited
from wayhome.ui import words

TICKS = (("yes", "Yes"), ("no", "No"), ("not-known", "Not known"))


@dataclass(frozen=True, slots=True)
class LastTime:
    """What the last signed version says of a question: offered, never put in by itself."""

    when: str
    answer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What somebody else wrote in the same place; `number` names it when it is chosen."""

    number: int
    by: str
    when: str
    answer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """One set of yes, no, not known: the whole question, or one stretch of time of it."""

    box: str
    label: str
    chosen: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of a row."""

    box: str
    column: Column
    value: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `value` gives what a box holds; `groups` for ticks; `rows` for rows, one empty at the end."""

    item: Item
    boxes: Mapping[str, list[str]]
    fault: str
    cite: str
    groups: tuple[Group, ...]
    rows: tuple[tuple[Cell, ...], ...]
    last: LastTime | None
    beside: tuple[Beside, ...]
    maybe: bool
    known: Known | None = None  # what the record says, where nothing is typed yet
    from_days: tuple[tuple[str, str], ...] = ()  # each stretch of time, and what the days say of it

    @property
    def kind(self) -> str:
        """What kind of answer it takes."""
        return self.item.kind.value

    @property
    def known_words(self) -> str:
        """What the record says, as a person reads it; "" where it says nothing or something is typed."""
        if self.known is None:
            return ""
        return words.day(date.fromisoformat(self.known.answer)) if self.item.kind is Kind.DATE else self.known.answer

    @property
    def hint(self) -> str:
        """What is said under the question; "" for nothing."""
        maybe = "Only needed after some answers above." if self.maybe else ""
        return " ".join(part for part in (self.item.hint, maybe) if part)

    def value(self, box: str) -> str:
        """Return what a single box holds."""
        return next(iter(self.boxes.get(box, [])), "")

    def chosen(self, option: str) -> bool:
        """Whether an answer is chosen."""
        return option in self.boxes.get("answer", [])


def question(
    item: Item, filled: Filled, view: DraftView, last: SheetView | None, known: Known | None = None
) -> Question:
    """Return one question of a draft. `last`: the newest signed version; `known`: what the record says, if anything."""
    boxes = view.boxes.get(item.id, {})
    return Question(
        item=item,
        boxes=boxes,
        fault=filled.faults.get(item.id, ""),
        cite=cited(item.cite),
        groups=_groups(item, filled, boxes),
        rows=_rows(item, boxes) if item.kind is Kind.ROWS else (),
        last=last_time(item, filled, last),
        beside=_beside(item, filled, view),
        maybe=item.asked_when is not None,
        known=known if empty(boxes) else None,
        from_days=_from_days(item, filled),
    )


def empty(boxes: Mapping[str, list[str]]) -> bool:
    """Whether nothing is typed in any box of a question."""
    return not any(any(values) for values in boxes.values())


def _groups(item: Item, filled: Filled, boxes: Mapping[str, list[str]]) -> tuple[Group, ...]:
    if item.kind is not Kind.TICK:
        return ()
    labels = {window.id: window.label for window in filled.instrument.windows}
    names = item.windows or ("answer",)
    return tuple(Group(name, labels.get(name, ""), next(iter(boxes.get(name, [])), "")) for name in names)


def _from_days(item: Item, filled: Filled) -> tuple[tuple[str, str], ...]:
    """Return what the days that were typed say of each stretch; empty where no days were."""
    given = filled.answers.of.get(item.id)
    if given is None or not given.when:
        return ()
    windows = [window for window in filled.instrument.windows if window.id in item.windows]
    held = [any(within(w, filled.basis.reference, each) for each in given.when) for w in windows]
    return tuple((window.label, "Yes" if yes else "No") for window, yes in zip(windows, held, strict=True))


def _rows(item: Item, boxes: Mapping[str, list[str]]) -> tuple[tuple[Cell, ...], ...]:
    rows = (name.partition("-")[0] for name in boxes)
    numbers = sorted({int(row) for row in rows if row.isdecimal() and len(row) < 9})
    free = (numbers[-1] + 1) if numbers else 0
    shown = [*numbers, free] if free < typed_in.MOST_ROWS else numbers
    return tuple(tuple(_cell(number, column, boxes) for column in item.columns) for number in shown)


def _cell(number: int, column: Column, boxes: Mapping[str, list[str]]) -> Cell:
    name = f"{number}-{column.id}"
    options: tuple[tuple[str, str], ...] = ()
    if column.kind in (Kind.TICK, Kind.CHOICE):
        options = tuple((each.id, each.label) for each in column.options) or TICKS
    return Cell(name, column, next(iter(boxes.get(name, [])), ""), options)


def last_time(item: Item, filled: Filled, last: SheetView | None) -> LastTime | None:
    """Return what the last signed version says of an item; None where it says nothing."""
    value = last.answers.get(item.id) if last else None
    if last is None or value is None:
        return None
    return LastTime(words.day(last.sent_at), answer_words(filled.instrument, item, value), reason_of(value))


def _beside(item: Item, filled: Filled, view: DraftView) -> tuple[Beside, ...]:
    found = []
    for number, each in enumerate(view.beside.get(item.id, [])):
        read = typed_in.read(item, each["boxes"])
        said: Any = read.value
        answer = answer_words(filled.instrument, item, said) if not read.fault else _as_typed(each["boxes"])
        when = words.when(datetime.fromisoformat(each["at"]))
        found.append(Beside(number, each["by"], when, answer, reason_of(said)))
    return tuple(found)


def _as_typed(boxes: Mapping[str, list[str]]) -> str:
    return "; ".join(" ".join(values) for values in boxes.values())
