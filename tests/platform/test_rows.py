"""The policies in the database are the ones declared, and a role that could see past them is refused."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from tests import scratch
from wayhome.platform import checks, rows

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

TAMPERINGS = {
    "a policy dropped": ("drop policy app_reads on record_fact", "policy app_reads on record_fact is not there"),
    "a policy added": ("create policy open on record_fact using (true)", "policy open on record_fact is not declared"),
    "a policy widened": ("alter policy app_reads on record_child using (true)", "policy app_reads on record_child"),
    "a grant added": ("grant delete on record_fact to wayhome_app", "grant DELETE on record_fact to wayhome_app"),
    "a grant of a column": ("grant update (role) on worklists_notice to wayhome_app", "worklists_notice (role)"),
    "a trigger dropped": ("drop trigger append_only on record_fact", "trigger append_only on record_fact is not there"),
    "a trigger put to sleep": (
        "alter table record_fact disable trigger append_only",
        "trigger append_only on record_fact",
    ),
    "security no longer forced": ("alter table record_child no force row level security", "record_child"),
    "a function rewritten": (
        "create or replace function wayhome_excluded() returns uuid[] language sql stable as $$ select '{}'::uuid[] $$",
        "function wayhome_excluded",
    ),
}


def test_what_is_declared_is_what_is_there() -> None:
    assert rows.drift("owner") == []


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_each_tampering_is_seen(tampering: str) -> None:
    statement, named = TAMPERINGS[tampering]
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
    found = rows.drift("owner")
    assert any(named in line for line in found), found


def test_declaring_again_puts_it_right() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("drop policy app_reads on record_fact")
    rows.apply("owner")
    assert rows.drift("owner") == []


def test_looking_changes_nothing() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("drop policy app_reads on record_fact")
        rows.drift("owner")
        cursor.execute("select count(*) from pg_policies where tablename = 'record_fact' and policyname = 'app_reads'")
        assert cursor.fetchone()[0] == 0, "the check mended what it should only have reported"


def test_the_serving_role_passes_the_start_up_check() -> None:
    assert checks.runtime_role_is_bound(None, ["default"]) == []


@pytest.fixture
def served_as() -> Iterator[Callable[[str], None]]:
    """Pretend that the product was pointed at another role."""
    mine = connections["default"]

    def point(role: str) -> None:
        connections["default"] = DatabaseWrapper({**mine.settings_dict, "USER": role}, "default")

    yield point
    connections["default"].close()
    connections["default"] = mine


@pytest.mark.parametrize(
    ("role", "faults"),
    [
        ("wayhome_owner", ["owns tables"]),
        ("wayhome_root", ["is a superuser", "bypasses row security", "owns tables"]),
        ("wayhome_backup", ["bypasses row security"]),
        ("wayhome_test_heir", ["owns tables"]),
    ],
)
def test_any_other_role_is_refused_at_the_start(role: str, faults: list[str], served_as: Callable[[str], None]) -> None:
    with psycopg.connect(scratch.CLUSTER.root_url(), autocommit=True) as root:
        if role == "wayhome_test_heir":  # owns nothing itself, but may step into the role that does
            root.execute("drop role if exists wayhome_test_heir")
            root.execute("create role wayhome_test_heir login")
            root.execute("grant wayhome_owner to wayhome_test_heir with inherit false, set true")
            root.execute(f'grant connect on database "{scratch.DATABASE}" to wayhome_test_heir')
        try:
            served_as(role)
            found = checks.runtime_role_is_bound(None, ["default"])
            connections["default"].close()
        finally:
            if role == "wayhome_test_heir":
                root.execute(f'revoke connect on database "{scratch.DATABASE}" from wayhome_test_heir')
                root.execute("drop role wayhome_test_heir")
    assert [e.msg for e in found] == [f"The database role {role} {fault}." for fault in faults]
    assert {e.id for e in found} == {"platform.E001"}
    assert all(e.hint for e in found)
