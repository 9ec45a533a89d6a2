"""Delivering the outbox: at least once, however often the worker dies."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from wayhome.platform.models import Outbox
from wayhome.platform.queries.posts import colleagues
from wayhome.platform.roles import as_clock

log = logging.getLogger("wayhome.delivery")
LONGEST_WAIT = timedelta(hours=1)

SUBJECTS = {
    "told": "Something needs you",
    "chased": "Something still needs you",
}
BODY = """Something in Wayhome needs you.

Sign in and open your work to see what it is and to say that you have seen it:
{link}

This message names nobody on purpose. If you cannot sign in, telephone your duty manager.
"""


def deliver(*, now: datetime, batch: int = 50) -> int:
    """Deliver what waits. Each is marked delivered only once it has left; a failure waits longer each time.

    The round ends at the first failure: a mail server that answers nobody must not keep the clocks waiting.
    Returns how many left. A worker killed between sending and marking sends again: at least once.
    """
    sent = 0
    with transaction.atomic(), as_clock():
        waiting = Outbox.objects.filter(delivered_at__isnull=True, due_at__lte=now).order_by("due_at", "id")
        for row in waiting.select_for_update(skip_locked=True)[:batch]:
            if not _one(row, now):
                break
            sent += 1
    return sent


def _one(row: Outbox, now: datetime) -> bool:
    try:
        _send(row)
    except Exception as trouble:  # noqa: BLE001  whatever the mail server says, the row waits and is tried again
        log.warning("outbox %s not delivered: %s", row.id, type(trouble).__name__)
        wait = min(LONGEST_WAIT, timedelta(seconds=15 * 2**row.attempts))
        Outbox.objects.filter(id=row.id).update(
            attempts=row.attempts + 1, due_at=now + wait, last_error=type(trouble).__name__
        )
        return False
    Outbox.objects.filter(id=row.id).update(delivered_at=now, attempts=row.attempts + 1)
    return True


def _send(row: Outbox) -> None:
    person = colleagues([UUID(row.payload["user"])]).get(UUID(row.payload["user"]))
    if person is None or not person.email:
        raise LookupError("nobody to send to")
    message = EmailMessage(
        subject=settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + SUBJECTS[row.payload["why"]],
        body=BODY.format(link=f"{settings.SITE_URL}/notices/{row.payload['notice']}"),
        to=[person.email],
        headers={"Message-ID": f"<outbox-{row.id}@wayhome>"},
    )
    message.send()
