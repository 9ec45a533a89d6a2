"""The indicators of a protocol, from `indicators/*.yaml` into the engine's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wayhome.engine.errors import EngineError
from wayhome.engine.indicators import Counts, Indicator, Measure, Period, Unit
from wayhome.engine.language import Condition
from wayhome.engine.readings import State
from wayhome.packs.conditions import condition, trigger
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.names import Names, unknown
from wayhome.packs.places import protocols_home
from wayhome.packs.sources import citation
from wayhome.packs.spans import choice
from wayhome.packs.vocabulary import one_of

REGISTERS = (
    *("training", "awareness", "orders", "suspects", "prosecutions", "intelligence-forms", "contacts", "locations"),
    *("service-gaps", "police-custody", "smuggled", "grading-reviews", "practice-reviews", "strategy-meetings"),
)
BREAKDOWNS = (
    *("level", "gender", "age", "ethnicity", "accommodation", "agency", "school", "type-of-harm", "month", "quarter"),
    *("place-missing-from", "place-found", "care-status", "placement", "team", "outcome", "day-of-week"),
)
_KEYS = (
    *("id", "title", "cite", "unit", "numerator", "denominator", "includes", "period", "breakdowns"),
    *("triangulated", "reading", "note"),
)
_MEASURE = (
    *("says", "counts", "of", "when", "followed-by", "under", "at-start", "at-end", "during", "clock", "states"),
    "register",
)


def indicator_files(folder: Path) -> list[Path]:
    """Return the files of a protocol's indicators, in order of name."""
    return sorted((folder / "indicators").glob("*.yaml"))


@cache
def load_indicators(line: str) -> tuple[Indicator, ...]:
    """Read every indicator of a shipped protocol, in order of file. Raises PackFault, naming file and line."""
    from wayhome.packs.loading import load_names, load_protocol

    protocol = line.partition("@")[0]
    clocks = [clock.id for clock in load_protocol(protocol).clocks]
    folder = protocols_home() / protocol
    return tuple(
        indicator(place, load_names(), clocks)
        for path in indicator_files(folder)
        for place in root(read_document(path))["indicators"].each()
    )


def indicator(place: Place, names: Names, clocks: list[str]) -> Indicator:
    """Read one figure. Raises PackFault at the first thing in it that is missing, unknown or unsound."""
    place.only(*_KEYS)
    try:
        return Indicator(
            id=place["id"].text(),
            title=place["title"].text(),
            cite=tuple(citation(each, names.sources) for each in place["cite"].each()),
            unit=choice(place["unit"], Unit),
            numerator=_measure(place["numerator"], names, clocks),
            denominator=_measure(place["denominator"], names, clocks) if "denominator" in place else None,
            includes=place["includes"].text(),
            period=choice(place["period"], Period),
            breakdowns=tuple(one_of(each, BREAKDOWNS) for each in place["breakdowns"].each())
            if "breakdowns" in place
            else (),
            triangulated="triangulated" in place and place["triangulated"].value is True,
            reading=place["reading"].text() if "reading" in place else "",
            note=place["note"].text() if "note" in place else "",
        )
    except EngineError as unsound:
        raise place.fault(str(unsound)) from unsound


def _measure(place: Place, names: Names, clocks: list[str]) -> Measure:
    place.only(*_MEASURE)
    try:
        return Measure(
            says=place["says"].text(),
            counts=choice(place["counts"], Counts),
            of=trigger(place["of"], names) if "of" in place else None,
            at_start=_condition(place, "at-start", names),
            at_end=_condition(place, "at-end", names),
            during=_condition(place, "during", names),
            clock=_clock(place["clock"], clocks) if "clock" in place else None,
            states=frozenset(choice(each, State) for each in place["states"].each())
            if "states" in place
            else frozenset(),
            register=one_of(place["register"], REGISTERS) if "register" in place else None,
            when=_condition(place, "when", names),
            followed_by=trigger(place["followed-by"], names) if "followed-by" in place else None,
            under=place["under"].whole() if "under" in place else None,
        )
    except EngineError as unsound:
        raise place.fault(str(unsound)) from unsound


def _condition(place: Place, key: str, names: Names) -> Condition | None:
    return condition(place[key], names) if key in place else None


def _clock(place: Place, clocks: list[str]) -> str:
    if place.text() not in clocks:
        raise unknown(place, "clock", place.text(), clocks)
    return place.text()
