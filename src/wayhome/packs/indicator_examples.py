"""Worked examples of indicators: a handful of invented children, and what each figure comes to for a stretch of time.

The children stand once at the head of a file, and every example counts over them, or over those it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wayhome.engine.calendars import Calendar
from wayhome.engine.counting import Figure, Stretch, Tally, figure
from wayhome.engine.facts import Situation
from wayhome.engine.indicators import Indicator, UnsoundIndicator
from wayhome.engine.language import Protocol
from wayhome.engine.moments import start_of_local_day
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.moments import instant, local_day
from wayhome.packs.names import unknown
from wayhome.packs.situations import situation_from
from wayhome.packs.vocabulary import Vocabulary

_KEYS = ("indicator", "title", "period", "as-of", "of", "numerator", "denominator", "rate", "in-doubt")


@dataclass(frozen=True, slots=True)
class IndicatorCheck:
    """One example: an indicator, the children, the stretch of time, and what must come of it."""

    file: str
    line: int
    title: str
    indicator: Indicator
    situations: tuple[Situation, ...]
    stretch: Stretch
    as_of: datetime | None
    numerator: int
    denominator: int | None
    rate: str
    in_doubt: int

    def figure(self, protocol: Protocol, calendar: Calendar) -> Figure:
        """Work the figure out."""
        return figure(self.indicator, protocol, self.situations, calendar, self.stretch, as_of=self.as_of)

    def differences(self, protocol: Protocol, calendar: Calendar) -> list[str]:
        """Return in words each way in which the figure is not what the example says."""
        found = self.figure(protocol, calendar)
        doubted = {key for side in (found.numerator, found.denominator) if side for key in side.in_doubt}
        said = {
            "numerator": (self.numerator, _number(found.numerator)),
            "denominator": (self.denominator, _number(found.denominator)),
            "rate": (self.rate, share(found)),
            "in-doubt": (self.in_doubt, len(doubted)),
        }
        return [f"{what}: expected {old}, found {new}" for what, (old, new) in said.items() if old != new]


def share(figure: Figure) -> str:
    """Return a figure's rate as it is written: 2/3, or nothing where there is none."""
    if figure.rate is None:
        return ""
    assert figure.numerator is not None and figure.denominator is not None  # there is no rate without both
    return f"{figure.numerator.number}/{figure.denominator.number}"


def indicator_example_files(folder: Path) -> list[Path]:
    """Return a protocol's files of indicator examples, in order of name."""
    return sorted((folder / "examples" / "indicators").glob("*.yaml"))


def read_indicator_examples(
    path: Path, indicators: dict[str, Indicator], vocabulary: Vocabulary
) -> list[IndicatorCheck]:
    """Read one file. Raises PackFault, naming the line, at the first thing that cannot be read."""
    top = root(read_document(path))
    top.only("children", "examples")
    children = {key: situation_from(each, key, vocabulary) for key, each in top["children"].items()}
    return [_check(place, indicators, children) for place in top["examples"].each()]


def _check(place: Place, indicators: dict[str, Indicator], children: dict[str, Situation]) -> IndicatorCheck:
    place.only(*_KEYS)
    wanted = place["indicator"].text()
    if wanted not in indicators:
        raise unknown(place["indicator"], "indicator", wanted, list(indicators))
    return IndicatorCheck(
        place.document.file,
        place.line,
        place["title"].text(),
        indicators[wanted],
        tuple(_named(place, children)),
        _stretch(place["period"]),
        instant(place["as-of"]) if "as-of" in place else None,
        place["numerator"].whole(),
        place["denominator"].whole() if "denominator" in place else None,
        place["rate"].text() if "rate" in place else "",
        place["in-doubt"].whole() if "in-doubt" in place else 0,
    )


def _named(place: Place, children: dict[str, Situation]) -> Iterator[Situation]:
    if "of" not in place:
        yield from children.values()
        return
    for each in place["of"].each():
        if each.text() not in children:
            raise unknown(each, "child", each.text(), list(children))
        yield children[each.text()]


def _stretch(place: Place) -> Stretch:
    days = list(place.each())
    if len(days) != 2:
        raise place.fault("A period has a first day and the day after its last.", "Write [2026-01-01, 2026-04-01].")
    try:
        return Stretch(*(start_of_local_day(local_day(each)) for each in days))
    except UnsoundIndicator as unsound:
        raise place.fault(str(unsound)) from unsound


def _number(tally: Tally | None) -> int | None:
    return None if tally is None else tally.number
