"""One section of a plan as a form: a field for each item the protocol asks, rows as groups of fields, words for the child."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms

from wayhome.engine.facts import Moment
from wayhome.engine.instruments import Item, Kind, Option, Section
from wayhome.plans.answers import REASON, empty
from wayhome.ui.forms import Checkboxes, DateField, Number, Radios, Select, Text, Textarea, TimedForm, WhenField
from wayhome.ui.words import LONDON, local

LONGEST = 20_000
LONGEST_LINE = 1_000
MOST_ROWS = 60
FOR_CHILD = "for-the-child"
SAID = ".said"  # what belongs to one item begins with its id and a dot, so that it can be kept by itself
_TICKS = (("yes", "Yes"), ("no", "No"), ("not-known", "Not known"))


@dataclass(frozen=True, slots=True)
class RowBoxes:
    """One row of an item: its number as people count, and the names of its fields."""

    number: int
    fields: tuple[str, ...]
    new: bool


class PartForm(TimedForm):
    """The answers of one section. Nothing is required to save: what is missing is said beside the plan instead."""

    def __init__(
        self, data: Any = None, *, now: datetime, section: Section, items: Sequence[Item], kept: Mapping[str, Any],
        words: str = "",
    ) -> None:  # fmt: skip
        self.items, self.kept = tuple(items), kept
        self.rows: dict[str, tuple[RowBoxes, ...]] = {}
        super().__init__(data, now=now)
        for item in self.items:
            self._add(item)
        self.fields[FOR_CHILD + SAID] = Textarea(
            label="The same, in words for the child", required=False, rows=4, initial=words, max_length=LONGEST,
            help_text="Short sentences, the child’s own words where you can. The child’s copy shows these and nothing else.",
        )  # fmt: skip
        for field in self.fields.values():
            if isinstance(field, DateField | WhenField):
                field.now = now

    def full_clean(self) -> None:
        """Check what was typed; leaving out what the plan asks for is no fault here."""
        asked = {name: field.required for name, field in self.fields.items()}
        for field in self.fields.values():
            field.required = False
        super().full_clean()
        for name, required in asked.items():
            self.fields[name].required = required

    def answers(self) -> dict[str, Any]:
        """Return what was typed and can be kept, by the item's id; an emptied answer as empty, so that it goes."""
        made: dict[str, Any] = {}
        for item in self.items:
            if item.kind is Kind.ROWS:
                if not any(name in self.errors for row in self.rows[item.id] for name in row.fields):
                    made[item.id] = self._rows_said(item)
            elif item.id + SAID not in self.errors:
                made[item.id] = _kept(item.kind, self.cleaned_data.get(item.id + SAID))
                if item.reason:
                    made[item.id + REASON] = str(self.cleaned_data.get(item.id + REASON, "")).strip()
        return made

    def words(self) -> str:
        """Return the words for the child."""
        return str(self.cleaned_data.get(FOR_CHILD + SAID) or "").strip()

    def _add(self, item: Item) -> None:
        if item.kind is Kind.ROWS:
            self._add_rows(item)
            return
        value = self.kept.get(item.id)
        self.fields[item.id + SAID] = _field(item.kind, item.label, item.hint, item.options, item.required, value)
        if item.reason:
            self.fields[item.id + REASON] = Textarea(
                label=f"Why? {item.label}", required=False, rows=2, max_length=LONGEST,
                initial=self.kept.get(item.id + REASON, ""),
            )  # fmt: skip

    def _add_rows(self, item: Item) -> None:
        kept = self.kept.get(item.id) or []
        sent = sum(1 for _ in self._sent(item)) if self.is_bound else 0
        count = min(max(len(kept) + 1, sent), MOST_ROWS)
        made = []
        for n in range(count):
            row = kept[n] if n < len(kept) else {}
            names = []
            for column in item.columns:
                name = f"{item.id}.{n}.{column.id}"
                kind = Kind.TEXT if column.kind is Kind.TIME else column.kind
                self.fields[name] = _field(
                    kind, column.label, "", column.options, column.required and n < len(kept), row.get(column.id),
                    in_row=True,
                )  # fmt: skip
                names.append(name)
            made.append(RowBoxes(n + 1, tuple(names), n >= len(kept)))
        self.rows[item.id] = tuple(made)

    def _sent(self, item: Item) -> Iterator[int]:
        first = item.columns[0].id
        for n in range(MOST_ROWS):
            if not any(key.startswith(f"{item.id}.{n}.{first}") for key in self.data):
                return
            yield n

    def _rows_said(self, item: Item) -> list[dict[str, str]]:
        said = []
        for row in self.rows[item.id]:
            cells = {
                column.id: str(_kept(column.kind, self.cleaned_data.get(name)))
                for column, name in zip(item.columns, row.fields, strict=True)
            }
            if any(cells.values()):
                said.append({key: value for key, value in cells.items() if value})
        return said


def _field(
    kind: Kind, label: str, hint: str, options: Sequence[Option], required: bool, value: Any, *, in_row: bool = False
) -> forms.Field:
    asked: dict[str, Any] = {"label": label, "help_text": hint, "required": required}
    initial = None if empty(value) else value
    choices = [(option.id, option.label) for option in options]
    if kind in (Kind.TICK, Kind.CHOICE):
        offered = [*_TICKS] if kind is Kind.TICK else choices
        if in_row:
            return Select(choices=[("", "Choose"), *offered], initial=initial, **asked)
        return Radios(choices=offered, inline=kind is Kind.TICK, initial=initial, **asked)
    if kind is Kind.CHOICES:
        return Checkboxes(choices=choices, initial=initial or [], **asked)
    if kind is Kind.DATE:
        day = date.fromisoformat(initial) if initial else None
        return DateField(may_be_future=True, initial=day, **asked)
    if kind is Kind.TIME:
        return WhenField(may_be_future=True, sureness=("exact",), initial=_moment(initial), **asked)
    if kind is Kind.NUMBER:
        return Number(initial=initial, min_value=0, max_value=10_000, **asked)
    if in_row:
        return Text(max_length=LONGEST_LINE, initial=initial or "", **asked)
    return Textarea(max_length=LONGEST, rows=4, initial=initial or "", **asked)


def _moment(value: str | None) -> Moment | None:
    if not value:
        return None
    at = datetime.fromisoformat(value).replace(tzinfo=LONDON).astimezone(UTC)
    return Moment(at, at)


def _kept(kind: Kind, value: Any) -> Any:
    if empty(value):
        return [] if kind is Kind.CHOICES else ""
    if isinstance(value, Moment):
        return f"{local(value.earliest):%Y-%m-%d %H:%M}" if value.earliest else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return value
    return str(value).strip().replace("\r\n", "\n")
