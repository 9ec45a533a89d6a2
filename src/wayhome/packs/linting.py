"""Everything that is wrong with a folder of protocols, or with one of them, found in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from wayhome.engine.language import Clock, RungBase, StartsOnCount
from wayhome.packs import never
from wayhome.packs.clocks import clock
from wayhome.packs.documents import Document, Place, read_document, root
from wayhome.packs.england.linting import england_problems
from wayhome.packs.errors import PackFault, Problem, shown
from wayhome.packs.examples import example_files, read_examples
from wayhome.packs.forum_lint import forum_problems, indicator_example_problems, indicator_problems
from wayhome.packs.instrument_lint import instrument_problems
from wayhome.packs.loading import england_calendar, load_names, read_protocol
from wayhome.packs.names import Names
from wayhome.packs.overlays import read_overlay
from wayhome.packs.releases import lock_problems, open_pack
from wayhome.packs.roles import load_roles
from wayhome.packs.shape import shape_problems
from wayhome.packs.sources import load_sources
from wayhome.packs.vocabulary import load_vocabulary

PAPERS = {"gaps.md": "Say what the documents leave open, and what was chosen.", "CHANGELOG.md": "Say what changed."}
Read = TypeVar("Read")


def lint(folder: Path) -> list[Problem]:
    """Return every problem in a folder, in order of file and line; an empty list when there is none.

    `folder` is one protocol (it holds a protocol.yaml) or a home of several with its own vocabulary.yaml,
    roles.yaml and sources/. One protocol outside such a home is read with the shipped ones.
    """
    problems: list[Problem] = []
    if (folder / "protocol.yaml").is_file():
        home = folder.parent if (folder.parent / "vocabulary.yaml").is_file() else None
        names = _try(lambda: _names(home), problems)
        if names is not None:
            problems += _protocol(folder, names)
        return _in_order(problems)
    problems += _shared(folder)
    names = _try(lambda: _names(folder), problems)
    if names is not None:
        for path in sorted(folder.glob("*/protocol.yaml")):
            problems += _protocol(path.parent, names)
        if (folder / "england" / "pack.yaml").is_file():
            problems += england_problems(folder / "england", names.sources)
            problems += instrument_problems(folder / "england", names.sources)
    return _in_order(problems)


def _names(home: Path | None) -> Names:
    if home is None:
        return load_names()
    for each in (load_vocabulary, load_roles, load_sources):
        each.cache_clear()
    return Names(load_vocabulary(home), load_roles(home), load_sources(home))


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Sort, and keep one problem a line: the shape's word goes before what follows from it."""
    first: dict[tuple[str, int], Problem] = {}
    for problem in problems:
        first.setdefault((problem.file, problem.line), problem)
    return sorted(first.values())


def _try(work: Callable[[], Read], problems: list[Problem]) -> Read | None:
    try:
        return work()
    except PackFault as fault:
        problems += fault.problems
        return None


def _document(path: Path, kind: str, problems: list[Problem]) -> Document | None:
    document = _try(lambda: read_document(path), problems)
    if document is not None:
        problems += shape_problems(document, kind)
    return document


def _shared(home: Path) -> list[Problem]:
    problems: list[Problem] = []
    _document(home / "vocabulary.yaml", "vocabulary", problems)
    _document(home / "roles.yaml", "roles", problems)
    for path in sorted((home / "sources").glob("*.yaml")):
        _document(path, "source", problems)
    return problems


def _protocol(folder: Path, names: Names) -> list[Problem]:
    problems: list[Problem] = []
    top = _document(folder / "protocol.yaml", "protocol", problems)
    if top is None:
        return problems
    clocks = [pair for path in sorted((folder / "clocks").glob("*.yaml")) for pair in _clocks(path, names, problems)]
    problems += _listed(folder, root(top))
    problems += _twice(clocks)
    for name, mend in PAPERS.items():
        if not (folder / name).is_file():
            problems.append(Problem(shown(folder / name), 1, "This file is missing.", mend))
    problems += _examples(folder, names, clocks)
    problems += forum_problems(folder, names)
    problems += instrument_problems(folder, names.sources)
    problems += indicator_problems(folder, names, [read.id for _, read in clocks])
    return problems or _figures(folder, names) or _life(folder, names)


