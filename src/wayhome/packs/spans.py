"""Lengths of time as packs write them: `72 hours`, or a mapping where a day must say how it ends."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from wayhome.engine.language import Ending, FirstDay, Roll, Span, SpanByState, Unit
from wayhome.packs.documents import Place
from wayhome.packs.names import Names
from wayhome.packs.vocabulary import one_of

_SHORT = re.compile(r"(-?\d+)\s+([a-z-]+?)")
_MINUTES = re.compile(r"(\d+)\s+(minutes?|hours?|days?)")
_SINGLE = {unit.value.removesuffix("s"): unit.value for unit in Unit}
_IN_MINUTES = {"minute": 1, "hour": 60, "day": 1440}
Word = TypeVar("Word", bound=StrEnum)


def choice(place: Place, words: type[Word]) -> Word:
    """Return the word here as one of these. Raises PackFault, listing them, when it is not."""
    return words(one_of(place, tuple(word.value for word in words)))


def span(place: Place) -> Span:
    """Read a length with its unit. Raises PackFault when the unit is missing or unknown, or the count below 1."""
    if isinstance(place.value, dict):
        place.only("count", "unit", "ending", "first-day")
        count, unit = place["count"].whole(), choice(place["unit"], Unit)
        ending = choice(place["ending"], Ending) if "ending" in place else Ending.SAME_TIME
        first = choice(place["first-day"], FirstDay) if "first-day" in place else FirstDay.NEXT
        return _sound(place, Span(count, unit, ending, first))
    match = _SHORT.fullmatch(place.text())
    word = _SINGLE.get(match[2], match[2]) if match else ""
    if match is None or word not in {unit.value for unit in Unit}:
        units = ", ".join(unit.value for unit in Unit)
        raise place.fault(f"'{place.value}' is not a length with a unit.", f"Write '72 hours'; the units are {units}.")
    return _sound(place, Span(int(match[1]), Unit(word)))


def _sound(place: Place, read: Span) -> Span:
    if read.count <= 0:
        raise place.fault(f"A length of {read.count} is not a length.", "Write a whole number above 0.")
    return read


def span_or_by_state(place: Place, names: Names) -> Span | SpanByState:
    """Read a length, or `{by: STATE, spans: {VALUE: LENGTH}, otherwise: LENGTH}`. Raises PackFault."""
    if not isinstance(place.value, dict) or "by" not in place:
        return span(place)
    place.only("by", "spans", "otherwise")
    state = names.state(place["by"])
    spans: dict[str, Span] = {}
    for key, each in place["spans"].items():
        spans[names.state_value(Place(each.document, each.at, key), state)] = span(each)
    return SpanByState(state.id, spans, span(place["otherwise"]) if "otherwise" in place else None)


def roll(place: Place) -> Roll:
    """Read what happens to a due time on a weekend or bank holiday. Raises PackFault."""
    return Roll(choice(place, Ending))


def minutes(place: Place) -> int:
    """Read a distance such as `30 minutes` or `4 hours`, in minutes. Raises PackFault."""
    match = _MINUTES.fullmatch(place.text())
    if match is None:
        raise place.fault(f"'{place.value}' is not a number of minutes, hours or days.", "Write '30 minutes'.")
    return int(match[1]) * _IN_MINUTES[match[2].rstrip("s")]
