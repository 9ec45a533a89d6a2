"""Which facts a signed-off form records: what it says once becomes true for every clock, and is not typed twice.

A form names the kinds; nothing is recorded that nobody answered. A blank is never a "no", and a score that could not
be given records no level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from wayhome.engine.answers import Answer, Answers, checked
from wayhome.engine.asking import Form, holds
from wayhome.engine.instruments import Instrument, Item
from wayhome.engine.records import Record, Source
from wayhome.engine.scores import FormRead, Judgement, Score
from wayhome.engine.scoring import score


@dataclass(frozen=True, slots=True)
class ToRecord:
    """A fact to be recorded: `day` and `clock` (HH:MM, on the wall in London) None when it is the signing itself."""

    kind: str
    value: str | int | date | None = None
    day: date | None = None
    clock: str | None = None


def to_record(instrument: Instrument, answers: Answers, judgement: Judgement | None = None) -> tuple[ToRecord, ...]:
    """Return the facts a signed-off form records, in the order in which they are to be recorded.

    Two of one state (a score's level, then the level judged beside it) are meant to stand in this order: whoever
    records them keeps it, so that the judgement is the later word. Raises what `score` raises.
    """
    result = score(instrument, answers, judgement)
    judged = judgement.level if judgement else None
    level = result.level.id if isinstance(result, Score) and result.level else None
    if isinstance(result, FormRead):
        level = judged
    form = Form(instrument, checked(instrument, answers), level)
    return tuple(each for record in instrument.records for each in _recorded(record, form, judgement))


def _recorded(record: Record, form: Form, judgement: Judgement | None) -> Iterator[ToRecord]:
    if record.when is not None and holds(record.when, form) is not True:
        return
    at = form.answer(record.at) if record.at else None
    if record.at and (at is None or at.not_known or (at.day is None and not at.text)):
        return  # the form says when it happened, and nobody did
    for word in _words(record, form, judgement):
        coded = record.codes.get(str(word)) if record.codes else word
        if coded is not None:
            yield replace(_moment(at), kind=record.kind, value=coded)
    if record.source is Source.NOTHING:
        yield replace(_moment(at), kind=record.kind)


def _moment(at: Answer | None) -> ToRecord:
    if at is None:
        return ToRecord("")
    if at.day is not None:
        return ToRecord("", day=at.day)
    return ToRecord("", day=date.fromisoformat(at.text[:10]), clock=at.text[11:])


def _words(record: Record, form: Form, judgement: Judgement | None) -> tuple[str | int | date, ...]:
    match record.source:
        case Source.LEVEL:
            return (form.level,) if form.level else ()
        case Source.JUDGEMENT:
            return (judgement.level,) if judgement else ()
        case Source.REASON:
            return (judgement.reason,) if judgement else ()
        case Source.ITEM:
            item = form.instrument.item(record.item)
            return _answered(form.answer(record.item), item) if item is not None else ()
        case Source.NOTHING:
            return ()


def _answered(answer: Answer | None, item: Item) -> tuple[str | int | date, ...]:
    """What an item's answer says: its tick, each choice, its words, its number or its day. Blank: nothing."""
    if answer is None or answer.not_known:
        return ()
    if answer.ticks:
        said = {tick.value for tick in answer.ticks.values()}
        return ("yes",) if "yes" in said else ("no",) if said == {"no"} else ()
    if item.options:
        return answer.chosen
    if answer.day is not None:
        return (answer.day,)
    if answer.number is not None:
        return (answer.number,)
    return (answer.text,) if answer.text.strip() else ()
