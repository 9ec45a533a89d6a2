"""Each promise can be seen broken: a fault is planted in a sound house, and that promise and no other complains."""

from __future__ import annotations

import random
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from tests import scratch
from tests.partnership import acting, invented_child, northhaven, reported, said
from tests.proofs import interleavings, kill, promises
from tests.proofs.killable import POINTS, WEB, WORKER
from wayhome.missing.operations import episodes
from wayhome.platform import wall
from wayhome.worklists.operations import worker

WORDS = "news of the proof"


@pytest.fixture
def sound(committed_db: None) -> Iterator[tuple[psycopg.Connection[tuple[object, ...]], dict[str, UUID]]]:
    """A house in which something has happened and everything was kept, and the superuser's connection to it."""
    north = northhaven()
    episode = reported(north, invented_child(north), hours_ago=30)
    with acting(north, "worker") as actor:
        episodes.add(actor=actor, episode=episode, drafts=[said("missing.update", 1, text=WORDS)])
    worker.step(now=wall.now())
    with psycopg.connect(scratch.CLUSTER.root_url(scratch.DATABASE), autocommit=True) as root:
        root.execute("set session_replication_role = replica")  # no trigger and no foreign key stands in a fault's way
        yield root, {WORDS: episode}
    connection.close()


def complaining(root: psycopg.Connection[tuple[object, ...]], acknowledged: dict[str, UUID]) -> set[str]:
    return {promise for promise, complaints in promises.broken(root, acknowledged).items() if complaints}


def test_a_sound_house_keeps_every_promise(
    sound: tuple[psycopg.Connection[tuple[object, ...]], dict[str, UUID]],
) -> None:
    assert complaining(*sound) == set()


FAULTS = {
    "a fact deleted": (
        f"delete from record_fact where text = '{WORDS}'",
        {"acknowledged writes are in the ledger once"},
    ),
    "a fact written twice": (
        "insert into record_fact select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid()))).* "
        f"from record_fact f where text = '{WORDS}'",
        {"acknowledged writes are in the ledger once"},
    ),
    "a reading changed": (
        "update clocks_reading set due_at = due_at + interval '1 hour' where clock = 'strategy-to-locate'",
        {"readings equal recomputation"},
    ),
    "a reading deleted": (
        "delete from clocks_reading where clock = 'tell-school'",
        {"readings equal recomputation"},
    ),
    "a rung fired twice": (
        "alter table clocks_firedrung drop constraint rung_fires_once; insert into clocks_firedrung "
        "(authority_id, child_id, audience_id, restricted, key, rung, planned_at, fired_at) select "
        "authority_id, child_id, audience_id, restricted, key, rung, planned_at, fired_at from clocks_firedrung limit 1",
        {"nothing happened twice"},
    ),
    "a rung lost": (
        "with gone as (delete from clocks_firedrung where rung = 'late' and key like '%strategy-to-locate%') select 1",
        {"no rung is lost"},
    ),
    "a notice lost": (
        "delete from worklists_notice where rung = 'late' and reading_key like '%strategy-to-locate%'",
        {"no notice is lost"},
    ),
    "a letter lost": (
        "delete from platform_outbox where id = (select min(id) from platform_outbox)",
        {"no notice is lost"},
    ),
    "a letter not sent": (
        "update platform_outbox set delivered_at = null where id = (select min(id) from platform_outbox)",
        {"everything was delivered"},
    ),
    "a transition lost": (
        "delete from clocks_transition where after = 'breached' and key like '%strategy-to-locate%'",
        {"the trail ends where the duty stands"},
    ),
    "an audit entry lost": ("delete from platform_auditentry", {"every write was written down"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_planted_fault_is_reported(
    fault: str, sound: tuple[psycopg.Connection[tuple[object, ...]], dict[str, UUID]]
) -> None:
    statements, broken = FAULTS[fault]
    for statement in statements.split(";"):
        sound[0].execute(statement)  # type: ignore[call-overload]
    assert complaining(*sound) == broken


@pytest.mark.parametrize("count", [1, 4, 5, 40])
def test_every_script_kills_inside_every_step(count: int) -> None:
    for seed in range(50):
        kills = kill.script(random.Random(seed), count)
        assert {k.point for k in kills} >= POINTS.keys()
        assert len(kills) == max(count, 4)
        assert all(k.process in (WEB, WORKER) for k in kills)
        assert not any(k.point == "fact" and k.process == WORKER for k in kills), (
            "a worker writes no facts: it would wait for ever"
        )


def test_the_same_seed_is_the_same_script() -> None:
    assert kill.script(random.Random(7), 40) == kill.script(random.Random(7), 40)
    assert kill.script(random.Random(7), 40) != kill.script(random.Random(8), 40)


def test_interleaved_writers_end_equal_to_recomputation(committed_db: None) -> None:
    assert interleavings.interleave(northhaven(), seed=random.randrange(10**6), count=12) == []
    connection.close()
