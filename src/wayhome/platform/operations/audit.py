"""Writing the audit trail: before the answer leaves, in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from wayhome.platform.actor import Actor

# The place, the salt and the leaf are given by a trigger (access/audit.sql): nobody who writes chooses them. The moment
# is the database's own, inside this transaction.
_INSERT = """
insert into platform_auditentry (at, authority_id, user_id, agency_id, verb, what, through, subjects)
values (clock_timestamp(), %(authority)s, %(user)s, %(agency)s, %(verb)s, %(what)s, %(through)s, %(subjects)s::jsonb)
"""


def write(*, actor: Actor, verb: str, what: str, subjects: Sequence[UUID]) -> None:
    """Write one audit entry: who did what to whose record, through what door."""
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            {
                "authority": actor.authority,
                "user": actor.user,
                "agency": actor.agency,
                "verb": verb,
                "what": what,
                "through": actor.through,
                "subjects": json.dumps([str(s) for s in subjects]),
            },
        )
