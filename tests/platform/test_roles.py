"""The clock's hat: worn on purpose, inside a transaction, and always taken off."""

import pytest
from django.db import DatabaseError, connection, transaction

from wayhome.platform.roles import as_clock


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


def test_it_is_not_kept_after_a_database_error(db: None) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("select 1 / 0")
    assert _role() == "wayhome_app"


def test_it_is_not_kept_after_any_other_error(db: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), as_clock():
        raise ZeroDivisionError
    assert _role() == "wayhome_app"
