"""Keeping a report while it is written, so that no word is lost with a battery or a sign-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from django.db import transaction

from wayhome.missing.models import ReportDraft
from wayhome.missing.operations.errors import TooMuch
from wayhome.missing.operations.held import is_held
from wayhome.missing.queries import episodes as queries
from wayhome.platform import wall
from wayhome.platform.actor import Actor

MOST = 200_000  # characters in all the boxes together


def episode_of(child: UUID, key: UUID) -> UUID:
    """Return the episode a form opens, by its key: the same form the same one, and no key names another child's."""
    return uuid5(child, str(key))


def keep(*, actor: Actor, child: UUID, key: UUID, boxes: Mapping[str, Sequence[str]]) -> int:
    """Keep what was typed so far and return its edition. Refuses TooMuch; the database refuses another's draft."""
    if sum(len(value) for values in boxes.values() for value in values) > MOST:
        raise TooMuch("That is more than can be kept. Shorten it, or send it and add the rest as updates.")
    sent = episode_of(child, key)
    if queries.episode(sent) or is_held(sent, child):
        return 0  # what was still on its way when the report was sent
    with transaction.atomic():
        mine = ReportDraft.objects.select_for_update().filter(id=key, child_id=child, by_user=actor.user)
        row = mine.first() or ReportDraft(
            id=key, authority_id=actor.authority, child_id=child, by_user=actor.user, edition=0
        )
        row.boxes = {name: list(values) for name, values in boxes.items()}
        row.edition += 1
        row.saved_at = wall.now()
        row.save()
    return row.edition


def drop(*, actor: Actor, child: UUID, key: UUID) -> None:
    """Put a draft aside: it was sent, or is begun anew."""
    ReportDraft.objects.filter(id=key, child_id=child, by_user=actor.user).delete()
