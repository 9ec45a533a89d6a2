"""A backtest counts what was asked about, says what only the engine could read, and says who would have to do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.engine.making import ENGLAND, began, clock, fact, hours, protocol, t
from wayhome.engine.facts import Situation
from wayhome.engine.language import All, Due
from wayhome.engine.laws import Law, Laws
from wayhome.population.columns import population_of
from wayhome.population.what_if import Past, Tally, backtest

CHILDREN = {
    "c1": Situation("c1", (began("2026-03-02T08:00"), fact("d1", "check.done", "2026-03-03T08:00"))),
    "c2": Situation("c2", tuple(replace(f, child="c2") for f in (began("2026-03-03T08:00"),))),
    "c3": Situation(
        "c3",
        tuple(
            replace(f, child="c3") for f in (began("2026-03-09T08:00"), fact("d3", "check.done", "2026-03-15T08:00"))
        ),
    ),
    "before": Situation("before", (replace(began("2026-02-01T08:00"), child="before"),)),
}
PAST = Past(population_of(CHILDREN.values()), ENGLAND, CHILDREN.__getitem__)
SPAN = t("2026-03-01T00:00"), t("2026-03-22T00:00")
NOW = protocol(clock(), clock(id="other", owner="manager", due=Due(hours(24))))


def test_each_duty_is_counted_now_and_then() -> None:
    then = protocol(clock(due=Due(hours(12))))
    found = backtest(PAST, Laws((Law(NOW),)), then, *SPAN)
    check, other = found.duties
    assert (check.clock, check.now) == ("check", Tally(arisen=3, met=1, late=1, breached=1))
    assert check.then == Tally(arisen=3, late=2, breached=1)
    assert other.now == Tally(arisen=3, met=1, late=1, breached=1)
    assert other.then is None
    assert [(p.owner, p.now_a_week, p.then_a_week, p.now_busiest, p.then_busiest) for p in found.pace] == [
        ("manager", 1.0, 0.0, 2, 0),
        ("worker", 1.0, 1.0, 2, 2),
    ]
    assert len(found.overdue_now) == len(found.overdue_then) == 21
    assert found.overdue_now[0] == 2  # the child of February, under both duties
    assert found.overdue_then[:2] == (1, 2)


def test_what_the_twin_refuses_the_engine_reads_and_the_report_says_so() -> None:
    odd = replace(NOW, clocks=(replace(NOW.clocks[0], applies=All(())), NOW.clocks[1]))
    found = backtest(PAST, Laws((Law(NOW),)), odd, *SPAN)
    assert found.read_by_engine == ("check",)
    assert found.duties[0].then == found.duties[0].now


def test_the_period_is_half_open() -> None:
    at = t("2026-03-02T08:00")
    found = backtest(PAST, Laws((Law(NOW),)), NOW, at, at + timedelta(days=1))
    assert found.duties[0].now is not None
    assert found.duties[0].now.arisen == 1
