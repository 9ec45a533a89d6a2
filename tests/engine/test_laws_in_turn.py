"""A change of law: what started before keeps its law, unless the change says that it moves running clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.making import DONE, ENGLAND, began, clock, fact, hours, protocol, situation, t
from wayhome.engine.clocks import read
from wayhome.engine.facts import Fact
from wayhome.engine.language import Due, Protocol
from wayhome.engine.laws import Law, Laws, Standing
from wayhome.engine.readings import State

CHANGE = t("2026-03-10T00:00")
OTHER = clock(id="other", due=Due(hours(24)))


def law(name: str, due_hours: int) -> Protocol:
    """A law in which the check is due after so many hours, beside a clock that never changes."""
    return replace(protocol(clock(due=Due(hours(due_hours))), OTHER), id=f"made@{name}")


OLD, NEW = law("1.0.0", 72), law("2.0.0", 48)


def standing(facts: tuple[Fact, ...], as_of: str, *, moves: bool = False) -> dict[str, Standing]:
    """Read a child under the old law, and from the change on the new."""
    laws = Laws((Law(OLD), Law(NEW, CHANGE, frozenset({"check"} if moves else ()))))
    found = laws.read(situation(*facts), ENGLAND, t(as_of))
    return {each.reading.clock: each for each in found}


def due_after(each: Standing) -> timedelta:
    assert each.reading.due is not None and each.reading.start is not None
    return each.reading.due - each.reading.start


BEFORE, AFTER = began("2026-03-09T12:00"), began("2026-03-10T00:00")


@pytest.mark.parametrize(
    ("beginning", "moves", "expected", "under"),
    [
        (BEFORE, False, 72, "made@1.0.0"),
        (BEFORE, True, 48, "made@2.0.0"),
        (AFTER, False, 48, "made@2.0.0"),
        (AFTER, True, 48, "made@2.0.0"),
    ],
    ids=["law at start", "moves running clocks", "on the change", "on the change, moving"],
)
def test_which_law_a_duty_stands_under(beginning: Fact, moves: bool, expected: int, under: str) -> None:
    check = standing((beginning,), "2026-03-10T06:00", moves=moves)["check"]
    assert (due_after(check), check.protocol) == (timedelta(hours=expected), under)


def test_what_was_done_before_the_change_is_not_judged_by_the_new_law() -> None:
    """Done after 60 hours, when 72 were allowed: it stays done in time."""
    facts = (began("2026-03-07T00:00"), fact("done", DONE, "2026-03-09T12:00"))
    for moves in (False, True):
        check = standing(facts, "2026-03-12T00:00", moves=moves)["check"]
        assert (check.reading.state, check.protocol) == (State.MET, "made@1.0.0")


def test_before_the_change_only_the_old_law_is_read_and_the_child_is_looked_at_again_then() -> None:
    check = standing((began("2026-03-08T12:00"),), "2026-03-09T00:00")["check"]
    assert (check.protocol, check.reading.changes_at) == ("made@1.0.0", CHANGE)


def test_a_clock_that_did_not_change_is_read_once_and_says_its_newest_law() -> None:
    other = standing((BEFORE,), "2026-03-10T06:00")["other"]
    assert due_after(other) == timedelta(hours=24)


def test_a_duty_of_another_protocol_keeps_running_and_none_begins_on_an_old_start() -> None:
    """A partnership takes another protocol: today's child keeps the duties of yesterday, under their own keys."""
    another = replace(NEW, id="another@1.0.0", line="another")
    laws = Laws((Law(OLD), Law(another, CHANGE)))
    late = began("2026-03-11T00:00", "e2")
    found = laws.read(situation(BEFORE, late), ENGLAND, t("2026-03-11T06:00"))
    lines = {(each.reading.episode, each.reading.key.partition("/")[0]) for each in found}
    assert lines == {("e1", "made"), ("e2", "another")}


def test_laws_that_do_not_begin_at_the_first_are_refused() -> None:
    for wrong in ((), (Law(NEW, CHANGE),)):
        with pytest.raises(ValueError, match="first"):
            Laws(wrong)


def test_back_to_the_first_law() -> None:
    """72 hours, then 48 for a day, then 72 again: each duty by its start."""
    laws = Laws((Law(OLD), Law(NEW, CHANGE), Law(OLD, CHANGE + timedelta(days=1))))
    facts = (began("2026-03-09T12:00"), began("2026-03-10T12:00", "e2"), began("2026-03-11T12:00", "e3"))
    found = laws.read(situation(*facts), ENGLAND, t("2026-03-11T13:00"))
    hours_by_episode = {
        e.reading.episode: due_after(e) // timedelta(hours=1) for e in found if e.reading.clock == "check"
    }
    assert hours_by_episode == {"e1": 72, "e2": 48, "e3": 72}


_TIMES = st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 20))  # noqa: DTZ001


@settings(max_examples=60, deadline=None)
@given(starts=st.lists(_TIMES, min_size=1, max_size=4, unique=True), as_of=_TIMES, moves=st.booleans())
def test_every_duty_is_read_once_and_as_one_of_the_laws_reads_it(
    starts: list[datetime], as_of: datetime, moves: bool
) -> None:
    facts = tuple(began(start.isoformat(), f"e{n}") for n, start in enumerate(starts))
    laws = Laws((Law(OLD), Law(NEW, CHANGE, frozenset({"check"} if moves else ()))))
    moment = t(as_of.isoformat())
    found = laws.read(situation(*facts), ENGLAND, moment)
    by_law = {p.id: {r.key: r for r in read(p, situation(*facts), ENGLAND, moment)} for p in (OLD, NEW)}
    assert len({each.reading.key for each in found}) == len(found) == len(by_law["made@1.0.0"])
    for each in found:
        alone = by_law[each.protocol][each.reading.key]
        assert (each.reading.due, each.reading.state) == (alone.due, alone.state)
