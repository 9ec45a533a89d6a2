"""Readings are never behind the ledger; time is counted however late anybody looks; a rung fires once, ever."""

from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import transaction

from tests.partnership import Partnership, acting, ago, at, invented_child, reported, said
from wayhome.clocks import announcements
from wayhome.clocks.models import FiredRung, Reading
from wayhome.clocks.operations import recompute, sweep
from wayhome.clocks.queries import duties
from wayhome.clocks.queries.duties import Duty
from wayhome.missing.operations import episodes
from wayhome.platform import wall
from wayhome.platform.roles import as_clock
from wayhome.record.operations import facts
from wayhome.record.queries import ledger

HOUR = timedelta(hours=1)


def duty(place: Partnership, episode: UUID, clock: str) -> Duty:
    with acting(place, "worker"):
        (found,) = [d for d in duties.of_episode(episode) if d.clock == clock]
    return found


def rungs(key: str) -> dict[str, tuple[datetime, datetime]]:
    with transaction.atomic(), as_clock():
        return {
            name: (p, f)
            for name, p, f in FiredRung.objects.filter(key=key).values_list("rung", "planned_at", "fired_at")
        }


def differences(now: datetime | None = None) -> list[sweep.Difference]:
    return list(sweep.check(now=now or wall.now()))


def test_a_fact_and_its_readings_are_one_transaction(north: Partnership) -> None:
    child = invented_child(north)
    with acting(north, "worker") as actor:
        try:
            with transaction.atomic():
                report = episodes.Report(category="missing", since=at(ago(2)))
                episode = episodes.report(actor=actor, child=child, report=report, told_at=wall.now())
                assert duties.of_episode(episode), "read before the write was over"
                raise InterruptedError
        except InterruptedError:
            pass
        assert duties.of_episode(episode) == ()
        assert ledger.entries(child, episode=episode) == ()
    with transaction.atomic(), as_clock():
        assert not FiredRung.objects.filter(child_id=child).exists()


def test_a_fault_in_reading_undoes_the_fact(north: Partnership) -> None:
    """A fact without its readings is never kept: better refused at the screen than silently uncounted."""
    child = invented_child(north)

    def breaks(fired: object) -> None:
        raise ArithmeticError

    announcements.subscribe("tests.breaks", breaks)
    try:
        with pytest.raises(ArithmeticError):
            reported(north, child, hours_ago=2)
    finally:
        announcements._subscribers[:] = [s for s in announcements._subscribers if s[0] != "tests.breaks"]
    with acting(north, "worker"):
        assert not ledger.current_facts(child, ["missing.began"])


def test_time_alone_moves_a_duty_through_its_states(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=1)
    start = duty(north, episode, "strategy-to-locate")
    assert start.state == "running" and start.due_at and start.changes_at
    for moment, state in (
        (start.due_at - HOUR / 2, "due-soon"),
        (start.due_at, "due-soon"),
        (start.due_at + HOUR, "breached"),
    ):
        sweep.sweep(now=moment)
        assert duty(north, episode, "strategy-to-locate").state == state, moment
        assert differences(moment) == []


def test_changes_at_is_exact(north: Partnership) -> None:
    """A sweep one microsecond before finds nothing to do, at the moment everything."""
    episode = reported(north, invented_child(north), hours_ago=1)
    sweep.sweep(now=wall.now())
    soonest = sweep.next_change()
    assert soonest
    assert sweep.sweep(now=soonest - timedelta(microseconds=1)) == recompute.Outcome()
    assert sweep.sweep(now=soonest) != recompute.Outcome()
    later = sweep.next_change()
    assert later and later > soonest
    assert differences(soonest) == []
    assert duty(north, episode, "strategy-to-locate")


def test_a_sweep_that_comes_days_late_fires_everything_and_says_how_late(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=1)
    strategy = duty(north, episode, "strategy-to-locate")
    assert strategy.due_at and rungs(strategy.key) == {}
    late = strategy.due_at + timedelta(days=3)
    sweep.sweep(now=late)
    fired = rungs(strategy.key)
    assert {name: planned for name, (planned, _) in fired.items()} == {
        "coming": strategy.due_at - 4 * HOUR, "now": strategy.due_at - HOUR, "late": strategy.due_at,
        "very-late": strategy.due_at + 4 * HOUR,
    }  # fmt: skip
    assert {when for _, when in fired.values()} == {late}
    with acting(north, "worker"):
        (turn,) = [t for t in duties.turns(strategy.child_id) if t.key == strategy.key and t.after == "breached"]
    assert (turn.happened_at, turn.noticed_at) == (strategy.due_at, late)
    assert differences(late) == []


def test_sweeping_twice_fires_nothing_twice(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=1)
    strategy = duty(north, episode, "strategy-to-locate")
    assert strategy.due_at
    sweep.sweep(now=strategy.due_at + HOUR)
    before = rungs(strategy.key)
    assert sweep.sweep(now=strategy.due_at + HOUR) == recompute.Outcome()
    sweep.recompute_all(now=strategy.due_at + HOUR)
    assert rungs(strategy.key) == before


def test_a_rung_is_unique_in_the_database(
    north: Partnership, owner_connection: psycopg.Connection[tuple[object, ...]]
) -> None:
    row = owner_connection.execute(
        "select indexdef from pg_indexes where indexname = 'rung_fires_once' and indexdef like 'CREATE UNIQUE%%'"
    ).fetchone()
    assert row and "(key, rung)" in str(row[0])


