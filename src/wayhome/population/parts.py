"""A population parted: children whose facts are all known to the instant and stand as told, and the others.

Both parts keep the numbers of the whole for children, episodes and chains; only their rows are fewer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wayhome.population.almanac import NEVER, Bools, Ints
from wayhome.population.columns import Population


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some of the children. `rows`: which rows of the whole these are; None: all of them."""

    population: Population
    rows: Ints | None = None
    plain: bool = False


class Parts:
    """A population's parts, remembered with its indexes."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        """Hold the parts."""
        self.parts = parts


def parted(population: Population) -> tuple[Part, ...]:
    """Return the plain part and the other, so far as there is anybody in them; worked out once."""
    found = population.kept.get("parts")
    if found is None:
        found = population.kept["parts"] = Parts(_parted(population))
    assert isinstance(found, Parts)
    return found.parts


def _parted(population: Population) -> tuple[Part, ...]:
    odd = np.zeros(len(population), bool)
    if not population.exact:
        odd |= (population.earliest != population.latest) | (population.earliest == NEVER)
        odd |= population.since != population.surely
    for column in (population.until, population.gone, population.replaced):
        if column is not None:
            odd |= column != NEVER
    if not odd.any():
        everyone = population if population.exact else _taken(population, None, plain=True)
        return (Part(everyone, None, True),)
    touched = np.zeros(len(population.children), bool)
    touched[population.child[odd]] = True
    others = touched[population.child]
    rest = Part(_taken(population, others, plain=False), np.flatnonzero(others))
    if others.all():
        return (Part(population),)
    return Part(_taken(population, ~others, plain=True), np.flatnonzero(~others), True), rest


def _taken(population: Population, mask: Bools | None, *, plain: bool) -> Population:
    """Return some rows; of plain ones every column of moments is the same."""
    columns = {name: getattr(population, name) for name in Population.__slots__ if name != "kept"}
    whole = ("kinds", "values", "children", "episodes", "roots", "episode_child")
    if mask is not None:
        columns = {n: c if n in whole or c is None else c[mask] for n, c in columns.items()}
    if plain:
        columns |= dict.fromkeys(("latest", "since", "surely"), columns["earliest"])
        columns |= dict.fromkeys(("until", "gone", "replaced", "rank"))
    return Population(**columns)
