"""Several writers and sweeps at once, each committing: nothing twice, nothing lost, nobody waits for another's fault."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from tests.partnership import Partnership, acting, ago, as_owner, at, invented_child, northhaven, reported, said
from wayhome.clocks.models import FiredRung, Transition
from wayhome.clocks.operations import sweep
from wayhome.clocks.queries import duties
from wayhome.clocks.queries.duties import Duty
from wayhome.missing.operations import episodes
from wayhome.missing.operations.errors import AlreadyMissing
from wayhome.missing.queries import episodes as queries
from wayhome.platform import wall
from wayhome.platform.models import Outbox
from wayhome.platform.roles import as_clock
from wayhome.record.operations.locks import lock_child
from wayhome.worklists.models import Notice


def together(*works: Callable[[], object]) -> list[object]:
    """Do these at the same moment, each on a connection of its own; return what each gave, or the error it raised."""
    start = threading.Barrier(len(works))

    def one(work: Callable[[], object]) -> object:
        try:
            start.wait(10)
            return work()
        except Exception as error:  # noqa: BLE001  what was raised is what the test is about
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def duty(place: Partnership, episode: UUID, clock: str) -> Duty:
    with acting(place, "worker"):
        (found,) = [d for d in duties.of_episode(episode) if d.clock == clock]
    return found


def test_two_reports_at_once_open_one_episode(committed_db: None) -> None:
    north = northhaven()
    for _ in range(5):
        child = invented_child(north)
        answers = together(
            *[partial(reported, north, child, hours_ago=3, by=by) for by in ("worker", "met", "inspector")]
        )
        opened = [a for a in answers if isinstance(a, UUID)]
        refused = [a for a in answers if isinstance(a, AlreadyMissing)]
        assert (len(opened), len(refused)) == (1, 2), answers
        assert {r.episode for r in refused} == set(opened)
        with acting(north, "worker"):
            assert [e.id for e in queries.of_child(child)] == opened
    assert list(sweep.check(now=wall.now())) == []


def test_two_sweeps_at_once_fire_each_rung_once(committed_db: None) -> None:
    north = northhaven()
    for _ in range(6):
        reported(north, invented_child(north), hours_ago=1)
    later = wall.now() + timedelta(days=6)
    answers = together(*[lambda: sweep.sweep(now=later)] * 3)
    assert not [a for a in answers if isinstance(a, Exception)], answers
    with transaction.atomic(), as_clock():
        fired = list(FiredRung.objects.values_list("key", "rung"))
        turned = list(Transition.objects.values_list("key", "after"))
        told = list(Notice.objects.values_list("key", flat=True))
        posted = list(Outbox.objects.values_list("key", flat=True))
    assert len(fired) > 60
    for what in (fired, turned, told, posted):
        assert len(what) == len(set(what))
    assert list(sweep.check(now=later)) == []


def test_a_sweep_passes_by_a_child_somebody_is_writing_about(committed_db: None) -> None:
    north = northhaven()
    busy, free = invented_child(north), invented_child(north)
    writing, other = reported(north, busy, hours_ago=1), reported(north, free, hours_ago=1)
    later = wall.now() + timedelta(days=2)
    with transaction.atomic():
        lock_child(busy)
        (answer,) = together(lambda: sweep.sweep(now=later))
        assert not isinstance(answer, Exception), answer
    assert duty(north, other, "strategy-to-locate").state == "breached"
    assert duty(north, writing, "strategy-to-locate").state == "running"
    sweep.sweep(now=later)
    assert duty(north, writing, "strategy-to-locate").state == "breached"


def test_a_sweep_beside_a_writer_never_turns_time_back(committed_db: None) -> None:
    north = northhaven()
    child = invented_child(north)
    episode = reported(north, child, hours_ago=30)

    def write() -> None:
        for n in range(10):
            with acting(north, "worker") as actor:
                episodes.add(actor=actor, episode=episode, drafts=[said("missing.update", 0, text=f"news {n}")])
        with acting(north, "worker") as actor:
            told = episodes.CameBack(located=None, returned=at(ago(0)))
            episodes.came_back(actor=actor, episode=episode, told=told, told_at=wall.now())

    def count() -> None:
        for _ in range(20):
            sweep.sweep(now=wall.now())
            sweep.recompute_all(now=wall.now() - timedelta(seconds=5))

    answers = together(write, count)
    assert answers == [None, None]
    with acting(north, "worker"):
        trail = [(t.key, t.after) for t in duties.turns(child)]
    assert len(trail) == len(set(trail)), "a duty went into the same state twice"
    assert list(sweep.check(now=wall.now())) == []


def test_who_waited_for_a_writer_reads_at_the_moment_it_was_let_in(committed_db: None) -> None:
    north = northhaven()
    child = invented_child(north)
    episode = reported(north, child, hours_ago=30)
    with ThreadPoolExecutor(1) as pool:
        with acting(north, "worker") as actor:
            lock_child(child)
            waiting = pool.submit(together, lambda: sweep.recompute_all(now=wall.now()))
            until_somebody_waits()
            told = episodes.CameBack(located=None, returned=at(ago(0)))
            episodes.came_back(actor=actor, episode=episode, told=told, told_at=wall.now())
        assert not [answer for answer in waiting.result() if isinstance(answer, Exception)]
    with acting(north, "worker"):
        trail = [(t.key, t.after) for t in duties.turns(child)]
    assert len(trail) == len(set(trail)), "a duty went into the same state twice"
    assert duty(north, episode, "conversation-held").state == "running"  # and not withdrawn, as it is before the return


def until_somebody_waits() -> None:
    """Wait until a transaction stands before a lock that another holds."""
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from pg_locks where locktype = 'advisory' and not granted "
                "and database = (select oid from pg_database where datname = current_database())"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waited")


def test_one_child_who_cannot_be_read_stops_nobody_elses_clocks(
    committed_db: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    north = northhaven()
    monkeypatch.setattr(logging.getLogger("wayhome"), "propagate", True)  # so that the test hears it
    one, other = invented_child(north), invented_child(north)
    first, second = reported(north, one, hours_ago=1), reported(north, other, hours_ago=0.5)
    later = wall.now() + timedelta(days=2)
    with as_owner(), connection.cursor() as cursor:  # a rung of the first child cannot be written any more
        cursor.execute(
            "create function tests_refuse() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$"
        )
        cursor.execute(
            f"create trigger tests_refuse before insert on clocks_firedrung for each row when (new.child_id = '{one}') "
            "execute function tests_refuse()"
        )
    try:
        sweep.sweep(now=later, batch=1)
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("drop function tests_refuse() cascade")
    assert duty(north, second, "strategy-to-locate").state == "breached"
    assert duty(north, first, "strategy-to-locate").state == "running"
    assert str(one) in caplog.text
    sweep.sweep(now=later)
    assert duty(north, first, "strategy-to-locate").state == "breached", "it was not tried again"
