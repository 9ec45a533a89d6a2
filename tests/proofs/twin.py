"""The twin reads whole populations exactly as the engine reads each child, whatever the protocol and the facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import click

from tests.engine.making import ENGLAND
from tests.proofs import drawn_protocols as drawn
from wayhome.engine.facts import Situation
from wayhome.engine.language import Protocol
from wayhome.population.columns import population_of
from wayhome.population.comparing import Difference, by_twin, compared, read_by_engine
from wayhome.population.reading import Twin

COUNT = 10_000  # protocol and timeline pairs
WAYS = (False, True)  # by the array pass alone; and by the compiled loop where a child's facts are plain
TOGETHER = 5  # children read at once under one protocol, so that none may leak into another


@dataclass(frozen=True, slots=True)
class Case:
    """A drawn protocol, some drawn children, and when they are read."""

    protocol: Protocol
    children: tuple[Situation, ...]
    as_of: datetime
    known_at: datetime | None


def case(seed: str, children: int = TOGETHER) -> Case:
    """Draw a case; the same seed draws the same."""
    draw = Random(seed)
    plain = draw.random() < 0.5
    first = draw.choice(drawn.FIRSTS)
    at = lambda: first + timedelta(seconds=draw.randint(-3600, (drawn.DAYS + 4) * 86400))  # noqa: E731
    return Case(
        drawn.protocol(draw),
        tuple(drawn.situation(draw, f"c{n}", first, plain=plain and n % 2 == 0) for n in range(children)),
        at(),
        at() if draw.random() < 0.4 else None,
    )


def differences(each: Case) -> tuple[int, list[Difference]]:
    """Read a case both ways; return how many duties there are and on which the two differ."""
    engine = read_by_engine(each.protocol, each.children, ENGLAND, each.as_of, each.known_at)
    population = population_of(each.children)
    found: list[Difference] = []
    for loop in WAYS:
        twin = Twin(each.protocol, ENGLAND, loop=loop)
        assert not twin.refused, [str(r) for r in twin.refused]
        read = by_twin(population, twin.read(population, each.as_of, each.known_at))
        found += compared(engine, read)
    return len(engine), found


def run(*, seed: int, count: int) -> int:
    """Compare so many pairs; print every difference with the seed that makes it; return how many."""
    wrong = duties = done = number = 0
    while done < count:
        together = min(TOGETHER, count - done)
        name = f"{seed}/{number}"
        there, found = differences(case(name, together))
        for difference in found:
            click.echo(f"case {name}: {difference}")
        wrong, duties, done, number = wrong + len(found), duties + there, done + together, number + 1
    click.echo(f"{done} pairs, {number} protocols, {duties} duties, {wrong} differences")
    return wrong
