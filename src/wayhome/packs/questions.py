"""What an instrument asks of its own answers, from YAML into the engine's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wayhome.engine.instruments import Item, Kind
from wayhome.engine.questions import (
    Aged,
    Answered,
    AtLevel,
    EveryOf,
    Filled,
    NotSo,
    Question,
    SomeOf,
    Ticked,
)
from wayhome.packs.documents import Place
from wayhome.packs.names import unknown

_HOW = "It is one of: ticked, answer, given, age, level, all, any, not."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question may name: items, sections (short for all that counts in them), windows and levels."""

    items: Mapping[str, Item]
    sections: Mapping[str, tuple[str, ...]]
    windows: tuple[str, ...]
    levels: tuple[str, ...]


def question(place: Place, asked: Asked) -> Question:
    """Read one question. Raises PackFault for a shape or a name that is not known."""
    if "all" in place or "any" in place:
        key = "all" if "all" in place else "any"
        place.only(key)
        of = tuple(question(each, asked) for each in place[key].each())
        return EveryOf(of) if key == "all" else SomeOf(of)
    if "not" in place:
        place.only("not")
        return NotSo(question(place["not"], asked))
    if "ticked" in place:
        return _ticked(place, asked)
    if "answer" in place:
        place.only("answer")
        return _answers(place["answer"], asked)
    if "given" in place:
        place.only("given")
        return Filled(_name(place["given"], "item", asked.items))
    if "age" in place:
        place.only("age")
        return _age(place["age"])
    if "level" in place:
        place.only("level")
        return AtLevel(frozenset(_name(each, "level", asked.levels) for each in place["level"].each()))
    raise place.fault("This is not a question that can be asked.", _HOW)


def _ticked(place: Place, asked: Asked) -> Ticked:
    place.only("ticked", "at-least", "window")
    items: list[str] = []
    for each in place["ticked"].each():
        word = _name(each, "item or section", (*asked.items, *asked.sections))
        items.extend(asked.sections.get(word, (word,)))
    at_least = place["at-least"].whole() if "at-least" in place else 1
    if not 1 <= at_least <= len(items):
        raise place["at-least"].fault(
            f"{at_least} of {len(items)} can never be ticked.", "Write a number it can reach."
        )
    window = _name(place["window"], "window", asked.windows) if "window" in place else None
    return Ticked(tuple(items), at_least, window)


def _answers(place: Place, asked: Asked) -> Question:
    read = tuple(_answered(key, each, asked) for key, each in place.items())
    return read[0] if len(read) == 1 else EveryOf(read)


def _answered(key: str, place: Place, asked: Asked) -> Answered:
    item = asked.items[_name(Place(place.document, place.at, key), "item", asked.items)]
    known = ["yes", "no", "not-known"] if item.kind is Kind.TICK else [option.id for option in item.options]
    return Answered(
        item.id, frozenset(_name(each, f"answer to '{key}'", [*known, "not-known"]) for each in place.each())
    )


def _age(place: Place) -> Aged:
    place.only("from", "under")
    least = place["from"].whole() if "from" in place else None
    under = place["under"].whole() if "under" in place else None
    if least is None and under is None:
        raise place.fault("An age needs 'from', 'under' or both.", "Write {under: 13}.")
    return Aged(least, under)


def _name(place: Place, what: str, known: Iterable[str]) -> str:
    word, names = place.text(), list(known)
    if word not in names:
        raise unknown(place, what, word, names)
    return word
