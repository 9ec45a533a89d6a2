"""The clock's hat: worn on purpose, inside a transaction, and always taken off."""

import os
import subprocess
import sys

import pytest
from django.db import DatabaseError, connection, transaction

from tests import scratch
from wayhome.platform.roles import as_clock, as_reader


def _role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return str(cursor.fetchone()[0])


def test_it_is_refused_outside_a_transaction(committed_db: None) -> None:
    with pytest.raises(transaction.TransactionManagementError), as_clock():
        pass
    assert _role() == "wayhome_app"


def test_it_is_taken_off_at_the_end(db: None) -> None:
    with as_clock():
        assert _role() == "wayhome_clock"
        with as_clock():
            assert _role() == "wayhome_clock"
        assert _role() == "wayhome_clock", "an inner block took off the outer one's hat"
    assert _role() == "wayhome_app"


def test_it_is_taken_off_for_a_moment_and_put_on_again(db: None) -> None:
    with as_clock():
        with as_reader():
            assert _role() == "wayhome_app"
            with as_clock():
                assert _role() == "wayhome_clock"
            assert _role() == "wayhome_app"
        assert _role() == "wayhome_clock"
        with pytest.raises(ZeroDivisionError), as_reader():
            raise ZeroDivisionError
        assert _role() == "wayhome_clock"
    with as_reader():
        assert _role() == "wayhome_app"
    assert _role() == "wayhome_app"


def test_it_is_not_kept_after_a_database_error(db: None) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("select 1 / 0")
    assert _role() == "wayhome_app"


def test_it_is_not_kept_after_any_other_error(db: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), as_clock():
        raise ZeroDivisionError
    assert _role() == "wayhome_app"


@pytest.mark.parametrize("process", [["-m", "wayhome.cli", "worker"], ["-c", "import wayhome.config.wsgi"]])
@pytest.mark.parametrize("role", ["wayhome_owner", "wayhome_root"])
def test_a_process_that_could_see_past_the_policies_does_not_start(
    process: list[str], role: str, django_db_setup: None
) -> None:
    done = subprocess.run(
        [sys.executable, *process], capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "DATABASE_URL": scratch.CLUSTER.url(role, scratch.DATABASE)},
    )  # fmt: skip
    assert done.returncode != 0
    assert f"The database role {role} owns tables." in done.stderr
    assert "Point DATABASE_URL at wayhome_app" in done.stderr
