"""Whether a question holds of a filled-in form: yes, no, or None where it cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wayhome.engine.answers import Answer, Answers, Tick
from wayhome.engine.instruments import Instrument, Item, Kind
from wayhome.engine.questions import (
    Aged,
    Answered,
    AtLevel,
    EveryOf,
    Filled,
    NotSo,
    Question,
    SomeOf,
    Ticked,
)

BIRTH = "born-on"  # how a missing age is named among what is missing


@dataclass(frozen=True, slots=True)
class Form:
    """One instrument with checked answers, and the outcome once there is one."""

    instrument: Instrument
    answers: Answers
    level: str | None = None

    def answer(self, item_id: str) -> Answer | None:
        """Return the answer to an item, or None."""
        return self.answers.of.get(item_id)

    def asked(self, item: Item) -> bool:
        """Whether the item is asked at all; when that cannot be told, it is."""
        return item.asked_when is None or holds(item.asked_when, self) is not False


def ticked(answer: Answer | None, item: Item | None, window: str | None = None) -> bool | None:
    """Return whether an item is ticked: in one window, or in any. None: not answered, or not known.

    A choice counts as ticked when what was chosen carries points.
    """
    if answer is None or item is None:
        return None
    if item.kind in (Kind.CHOICE, Kind.CHOICES):
        if not answer.chosen:
            return None
        return any(option.points > 0 for option in item.options if option.id in answer.chosen)
    keys = (window,) if window is not None else item.windows or ("",)
    ticks = [answer.ticks.get(key) for key in keys]
    if Tick.YES in ticks:
        return True
    return False if all(tick is Tick.NO for tick in ticks) else None


def known(answer: Answer | None, item: Item) -> bool:
    """Return whether an item's answer is known: for a tick in windows, in every window."""
    if answer is None:
        return False
    if item.kind is Kind.TICK:
        return all(answer.ticks.get(key) in (Tick.YES, Tick.NO) for key in item.windows or ("",))
    return given(answer) and not answer.not_known


def given(answer: Answer | None) -> bool:
    """Return whether anything at all was answered, "not known" included."""
    if answer is None:
        return False
    several = (answer.ticks, answer.chosen, answer.text, answer.rows, answer.when)
    return any(several) or answer.not_known or answer.day is not None or answer.number is not None


def holds(question: Question, form: Form) -> bool | None:
    """Return whether a question holds of this form; None when what was given cannot tell."""
    match question:
        case Ticked():
            return _ticked(question, form)
        case Answered():
            return _answered(question, form)
        case Filled():
            return given(form.answer(question.item))
        case Aged():
            return _aged(question, form.answers.years)
        case AtLevel():
            return None if form.level is None else form.level in question.levels
        case EveryOf():
            return every(holds(each, form) for each in question.of)
        case SomeOf():
            return _not(every(_not(holds(each, form)) for each in question.of))
        case NotSo():
            return _not(holds(question.of, form))


def every(of: Iterable[bool | None]) -> bool | None:
    """Return False if any is false, else None if any cannot be told, else True."""
    seen = set(of)
    return False if False in seen else None if None in seen else True


def unknowns(question: Question, form: Form) -> Iterator[str]:
    """Walk the items (and `born-on`) for want of which the question cannot be told."""
    match question:
        case EveryOf() | SomeOf():
            for each in question.of:
                if holds(each, form) is None:
                    yield from unknowns(each, form)
        case NotSo():
            yield from unknowns(question.of, form)
        case Aged() if form.answers.years is None:
            yield BIRTH
        case Answered() if holds(question, form) is None:
            yield question.item
        case Ticked() if holds(question, form) is None:
            for item in question.items:
                if ticked(form.answer(item), form.instrument.item(item), question.window) is None:
                    yield item


def _not(held: bool | None) -> bool | None:
    return None if held is None else not held


def _ticked(question: Ticked, form: Form) -> bool | None:
    seen = [ticked(form.answer(each), form.instrument.item(each), question.window) for each in question.items]
    if seen.count(True) >= question.at_least:
        return True
    return None if seen.count(True) + seen.count(None) >= question.at_least else False


def _answered(question: Answered, form: Form) -> bool | None:
    answer = form.answer(question.item)
    item = form.instrument.item(question.item)
    if item is not None and not form.asked(item):
        return False
    if answer is None or not given(answer):
        return None
    if item is not None and item.kind is Kind.TICK:
        return _tick_is(answer, item, question.values)
    if answer.not_known:
        return "not-known" in question.values or None
    return bool(set(answer.chosen) & question.values)


def _tick_is(answer: Answer, item: Item, values: frozenset[str]) -> bool | None:
    held = ticked(answer, item)
    if held is None:
        return True if Tick.NOT_KNOWN.value in values else None
    return (Tick.YES if held else Tick.NO).value in values


def _aged(question: Aged, years: int | None) -> bool | None:
    if years is None:
        return None
    least, under = question.least, question.under
    return (least is None or years >= least) and (under is None or years < under)
