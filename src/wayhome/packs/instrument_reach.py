"""What an instrument can come to, proved over every way of filling it in: which points, which levels, which rules.

Every form is walked, and none is drawn: items are taken one after another, and what is kept of a form is only what a
rule could ask of it (its points, how many of a list are ticked, how an item is answered), so that a thousand million
forms come down to a few hundred. Ages stand for their classes: one on each side of every age a rule names, and no age.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import combinations, product

from wayhome.engine.answers import Answer, Answers, Tick
from wayhome.engine.asking import Form, holds, ticked
from wayhome.engine.instruments import Floor, Instrument, Item, Kind
from wayhome.engine.questions import Filled, Question, Ticked
from wayhome.packs.reached import Atom, Mark, Reached, ages_of, asks_level, atoms_of, truth_of

Kept = tuple[int, tuple[Mark, ...]]  # the points so far, and a mark for each atom
_DAY = date(2020, 6, 15)
_MOST_OPTIONS = 12  # of a list of choices that carries points: more ways to choose than can be walked


class Reach:
    """Everything an instrument can come to. What was walked once is remembered."""

    def __init__(self, instrument: Instrument) -> None:
        """Take an instrument with items; a frame comes to nothing."""
        self.instrument = instrument
        self.plain = replace(
            instrument,
            sections=tuple(
                replace(section, items=tuple(replace(item, asked_when=None) for item in section.items))
                for section in instrument.sections
            ),
        )
        self.scored = instrument.by_points or any(level.when is not None for level in instrument.levels)
        self._asked_by_age = any(item.asked_when and set(ages_of(item.asked_when)) for item in instrument.items())
        self._walked: dict[tuple[frozenset[Atom], bool, int | None], tuple[dict[Atom, int], set[Kept]]] = {}

    @cached_property
    def _edges(self) -> frozenset[int]:
        """Every age that a rule of the instrument names."""
        return frozenset(each for question in self._questions() for each in ages_of(question))

    def _ages(self, question: Question | None = None) -> tuple[int | None, ...]:
        """No age, and one age of each class that the instrument and this question can tell apart."""
        named = self._edges | frozenset(ages_of(question) if question is not None else ())
        edges = {age for each in named for age in (each - 1, each) if age >= 0}
        return (None, *sorted(edges or {15}))

    @cached_property
    def totals(self) -> frozenset[int]:
        """Every total of points that some form gives, additions with it."""
        return frozenset(each.points for each in self._forms(frozenset(), levels=True))

    @cached_property
    def levels(self) -> frozenset[str]:
        """Every level that is the outcome of some form; all of them where the level is a judgement."""
        if not self.scored:
            return frozenset(level.id for level in self.instrument.levels)
        return frozenset(each.level for each in self._forms(frozenset(), levels=True) if each.level)

    def can_hold(self, question: Question | None, levels: tuple[str, ...] = ()) -> bool:
        """Return whether a form makes the question hold, at one of these levels if any are named."""
        atoms = frozenset(atoms_of(question)) if question is not None else frozenset()
        wanted = bool(levels) or (question is not None and asks_level(question))
        return any(
            (not levels or each.level in levels) and (question is None or truth_of(question, each) is True)
            for each in self._forms(atoms, levels=wanted, ages=self._ages(question))
        )

    def can_lift(self, floor: Floor) -> bool:
        """Return whether a form's level is lifted by this floor, being certain that it holds."""
        atoms = frozenset(atoms_of(floor.when))
        return any(
            truth_of(floor.when, each) is True
            and before in floor.instead_of
            and self._lifted(before, each) == floor.level
            for each in self._forms(atoms, levels=True)
            if (before := self._before_floors(each)) is not None
        )

    # --- forms, by what is kept of them ---

    def _forms(
        self, atoms: frozenset[Atom], *, levels: bool, ages: tuple[int | None, ...] | None = None
    ) -> Iterator[Reached]:
        by_points = levels and self.instrument.by_points
        if levels and self.scored:
            atoms |= {atom for question in self._deciding() for atom in atoms_of(question)}
        for age in ages or self._ages():
            places, walked = self._walk(atoms, by_points, age if self._asked_by_age else None)
            for points, marks in walked:
                named = {atom: marks[place] for atom, place in places.items()}
                yield from self._levelled(Reached(age, points, named), levels)

    def _levelled(self, form: Reached, levels: bool) -> Iterator[Reached]:
        if not levels:
            yield form
            return
        if not self.scored:  # the level is a judgement: any may be judged
            yield from (replace(form, level=level.id) for level in self.instrument.levels)
            if not self.instrument.levels:
                yield form
            return
        added = sum(each.points for each in self.instrument.additions if truth_of(each.when, form) is True)
        whole = replace(form, points=form.points + added)
        before = self._before_floors(whole)
        yield replace(whole, level=self._lifted(before, whole) if before is not None else None)

    def _before_floors(self, form: Reached) -> str | None:
        instrument = self.instrument
        if instrument.by_points:
            return next(
                (level.id for level in instrument.levels if _within(level.least, level.most, form.points)), None
            )
        reached = [each.id for each in instrument.levels if each.when is not None and truth_of(each.when, form) is True]
        return reached[-1] if reached else instrument.levels[0].id

    def _lifted(self, level: str, form: Reached) -> str:
        ranks = [each.id for each in self.instrument.levels]
        lifting = [
            each.level
            for each in self.instrument.floors
            if level in each.instead_of and truth_of(each.when, form) is not False
        ]
        return max(lifting, key=ranks.index, default=level)

    def _walk(self, atoms: frozenset[Atom], by_points: bool, age: int | None) -> tuple[dict[Atom, int], set[Kept]]:
        """Take the items one after another, keeping of all forms so far only what can be told apart."""
        key = (atoms, by_points, age)
        if key in self._walked:
            return self._walked[key]
        asked_of = _closed(self.instrument, atoms, by_points)
        places = {atom: place for place, atom in enumerate(sorted(asked_of, key=repr))}
        forms: set[Kept] = {(0, tuple((0, 0) if isinstance(atom, Ticked) else None for atom in places))}
        for item in _in_order(self.instrument, asked_of, by_points):
            blank = next(iter(forms))[1]
            always = self._answers(item, blank, places, age) if item.asked_when is None else None
            forms = {
                (points + more if by_points else 0, _marked(marks, changes))
                for points, marks in forms
                for more, changes in (always if always is not None else self._answers(item, marks, places, age))
            }
        self._walked[key] = places, forms
        return places, forms

    def _answers(
        self, item: Item, marks: tuple[Mark, ...], places: dict[Atom, int], age: int | None
    ) -> set[tuple[int, tuple[tuple[int, Mark, int], ...]]]:
        """What each way to answer an item changes; an item that is not asked is left blank."""
        here = Reached(age, 0, {atom: marks[place] for atom, place in places.items()})
        asked = item.asked_when is None or truth_of(item.asked_when, here) is not False
        ways: tuple[Answer | None, ...] = tuple(_ways(item)) if asked else (None,)
        return {
            (_points(item, way), tuple(self._changes(item, way, places, asked=asked)))
            for way in ways
        }  # fmt: skip

    def _changes(
        self, item: Item, way: Answer | None, places: dict[Atom, int], *, asked: bool
    ) -> Iterator[tuple[int, Mark, int]]:
        form = Form(self.plain, Answers({item.id: way} if way is not None else {}, _DAY))
        for atom, place in places.items():
            if isinstance(atom, Ticked):
                if item.id in atom.items:
                    seen = ticked(way, item, atom.window)
                    yield place, (int(seen is True), int(seen is not False)), atom.at_least
            elif atom.item == item.id:
                yield place, holds(atom, form) if asked or isinstance(atom, Filled) else False, 0

    def _deciding(self) -> Iterator[Question]:
        """What the level is decided by, the points of items aside."""
        instrument = self.instrument
        yield from (level.when for level in instrument.levels if level.when is not None)
        yield from (addition.when for addition in instrument.additions)
        yield from (floor.when for floor in instrument.floors)

    def _questions(self) -> Iterator[Question]:
        instrument = self.instrument
        yield from self._deciding()
        yield from (item.asked_when for item in instrument.items() if item.asked_when is not None)
        yield from (record.when for record in instrument.records if record.when is not None)
        yield from (action.when for action in instrument.actions if action.when is not None)
        yield from (finding.when for finding in instrument.findings)
        yield from (requirement.when for requirement in instrument.requirements)


