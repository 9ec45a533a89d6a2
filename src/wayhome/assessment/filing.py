"""A form as it stands: its answers read, what it says of them, and how each answer is said in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wayhome.assessment import boxes as typed_in
from wayhome.assessment.boxes import NOT_KNOWN, Read
from wayhome.assessment.days import days_words
from wayhome.engine.answers import Answers, UnreadableAnswer
from wayhome.engine.asking import Form
from wayhome.engine.instruments import Instrument, Item, Kind, Section
from wayhome.engine.scores import Judgement, Result
from wayhome.engine.scoring import score
from wayhome.packs.answers import read_answers
from wayhome.packs.documents import Document, Place
from wayhome.packs.errors import PackFault
from wayhome.packs.result_words import as_plain
from wayhome.ui import words

NO_LEVEL = "no-level"  # how a judgement is named where an instrument has no levels to choose from
_TICK_WORDS = {"yes": "Yes", "no": "No", NOT_KNOWN: "Not known"}


@dataclass(frozen=True, slots=True)
class Basis:
    """What windows and age are reckoned from: local days, and the age in years where nobody has a birth date."""

    reference: date
    born_on: date | None = None
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it stands. `plain`: its readable answers as a file has them; `faults`: item to what is wrong."""

    instrument: Instrument
    basis: Basis
    plain: Mapping[str, Any]
    answers: Answers
    faults: Mapping[str, str]
    judgement: Judgement | None

    @property
    def form(self) -> Form:
        """The form as the engine asks questions of it."""
        return Form(self.instrument, self.answers)

    def asked(self, item: Item) -> bool:
        """Whether the item is asked at all; an answer once given stays in sight."""
        return self.form.asked(item) or item.id in self.plain or item.id in self.faults

    def result(self) -> Result:
        """Return what the instrument says of these answers."""
        return score(self.instrument, self.answers, self.judgement)


def from_boxes(
    instrument: Instrument, basis: Basis, boxes: Mapping[str, Mapping[str, list[str]]], judged: tuple[str, str]
) -> Filled:
    """Read a form from what was typed; what cannot be read is left out and named among the faults."""
    read = {item.id: typed_in.read(item, boxes[item.id]) for item in instrument.items() if boxes.get(item.id)}
    return _filled(instrument, basis, read, judged)


def from_plain(instrument: Instrument, basis: Basis, plain: Mapping[str, Any], judged: tuple[str, str]) -> Filled:
    """Read a form from answers as a file has them, such as those of a version that was sent."""
    known = {item.id for item in instrument.items()}
    return _filled(instrument, basis, {key: Read(value) for key, value in plain.items() if key in known}, judged)


def _filled(instrument: Instrument, basis: Basis, read: Mapping[str, Read], judged: tuple[str, str]) -> Filled:
    plain = {key: each.value for key, each in read.items() if each.value is not None}
    faults = {key: each.fault for key, each in read.items() if each.fault}
    for key in list(plain):
        if (fault := _refused(instrument, basis, {key: plain[key]})) is not None:
            faults[key] = fault
            del plain[key]
    if (fault := _refused(instrument, basis, {})) is not None:
        basis = Basis(basis.reference)  # a birth date after the reference date: the form is read without it
    answers = _answers(instrument, basis, plain)
    return Filled(instrument, basis, plain, answers, faults, _judgement(instrument, judged))


def _refused(instrument: Instrument, basis: Basis, plain: Mapping[str, Any]) -> str | None:
    try:
        _answers(instrument, basis, plain)
    except PackFault as fault:
        return fault.problems[0].what
    except UnreadableAnswer as wrong:
        return f"{wrong.what} {wrong.mend}".strip()
    return None


def _answers(instrument: Instrument, basis: Basis, plain: Mapping[str, Any]) -> Answers:
    top: dict[str, Any] = {"reference-date": basis.reference.isoformat(), "answers": dict(plain)}
    if basis.born_on is not None:
        top["born-on"] = basis.born_on.isoformat()
    elif basis.age is not None:
        top["age"] = basis.age
    return read_answers(Place(Document("the form"), (), top), instrument)


