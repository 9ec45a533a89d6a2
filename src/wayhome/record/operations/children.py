"""Making a record for a child."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries.audiences import audience_of
from wayhome.record.models import Child
from wayhome.record.operations.errors import Refused
from wayhome.record.operations.facts import Draft, record
from wayhome.record.operations.locks import lock_child

_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that reads like another letter over the telephone


def new_reference(letter: str = "C") -> str:
    """Return a reference that says nothing of whom it names and can be read out over the telephone.

    The first letter says what it is a reference of: C a child, A an adult of concern, P a place, group or space.
    """
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letter}-{letters[:4]}-{letters[4:]}"


class AlreadyOpened(Refused):
    """The same form was sent twice; `child` is the record that the first one opened."""

    def __init__(self, child: UUID) -> None:
        super().__init__("This record has been started already.")
        self.child = child


def open_record(*, actor: Actor, drafts: Sequence[Draft], child: UUID | None = None) -> UUID:
    """Open a record for a child nobody holds yet, with the first facts about the child.

    `child` names the record beforehand, so that a form sent twice opens one: AlreadyOpened for the second.
    Writes: the child's row, the facts, an audit entry. The caller has searched first.
    """
    child = child or uuid.uuid4()
    with transaction.atomic():
        _open(actor, child)
        record(actor=actor, child=child, drafts=drafts)
    return child


def _open(actor: Actor, child: UUID) -> None:
    lock_child(child)
    try:
        with transaction.atomic():
            Child.objects.create(
                id=child,
                authority_id=actor.authority,
                reference=new_reference(),
                audience_id=audience_of(actor.agency, "identity"),
                created_at=wall.now(),
            )
    except IntegrityError as clash:
        raise AlreadyOpened(child) from clash
