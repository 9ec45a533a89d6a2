"""Everything that is wrong with the instruments and forms of one protocol, found in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from wayhome.engine.instruments import Instrument, Level
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.errors import PackFault, Problem
from wayhome.packs.instrument_reach import Reach
from wayhome.packs.instruments import FOLDERS, read_instrument
from wayhome.packs.shape import shape_problems
from wayhome.packs.sources import Source

Rule = TypeVar("Rule")


def instrument_problems(folder: Path, sources: Mapping[str, Source] | None = None) -> list[Problem]:
    """Return every problem in a protocol's `instruments/` and `forms/`; an empty list when there is none.

    `sources`: what may be cited; the shipped documents when None.
    """
    return [
        problem
        for each in FOLDERS
        for path in sorted((folder / each).glob("*.yaml"))
        for problem in file_problems(path, sources)
    ]


def file_problems(path: Path, sources: Mapping[str, Source] | None = None) -> list[Problem]:
    """Return every problem in one file."""
    try:
        document = read_document(path)
        wrong = list(shape_problems(document, "instrument"))
        if wrong:
            return wrong
        instrument = read_instrument(path, sources)
    except PackFault as fault:
        return list(fault.problems)
    return [
        problem
        for each in (_name, _windows, _bands, _levels, _rules)
        for problem in each(root(document), path, instrument)
    ]


def _name(top: Place, path: Path, instrument: Instrument) -> Iterator[Problem]:
    if path.stem not in (instrument.id, f"{instrument.id}-{instrument.version}"):
        what = f"The id is '{instrument.id}', and the file is called {path.name}."
        yield Problem(top.document.file, 1, what, "Give both the same name: answers are kept under the id.")


def _windows(top: Place, path: Path, instrument: Instrument) -> Iterator[Problem]:
    """The stretches of time one item is asked for follow each other: no day is in two of them, or between them."""
    windows = {window.id: window for window in instrument.windows}
    told: set[tuple[str, str]] = set()
    for item in instrument.items():
        asked = sorted((windows[each] for each in item.windows), key=lambda window: window.from_months)
        for near, far in pairwise(asked):
            if near.to_months != far.from_months and (near.id, far.id) not in told:
                told.add((near.id, far.id))
                how = "overlap" if far.from_months < near.to_months else "leave a gap"
                what = f"'{near.id}' and '{far.id}' {how}, and '{item.id}' is asked for both."
                line = top["windows"].line if "windows" in top else top.line
                yield Problem(top.document.file, line, what, "Let the earlier one begin where the later one ends.")


def _bands(top: Place, path: Path, instrument: Instrument) -> Iterator[Problem]:
    """The levels' points follow each other without a gap or an overlap, from 0 to the most there can be."""
    if not instrument.by_points:
        return
    places = _places(top, "levels", instrument.levels)
    expected = 0
    for place, level in zip(places, instrument.levels, strict=True):
        if level.least != expected:
            what = f"'{level.id}' begins at {level.least}, where {expected} was to be: "
            kind = "points are in two levels" if (level.least or 0) < expected else "points are in no level"
            yield place.fault(what + f"some {kind}.", "Let each level begin one above the one before.").problems[0]
        last = level is instrument.levels[-1]
        if (level.most is None) is not last:
            yield place.fault(f"'{level.id}' must {'not ' if last else ''}say where it ends.").problems[0]
        expected = (instrument.most if level.most is None else level.most) + 1
    yield from _exactly_once(top, places, instrument)


def _exactly_once(top: Place, places: list[Place], instrument: Instrument) -> Iterator[Problem]:
    """Every total that some form gives is in one level and in no other, and every level is come to by some form."""
    reach = Reach(instrument)
    held = {total: [level.id for level in instrument.levels if _covers(level, total)] for total in reach.totals}
    for total in sorted(total for total, levels in held.items() if len(levels) != 1):
        where = f"in {' and '.join(held[total])}" if held[total] else "in no level"
        yield places[0].fault(f"A form can come to {total}, which is {where}.", "Let each total be in one.").problems[0]
        return
    for place, level in zip(places, instrument.levels, strict=True):
        if not any(_covers(level, total) for total in reach.totals):
            yield place.fault(f"No form can reach '{level.id}'.", "Look at the points.").problems[0]


def _covers(level: Level, total: int) -> bool:
    return (level.least or 0) <= total and (level.most is None or total <= level.most)


def _levels(top: Place, path: Path, instrument: Instrument) -> Iterator[Problem]:
    """Every level that comes from counts is the outcome of some form."""
    if instrument.by_points or not any(level.when for level in instrument.levels):
        return
    reached = Reach(instrument).levels
    for place, level in zip(_places(top, "levels", instrument.levels), instrument.levels, strict=True):
        if level.id not in reached:
            yield place.fault(f"No form can reach '{level.id}'.", "Look at its 'when'.").problems[0]


def _rules(top: Place, path: Path, instrument: Instrument) -> Iterator[Problem]:
    """Every rule can have its say on some form, and every item can come to be asked: all forms are walked."""
    if instrument.frame:
        return
    reach = Reach(instrument)
    idle = [
        *(
            (_item_place(top, each.id), f"'{each.id}' can never be asked")
            for each in instrument.items()
            if not reach.can_hold(each.asked_when)
        ),
        *(
            (place, f"The addition '{each.id}' can never be made")
            for place, each in _placed(top, "additions", instrument.additions)
            if not reach.can_hold(each.when)
        ),
        *(
            (place, f"'{each.id}' can never lift a level")
            for place, each in _placed(top, "floors", instrument.floors)
            if not reach.can_lift(each)
        ),
        *(
            (place, f"'{each.id}' can never follow")
            for place, each in _placed(top, "actions", instrument.actions)
            if not reach.can_hold(each.when, each.levels)
        ),
        *(
            (_rule_place(top, ("findings", "discussions"), each.id), f"'{each.id}' can never be found")
            for each in instrument.findings
            if not reach.can_hold(each.when)
        ),
        *(
            (place, f"'{each.id}' can never be required")
            for place, each in _placed(top, "requirements", instrument.requirements)
            if not reach.can_hold(each.when)
        ),
        *(
            (place, f"'{each.kind}' can never be recorded")
            for place, each in zip(_places(top, "records", instrument.records), instrument.records, strict=True)
            if not reach.can_hold(each.when)
        ),
    ]
    for place, what in idle:
        yield place.fault(f"{what}.", "Mend its condition, or take it out.").problems[0]


def _places(top: Place, key: str, rules: Sequence[object]) -> list[Place]:
    """Where each rule of a list stands; the head of the file for a variant, whose rules stand in another."""
    found = list(top[key].each()) if key in top else []
    return found if len(found) == len(rules) else [top] * len(rules)


def _placed(top: Place, key: str, rules: Sequence[Rule]) -> Iterator[tuple[Place, Rule]]:
    yield from zip(_places(top, key, rules), rules, strict=True)


def _rule_place(top: Place, keys: tuple[str, ...], rule_id: str) -> Place:
    here = (each for key in keys if key in top for each in top[key].each())
    return next((each for each in here if "id" in each and each["id"].value == rule_id), top)


def _item_place(top: Place, item_id: str) -> Place:
    sections = top["sections"].each() if "sections" in top else ()
    return next((each["items"][item_id] for each in sections if item_id in each["items"]), top)
