"""Writing the audit trail: before the answer leaves, in the same transaction."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from wayhome.platform import wall
from wayhome.platform.actor import Actor

# The leaf is over a random salt and the content, so that content and salt can one day be disposed of
# while the seal above still verifies.
_INSERT = """
insert into platform_auditentry (at, authority_id, user_id, agency_id, verb, what, through, subjects, salt, leaf)
values (%(at)s, %(authority)s, %(user)s, %(agency)s, %(verb)s, %(what)s, %(through)s, %(subjects)s::jsonb, %(salt)s,
  sha256(convert_to(concat_ws('|', %(salt)s::text, %(at)s::text, %(user)s::text, %(verb)s, %(what)s, %(through)s, %(subjects)s), 'UTF8')))
"""


def write(*, actor: Actor, verb: str, what: str, subjects: Sequence[UUID]) -> None:
    """Write one audit entry: who did what to whose record, through what door."""
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            {
                "at": wall.now(),
                "authority": actor.authority,
                "user": actor.user,
                "agency": actor.agency,
                "verb": verb,
                "what": what,
                "through": actor.through,
                "subjects": json.dumps([str(s) for s in subjects]),
                "salt": uuid.uuid4(),
            },
        )
