"""The private server: its roles, its manners, and what it survives."""

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from wayhome.platform.postgres import Cluster, PostgresTrouble, create_database, drop_database
from wayhome.platform.postgres.places import LONGEST_SOCKET, PORT


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("server") / "cluster", throwaway=True)
    with made.used():
        made.ensure_database("wayhome")
        yield made


def one(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[call-overload]
    assert row is not None
    return row[0]


def test_serving_role_can_neither_see_past_policies_nor_make_tables(cluster: Cluster) -> None:
    url = cluster.environment("wayhome")["DATABASE_URL"]
    assert (
        one(url, "select rolsuper or rolbypassrls or rolcreatedb from pg_roles where rolname = current_user") is False
    )
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("create table mine (a integer)")


def test_serving_role_steps_into_the_clock_only_on_purpose(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("wayhome_owner", "wayhome")) as owner:
        owner.execute("create table readings (a integer); grant select on readings to wayhome_clock")
    with psycopg.connect(cluster.url("wayhome_app", "wayhome")) as app:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("table readings")
        app.rollback()
        app.execute("set local role wayhome_clock")
        assert app.execute("table readings").fetchall() == []


def test_migrating_role_adds_every_extension_we_use(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("wayhome_owner", "wayhome")) as owner:
        for name in ("pg_trgm", "btree_gist", "unaccent", "fuzzystrmatch"):
            owner.execute(f"create extension {name}")


def test_backup_role_reads_and_never_writes(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("wayhome_owner", "wayhome")) as owner:
        owner.execute("create table kept as select 7 as a")
    url = cluster.url("wayhome_backup", "wayhome")
    assert one(url, "select a from kept") == 7
    with psycopg.connect(url) as backup, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        backup.execute("delete from kept")


def test_no_network_port_and_a_socket_only_its_owner_reaches(cluster: Cluster) -> None:
    assert one(cluster.root_url(), "show listen_addresses") == ""
    assert stat.S_IMODE(cluster.places.socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(cluster.places.data.stat().st_mode) == 0o700


def test_log_keeps_no_row_and_no_statement(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("wayhome_owner", "wayhome")) as owner:
        owner.execute("create table names (a text primary key)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            owner.execute("insert into names values ('Invented Child'), ('Invented Child')")
    assert "duplicate key" in cluster.places.log.read_text()
    assert "Invented Child" not in cluster.places.log.read_text()


def test_clone_has_what_the_template_had(cluster: Cluster) -> None:
    create_database(cluster.root_url(), "pattern")
    with psycopg.connect(cluster.url("wayhome_owner", "pattern")) as owner:
        owner.execute("create table t as select 3 as a")
    create_database(cluster.root_url(), "copy", template="pattern")
    assert one(cluster.url("wayhome_owner", "copy"), "select a from t") == 3
    drop_database(cluster.root_url(), "copy")
    drop_database(cluster.root_url(), "copy")


def test_what_was_written_survives_a_killed_server(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "cluster")
    with cluster.used():
        cluster.ensure_database("wayhome")
        with psycopg.connect(cluster.url("wayhome_owner", "wayhome")) as owner:
            owner.execute("create table t as select 5 as a")
        os.kill(cluster.postmaster_pid(), signal.SIGKILL)
        cluster.start()
        assert one(cluster.url("wayhome_owner", "wayhome"), "select a from t") == 5
    assert not cluster.is_running()


def test_last_user_out_stops_it_unless_it_was_asked_to_stay(tmp_path: Path) -> None:
    first, second = Cluster(tmp_path / "cluster"), Cluster(tmp_path / "cluster")
    with first.used():
        with second.used():
            pass
        assert first.is_running()
    assert not first.is_running()
    first.keep()
    with second.used():
        pass
    assert first.is_running()
    first.stop()
    assert not first.is_running()


def test_long_checkout_path_still_gets_a_socket(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / ("a-long-name" * 9))
    assert len(os.fsencode(cluster.places.socket / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET
    with cluster.used():
        assert one(cluster.root_url(), "select 1") == 1


def test_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cluster").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PostgresTrouble, match="not a folder of yours"):
        Cluster(tmp_path / "cluster")


def test_missing_programs_are_named_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYHOME_PG_BIN", str(tmp_path))
    with pytest.raises(PostgresTrouble, match="WAYHOME_PG_BIN"):
        Cluster(tmp_path / "cluster")
