"""Delivering the outbox: at least once, however often the worker dies."""

from __future__ import annotations

import smtplib
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction

from wayhome.platform.operations import inviting, outbox
from wayhome.platform.operations.outbox import Parcel, Undeliverable
from wayhome.platform.queries.posts import colleagues
from wayhome.platform.roles import as_clock

SUBJECTS = {
    "told": "Something needs you",
    "chased": "Something still needs you",
    "opened": "A record was opened in an emergency",
    "closer": "Something in a record was kept for fewer people",
    "handed-on": "A record was handed on to you",
    "sign-in": "How you sign in was changed",
    "digest": "Your work today",
    "shared": "Something was shared with you",
    "corrected": "Something shared with you was corrected",
    "correct": "Something you shared was corrected",
    "first-sign-in": "Choose your password",
    "account-made": "An account was made",
}
BODY = """Something in Wayhome needs you.

Sign in and open your work to see what it is and to say that you have seen it:
{link}

This message names nobody on purpose. If you cannot sign in, telephone your duty manager.
"""
DIGEST = """Your work in Wayhome today:

{counts}

Sign in to see it:
{link}

This message names nobody on purpose. You can choose when it comes, or that it does not, on your work.
"""
FIRST = """Your partnership has given you an account in Wayhome, or a new way into the one you have.

Choose your password here. The link is good once, and for seven days:
{link}

Then sign in with this e-mail address and that password. The first time, you set up a second step; it takes two minutes.
Did you not expect this? Open nothing, and tell your partnership's data guardian.
"""
SHAPES = {"digest": DIGEST, "first-sign-in": FIRST}
FOR_GOOD = 500  # an SMTP server's refusals from here on are final


def deliver(*, now: datetime, batch: int = 50) -> int:
    """Deliver what waits in the outbox, at least once each. Returns how many left."""
    return outbox.deliver(send=send, now=now, batch=batch)


def count(*, now: datetime) -> int:
    """Say how many were given up, where the health page finds it. Returns the number."""
    with transaction.atomic(), as_clock():
        found = outbox.count_given_up()
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into platform_stamp (step, hash, at) values ('undelivered', %s, %s) "
                "on conflict (step) do update set hash = excluded.hash, at = excluded.at",
                [str(found), now],
            )
    return found


def send(parcel: Parcel) -> None:
    """Send one letter; its Message-ID is the same however often it is sent, so that a second copy is known as one."""
    with transaction.atomic(), as_clock():
        person = colleagues([UUID(parcel.payload["user"])]).get(UUID(parcel.payload["user"]))
    if person is None or not person.email:
        raise Undeliverable("nobody to send to, or no address")
    message = EmailMessage(
        subject=settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + SUBJECTS[parcel.payload["why"]],
        body=_body(parcel),
        to=[person.email],
        headers={"Message-ID": f"<outbox-{parcel.id}@wayhome>"},
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        if all(code >= FOR_GOOD for code, _ in refused.recipients.values()):
            raise Undeliverable("the mail server refuses the address") from None
        raise


def _body(parcel: Parcel) -> str:
    shape = SHAPES.get(parcel.payload["why"], BODY)
    counts = "\n".join(f"- {line}" for line in parcel.payload.get("counts", ()))
    return shape.format(link=settings.SITE_URL + _path(parcel), counts=counts)


def _path(parcel: Parcel) -> str:
    """Return the address a letter leads to; the secret of a first sign-in is worked out only here, as it leaves."""
    if invitation := parcel.payload.get("invitation"):
        return inviting.path_of(inviting.secret_of(UUID(invitation)))
    return str(parcel.payload.get("path") or f"/notices/{parcel.payload['notice']}")
