"""Worked examples of an instrument: a few answers, and what it says of them. They explain it, and they test it.

`first` ticks the first so many lines of a section (`{significant: {count: 2, window: earlier}}` in one window), and
`rest: no` answers every other line that counts, so that an example shows only what matters to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wayhome.engine.instruments import Instrument
from wayhome.engine.recording import to_record
from wayhome.engine.scores import FormRead, Result, Score, Unscored
from wayhome.packs.answers import Filing, filing
from wayhome.packs.documents import Document, Place, read_document, root
from wayhome.packs.instruments import load_instrument
from wayhome.packs.names import unknown
from wayhome.packs.vocabulary import one_of

_GIVEN = ("title", "reference-date", "born-on", "age", "first", "rest", "answers", "judgement", "then")
_THEN = (
    *("level", "points", "up-to", "missing", "at-least", "actions", "not-actions", "discussions", "findings"),
    *("lacking", "not-lacking", "floor", "known", "records"),
)


@dataclass(frozen=True, slots=True)
class InstrumentCheck:
    """One example: an instrument, a filled-in form, and what must come of it."""

    file: str
    line: int
    title: str
    instrument: Instrument
    filing: Filing
    then: Place

    @property
    def name(self) -> str:
        """A short name for this check, with where to find it."""
        return f"{self.instrument.id}: {self.title} (line {self.line})"

    def differences(self, result: Result) -> list[str]:
        """Return in words each way in which this result is not what the example says."""
        told = ((key, place) for key, place in self.then.items() if key != "records")
        return [*(each for key, place in told for each in _differs(key, place, result)), *self._records()]

    def _records(self) -> Iterator[str]:
        """What signing off would record, kind by kind: all of it, and nothing else."""
        if "records" not in self.then:
            return
        wanted = {key: [each.text() for each in place.each()] for key, place in self.then["records"].items()}
        found: dict[str, list[str]] = {}
        for fact in to_record(self.instrument, self.filing.answers, self.filing.judgement):
            found.setdefault(fact.kind, []).append("recorded" if fact.value is None else str(fact.value))
        if wanted != found:
            yield f"records: expected {wanted}, found {found}"


def instrument_example_files(folder: Path) -> list[Path]:
    """Return a protocol's files of instrument examples, in order of name."""
    return sorted((folder / "examples" / "instruments").glob("*.yaml"))


def read_instrument_examples(path: Path, protocol: str) -> list[InstrumentCheck]:
    """Read one file of examples. Raises PackFault at the first that cannot be read."""
    top = root(read_document(path))
    top.only("instrument", "examples")
    instrument = load_instrument(protocol, top["instrument"].text())
    return [_check(place, instrument) for place in top["examples"].each()]


def _check(place: Place, instrument: Instrument) -> InstrumentCheck:
    place.only(*_GIVEN)
    place["then"].only(*_THEN)
    document = Document(place.document.file, lines=place.document.lines)
    wanted = ("reference-date", "born-on", "age", "judgement")
    data: dict[str, Any] = {key: place[key].value for key in wanted if key in place}
    answers: dict[str, Any] = dict(place["answers"].value) if "answers" in place else {}
    for section in place["first"].items() if "first" in place else ():
        for item in _first(section[0], section[1], instrument):
            answers.setdefault(item, _tick(section[1], instrument, item))
    if "rest" in place:
        rest = one_of(place["rest"], ("no", "not-known"))
        for each in instrument.items():
            if each.counted:
                answers.setdefault(each.id, rest)
    read = filing(Place(document, place.at, {**data, "answers": answers}), instrument)
    return InstrumentCheck(place.document.file, place.line, place["title"].text(), instrument, read, place["then"])


def _first(section: str, place: Place, instrument: Instrument) -> list[str]:
    named = {each.id: [item.id for item in each.items if item.counted] for each in instrument.sections}
    if section not in named:
        raise unknown(place, "section", section, list(named))
    count = place["count"].whole() if isinstance(place.value, dict) else place.whole()
    if not 0 <= count <= len(named[section]):
        raise place.fault(f"'{section}' has {len(named[section])} lines that count.")
    return named[section][:count]


def _tick(place: Place, instrument: Instrument, item_id: str) -> Any:
    item = instrument.item(item_id)
    assert item is not None  # it was found in its section
    windows = [place["window"].text()] if isinstance(place.value, dict) and "window" in place else list(item.windows)
    if not item.windows:
        return {"answer": "yes", "reason": "Seen."}
    return {**{each: "yes" if each in windows else "no" for each in item.windows}, "reason": "Seen."}


def _differs(key: str, place: Place, result: Result) -> Iterator[str]:
    if key in _LISTS:
        yield from _list_differs(key, place, result)
    elif key == "findings":
        for each, wanted in place.items():
            held = {found.finding.id: found.holds for found in result.findings}
            word = {True: "yes", False: "no", None: "cannot-tell"}[held[each]] if each in held else "no such finding"
            if word != wanted.text():
                yield f"finding '{each}': expected {wanted.text()}, found {word}"
    else:
        found = _seen(key, result)
        if found != place.text():
            yield f"{key}: expected {place.text()}, found {found}"


def _seen(key: str, result: Result) -> str:
    if key == "known":
        return str(result.completeness.percent)
    if key == "points" and isinstance(result, FormRead):
        return str(result.points)
    if key == "at-least":
        level = result.at_least.level if isinstance(result, Unscored) else None
        return level.id if level else "none"
    if not isinstance(result, Score):
        return "no score"
    if key == "points":
        return str(result.points)
    if key == "floor":
        return next((fired.id for fired in result.outcome.fired if fired.kind == "floor"), "none")
    level = result.up_to.level if key == "up-to" else result.level
    return level.id if level else "none"


_LISTS = ("missing", "actions", "not-actions", "discussions", "lacking", "not-lacking")


def _list_differs(key: str, place: Place, result: Result) -> Iterator[str]:
    wanted = [each.text() for each in place.each()]
    lacked = [item for lacking in result.lacking for item in lacking.items]
    seen = {
        "missing": list(result.missing) if isinstance(result, Unscored) else ["a score"],
        "actions": [action.id for action in result.actions],
        "discussions": [finding.id for finding in result.discussions],
        "lacking": lacked,
    }[key.removeprefix("not-")]
    if key == "missing" and sorted(wanted) != sorted(seen):
        yield f"missing: expected {wanted}, found {seen}"
    if key == "discussions" and wanted != seen:
        yield f"discussions: expected {wanted}, found {seen}"
    if key in ("actions", "lacking"):
        yield from (f"{key}: expected '{each}' among {seen}" for each in wanted if each not in seen)
    if key.startswith("not-"):
        yield from (f"{key}: did not expect '{each}'" for each in wanted if each in seen)
