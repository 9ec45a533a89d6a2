"""Looks into records that deserve a question: having them found, answering them, keeping where a colleague lives."""

from __future__ import annotations

import json
import re
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from wayhome.packs.odd_looks import load_odd_looks
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.roles import as_clock
from wayhome.record.models import HomePostcode, OddLookAnswer
from wayhome.record.operations.errors import BadValue
from wayhome.record.queries.odd_looks import OddView

_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")


def find(*, now: datetime) -> int:
    """Have the database go through the trail, when it is due (protocols/odd-looks.yaml); return how many rows it wrote.

    Runs as the clock, which learns only the number.
    """
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("select wayhome_find_odd_looks(%s::jsonb, %s)", [json.dumps(load_odd_looks().numbers()), now])
        return cursor.fetchone()[0] or 0


def answer(*, actor: Actor, odd: OddView, outcome: str, words: str) -> None:
    """Say what came of asking. Writes one line, which nobody changes, and an audit entry.

    The database refuses it (ProgrammingError) to who does not watch over the records, and about one's own look.
    """
    OddLookAnswer.objects.create(
        authority_id=actor.authority, odd_id=odd.id, outcome=outcome, words=words, by_user=actor.user, recorded_at=wall.now()
    )  # fmt: skip
    about = [odd.subject] if odd.subject else []
    audit.write(actor=actor, verb="access", what=f"answered a look that deserved a question: {outcome}", subjects=about)


def keep_home(*, actor: Actor, user: UUID, postcode: str) -> None:
    """Keep the postcode of a colleague's home; empty takes it away. BadValue for what is no postcode.

    The database refuses it (ProgrammingError) to who does not administer the partnership, and for oneself.
    """
    given = re.sub(r"\s", "", postcode).upper()
    if given and not _POSTCODE.fullmatch(given):
        raise BadValue("Enter a whole postcode, such as PO1 2AL.")
    with transaction.atomic():
        HomePostcode.objects.filter(user_id=user).delete()
        if given:
            HomePostcode.objects.create(user_id=user, authority_id=actor.authority, postcode=given)
        audit.write(
            actor=actor, verb="write", what=f"home postcode {'kept' if given else 'taken away'}", subjects=[user]
        )
