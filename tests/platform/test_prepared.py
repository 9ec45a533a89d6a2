"""What every write waits for is planned once for a connection, and only what the clock asks."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.partnership import Partnership, acting, invented_child, reported, said
from wayhome.platform.prepared import prepared_cursor
from wayhome.platform.roles import as_clock
from wayhome.record.operations import facts

pytestmark = pytest.mark.django_db
ASKED = "select %s::int + 41"


def _prepared() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("select statement, generic_plans + custom_plans from pg_prepared_statements")
        return dict(cursor.fetchall())


def test_a_statement_of_the_clock_is_prepared_once() -> None:
    with transaction.atomic(), as_clock():
        for number in (1, 2, 3):
            with prepared_cursor() as cursor:
                cursor.execute(ASKED, [number])
                assert cursor.fetchone() == (number + 41,)
        assert _prepared()["select $1::int + 41"] == 3


def test_nobody_else_prepares_any() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="for the clock alone"):
        prepared_cursor()


def test_a_log_of_statements_shows_each_whole() -> None:
    with transaction.atomic(), as_clock(), CaptureQueriesContext(connection) as logged, prepared_cursor() as cursor:
        cursor.execute(ASKED, [7])
    assert "select 7::int + 41" in [each["sql"] for each in logged.captured_queries]


def test_a_fact_is_read_and_its_readings_are_written_by_statements_planned_once(north: Partnership) -> None:
    child = invented_child(north)
    reported(north, child, hours_ago=1)
    with acting(north, "worker") as actor:
        for days in (3, 2, 1):
            facts.record(actor=actor, child=child, drafts=[said("child.care-status", days * 24, code="looked-after")])
    planned = _prepared()
    reads = [n for sql, n in planned.items() if "from clocks_reading where" in sql and "json_agg" in sql]
    writes = [n for sql, n in planned.items() if "insert into clocks_reading" in sql]
    assert reads and reads[0] >= 3, "each fact is read by the plan of the first"
    assert writes and writes[0] >= 1
