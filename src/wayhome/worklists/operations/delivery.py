"""Delivering the outbox: at least once, however often the worker dies."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from wayhome.platform.operations import outbox
from wayhome.platform.operations.outbox import Parcel
from wayhome.platform.queries.posts import colleagues
from wayhome.platform.roles import as_clock

SUBJECTS = {
    "told": "Something needs you",
    "chased": "Something still needs you",
    "opened": "A record was opened in an emergency",
}
BODY = """Something in Wayhome needs you.

Sign in and open your work to see what it is and to say that you have seen it:
{link}

This message names nobody on purpose. If you cannot sign in, telephone your duty manager.
"""


def deliver(*, now: datetime, batch: int = 50) -> int:
    """Deliver what waits in the outbox, at least once each. Returns how many left."""
    with transaction.atomic(), as_clock():
        return outbox.deliver(send=_send, now=now, batch=batch)


def _send(parcel: Parcel) -> None:
    person = colleagues([UUID(parcel.payload["user"])]).get(UUID(parcel.payload["user"]))
    if person is None or not person.email:
        raise LookupError("nobody to send to")
    message = EmailMessage(
        subject=settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + SUBJECTS[parcel.payload["why"]],
        body=BODY.format(
            link=settings.SITE_URL + (parcel.payload.get("path") or f"/notices/{parcel.payload['notice']}")
        ),
        to=[person.email],
        headers={"Message-ID": f"<outbox-{parcel.id}@wayhome>"},
    )
    message.send()
