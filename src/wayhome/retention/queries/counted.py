"""What is kept of records that are gone, in numbers: rounded by the database, and none that is small."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

ROUNDED_TO, SMALLEST = 5, 10  # as access/counted.sql has them


@dataclass(frozen=True, slots=True)
class Number:
    """About how many of one thing there were in one year (London's): `what` as the table has it, `about` rounded."""

    year: int
    what: str
    about: int


def numbers() -> tuple[Number, ...]:
    """Return the numbers, the latest year first; nothing for who does not watch over the records."""
    with connection.cursor() as cursor:
        cursor.execute("select year, measure, about from wayhome_counted()")
        return tuple(Number(*row) for row in cursor.fetchall())
