"""Keeping sealed records in somebody's hands: where nobody in post is named any more, who watches over the records is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from wayhome.platform.models.access import Grant
from wayhome.platform.operations import outbox
from wayhome.platform.roles import as_clock


def hand_on(*, now: datetime) -> int:
    """Hand on what nobody in post is named for, at most once an hour; return how many records. The worker asks this.

    Each who is named so is told by an e-mail without a name.
    """
    with transaction.atomic(), as_clock():
        found = _found(now, at_once=False)
    return len({subject for _, subject, holder, _ in found if holder})


def hand_on_from(*, user: UUID, now: datetime) -> tuple[tuple[UUID, ...], int]:
    """Do so at once, somebody having left; return the records handed on that they were named for, and how many nobody took.

    Nobody can where neither the data guardian's post nor the one above is held. Runs as the clock: who closes an account
    may not know the records.
    """
    with transaction.atomic(), as_clock():
        found = _found(now, at_once=True)
        theirs = set(Grant.objects.filter(user_id=user, ended_at__isnull=True).values_list("subject", flat=True))
    taken = {subject for _, subject, holder, _ in found if holder}
    return tuple(sorted(taken & theirs)), len({subject for _, subject, *_ in found} & theirs - taken)


def _found(now: datetime, *, at_once: bool) -> list[tuple[UUID, UUID, UUID | None, bool]]:
    with connection.cursor() as cursor:
        cursor.execute("select * from wayhome_hand_on_sealed(%s, %s)", [now, at_once])
        found: list[tuple[UUID, UUID, UUID | None, bool]] = cursor.fetchall()
    for authority, subject, holder, child in found:
        if holder:
            outbox.put(
                authority=authority, key=f"handed-on:{subject}:{holder}:{now.isoformat()}", channel="email",
                payload={"user": str(holder), "why": "handed-on", "path": f"/children/{subject}/access" if child else "/audit"},
                now=now,
            )  # fmt: skip
    return found
