"""Sign-ins: begun, ended by the person or by the administrator, and what was typed when one ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.models import Kept, SignIn, User
from wayhome.platform.operations import audit
from wayhome.platform.roles import as_clock

FORGOTTEN_AFTER = timedelta(days=90)
KEPT_FOR = timedelta(days=1)
MOST_KEPT = 200_000  # characters: the longest form and room to spare


def begin(*, user: User, browser: str) -> UUID:
    """Write down that a person signs in from a browser, and forget their own sign-ins of long ago. The reader is set."""
    now = wall.now()
    SignIn.objects.filter(user_id=user.id, last_seen_at__lt=now - FORGOTTEN_AFTER).delete()
    Kept.objects.filter(user_id=user.id, kept_at__lt=now - KEPT_FOR).delete()
    return SignIn.objects.create(authority_id=user.authority_id, user_id=user.id, browser=browser).id


def end(*, actor: Actor, sign_in: UUID, why: str) -> bool:
    """End one sign-in: one's own, or as the administrator anybody's of the partnership. False if there was none."""
    return _end(actor, SignIn.objects.filter(id=sign_in).first(), why)


def end_others(*, actor: Actor, but: UUID) -> int:
    """End every sign-in of the person who asks except this one; return how many."""
    there = SignIn.objects.filter(user_id=actor.user, ended_at__isnull=True).exclude(id=but)
    return sum(_end(actor, each, "ended from another sign-in") for each in there)


def end_all(*, actor: Actor, user: UUID, why: str) -> int:
    """End every sign-in of a person, as the administrator; return how many."""
    there = SignIn.objects.filter(user_id=user, ended_at__isnull=True)
    return sum(_end(actor, each, why) for each in there)


def _end(actor: Actor, there: SignIn | None, why: str) -> bool:
    if there is None:
        return False
    ended = {"ended_at": wall.now(), "ended_by": actor.user, "ended_why": why}
    if not SignIn.objects.filter(id=there.id, ended_at__isnull=True).update(**ended):
        return False
    audit.write(actor=actor, verb="end", what=f"sign-in: {why}", subjects=[there.user_id])
    return True


def keep(*, user: User, page: str, action: str, said: Sequence[tuple[str, str]]) -> UUID | None:
    """Keep what somebody typed for one day; nothing when it is too long. The person is the transaction's reader."""
    if sum(len(name) + len(value) for name, value in said) > MOST_KEPT:
        return None
    pairs = [list(pair) for pair in said]
    return Kept.objects.create(authority_id=user.authority_id, user_id=user.id, page=page, action=action, said=pairs).id


def forget(*, user: UUID, action: str) -> None:
    """Forget what was kept of a form, now that it was sent."""
    Kept.objects.filter(user_id=user, action=action).delete()


def forget_old(*, now: datetime) -> None:
    """Forget what nobody came back for within a day: the clock sees no other."""
    with transaction.atomic(), as_clock():
        Kept.objects.filter(kept_at__lt=now - KEPT_FOR).delete()
