"""What is wrong with the national pack: dates that overlap or leave a gap, what is missing, what nobody lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from wayhome.packs.documents import Document, Place, read_document, root
from wayhome.packs.england.entries import Entry, Statement
from wayhome.packs.england.reading import read_catalogue
from wayhome.packs.errors import PackFault, Problem, shown
from wayhome.packs.shape import shape_problems
from wayhome.packs.sources import Source

PAPERS = {"gaps.md": "Say what could not be confirmed.", "CHANGELOG.md": "Say what changed."}
NOT_CATALOGUES = ("pack", "bank-holidays")


def england_problems(folder: Path, sources: Mapping[str, Source]) -> list[Problem]:
    """Return every problem of the national pack in a folder, in no order."""
    try:
        top = read_document(folder / "pack.yaml")
    except PackFault as fault:
        return list(fault.problems)
    problems = shape_problems(top, "national")
    problems += _listed(folder, root(top))
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in NOT_CATALOGUES:
            problems += _catalogue(path, sources)
    for name, mend in PAPERS.items():
        if not (folder / name).is_file():
            problems.append(Problem(shown(folder / name), 1, "This file is missing.", mend))
    return problems


def _listed(folder: Path, top: Place) -> Iterator[Problem]:
    if "catalogues" not in top:
        return
    listed = {str(each.value) for each in top["catalogues"].each()}
    for each in top["catalogues"].each():
        if not (folder / f"{each.value}.yaml").is_file():
            yield from each.fault(f"There is no {each.value}.yaml.", "Write it, or take the line out.").problems
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in {*listed, *NOT_CATALOGUES}:
            mend = f"Add '{path.stem}' to its catalogues."
            yield from top["catalogues"].fault(f"{path.name} is not listed, so nobody reads it.", mend).problems


def _catalogue(path: Path, sources: Mapping[str, Source]) -> Iterator[Problem]:
    try:
        document = read_document(path)
        shape = shape_problems(document, "catalogue")
        yield from shape
        if shape:
            return
        for entry in read_catalogue(path, sources).entries:
            yield from _entry(entry, document)
    except PackFault as fault:
        yield from fault.problems


def _entry(entry: Entry, document: Document) -> Iterator[Problem]:
    if entry.dates.from_ and entry.dates.until and entry.dates.from_ >= entry.dates.until:
        yield Problem(
            document.file, entry.line, f"'{entry.id}' ends before it begins.", "Mend 'in-force': 'from' or 'until'."
        )
    for name, versions in entry.statements.items():
        yield from _follow(entry, name, versions, document.file)


def _follow(entry: Entry, name: str, versions: tuple[Statement, ...], file: str) -> Iterator[Problem]:
    """Find an overlap or a gap between versions that follow one another."""
    dated = [version.dates for version in versions if not version.dates.awaiting]
    about = f"'{name}' of '{entry.id}'"
    if not dated:
        yield Problem(file, entry.line, f"{about} says nothing that holds now.", "Write what holds until then.")
    for before, after in pairwise(dated):
        if before.until is None or after.from_ is None:
            mend = "Give the earlier one 'until:' and the later one the same day as 'from:'."
            yield Problem(file, entry.line, f"Two values of {about} hold at once.", mend)
        elif before.until != after.from_:
            what = "overlap" if after.from_ < before.until else "leave a gap"
            days = f"one ends {before.until}, the next begins {after.from_}"
            yield Problem(file, entry.line, f"Two values of {about} {what}: {days}.", "Make the two days the same.")
    for first in dated[:1]:
        if first.from_ and first.from_ != entry.dates.from_:
            mend = "Leave 'from' out, or begin the entry on that day."
            yield Problem(file, entry.line, f"Nothing is said of {about} before {first.from_}.", mend)
    for last in dated[-1:]:
        if last.until and last.until != entry.dates.until:
            mend = "Leave 'until' out, or end the entry on that day."
            yield Problem(file, entry.line, f"Nothing is said of {about} from {last.until} on.", mend)
