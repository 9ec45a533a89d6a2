"""With several laws one after another the twin puts each duty under the law that the engine does."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.engine.making import ENGLAND
from tests.proofs import drawn_protocols as drawn
from tests.proofs import twin
from wayhome.engine.laws import Law, Laws
from wayhome.population.columns import population_of
from wayhome.population.comparing import by_engine, by_twin, compared
from wayhome.population.laws import read_laws


def test_each_duty_stands_under_the_same_law_as_the_engine_says() -> None:
    duties = later = 0
    for n in range(120):
        draw = Random(f"laws/{n}")
        case = twin.case(f"laws/{n}")
        first = draw.choice(drawn.FIRSTS)
        laws = [Law(case.protocol)]
        for number in range(draw.randint(1, 2)):
            clocks = tuple(
                drawn.clock(draw, c.id) if draw.random() < 0.5 else c
                for c in case.protocol.clocks
                if draw.random() < 0.9
            )
            changed = replace(case.protocol, id=f"drawn@{number + 2}.0.0", clocks=clocks)
            moves = frozenset(c.id for c in clocks if draw.random() < 0.5)
            laws.append(Law(changed, drawn.moment(draw, first).latest or case.as_of, moves))
        made = Laws(laws)
        engine = {}
        for child in case.children:
            readings = [s.reading for s in made.read(child, ENGLAND, case.as_of, case.known_at)]
            engine |= by_engine(readings)
        population = population_of(case.children)
        found, refused = read_laws(made, population, ENGLAND, case.as_of, case.known_at)
        assert refused == ()
        assert [str(d) for d in compared(engine, by_twin(population, found))] == [], n
        duties += len(engine)
        later += made.at(case.as_of) is not case.protocol
    assert duties > 500
    assert later > 20
