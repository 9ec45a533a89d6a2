"""The audit trail's partitions: this month's and the next's are there before they are needed."""

from __future__ import annotations

from datetime import date

from django.db import connections


def ensure_months(alias: str, today: date, ahead: int = 2) -> None:
    """Make the partitions of this month and those to come, as the owner. A month there already is left alone."""
    first = today.replace(day=1)
    with connections[alias].cursor() as cursor:
        for _ in range(ahead + 1):
            following = (
                first.replace(year=first.year + 1, month=1)
                if first.month == 12
                else first.replace(month=first.month + 1)
            )
            name = f"platform_auditentry_{first:%Y_%m}"
            cursor.execute("select to_regclass(%s) is null", [name])
            if cursor.fetchone()[0]:
                cursor.execute(
                    f"create table {name} partition of platform_auditentry for values from ('{first}') to ('{following}')"
                )
            first = following