def _judgement(instrument: Instrument, judged: tuple[str, str]) -> Judgement | None:
    level, reason = judged
    if not reason.strip():
        return None
    if instrument.levels:
        return Judgement(level, reason) if instrument.level(level) else None
    return Judgement(NO_LEVEL, reason)


def answer_words(instrument: Instrument, item: Item, value: Any) -> str:
    """Say an answer as a person reads it, without its reason; "" for none."""
    if value is None:
        return ""
    if isinstance(value, dict) and item.kind is not Kind.ROWS:
        value = value["answer"] if "answer" in value else {k: v for k, v in value.items() if k != "reason"}
    if value == NOT_KNOWN:
        return _TICK_WORDS[NOT_KNOWN]
    if isinstance(value, dict):
        labels = {window.id: window.label for window in instrument.windows}
        if "when" in value:
            return f"On these days: {days_words(value['when'])}"
        return "; ".join(f"{labels.get(k, k)}: {str(_TICK_WORDS.get(v, v)).lower()}" for k, v in value.items())
    return _one_value(item, value)


def _one_value(item: Item, value: Any) -> str:
    options = {option.id: option.label for option in item.options}
    match item.kind:
        case Kind.TICK:
            return _TICK_WORDS.get(str(value), str(value))
        case Kind.CHOICE | Kind.CHOICES:
            chosen = value if isinstance(value, list) else [value]
            return "; ".join(options.get(str(each), str(each)) for each in chosen)
        case Kind.DATE | Kind.TIME:
            return dated_words(str(value))
        case Kind.ROWS:
            return "\n".join(_row_words(item, row) for row in value)
    return str(value)


def dated_words(word: str) -> str:
    """Say a day, or a day with a wall time, written as 2026-03-06 or 2026-03-06 22:00."""
    said = words.day(date.fromisoformat(word[:10]))
    return f"{said}, {word[11:]}" if len(word) > 10 else said


def _row_words(item: Item, row: Mapping[str, Any]) -> str:
    said = []
    for column in item.columns:
        if (value := row.get(column.id)) in (None, ""):
            continue
        options = {option.id: option.label for option in column.options}
        if column.kind in (Kind.DATE, Kind.TIME):
            value = dated_words(str(value))
        said.append(f"{column.label}: {options.get(str(value), _TICK_WORDS.get(str(value), str(value)))}")
    return "; ".join(said)


def reason_of(value: Any) -> str:
    """Return the reason beside an answer; "" for none."""
    return str(value.get("reason") or "") if isinstance(value, dict) else ""


def shown(filled: Filled) -> list[dict[str, Any]]:
    """Return the whole form as its writer saw it: sections, questions, answers and reasons in words."""
    return [
        {
            "id": section.id,
            "title": section.title,
            "items": [_shown(filled, item) for item in section.items if filled.asked(item)],
        }
        for section in filled.instrument.sections
    ]


def _shown(filled: Filled, item: Item) -> dict[str, str]:
    value = filled.plain.get(item.id)
    return {
        "id": item.id,
        "label": item.label,
        "answer": answer_words(filled.instrument, item, value),
        "reason": reason_of(value),
    }


def section_of(instrument: Instrument, section: str) -> Section | None:
    """Return one section by id, or None."""
    return next((each for each in instrument.sections if each.id == section), None)


def texts(filled: Filled) -> Iterator[tuple[Item, str]]:
    """Walk everything written in words: each item with its text or its reason."""
    for item in filled.instrument.items():
        value = filled.plain.get(item.id)
        said = [reason_of(value)]
        if item.kind is Kind.TEXT and value is not None:
            said.append(answer_words(filled.instrument, item, value))
        if item.kind is Kind.ROWS and value is not None:
            said.append(answer_words(filled.instrument, item, value))
        for each in said:
            if each.strip() and each != _TICK_WORDS[NOT_KNOWN]:
                yield item, each


def result_plain(filled: Filled) -> dict[str, Any]:
    """Return what the instrument says as it is kept with a version: plain data, with the labels needed to say it."""
    instrument = filled.instrument
    return {
        **as_plain(instrument, filled.result(), filled.judgement),
        "levels": {level.id: level.label for level in instrument.levels},
        "windows": {window.id: window.label for window in instrument.windows},
        "labels": {item.id: item.label for item in instrument.items()},
    }
