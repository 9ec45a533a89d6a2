"""Entries are sealed once they can no longer change, and whatever is changed after that is found and placed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from tests import partnership, scratch
from tests.partnership import Partnership, acting
from wayhome.platform import wall
from wayhome.platform.heads import BadHead, Head, read
from wayhome.platform.operations import audit, sealing
from wayhome.platform.queries import trail
from wayhome.platform.roles import as_clock

Root = psycopg.Connection[tuple[Any, ...]]
AT_ONCE = timedelta(0)


@pytest.fixture
def house_of_entries(committed_db: None) -> Iterator[tuple[Partnership, Root]]:
    """Give a committed trail of 30 entries under six seals, and a superuser."""
    place = partnership.northhaven()
    sealing.seal(now=wall.now(), every=AT_ONCE)
    for _ in range(6):
        written(place, 5)
        sealing.seal(now=wall.now(), every=AT_ONCE)
    with psycopg.connect(scratch.CLUSTER.root_url(scratch.DATABASE)) as root:
        root.execute("set session_replication_role = replica")
        yield place, root


def written(place: Partnership, count: int, *, settle: bool = True) -> None:
    for number in range(count):
        with acting(place, "worker") as actor:
            audit.write(actor=actor, verb="read", what=f'page "{number}" \\ é\n', subjects=[place.people["worker"]])
    if settle:
        settled()


def settled() -> None:
    """Wait until nothing that ran beside these writes still runs: the server seals only below that."""
    wait_until = time.monotonic() + 120
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        (written_below,) = cursor.fetchone()
        oldest = 0
        while oldest < written_below and time.monotonic() < wait_until:
            cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            (oldest,) = cursor.fetchone()
            time.sleep(0.01)
    assert oldest >= written_below


def asking(root: Root) -> Callable[[str, Sequence[object]], list[tuple[Any, ...]]]:
    return lambda statement, parameters: root.execute(statement, list(parameters)).fetchall()  # type: ignore[call-overload]


def test_a_sound_trail_has_nothing_to_find(house_of_entries: tuple[Partnership, Root]) -> None:
    place, root = house_of_entries
    held = [seal.head for seal in trail.seals(asking(root))]
    found = trail.verify(held, ask=asking(root))
    assert (found.size, found.seals, found.findings, found.unsealed, found.held) == (30, 6, (), 0, 6)
    written(place, 2)
    root.rollback()
    found = trail.verify(held, ask=asking(root))
    assert (found.findings, found.unsealed) == ((), 2)
    assert found.unsealed_since is not None


def test_what_a_running_transaction_may_still_write_is_not_sealed(house_of_entries: tuple[Partnership, Root]) -> None:
    place, root = house_of_entries
    with psycopg.connect(scratch.CLUSTER.url("wayhome_owner", scratch.DATABASE)) as slow:
        slow.execute("select pg_current_xact_id()")
        written(place, 3, settle=False)
        assert sealing.seal(now=wall.now(), every=AT_ONCE) == 0
        slow.rollback()
    settled()
    assert sealing.seal(now=wall.now(), every=AT_ONCE) == 3
    assert trail.verify(ask=asking(root)).findings == ()


def test_sealed_each_minute_or_thousand(house_of_entries: tuple[Partnership, Root]) -> None:
    place, root = house_of_entries
    written(place, 1)
    assert sealing.seal(now=wall.now()) == 0, "the last seal is a second old"
    assert sealing.seal(now=wall.now() + timedelta(minutes=1)) == 1
    with acting(place, "worker") as actor:
        for _ in range(sealing.MOST):
            audit.write(actor=actor, verb="read", what="many", subjects=[])
    settled()
    assert sealing.seal(now=wall.now()) == sealing.MOST
    assert max(len(seal.leaves) for seal in trail.seals(asking(root))) == sealing.MOST


TAMPERINGS = {
    "a word altered": ("update platform_auditentry set what = 'nothing' where id = {id}", "entry {id} says what was not"),
    "back-dated": ("update platform_auditentry set at = at - interval '1 second' where id = {id}", "entry {id} says"),
    "a leaf altered": ("update platform_auditentry set leaf = sha256('x') where id = {id}", "entry {id} keeps a leaf"),
    "a salt altered": ("update platform_auditentry set salt = gen_random_uuid() where id = {id}", "entry {id} says"),
    "removed": ("delete from platform_auditentry where id = {id}", "leaf {index} is altered or gone"),
    "moved out of its seal": (
        "update platform_auditentry set position = position + 1000000 where id = {id}", "leaf {index} is altered or gone",
    ),
    "a seal removed": ("delete from platform_auditseal where number = 3", "seal 4 stands where seal 3"),
    "a seal's root altered": ("update platform_auditseal set root = sha256('x') where number = 3", "seal 3 does not bear"),
    "a seal's time altered": (
        "update platform_auditseal set at = at + interval '1 millisecond' where number = 3", "seal 3 is not signed",
    ),
    "the end cut off": (
        "delete from platform_auditseal where number = 6; delete from platform_auditentry where position > "
        "(select max(last_position) from platform_auditseal)", "cut off",
    ),
    "all of it gone": ("truncate platform_auditentry; truncate platform_auditseal", "cut off"),
}  # fmt: skip


def test_each_tampering_is_found_and_placed(house_of_entries: tuple[Partnership, Root]) -> None:
    _, root = house_of_entries
    held = [seal.head for seal in trail.seals(asking(root))]
    ids = [row[0] for row in root.execute("select id from platform_auditentry order by position, id").fetchall()]
    index = 12
    root.commit()
    for tampering, (statement, says) in TAMPERINGS.items():
        root.execute("set session_replication_role = replica")
        for each in statement.format(id=ids[index]).split(";"):
            root.execute(each)  # type: ignore[call-overload]
        found = trail.verify(held, ask=asking(root)).findings
        named = [each for each in found if says.format(id=ids[index], index=index) in each.says]
        assert named, (tampering, found)
        if "{id}" in says or "{index}" in says:
            assert any((each.first, each.last) == (index, index) and each.at for each in named), (tampering, named)
        root.rollback()


def test_an_entry_is_proved_to_who_holds_only_heads(house_of_entries: tuple[Partnership, Root]) -> None:
    _, root = house_of_entries
    ids = [row[0] for row in root.execute("select id from platform_auditentry order by position, id").fetchall()]
    for index, entry in enumerate(ids):
        proof = trail.prove(entry, asking(root))
        assert proof is not None
        assert proof.index == index
        assert proof.holds()
    assert trail.prove(max(ids) + 1, asking(root)) is None
    root.execute("update platform_auditentry set what = 'nothing' where id = %s", [ids[4]])
    assert trail.prove(ids[4], asking(root)) is None


def test_the_app_chooses_neither_number_nor_place_nor_salt_nor_leaf_nor_moment(north: Partnership) -> None:
    entry = (
        "insert into platform_auditentry (at, authority_id, user_id, verb, what, through, subjects{}) "
        "values ({}, %s, %s, 'read', 'x', 'test', '[]'{}) returning id"
    )
    mine = [north.authority, north.people["worker"]]
    with acting(north, "worker"), connection.cursor() as cursor:
        cursor.execute(entry.format("", "now()", ""), mine)
        cursor.execute("select leaf, position, salt from platform_auditentry where id = %s", cursor.fetchone())
        leaf, position, salt = cursor.fetchone()
        assert (leaf, position > 0, salt.version) == (None, True, 4)
    forged = {"id": "7", "position": "5", "salt": "gen_random_uuid()", "leaf": "'forged'"}
    for column, value in forged.items():
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with refused, acting(north, "worker"), connection.cursor() as cursor:
            cursor.execute(entry.format(f", {column}", "now()", f", {value}"), mine)
    for moment in ("now() - interval '1 second'", "clock_timestamp() + interval '1 minute'"):
        refused = pytest.raises(ProgrammingError, match="row-level security")
        with refused, acting(north, "worker"), connection.cursor() as cursor:
            cursor.execute(entry.format("", moment, ""), mine)


def test_the_clock_seals_leaves_and_reads_no_entry(north: Partnership) -> None:
    for asked in ("what", "leaf", "count(*)"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), as_clock():
            connection.cursor().execute(f"select {asked} from platform_auditentry")
    asked = "select * from wayhome_audit_ready(-1, -1, 10)"
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        acting(north, "worker"),
        connection.cursor() as cursor,
    ):
        cursor.execute(asked)


def test_a_restored_database_goes_on_above_what_was_sealed(house_of_entries: tuple[Partnership, Root]) -> None:
    place, root = house_of_entries
    root.execute("update platform_auditentry set position = position + 10000000")
    root.execute("delete from platform_auditseal")
    root.commit()  # as a restored copy looks to a server that counts from the beginning
    assert sealing.begin_era("owner")
    assert not sealing.begin_era("owner")
    written(place, 1)
    places = root.execute("select position from platform_auditentry order by id").fetchall()
    assert places[-1] > max(places[:-1])
    assert sealing.seal(now=wall.now(), every=AT_ONCE) == 31


def test_heads_are_signed_and_contradict_nobody() -> None:
    now = wall.now()
    one = Head(1, b"\1" * 32, now).signed("secret")
    assert read([one.line(), ""]) == [one]
    with pytest.raises(BadHead, match="line 2: two heads of 1"):
        read([one.line(), Head(1, b"\2" * 32, now).signed("secret").line()])
    with pytest.raises(BadHead, match="line 1: the signature"):
        read([json.dumps({**json.loads(one.line()), "size": 2})])
    with pytest.raises(BadHead, match="more than one key"):
        read([one.line(), Head(2, b"\2" * 32, now).signed("another").line()])
    with pytest.raises(BadHead, match="line 1: not a head"):
        read(["{}"])


def test_the_command(house_of_entries: tuple[Partnership, Root], tmp_path: Path) -> None:
    place, root = house_of_entries
    written(place, 1)

    def run(*words: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "wayhome.cli", "audit", *words], capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr + done.stdout
        return done.stdout + done.stderr

    assert "1 entries sealed" in run("seal")
    kept = tmp_path / "heads.jsonl"
    assert "7 heads added" in run("roots", "--append", str(kept))
    assert "0 heads added" in run("roots", "--append", str(kept))
    assert "0 findings" in run("verify", "--roots", str(kept))
    (entry,) = root.execute("select min(id) from platform_auditentry").fetchone() or (0,)
    assert json.loads(run("prove", str(entry), "--roots", str(kept)))["index"] == 0
    root.execute("update platform_auditentry set user_id = null where id = %s", [entry])
    root.commit()
    assert f"leaf 0, {wall.now():%Y-%m-%d}" in run("verify", code=1)
    assert "under no seal" in run("prove", str(entry), code=1)
