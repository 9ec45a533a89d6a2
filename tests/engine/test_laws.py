"""Laws that hold for every child, over drawn timelines and a protocol that uses the whole language."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.making import ENGLAND
from tests.engine.timelines_drawn import EVERYTHING, as_ofs, situations
from wayhome.engine.clocks import read
from wayhome.engine.facts import Situation
from wayhome.engine.readings import Reading, State

MICRO = timedelta(microseconds=1)


def at(child: Situation, moment: datetime) -> dict[str, Reading]:
    """Read everything by key."""
    found = read(EVERYTHING, child, ENGLAND, moment)
    assert len({r.key for r in found}) == len(found), "two duties share a key"
    return {r.key: r for r in found}


@given(situations(), as_ofs(), st.integers(0, 2**32))
def test_the_order_of_facts_carries_no_meaning(child: Situation, as_of: datetime, seed: int) -> None:
    facts = list(child.facts)
    Random(seed).shuffle(facts)
    shuffled = replace(child, facts=tuple(facts))
    assert read(EVERYTHING, shuffled, ENGLAND, as_of) == read(EVERYTHING, child, ENGLAND, as_of)


@given(situations(), as_ofs())
def test_reading_twice_is_equal_and_explaining_changes_nothing(child: Situation, as_of: datetime) -> None:
    full = read(EVERYTHING, child, ENGLAND, as_of)
    assert read(EVERYTHING, child, ENGLAND, as_of) == full
    bare = read(EVERYTHING, child, ENGLAND, as_of, explain=False)
    assert bare == tuple(replace(r, facts=(), reasons=()) for r in full)
    assert all(r.reasons for r in full)


@given(situations(), as_ofs(), st.integers(1, 24 * 14 * 60))
def test_time_alone_never_undoes_a_breach(child: Situation, as_of: datetime, minutes: int) -> None:
    before, after = at(child, as_of), at(child, as_of + timedelta(minutes=minutes))
    for key, reading in before.items():
        if reading.state is State.BREACHED:
            assert key in after, key
            assert after[key].state in (State.BREACHED, State.MET_LATE), (reading, after[key])
            assert after[key].breached_at == reading.breached_at


@settings(max_examples=150)
@given(situations(), as_ofs())
def test_changes_at_is_honest(child: Situation, as_of: datetime) -> None:
    arrivals = {f.moment.earliest or f.told_at for f in child.facts}
    horizon = as_of + timedelta(days=60)
    for key, reading in at(child, as_of).items():
        changes = reading.changes_at
        still = replace(reading, changes_at=None)
        until = min(changes or horizon, horizon)
        assert until > as_of
        for quiet in (as_of + (until - as_of) / 2, until - MICRO):
            assert replace(at(child, quiet)[key], changes_at=None) == still
        assert woken_in_vain(child, reading, arrivals) <= 8


def woken_in_vain(child: Situation, reading: Reading, arrivals: set[datetime]) -> int:
    """Count the wakings, one after another, at which neither a step fires nor anything differs, before one does."""
    vain, still, changes = 0, replace(reading, changes_at=None), reading.changes_at
    while changes is not None and changes not in arrivals:
        then = at(child, changes).get(reading.key)
        fires = any(r.at == changes for r in reading.rungs)
        if fires or then is None or replace(then, changes_at=None) != still:
            break
        vain, changes = vain + 1, then.changes_at
    return vain


@given(situations(), as_ofs(), st.integers(0, 24 * 60))
def test_a_duty_appears_only_when_a_fact_does_or_a_reading_foretold_it(
    child: Situation, as_of: datetime, minutes: int
) -> None:
    later = as_of + timedelta(minutes=minutes)
    came = any(
        as_of < moment <= later for f in child.facts for moment in (f.moment.earliest, f.told_at) if moment is not None
    )
    if not came:
        before, after = at(child, as_of), at(child, later)
        said = {r.clock for r in before.values() if r.changes_at is not None and r.changes_at <= later}
        for key, reading in after.items():
            assert key in before or reading.clock in said or reading.state is State.STOOD_DOWN


@given(situations(), as_ofs())
def test_what_is_open_and_owned_is_explained(child: Situation, as_of: datetime) -> None:
    for reading in at(child, as_of).values():
        assert reading.owner
        assert reading.missing or reading.state is not State.CANNOT_TELL
        assert reading.due is not None or reading.state in (State.CANNOT_TELL, State.STOOD_DOWN)
        assert set(reading.facts) <= {f.id for f in child.facts}


@given(situations(), as_ofs(), as_ofs())
def test_what_was_recorded_later_was_not_known(child: Situation, as_of: datetime, known_at: datetime) -> None:
    cut = Situation(
        child.child,
        tuple(f for f in child.facts if f.recorded_at <= known_at),
        tuple(s for s in child.supersessions if s.recorded_at <= known_at),
    )
    assert read(EVERYTHING, child, ENGLAND, as_of, known_at) == read(EVERYTHING, cut, ENGLAND, as_of)
