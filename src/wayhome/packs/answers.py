"""A filled-in form as people write it in a file, into the engine's answers. Every mistake is named with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from wayhome.engine.answers import Answer, Answers, Occurrence, Tick, UnreadableAnswer, checked
from wayhome.engine.instruments import Column, Instrument, Item, Kind
from wayhome.engine.scores import Judgement
from wayhome.packs.documents import Place
from wayhome.packs.items import maybe
from wayhome.packs.moments import local_day
from wayhome.packs.names import unknown
from wayhome.packs.vocabulary import one_of

NOT_KNOWN = Tick.NOT_KNOWN.value
_TICKS = tuple(tick.value for tick in Tick)
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]([01]\d|2[0-3]):[0-5]\d")
_TOP = ("instrument", "protocol", "reference-date", "born-on", "age", "answers", "judgement", "note")


@dataclass(frozen=True, slots=True)
class Filing:
    """One filled-in form: the answers, and the judgement that stands beside the score, if one was given."""

    answers: Answers
    judgement: Judgement | None


def filing(top: Place, instrument: Instrument) -> Filing:
    """Read one filled-in form. Raises PackFault at the first answer that this instrument cannot take."""
    top.only(*_TOP)
    if instrument.frame:
        mend = "Load your partnership's own items: wayhome instrument import ITEMS.CSV."
        raise top.fault(f"'{instrument.id}' is a frame without items, so it takes no answers.", mend)
    if "instrument" in top and top["instrument"].text().partition("@")[0] != instrument.id:
        raise top["instrument"].fault(f"These are answers to '{top['instrument'].value}', not to '{instrument.id}'.")
    answers = read_answers(top, instrument)
    return Filing(answers, judgement(top["judgement"], instrument) if "judgement" in top else None)


def read_answers(top: Place, instrument: Instrument) -> Answers:
    """Read the dates and answers of a form, every occurrence already worked out. Raises PackFault."""
    places = dict(top["answers"].items()) if "answers" in top else {}
    for key, place in places.items():
        if instrument.item(key) is None:
            raise unknown(place, f"item of {instrument.id}", key, [item.id for item in instrument.items()])
    of = {item.id: _answer(places[item.id], item) for item in instrument.items() if item.id in places}
    try:
        answers = Answers(
            of,
            reference=local_day(top["reference-date"]),
            born_on=local_day(top["born-on"]) if "born-on" in top else None,
            age=top["age"].whole() if "age" in top else None,
        )
        return checked(instrument, answers)
    except UnreadableAnswer as wrong:
        place = places.get(wrong.item) or maybe(top, wrong.item) or top
        raise place.fault(f"'{wrong.item}': {wrong.what}", wrong.mend) from wrong


def judgement(place: Place, instrument: Instrument) -> Judgement:
    """Read a professional's judgement: `{level, reason}`. Raises PackFault without a reason, or for no such level."""
    place.only("level", "reason")
    if instrument.levels and instrument.level(place["level"].text()) is None:
        raise unknown(place["level"], "level", place["level"].text(), [level.id for level in instrument.levels])
    return Judgement(place["level"].text(), place["reason"].text())


def _answer(place: Place, item: Item) -> Answer:
    if isinstance(place.value, dict) and item.kind is not Kind.ROWS:
        reason = place["reason"].text() if "reason" in place else ""
        if item.kind is Kind.TICK:
            return _tick_with_more(place, item, reason)
        place.only("answer", "reason")
        return _given(place["answer"], item, reason)
    return _given(place, item, "")


def _given(place: Place, item: Item, reason: str) -> Answer:
    if item.kind is not Kind.TICK and place.value == NOT_KNOWN:
        return Answer(not_known=True, reason=reason)
    readers: Mapping[Kind, Callable[[], Answer]] = {
        Kind.TICK: lambda: _tick(place, item, reason),
        Kind.CHOICE: lambda: Answer(chosen=(_option(place, item),), reason=reason),
        Kind.CHOICES: lambda: Answer(chosen=tuple(_option(each, item) for each in place.each()), reason=reason),
        Kind.TEXT: lambda: Answer(text=place.text(), reason=reason),
        Kind.NUMBER: lambda: Answer(number=place.whole(), reason=reason),
        Kind.DATE: lambda: Answer(day=local_day(place), reason=reason),
        Kind.TIME: lambda: Answer(text=_time(place), reason=reason),
        Kind.ROWS: lambda: Answer(rows=tuple(_row(each, item) for each in place.each())),
    }
    return readers[item.kind]()


def _tick(place: Place, item: Item, reason: str) -> Answer:
    word = _said(place)
    if len(item.windows) > 1 and word is Tick.YES:
        mend = f"Write {{{item.windows[0]}: yes, {item.windows[1]}: no}}, or the dates under 'when'."
        raise place.fault(f"'{item.id}' is asked for {len(item.windows)} stretches of time: which of them?", mend)
    return Answer(ticks=dict.fromkeys(item.windows or ("",), word), reason=reason)


def _tick_with_more(place: Place, item: Item, reason: str) -> Answer:
    if "when" in place:
        place.only("when", "reason")
        if not item.windows:
            raise place["when"].fault(f"'{item.id}' is not asked for a stretch of time.", "Write 'answer: yes'.")
        return Answer(when=tuple(_occurrence(each) for each in place["when"].each()), reason=reason)
    if "answer" in place:
        place.only("answer", "reason")
        return _tick(place["answer"], item, reason)
    place.only("answer", "when", "reason", *item.windows)
    return Answer(ticks={window: _said(place[window]) for window in item.windows if window in place}, reason=reason)


def _said(place: Place) -> Tick:
    if isinstance(place.value, bool):
        return Tick.YES if place.value else Tick.NO
    return Tick(one_of(place, _TICKS))


def _occurrence(place: Place) -> Occurrence:
    if not isinstance(place.value, dict):
        day = local_day(place)
        return Occurrence(day, day)
    place.only("from", "until")
    until = maybe(place, "until")
    return Occurrence(local_day(place["from"]), None if until is None or until.value == "now" else local_day(until))


def _option(place: Place, item: Item) -> str:
    return _one(place, f"answer to '{item.id}'", [option.id for option in item.options])


def _one(place: Place, what: str, known: list[str]) -> str:
    word = place.text()
    if word not in known:
        raise unknown(place, what, word, known)
    return word


def _time(place: Place) -> str:
    word = place.text()
    if not _TIME.fullmatch(word):
        raise place.fault(f"'{word}' is not a day and time.", "Write 2026-03-06 22:00.")
    local_day(Place(place.document, place.at, word[:10]))
    return word


def _row(place: Place, item: Item) -> dict[str, str]:
    columns = {column.id: column for column in item.columns}
    row: dict[str, str] = {}
    for key, each in place.items():
        if key not in columns:
            raise unknown(each, f"column of '{item.id}'", key, list(columns))
        row[key] = _cell(each, columns[key])
    return row


def _cell(place: Place, column: Column) -> str:
    if place.value is None:
        return ""
    if column.kind is Kind.TICK:
        return _said(place).value
    if column.kind is Kind.CHOICE:
        return _one(place, f"answer to '{column.id}'", [option.id for option in column.options])
    if column.kind is Kind.DATE:
        day: date = local_day(place)
        return day.isoformat()
    if column.kind is Kind.NUMBER:
        return str(place.whole())
    return _time(place) if column.kind is Kind.TIME else place.text()