def _figures(folder: Path, names: Names) -> list[Problem]:
    """Work out what a sound pack measures, over its own examples."""
    return indicator_example_problems(folder, names, read_protocol(folder, names))


def _life(folder: Path, names: Names) -> list[Problem]:
    """Look at what stands on a sound pack: its release, and the overlays beside it."""
    problems: list[Problem] = []
    pack = _try(lambda: open_pack(folder, names), problems)
    if pack is None:
        return problems
    problems += lock_problems(pack)
    for path in sorted((folder / "overlays").glob("*.yaml")):
        _try(lambda path=path: read_overlay(path, pack.protocol, names, england_calendar()), problems)  # type: ignore[misc]
    return problems


def _clocks(path: Path, names: Names, problems: list[Problem]) -> Iterator[tuple[Place, Clock]]:
    document = _document(path, "clocks", problems)
    if document is None or not isinstance(document.data, dict) or not isinstance(document.data.get("clocks"), list):
        return
    for place in root(document)["clocks"].each():
        read = _try(lambda place=place: clock(place, names), problems)  # type: ignore[misc]
        if read is not None:
            problems += _unsound(place, read)
            problems += never.of_clock(place, read, names.vocabulary.states)
            yield place, read


def _unsound(place: Place, read: Clock) -> Iterator[Problem]:
    """Find what each part allows but the whole does not."""
    for rung, each in zip(read.rungs, place["rungs"].each() if "rungs" in place else (), strict=True):
        if rung.base is RungBase.THRESHOLD and read.threshold is None:
            fault = each.fault("This step counts from a threshold, and there is none.", "Add 'threshold:'.")
            yield from fault.problems
    if isinstance(read.starts, StartsOnCount) and read.starts.count < 2:
        fault = place["starts"].fault("A count of one is no count.", "Write 'at:' with the kind of fact.")
        yield from fault.problems
    if read.in_force.from_ and read.in_force.until and read.in_force.from_ >= read.in_force.until:
        fault = place["in-force"].fault("This clock ends before it begins.", "Mend 'from' or 'until'.")
        yield from fault.problems


def _listed(folder: Path, top: Place) -> Iterator[Problem]:
    if "clocks" not in top:
        return
    listed = {str(each.value) for each in top["clocks"].each()}
    for each in top["clocks"].each():
        if not (folder / "clocks" / f"{each.value}.yaml").is_file():
            mend = "Write it, or take the line out."
            yield from each.fault(f"There is no clocks/{each.value}.yaml.", mend).problems
    for path in sorted((folder / "clocks").glob("*.yaml")):
        if path.stem not in listed:
            mend = f"Add '{path.stem}' to its clocks, in the order of the document."
            yield from top["clocks"].fault(f"clocks/{path.name} is not listed, so nobody reads it.", mend).problems


def _twice(clocks: list[tuple[Place, Clock]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, read in clocks:
        if read.id in seen:
            mend = "Rename one: a duty's key needs its id."
            yield from place["id"].fault(f"Two clocks are called '{read.id}'.", mend).problems
        seen.add(read.id)


def _examples(folder: Path, names: Names, clocks: list[tuple[Place, Clock]]) -> list[Problem]:
    problems: list[Problem] = []
    for path in example_files(folder):
        _document(path, "examples", problems)
    try:
        protocol = read_protocol(folder, names)
    except PackFault:
        return problems  # its own problems are told where they are
    shown_by: set[str] = set()
    for path in example_files(folder):
        checks = _try(lambda path=path: read_examples(path, protocol, names), problems)  # type: ignore[misc]
        shown_by.update(check.clock for check in checks or ())
    if not problems:
        for place, read in clocks:
            if read.id not in shown_by:
                fault = place["id"].fault(
                    f"'{read.id}' has no worked example.", "Add one before, on and after its due time."
                )
                problems += fault.problems
    return problems
