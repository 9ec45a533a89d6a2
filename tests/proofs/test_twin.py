"""The twin agrees with the engine on drawn cases and on every released protocol, and a planted difference is seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.engine.making import ENGLAND, clock, protocol
from tests.proofs import twin
from wayhome.engine.language import HeldFor, Is, Late, Not, Span, Unit
from wayhome.engine.readings import State
from wayhome.packs.loading import load_protocol
from wayhome.population import almanac, evidence, fused, machine, machine_days, standing
from wayhome.population.columns import population_of
from wayhome.population.comparing import by_twin, compared, read_by_engine
from wayhome.population.reading import Twin

RELEASED = sorted(p.parent.name for p in Path("protocols").glob("*/protocol.yaml"))


def test_a_few_hundred_drawn_cases_agree() -> None:
    assert twin.run(seed=20260301, count=400) == 0


def test_drawn_cases_reach_every_state() -> None:
    seen = set()
    for n in range(60):
        case = twin.case(f"states/{n}")
        seen |= {
            row[1] for row in read_by_engine(case.protocol, case.children, ENGLAND, case.as_of, case.known_at).values()
        }
    assert seen == {str(s) for s in State}


@pytest.mark.parametrize(
    ("where", "name", "fault"),
    [
        (standing, "STOOD_DOWN", standing.BREACHED),
        (almanac, "LAST_MINUTE", almanac.LAST_MINUTE + 60_000_000),
        (evidence, "LATE", evidence.UNSURE),
    ],
)
def test_a_planted_difference_is_caught(
    where: object, name: str, fault: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, name, fault)
    assert twin.run(seed=7, count=500) > 0


@pytest.mark.parametrize(
    ("plant", "fault"),
    [("_LATE", {**fused._LATE, Late.FROM_THEN: machine.AS_IF_ALWAYS}), ("roots_of", lambda *_: set())],
)
def test_a_difference_planted_in_the_loop_is_caught(plant: str, fault: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fused, plant, fault)
    monkeypatch.setattr(twin, "WAYS", (True,))
    assert twin.run(seed=7, count=700) > 0


def test_the_loop_reads_a_fair_share_of_what_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def counted(*given: Any) -> Any:
        answer = plainly(*given)
        return lambda: (made := answer()) and (read.append(made.count) or made)  # type: ignore[func-returns-value]

    plainly = fused.Loop.read
    monkeypatch.setattr(fused.Loop, "read", counted)
    everything = sum(twin.differences(twin.case(f"share/{n}"))[0] for n in range(60))
    assert sum(read) > everything / 5


def test_threads_share_the_loop_without_changing_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fused, "SHARE", 2)
    with ThreadPoolExecutor(2) as pool:
        for n in range(60):
            case = twin.case(f"threads/{n}", children=20)
            population = population_of(case.children)
            one = Twin(case.protocol, ENGLAND, loop=True).read(population, case.as_of, case.known_at)
            two = Twin(case.protocol, ENGLAND, loop=True, pool=pool).read(population, case.as_of, case.known_at)
            assert by_twin(population, one) == by_twin(population, two), n


def test_the_loop_proved_here_is_the_compiled_one() -> None:
    assert machine_days.numba is not None, "the tests' own lock installs the extra “fast”"
    assert hasattr(machine.read, "signatures")


@pytest.mark.parametrize("name", RELEASED)
def test_no_released_protocol_needs_the_engine(name: str) -> None:
    assert [str(r) for r in Twin(load_protocol(name), ENGLAND).refused] == []


class Strange:
    """A condition that no part of the language knows."""


def test_what_cannot_be_expressed_is_refused_by_name_and_the_rest_is_read() -> None:
    odd = clock(id="odd", applies=Not(HeldFor(Strange(), Span(1, Unit.HOURS))))  # type: ignore[arg-type]
    backwards = clock(id="backwards", applies=HeldFor(Is("care", frozenset({"yes"})), Span(-1, Unit.HOURS)))
    made = Twin(protocol(clock(id="plain"), odd, backwards), ENGLAND)
    assert [(r.clock, r.why) for r in made.refused] == [("odd", "it asks Strange"), ("backwards", "it counts -1 hours")]
    case = twin.case("refused")
    population = population_of(case.children)
    plain = protocol(clock(id="plain"))
    engine = read_by_engine(plain, case.children, ENGLAND, case.as_of, None)
    assert compared(engine, by_twin(population, made.read(population, case.as_of))) == []


def test_nobody_recorded_gives_no_duties() -> None:
    case = twin.case("empty")
    empty = population_of([replace(s, facts=(), supersessions=()) for s in case.children])
    found = Twin(case.protocol, ENGLAND).read(empty, case.as_of)
    assert [len(part) for part in found.values()] == [0] * len(case.protocol.clocks)
    assert all(part.state.dtype == np.int8 for part in found.values())
