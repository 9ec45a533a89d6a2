"""What a clock may name: kinds of fact, states, posts and paragraphs of the sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from wayhome.engine.language import StateMeaning
from wayhome.packs.documents import Place
from wayhome.packs.errors import PackFault
from wayhome.packs.roles import Role
from wayhome.packs.sources import Source
from wayhome.packs.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Names:
    """Every name that resolves; anything else is refused with the nearest name that does."""

    vocabulary: Vocabulary
    roles: Mapping[str, Role]
    sources: Mapping[str, Source]
    clocks: frozenset[str] = field(default_factory=frozenset)

    def kind(self, place: Place) -> str:
        """Return the kind of fact named here. Raises PackFault when the vocabulary has none such."""
        return _known(place, "kind of fact", self.vocabulary.kinds)

    def state(self, place: Place) -> StateMeaning:
        """Return the state named here. Raises PackFault when the vocabulary has none such."""
        return self.vocabulary.states[_known(place, "state", self.vocabulary.states)]

    def state_value(self, place: Place, state: StateMeaning) -> str:
        """Return the value named here, one that the state can have. Raises PackFault otherwise."""
        return _known(place, f"value of '{state.id}'", state.values)

    def kind_value(self, place: Place, kind: str) -> str:
        """Return the value named here, one that facts of this kind can have. Raises PackFault otherwise."""
        values = self.vocabulary.kinds[kind].values
        if not values:
            raise place.fault(
                f"'{kind}' has no codes, so it cannot be asked for '{place.value}'.", "Leave 'value' out."
            )
        return _known(place, f"value of '{kind}'", values)

    def role(self, place: Place) -> str:
        """Return the post named here. Raises PackFault when roles.yaml has none such."""
        return _known(place, "post", self.roles)


def _known(place: Place, what: str, known: Iterable[str]) -> str:
    word, names = place.text(), list(known)
    if word not in names:
        raise unknown(place, what, word, names)
    return word


def unknown(place: Place, what: str, word: str, known: list[str]) -> PackFault:
    """Return the problem of a name that does not resolve, with the nearest that does."""
    near = get_close_matches(word, known, n=1)
    listed = (
        f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known[:12])}{' …' if len(known) > 12 else ''}."
    )
    return place.fault(f"There is no {what} '{word}'.", listed)