def test_a_withdrawn_report_stands_duties_down_and_unfires_nothing(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=30)
    strategy = duty(north, episode, "strategy-to-locate")
    fired = rungs(strategy.key)
    assert {"coming", "now", "late"} <= fired.keys()
    with acting(north, "worker") as actor:
        (began,) = ledger.current_facts(child, ["missing.began"])
        facts.withdraw(actor=actor, fact=began.id, reason="another child")
    after = duty(north, episode, "strategy-to-locate")
    assert after.state == "stood-down" and not after.open
    assert any(r["code"] == "withdrawn" for r in after.reasons), "it does not say why"
    assert rungs(strategy.key) == fired
    assert differences() == []


def test_a_late_word_turns_a_breach_to_met_and_the_trail_keeps_both(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=30)
    breached = duty(north, episode, "strategy-to-locate")
    assert breached.state == "breached"
    with acting(north, "worker") as actor:
        held = said("strategy-discussion.held", 10, code="to-locate")
        episodes.add(actor=actor, episode=episode, drafts=[held])
        trail = [t.after for t in duties.turns(child) if t.key == breached.key]
    assert duty(north, episode, "strategy-to-locate").state == "met"
    assert trail == ["breached", "met"]


def test_a_correction_moves_a_rung_that_has_not_fired_and_none_that_has(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=30)
    key = duty(north, episode, "strategy-to-locate").key
    fired = rungs(key)
    with acting(north, "worker") as actor:
        (began,) = ledger.current_facts(child, ["missing.began"])
        facts.correct(
            actor=actor, fact=began.id, draft=said("missing.began", 2, code="missing"), reason="seen at lunch"
        )
    moved = duty(north, episode, "strategy-to-locate")
    assert moved.key == key and moved.state == "running" and moved.due_at
    sweep.sweep(now=moved.due_at + 5 * HOUR)
    again = rungs(key)
    assert {name: again[name] for name in fired} == fired, (
        "a rung that had fired fired again, or its time was rewritten"
    )
    assert differences(moved.due_at + 5 * HOUR) == []


def test_a_planted_wrong_reading_is_found(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=2)
    key = duty(north, episode, "strategy-to-locate").key
    assert differences() == []
    with transaction.atomic(), as_clock():
        Reading.objects.filter(key=key).update(state="met", digest="planted")
    (found,) = differences()
    assert (found.key, found.stored, found.recomputed) == (key, "met", "running")
    sweep.recompute_all(now=wall.now())
    assert differences() == []


@pytest.mark.parametrize("column", ["state", "due_at", "owner", "rungs", "changes_at", "reasons"])
def test_a_wrong_column_is_found_though_its_digest_looks_right(column: str, north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=2)
    key = duty(north, episode, "strategy-to-locate").key
    wrong = {
        "state": "met", "owner": "nobody", "rungs": [], "reasons": [],
        "due_at": ago(0), "changes_at": wall.now() + timedelta(days=99),
    }  # fmt: skip
    with transaction.atomic(), as_clock():
        Reading.objects.filter(key=key).update(**{column: wrong[column]})
    assert [d.key for d in differences()] == [key]


def test_a_missing_and_a_surplus_reading_are_found(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=2)
    strategy = duty(north, episode, "strategy-to-locate")
    with transaction.atomic(), as_clock():
        surplus = Reading.objects.get(key=strategy.key)
        surplus.key = "planted"
        surplus.save(force_insert=True)
        Reading.objects.filter(key=strategy.key).delete()
    assert {(d.key, bool(d.stored), bool(d.recomputed)) for d in differences()} == {
        ("planted", True, False), (strategy.key, False, True),
    }  # fmt: skip


def test_a_sweep_never_reads_at_an_earlier_moment_than_a_writer_has(north: Partnership) -> None:
    """The sweep begins, a writer records a return, then the sweep comes to that child."""
    child = invented_child(north)
    episode = reported(north, child, hours_ago=5)
    with transaction.atomic(), as_clock():
        Reading.objects.filter(child_id=child).update(changes_at=ago(1))
    began = wall.now()
    with acting(north, "worker") as actor:
        told = episodes.CameBack(located=None, returned=at(wall.now()))
        episodes.came_back(actor=actor, episode=episode, told=told, told_at=wall.now())
        trail = duties.turns(child)
    with transaction.atomic(), as_clock():
        Reading.objects.filter(child_id=child).update(changes_at=ago(1))
    sweep.sweep(now=began)
    assert duty(north, episode, "strategy-to-locate").state == "stood-down"
    with acting(north, "worker"):
        assert duties.turns(child) == trail, "the sweep turned time back"


def test_the_stored_standing_is_what_the_board_needs(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=30)
    with acting(north, "worker"):
        (place,) = [p for p in duties.board(closed_since=ago(24)).places if p.episode_id == episode]
        mine = [d for d in duties.of_episode(episode) if d.open]
    assert place.section == "missing"
    assert place.open_count == len(mine)
    assert place.cannot_tell_count == sum(d.state == "cannot-tell" for d in mine)
    assert place.next_duty and place.next_duty.due_at == min(d.due_at for d in mine if d.due_at)


def test_another_agency_reads_the_duty_and_not_the_facts_it_may_not_see(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=30)
    with acting(north, "worker") as actor:
        held = said("strategy-discussion.held", 10, code="to-locate")
        episodes.add(actor=actor, episode=episode, drafts=[held])
    with acting(north, "nurse"):
        (met,) = [d for d in duties.of_episode(episode) if d.clock == "strategy-to-locate"]
        assert met.state == "met" and met.fact_ids
        assert any(ledger.fact(f) is None for f in met.fact_ids), "a care decision is read by health"
        told = {word for r in met.reasons for _, word in r["values"]}
        assert "to-locate" not in told, "the explanation tells what the fact hides"
    with acting(north, "farshire"):
        assert duties.of_episode(episode) == ()
