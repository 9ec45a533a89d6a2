"""Opening one record in an emergency, ending that early, and saying afterwards whether it was proper."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection, transaction

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.models import Opening, OpeningReview
from wayhome.platform.operations import audit, outbox
from wayhome.platform.queries import looking, openings
from wayhome.platform.queries.openings import OpeningView
from wayhome.platform.roles import as_clock


def open_record(*, actor: Actor, reference: str, name_key: str, born: date | None, reason: str) -> OpeningView | None:
    """Open one record for two hours, named by its reference, or by a child's whole folded name and day of birth.

    Writes the opening, one audit entry, also of a try that opened nothing, and an e-mail without a name to each who
    watches over the records. None when the database opens nothing: it does not say why, for the why would tell.
    """
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_open(%s, %s, %s, %s)", [reference, name_key, born, reason])
        made = cursor.fetchone()[0]
    found = openings.one(made) if made else None
    if found is None:
        audit.write(actor=actor, verb="emergency", what="tried to open a record in an emergency", subjects=[])
        return None
    audit.write(actor=actor, verb="emergency", what="opened in an emergency", subjects=[found.subject])
    _tell(actor, found)
    return found


def _tell(actor: Actor, opened: OpeningView) -> None:
    now = wall.now()
    watching = looking.watching(actor.authority, at=now, but=actor.user)
    with transaction.atomic(), as_clock():  # who puts twice must see what is there, which a person may not
        for user in sorted(watching):
            outbox.put(
                authority=actor.authority, key=f"opening:{opened.id}:{user}", channel="email",
                payload={"user": str(user), "why": "opened", "path": "/opened"}, now=now,
            )  # fmt: skip


def end(*, actor: Actor, opening: UUID) -> bool:
    """End an opening now; False when there is none of the actor's, or under the actor's watch, that is still open."""
    ended = Opening.objects.filter(id=opening, ended_at__isnull=True, until_at__gt=wall.now()).update(
        ended_at=wall.now(), ended_by=actor.user
    )
    found = openings.one(opening) if ended else None
    if found:
        audit.write(actor=actor, verb="emergency", what="ended the opening", subjects=[found.subject])
    return bool(ended)


def review(*, actor: Actor, opening: OpeningView, outcome: str, words: str) -> None:
    """Say whether an opening was proper. Writes one line, which nobody changes, and an audit entry.

    The database refuses it (ProgrammingError) to who does not watch over the records, and to who opened it.
    """
    OpeningReview.objects.create(
        authority_id=actor.authority, opening_id=opening.id, outcome=outcome, words=words, by_user=actor.user,
        recorded_at=wall.now(),
    )  # fmt: skip
    audit.write(actor=actor, verb="emergency", what=f"looked at an opening: {outcome}", subjects=[opening.subject])
