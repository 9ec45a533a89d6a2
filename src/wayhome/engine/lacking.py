"""What a form still lacks before it is finished: answers it requires, reasons for ticks, what its rules ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wayhome.engine.asking import Form, given, holds, ticked
from wayhome.engine.instruments import Item, Kind
from wayhome.engine.scores import Lacking


def everything_lacking(form: Form, judged: bool) -> tuple[Lacking, ...]:
    """Return everything still wanted, in the order of the document. `judged`: a judgement was given."""
    return (*_items(form), *_rows(form), *_requirements(form), *_judgement(form, judged))


def _items(form: Form) -> Iterator[Lacking]:
    for item in form.instrument.items():
        if not form.asked(item):
            continue
        answer = form.answer(item.id)
        cite = item.cite or form.instrument.cite
        if item.required and not given(answer):
            yield Lacking((item.id,), f"Not answered yet: {item.label}", cite)
        if item.reason and answer is not None and ticked(answer, item) and not answer.reason.strip():
            yield Lacking((item.id,), f"Say why this is ticked: {item.label}", cite)


def _rows(form: Form) -> Iterator[Lacking]:
    for item in form.instrument.items():
        answer = form.answer(item.id)
        if item.kind is Kind.ROWS and answer is not None:
            yield from _row_wants(item, answer.rows)


def _row_wants(item: Item, rows: tuple[Mapping[str, str], ...]) -> Iterator[Lacking]:
    for column in item.columns:
        said = [row.get(column.id, "").strip() for row in rows]
        if column.required and "" in said:
            numbers = ", ".join(str(n) for n, word in enumerate(said, start=1) if not word)
            yield Lacking((item.id,), f"{item.label}: '{column.label}' is not filled in on row {numbers}")
        again = sorted({word for word in said if word and said.count(word) > 1})
        if column.unique and again:
            yield Lacking((item.id,), f"{item.label}: two rows say {', '.join(again)} under '{column.label}'")


def _requirements(form: Form) -> Iterator[Lacking]:
    for rule in form.instrument.requirements:
        wanted = tuple(each for each in rule.needs if not given(form.answer(each)))
        if wanted and holds(rule.when, form):
            yield Lacking(wanted, rule.say, rule.cite)


def _judgement(form: Form, judged: bool) -> Iterator[Lacking]:
    if form.instrument.judgement and not judged:
        say = "A professional's own judgement, with its reason, stands beside the score"
        yield Lacking(("judgement",), say, form.instrument.cite)
