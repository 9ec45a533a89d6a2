"""The databases that tests are given: each process its own, renewed when asked, served by a real web process."""

import urllib.request

import psycopg

from tests import scratch
from tests.conftest import AsApp
from tests.partnership import Partnership


def _rows(connection: psycopg.Connection[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return connection.execute("select relname from pg_class where relname = 'left_behind'").fetchall()


def test_serving_role_is_what_tests_connect_as(db: None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select current_user, current_database()")
        assert cursor.fetchone() == ("wayhome_app", scratch.DATABASE)


def test_nobody_sees_nothing_and_somebody_their_own(north: Partnership, as_app: AsApp) -> None:
    counts = []
    for user in (None, north.people["worker"]):
        with as_app(user) as connection:
            counts.append(connection.execute("select count(*) from platform_post").fetchone())
    assert counts[0] == (0,)
    assert counts[1] is not None and counts[1] > (0,)


def test_what_a_test_commits_is_thrown_away(committed_db: None) -> None:
    with psycopg.connect(scratch.CLUSTER.url("wayhome_owner", scratch.DATABASE)) as connection:
        connection.execute("create table left_behind (a integer)")
    scratch.renew()
    with psycopg.connect(scratch.CLUSTER.url("wayhome_owner", scratch.DATABASE)) as connection:
        assert _rows(connection) == []


def test_house_answers_with_the_sign_in_page(house: scratch.House) -> None:
    with urllib.request.urlopen(house.address) as page:
        assert page.status == 200
        assert "/login" in page.url
