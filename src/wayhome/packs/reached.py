"""What forms that are alike have in common, and whether a question holds of all of them, as the engine judges one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from wayhome.engine.asking import every
from wayhome.engine.questions import Aged, Answered, AtLevel, EveryOf, Filled, NotSo, Question, SomeOf, Ticked

Truth = bool | None
Atom = Ticked | Answered | Filled
Mark = tuple[int, int] | Truth  # of a list: how many are ticked, and how many may be; of one item: whether it is so


@dataclass(frozen=True, slots=True)
class Reached:
    """One thing forms can come to: an age (None: not known), points, the marks of the atoms, and the level."""

    age: int | None
    points: int
    marks: dict[Atom, Mark] = field(hash=False)
    level: str | None = None


def atoms_of(question: Question) -> Iterator[Atom]:
    """Walk what a question asks of items."""
    match question:
        case EveryOf() | SomeOf():
            for each in question.of:
                yield from atoms_of(each)
        case NotSo():
            yield from atoms_of(question.of)
        case Ticked() | Answered() | Filled():
            yield question


def ages_of(question: Question) -> Iterator[int]:
    """Walk every age a question names."""
    match question:
        case EveryOf() | SomeOf():
            for each in question.of:
                yield from ages_of(each)
        case NotSo():
            yield from ages_of(question.of)
        case Aged():
            yield from (each for each in (question.least, question.under) if each is not None)


def asks_level(question: Question) -> bool:
    """Return whether a question asks about the outcome."""
    match question:
        case EveryOf() | SomeOf():
            return any(asks_level(each) for each in question.of)
        case NotSo():
            return asks_level(question.of)
    return isinstance(question, AtLevel)


def truth_of(question: Question, form: Reached) -> Truth:
    """Whether a question holds of everything kept alike, as the engine judges one form."""
    match question:
        case EveryOf():
            return every(truth_of(each, form) for each in question.of)
        case SomeOf():
            return _not(every(_not(truth_of(each, form)) for each in question.of))
        case NotSo():
            return _not(truth_of(question.of, form))
        case AtLevel():
            return None if form.level is None else form.level in question.levels
        case Aged():
            if form.age is None:
                return None
            return not (
                (question.least is not None and form.age < question.least)
                or (question.under is not None and form.age >= question.under)
            )
    mark = form.marks[question]
    if isinstance(mark, tuple) and isinstance(question, Ticked):
        return True if mark[0] >= question.at_least else None if mark[1] >= question.at_least else False
    return mark if not isinstance(mark, tuple) else None


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth
