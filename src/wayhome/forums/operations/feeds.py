"""A person's own calendar address: made, made anew, ended."""

from __future__ import annotations

import secrets

from django.db import transaction

from wayhome.forums.models import Feed
from wayhome.forums.queries.feeds import digest_of
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit


def make(*, actor: Actor) -> str:
    """Make a new address and end the one before; return its secret, which is shown once and never kept."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        end(actor=actor)
        Feed.objects.create(
            authority_id=actor.authority, by_user=actor.user, digest=digest_of(secret), made_at=wall.now()
        )
        audit.write(actor=actor, verb="write", what="calendar address", subjects=[])
    return secret


def end(*, actor: Actor) -> None:
    """End the address: from now on it answers nobody."""
    Feed.objects.filter(by_user=actor.user, ended_at__isnull=True).update(ended_at=wall.now())
