"""New accounts, and the links by which people set a password: the administrator's to make, never for oneself.

The secret of a link is worked out from its row and the key of this installation, and is kept nowhere: the letter that
carries it is written at the moment it is sent, and the database knows only its digest.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.models import Invitation, User
from wayhome.platform.operations import audit, outbox
from wayhome.platform.operations.staffing import Unfit
from wayhome.platform.queries import looking, staff
from wayhome.platform.roles import as_clock, enter

GOOD_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Whom an account is made for; `team` is one of the agency's, or nobody's."""

    email: str
    name: str
    job_title: str
    agency: UUID
    team: UUID | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """A link: until when it is good (aware), and its secret where no e-mail can carry it, else an empty text."""

    user: UUID
    until_at: datetime
    secret: str


def add_account(*, actor: Actor, account: NewAccount) -> UUID:
    """Make somebody's account, reading what their agency reads, with no post and no password yet.

    Tells the data guardian and the auditor by e-mail. Raises Unfit for an address that is taken, and for whatever the
    database refuses: anybody but the administrator, an agency elsewhere, a team of another agency.
    """
    if staff.address_taken(account.email):
        raise Unfit("There is an account with this e-mail address already. Nobody has two")
    said: list[str | UUID | None] = [account.email, account.name, account.job_title, account.agency, account.team]
    with connection.cursor() as cursor:
        cursor.execute("select platform_add_account(%s, %s, %s, %s, %s)", said)
        made: UUID | None = cursor.fetchone()[0]
    if made is None:
        raise Unfit("This account cannot be made. Choose an agency of this partnership, and a team of that agency")
    audit.write(actor=actor, verb="write", what=f"account made: {account.name.strip()}", subjects=[made])
    _tell_who_watches(actor, made)
    return made


def invite(*, actor: Actor, user: UUID) -> Invited:
    """Make a link by which somebody sets a password, good once and for seven days; earlier ones of theirs end.

    It goes by e-mail where e-mail is set up; where it is not, the secret is given back, to be shown this once. Raises
    Unfit for oneself and for an account that is closed.
    """
    now = wall.now()
    there = User.objects.filter(id=user, authority_id=actor.authority, is_active=True).first()
    if user == actor.user or there is None:
        raise Unfit("No link can be sent to this account from yours")
    end_links(user=user)
    made = Invitation(id=uuid4(), authority_id=actor.authority, user_id=user, by_user=actor.user)
    made.digest, made.until_at = digest(secret_of(made.id)), now + GOOD_FOR
    made.save(force_insert=True)
    by_mail = goes_by_mail() and bool(there.email)
    audit.write(
        actor=actor, verb="write", subjects=[user],
        what=f"link to set a password {'sent' if by_mail else 'shown to the administrator'}",
    )  # fmt: skip
    if by_mail:
        payload = {"user": str(user), "why": "first-sign-in", "invitation": str(made.id)}
        _put(actor.authority, f"invitation:{made.id}", payload, now)
    return Invited(user, made.until_at, "" if by_mail else secret_of(made.id))


def first_link(*, authority: UUID, user: UUID) -> str:
    """Make a link for the first administrator of a partnership, and return its secret. Run as the owner."""
    made = Invitation(id=uuid4(), authority_id=authority, user_id=user)
    made.digest, made.until_at = digest(secret_of(made.id)), wall.now() + GOOD_FOR
    made.save(force_insert=True)
    return secret_of(made.id)


def end_links(*, user: UUID) -> None:
    """End every link of somebody's that is still good."""
    still = Invitation.objects.filter(user_id=user, used_at__isnull=True, ended_at__isnull=True)
    still.update(ended_at=wall.now())


def use(*, secret: str, password: str) -> UUID | None:
    """Set the password of whose link this is, and end the link and their sign-ins; None when it is good no longer.

    Nobody is signed in by it: the password and the second step are asked for at the sign-in that follows.
    """
    with connection.cursor() as cursor:
        cursor.execute("select platform_use_invitation(%s)", [digest(secret)])
        user: UUID | None = cursor.fetchone()[0]
    if user is None:
        return None
    enter(user)  # for the rest of this transaction: a person changes their own row alone, and writes their own entries
    person = User.objects.get(id=user)
    person.set_password(password)
    person.save(update_fields=["password"])
    if person.agency_id and person.authority_id:
        actor = Actor(user, person.display_name, person.agency_id, person.authority_id)
        audit.write(actor=actor, verb="write", what="password chosen by a link", subjects=[user])
    return user


def whose(secret: str) -> User | None:
    """Return whose link this is, while it is good."""
    with connection.cursor() as cursor:
        cursor.execute("select platform_invited(%s)", [digest(secret)])
        user = cursor.fetchone()[0]
    return User.objects.filter(id=user).first() if user else None


def goes_by_mail() -> bool:
    """Whether this installation sends e-mail at all; without a mail server letters only go to the log."""
    return not str(settings.EMAIL_BACKEND).endswith(("console.EmailBackend", "dummy.EmailBackend"))


def secret_of(invitation: UUID) -> str:
    """Return the secret of a link, the same whenever it is asked for under this installation's key."""
    return salted_hmac("wayhome.invitation", str(invitation), algorithm="sha256").hexdigest()


def path_of(secret: str) -> str:
    """Return the address that a secret opens."""
    return reverse("first-sign-in", args=[secret])


def digest(secret: str) -> str:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _tell_who_watches(actor: Actor, made: UUID) -> None:
    now = wall.now()
    for user in sorted(looking.watching(actor.authority, at=now, but=actor.user)):
        payload = {"user": str(user), "why": "account-made", "path": "/audit"}
        _put(actor.authority, f"account:{made}:{user}", payload, now)


def _put(authority: UUID, key: str, payload: dict[str, str], now: datetime) -> None:
    with transaction.atomic(), as_clock():  # who puts twice must see what is there, which a person may not
        outbox.put(authority=authority, key=key, channel="email", payload=payload, now=now)
