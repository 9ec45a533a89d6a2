"""The kinds of fact the ledger holds and the states worked out from them, from vocabulary.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wayhome.engine.language import StateMeaning
from wayhome.engine.language import Vocabulary as EngineVocabulary
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.places import protocols_home

SCOPES = ("child", "episode")  # what a state may belong to
SUBJECTS = (*SCOPES, "adult", "context", "partnership")
VALUES = ("none", "code", "text", "number", "date", "person")
TIMES = ("instant", "period")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fact. `values` are its codes, its own or those of the state it gives; `done` labels a button.

    `ahead`: its moment is one that people agreed on, and may not have come yet when it is told. `reason_for`: the codes
    that are told with the reason.
    """

    id: str
    subject: str  # child, episode, adult, context or partnership
    value: str  # none, code, text, number, date or person
    time: str  # instant or period
    handling: str
    meaning: str
    values: tuple[str, ...] = ()
    done: str | None = None
    ahead: bool = False
    reason_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that can be recorded, in the order of the file; `engine` is the engine's share of it."""

    kinds: Mapping[str, Kind]
    states: Mapping[str, StateMeaning]
    handling: Mapping[str, str]

    @property
    def engine(self) -> EngineVocabulary:
        """What the engine must know: the states, and which fact begins an episode."""
        return EngineVocabulary(states=self.states)


@cache
def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """Read vocabulary.yaml of `folder` (the shipped protocols when None). Raises PackFault."""
    top = root(read_document((folder or protocols_home()) / "vocabulary.yaml"))
    top.only("handling", "states", "kinds")
    handling = {key: place.text() for key, place in top["handling"].items()}
    states = {key: _state(key, place) for key, place in top["states"].items()}
    for _, place in top["states"].items():
        _known_kinds(place, top["kinds"])
    given = {kind: state.values for state in states.values() for kind in state.kinds}
    kinds = {key: _kind(key, place, given, handling) for key, place in top["kinds"].items()}
    return Vocabulary(kinds, states, handling)


def _known_kinds(state: Place, kinds: Place) -> None:
    for each in state["kinds"].each():
        if each.text() not in kinds:
            raise each.fault(f"There is no kind of fact '{each.value}'.", "Add it under 'kinds', or mend the name.")
        if state["scope"].value == "episode" and kinds[each.text()]["subject"].value != "episode":
            raise each.fault(f"'{each.value}' is not about an episode, but this state is.")


def _state(key: str, place: Place) -> StateMeaning:
    place.only("scope", "kinds", "values", "ordered")
    return StateMeaning(
        id=key,
        kinds=tuple(p.text() for p in place["kinds"].each()),
        scope=one_of(place["scope"], SCOPES),
        values=tuple(p.text() for p in place["values"].each()),
        ordered="ordered" in place and place["ordered"].value is True,
    )


def _kind(key: str, place: Place, given: Mapping[str, tuple[str, ...]], handling: Mapping[str, str]) -> Kind:
    place.only("subject", "value", "values", "time", "handling", "meaning", "done", "ahead", "reason-for")
    value = one_of(place["value"], VALUES)
    values = tuple(p.text() for p in place["values"].each()) if "values" in place else given.get(key, ())
    reasons = [(p, p.text()) for p in place["reason-for"].each()] if "reason-for" in place else []
    for each, code in reasons:
        if code not in values:
            raise each.fault(f"'{code}' is no value of '{key}'.", f"Its values: {', '.join(values) or 'none'}.")
    if value == "code" and not values:
        raise place.fault(f"'{key}' is a code without values.", "Add 'values: [...]', or a state that lists it.")
    return Kind(
        id=key,
        subject=one_of(place["subject"], SUBJECTS),
        value=value,
        time=one_of(place["time"], TIMES),
        handling=one_of(place["handling"], tuple(handling)),
        meaning=place["meaning"].text(),
        values=values if value == "code" else (),
        done=place["done"].text() if "done" in place else None,
        ahead="ahead" in place and place["ahead"].value is True,
        reason_for=tuple(code for _, code in reasons),
    )


def one_of(place: Place, allowed: tuple[str, ...]) -> str:
    """Return the word here if it is one of these. Raises PackFault, listing them, when it is not."""
    word = place.text()
    if word not in allowed:
        raise place.fault(f"'{word}' is not known here.", f"Known here: {', '.join(allowed)}.")
    return word
