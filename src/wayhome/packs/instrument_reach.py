"""Whether every rule of an instrument can ever have its say: found by showing a form on which it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from wayhome.engine.answers import Answer, Answers, Tick
from wayhome.engine.asking import Form, holds
from wayhome.engine.instruments import Instrument, Item, Kind, Section
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
from wayhome.engine.scoring import outcome

_DAY = date(2020, 6, 15)
_AGES = (12, 15, 17, 19)


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of a form that makes a question hold: a few answers, and an age where it matters."""

    answers: Mapping[str, Answer]
    age: int | None = None

    def with_(self, other: Patch) -> Patch | None:
        """Return both together; None when they cannot both be so."""
        if any(self.answers[each] != other.answers[each] for each in self.answers.keys() & other.answers.keys()):
            return None
        if self.age is not None and other.age is not None and self.age != other.age:
            return None
        return Patch({**self.answers, **other.answers}, other.age if self.age is None else self.age)


NOTHING = Patch({})


def can_hold(instrument: Instrument, question: Question | None, levels: tuple[str, ...] = ()) -> bool:
    """Return whether there is a form on which the question holds, at one of these levels if any are named."""
    patches = list(_patches(question, True, instrument)) if question is not None else [NOTHING]
    return any(
        (not levels or form.level in levels) and (question is None or holds(question, form) is True)
        for patch in patches
        for base in _bases(instrument)
        for form in _forms(instrument, base, patch)
    )


def floor_can_lift(instrument: Instrument, floor_id: str) -> bool:
    """Return whether there is a form that this floor lifts."""
    floor = next(each for each in instrument.floors if each.id == floor_id)
    return any(
        any(fired.id == floor_id for fired in outcome(form).fired)
        for patch in _patches(floor.when, True, instrument)
        for base in _bases(instrument)
        for form in _forms(instrument, base, patch)
    )


def points_reached(instrument: Instrument) -> frozenset[int]:
    """Return every total of points that some form gives, additions aside."""
    totals = {0}
    for item in instrument.items():
        gives = {0, *(option.points for option in item.options)}
        for points in item.points.values():
            gives |= {each + points for each in gives}
        totals = {total + each for total in totals for each in gives}
    return frozenset(totals)


def _forms(instrument: Instrument, base: Patch, patch: Patch) -> Iterator[Form]:
    whole = Patch({**base.answers, **patch.answers}, patch.age if patch.age is not None else base.age)
    form = Form(instrument, Answers(whole.answers, _DAY, age=whole.age))
    scored = instrument.by_points or any(level.when for level in instrument.levels)
    if scored:
        reached = outcome(form).level
        yield replace(form, level=reached.id if reached else None)
    else:  # the level is a judgement: any may be judged
        yield from (replace(form, level=level.id) for level in instrument.levels)
        if not instrument.levels:
            yield form


def _bases(instrument: Instrument) -> Iterator[Patch]:
    """Walk forms with a few ticks of each section that counts, at each age that could matter."""
    sections = [section for section in instrument.sections if any(item.most or item.counted for item in section.items)]
    scored = instrument.by_points or any(level.when for level in instrument.levels)
    counts = [sorted({0, 1, 5, len(_counted(each))}) for each in sections] if scored else []
    for numbers in product(*counts):
        answers = {item.id: no(item) for item in instrument.items() if scored and item.kind is Kind.TICK}
        for section, number in zip(sections, numbers, strict=True) if counts else ():
            answers |= {
                item.id: yes(item) if place < min(number, len(_counted(section))) else no(item)
                for place, item in enumerate(_counted(section))
            }
        yield from (Patch(answers, age) for age in _AGES)


def _counted(section: Section) -> list[Item]:
    return [item for item in section.items if item.counted]


def yes(item: Item, window: str | None = None) -> Answer:
    """Return an answer that ticks an item, in one window or in all, or chooses what carries most."""
    if item.kind in (Kind.CHOICE, Kind.CHOICES):
        return Answer(chosen=(max(item.options, key=lambda option: option.points).id,))
    keys = item.windows or ("",)
    return Answer(ticks={key: Tick.YES if window in (None, key) else Tick.NO for key in keys})


def no(item: Item) -> Answer:
    """Return an answer that leaves an item unticked, and known to be."""
    if item.kind in (Kind.CHOICE, Kind.CHOICES):
        return Answer(chosen=(min(item.options, key=lambda option: option.points).id,))
    return Answer(ticks=dict.fromkeys(item.windows or ("",), Tick.NO))


def _patches(question: Question, wanted: bool, instrument: Instrument) -> Iterator[Patch]:
    match question:
        case NotSo():
            yield from _patches(question.of, not wanted, instrument)
        case EveryOf() | SomeOf():
            together = isinstance(question, EveryOf) is wanted
            each = [list(_patches(part, wanted, instrument)) for part in question.of]
            yield from _merged(each) if together else (patch for part in each for patch in part)
        case Ticked():
            yield from _tick_patches(question, wanted, instrument)
        case Answered():
            yield from _answer_patches(question, wanted, instrument)
        case Filled():
            yield Patch({question.item: Answer(text="Given", chosen=_first_option(instrument, question.item))})
        case Aged():
            yield from (Patch({}, age) for age in range(26) if _aged(question, age) is wanted)
        case AtLevel():
            yield NOTHING


def _merged(parts: list[list[Patch]]) -> Iterator[Patch]:
    for chosen in product(*parts):
        whole: Patch | None = NOTHING
        for patch in chosen:
            whole = whole.with_(patch) if whole is not None else None
        if whole is not None:
            yield whole


def _tick_patches(question: Ticked, wanted: bool, instrument: Instrument) -> Iterator[Patch]:
    items = [item for each in question.items if (item := instrument.item(each)) is not None]
    if not wanted:
        yield Patch({item.id: no(item) for item in items})
        return
    yield Patch({item.id: yes(item, question.window) for item in items[: question.at_least]})


def _answer_patches(question: Answered, wanted: bool, instrument: Instrument) -> Iterator[Patch]:
    item = instrument.item(question.item)
    if item is None:
        return
    first = [NOTHING] if item.asked_when is None else list(_patches(item.asked_when, True, instrument))
    for value in _values(item):
        if (value in question.values) is wanted:
            yield from (both for patch in first if (both := Patch({item.id: _says(item, value)}).with_(patch)))


def _values(item: Item) -> tuple[str, ...]:
    return ("yes", "no", "not-known") if item.kind is Kind.TICK else tuple(option.id for option in item.options)


def _says(item: Item, value: str) -> Answer:
    if item.kind is Kind.TICK:
        return Answer(ticks=dict.fromkeys(item.windows or ("",), Tick(value)))
    return Answer(chosen=(value,))


def _first_option(instrument: Instrument, item_id: str) -> tuple[str, ...]:
    item = instrument.item(item_id)
    return (item.options[0].id,) if item is not None and item.options else ()


def _aged(question: Aged, age: int) -> bool:
    return (question.least is None or age >= question.least) and (question.under is None or age < question.under)
