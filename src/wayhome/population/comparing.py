"""Hold the twin to the engine: every duty of every child, in every field that a decision rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wayhome.engine.calendars import Calendar
from wayhome.engine.clocks import read
from wayhome.engine.facts import Situation
from wayhome.engine.language import Protocol
from wayhome.engine.readings import Reading
from wayhome.population.almanac import micros
from wayhome.population.columns import Population
from wayhome.population.reading import Read
from wayhome.population.standing import STATES

Key = tuple[str, str, str, int]  # child, clock, root, ordinal
FIELDS = (
    "episode", "state", "start", "due", "at_latest", "about", "threshold_at", "need_ended_at", "met_at",
    "breached_at", "still_needed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A duty on which engine and twin do not agree; None: one of them does not have it."""

    key: Key
    engine: tuple[object, ...] | None
    twin: tuple[object, ...] | None

    def __str__(self) -> str:
        """Name the duty and the fields that differ."""
        if self.engine is None or self.twin is None:
            return f"{self.key}: only the {'twin' if self.engine is None else 'engine'} has it"
        both = zip(FIELDS, self.engine, self.twin, strict=True)
        return f"{self.key}: " + ", ".join(f"{name} {a!r} and {b!r}" for name, a, b in both if a != b)


def by_engine(readings: Iterable[Reading]) -> dict[Key, tuple[object, ...]]:
    """Return readings by duty, in the twin's own numbers."""
    return {
        (r.child, r.clock, r.root, r.ordinal): (
            r.episode, str(r.state), micros(r.start), micros(r.due), r.at_latest, r.about, micros(r.threshold_at),
            micros(r.need_ended_at), micros(r.met_at), micros(r.breached_at), r.still_needed,
        )
        for r in readings
    }  # fmt: skip


def by_twin(population: Population, found: dict[str, Read]) -> dict[Key, tuple[object, ...]]:
    """Return what the twin read by duty."""
    told: dict[Key, tuple[object, ...]] = {}
    for clock, part in found.items():
        roots = population.root[part.root].tolist() if len(part) else []
        columns = (
            part.child, part.ordinal, part.episode, part.state, part.start, part.due, part.at_latest, part.about,
            part.threshold, part.need_ended, part.met_at, part.breached_at, part.needed,
        )  # fmt: skip
        for root, (child, ordinal, episode, state, *rest) in zip(
            roots, zip(*(c.tolist() for c in columns), strict=True), strict=True
        ):
            key = (population.children[child], clock, population.roots[root], ordinal)
            assert key not in told, f"the twin has {key} twice"
            told[key] = (None if episode < 0 else population.episodes[episode], str(STATES[state]), *rest)
    return told


def compared(engine: dict[Key, tuple[object, ...]], twin: dict[Key, tuple[object, ...]]) -> list[Difference]:
    """Return every duty on which the two differ."""
    keys = sorted({*engine, *twin}, key=str)
    pairs = ((key, engine.get(key), twin.get(key)) for key in keys)
    return [Difference(key, a, b) for key, a, b in pairs if a != b]


def read_by_engine(
    protocol: Protocol,
    situations: Iterable[Situation],
    calendar: Calendar,
    as_of: datetime,
    known_at: datetime | None,
    dates_in_force: bool = True,
) -> dict[Key, tuple[object, ...]]:
    """Read each child by the engine; return by duty."""
    found: dict[Key, tuple[object, ...]] = {}
    for situation in situations:
        readings = read(protocol, situation, calendar, as_of, known_at, explain=False, dates_in_force=dates_in_force)
        found.update(by_engine(readings))
    return found
