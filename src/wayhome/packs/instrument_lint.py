"""Everything that is wrong with the instruments and forms of one protocol, found in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from wayhome.engine.instruments import Instrument
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.errors import PackFault, Problem
from wayhome.packs.instrument_reach import can_hold, floor_can_lift, points_reached
from wayhome.packs.instruments import FOLDERS, read_instrument
from wayhome.packs.shape import shape_problems
from wayhome.packs.sources import Source


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
    places = list(top["levels"].each()) if "levels" in top else [top] * len(instrument.levels)
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
    reached = points_reached(instrument)
    for place, level in zip(places, instrument.levels, strict=True):
        most = instrument.most if level.most is None else level.most
        if not reached & set(range(level.least or 0, most + 1)):
            yield place.fault(f"No form can reach '{level.id}'.", "Look at the points.").problems[0]


def _levels(top: Place, path: Path, instrument: Instrument) -> Iterator[Problem]:
    for level in instrument.levels:
        if level.when is not None and not can_hold(instrument, None, (level.id,)):
            yield Problem(top.document.file, top.line, f"No form can reach '{level.id}'.", "Look at its 'when'.")


def _rules(top: Place, path: Path, instrument: Instrument) -> Iterator[Problem]:
    """Every rule can have its say on some form, and every item can come to be asked."""
    if instrument.frame:
        return
    idle = [f"'{e.id}' can never be asked" for e in instrument.items() if not can_hold(instrument, e.asked_when)]
    idle += [
        f"The addition '{e.id}' can never be made" for e in instrument.additions if not can_hold(instrument, e.when)
    ]
    idle += [f"'{e.id}' can never lift a level" for e in instrument.floors if not floor_can_lift(instrument, e.id)]
    idle += [f"'{e.id}' can never follow" for e in instrument.actions if not can_hold(instrument, e.when, e.levels)]
    idle += [f"'{e.id}' can never be found" for e in instrument.findings if not can_hold(instrument, e.when)]
    idle += [f"'{e.id}' can never be required" for e in instrument.requirements if not can_hold(instrument, e.when)]
    for what in idle:
        yield Problem(top.document.file, top.line, f"{what}.", "Mend its condition, or take it out.")
