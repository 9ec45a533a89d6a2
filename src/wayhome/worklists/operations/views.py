"""Keeping a list to come back to, for oneself or for one's team, and taking it away."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries import posts
from wayhome.record.operations.errors import NotFound, Refused
from wayhome.worklists.models import SavedView

LONGEST = 80  # characters
MOST = 30  # of one person's: a list of lists that long helps nobody


def keep(*, actor: Actor, page: str, title: str, chosen: Mapping[str, Sequence[str]], for_team: bool = False) -> UUID:
    """Keep a choice of filters under a title; the same title again takes the place of the older one.

    Raises Refused without a title, with too long a one, with too many kept, or for a team where one has none.
    """
    named = " ".join(title.split())
    if not named or len(named) > LONGEST:
        raise Refused(f"Give the list a name of at most {LONGEST} letters.")
    team = posts.team_of(actor.user) if for_team else None
    if for_team and team is None:
        raise Refused("You are in no team here, so the list can only be kept for yourself.")
    with transaction.atomic():
        mine = SavedView.objects.filter(authority_id=actor.authority, user_id=actor.user, page=page)
        older = mine.filter(title=named, team__isnull=True) if team is None else mine.filter(title=named, team_id=team)
        older.delete()
        if mine.count() >= MOST:
            raise Refused(f"You keep {MOST} lists already. Take one away first.")
        view = SavedView(
            id=uuid.uuid4(), authority_id=actor.authority, user_id=actor.user, team_id=team, page=page, title=named,
            chosen={name: list(values) for name, values in chosen.items()}, saved_at=wall.now(),
        )  # fmt: skip
        SavedView.objects.bulk_create([view])
        audit.write(actor=actor, verb="keep", what=f"list of {page}", subjects=[])
    return view.id


def forget(*, actor: Actor, view: UUID) -> None:
    """Take away a list one kept, also where one's team shared it. Raises NotFound for anybody else's."""
    with transaction.atomic():
        gone, _ = SavedView.objects.filter(id=view, user_id=actor.user).delete()
        if not gone:
            raise NotFound("There is no such list of yours.")
        audit.write(actor=actor, verb="forget", what="kept list", subjects=[])