def _marked(marks: tuple[Mark, ...], changes: tuple[tuple[int, Mark, int], ...]) -> tuple[Mark, ...]:
    made = list(marks)
    for place, mark, most in changes:
        before = made[place]
        if isinstance(before, tuple) and isinstance(mark, tuple):
            made[place] = (min(before[0] + mark[0], most), min(before[1] + mark[1], most))
        else:
            made[place] = mark
    return tuple(made)


def _within(least: int | None, most: int | None, points: int) -> bool:
    return (least or 0) <= points and (most is None or points <= most)


def _points(item: Item, way: Answer | None) -> int:
    if way is None:
        return 0
    chosen = sum(option.points for option in item.options if option.id in way.chosen)
    ticks = sum(item.points.get(key or "yes", 0) for key, tick in way.ticks.items() if tick is Tick.YES)
    return chosen + (ticks if item.counted else 0)


def _ways(item: Item) -> Iterator[Answer | None]:
    """Every way to answer an item that a rule could tell apart, blank among them."""
    yield None
    match item.kind:
        case Kind.TICK:
            keys = item.windows or ("",)
            yield from (Answer(ticks=dict(zip(keys, ticks, strict=True))) for ticks in product(Tick, repeat=len(keys)))
        case Kind.CHOICE:
            yield from (Answer(chosen=(option.id,)) for option in item.options)
            yield Answer(not_known=True)
        case Kind.CHOICES:
            yield from (Answer(chosen=each) for each in _choices(item))
            yield Answer(not_known=True)
        case _:
            yield from (Answer(text="Given."), Answer(not_known=True))


def _choices(item: Item) -> Iterator[tuple[str, ...]]:
    ids = tuple(option.id for option in item.options)
    if len(ids) <= _MOST_OPTIONS and any(option.points for option in item.options):
        yield from (each for count in range(1, len(ids) + 1) for each in combinations(ids, count))
        return
    yield from ((each,) for each in ids)
    yield ids


def _closed(instrument: Instrument, atoms: frozenset[Atom], by_points: bool) -> set[Atom]:
    """The atoms to keep: those asked about, and those that decide whether an item behind them is asked at all."""
    found, waiting = set[Atom](), set(atoms)
    if by_points:
        waiting |= {
            a for item in instrument.items() if item.most and item.asked_when for a in atoms_of(item.asked_when)
        }
    while waiting:
        atom = waiting.pop()
        found.add(atom)
        for each in atom.items if isinstance(atom, Ticked) else (atom.item,):
            item = instrument.item(each)
            if item is not None and item.asked_when is not None:
                waiting |= set(atoms_of(item.asked_when)) - found
    return found


def _in_order(instrument: Instrument, atoms: set[Atom], by_points: bool) -> Iterator[Item]:
    """The items that matter, each after those that decide whether it is asked."""
    behind = {each for atom in atoms for each in (atom.items if isinstance(atom, Ticked) else (atom.item,))}
    left = {item.id: item for item in instrument.items() if item.id in behind or (by_points and item.most)}
    while left:
        ready = [item for item in left.values() if not _named(item.asked_when) & (left.keys() - {item.id})]
        for item in ready or list(left.values())[:1]:
            del left[item.id]
            yield item


def _named(question: Question | None) -> set[str]:
    atoms = atoms_of(question) if question is not None else ()
    return {each for atom in atoms for each in (atom.items if isinstance(atom, Ticked) else (atom.item,))}
