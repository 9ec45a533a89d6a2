"""Making a record for an adult of concern, or for a place, group, school or online space."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries.audiences import audience_of
from wayhome.record.models import Adult, Context
from wayhome.record.operations.children import AlreadyOpened, new_reference
from wayhome.record.operations.facts import Draft, record_about
from wayhome.record.operations.locks import lock_subject
from wayhome.record.subjects import Subject


def open_adult(*, actor: Actor, drafts: Sequence[Draft], adult: UUID | None = None) -> UUID:
    """Open a record for an adult of concern, with the first facts about them.

    `adult` names the record beforehand, so that a form sent twice opens one: AlreadyOpened for the second. Seen by
    those who read the actor's agency's facts of the class that `adult.name` has. Writes: the row, facts, audit.
    """
    return _open(actor, Subject.adult(adult or uuid.uuid4()), drafts, "A")


def open_context(*, actor: Actor, drafts: Sequence[Draft], context: UUID | None = None) -> UUID:
    """Open a record for a place, group, school or online space, with the first facts about it; as `open_adult`."""
    return _open(actor, Subject.context(context or uuid.uuid4()), drafts, "P")


def _open(actor: Actor, subject: Subject, drafts: Sequence[Draft], letter: str) -> UUID:
    rows = (Adult if subject.kind == "adult" else Context).objects
    handling = load_vocabulary().kinds[f"{subject.kind}.name"].handling
    with transaction.atomic():
        lock_subject(subject)
        try:
            with transaction.atomic():
                rows.create(
                    id=subject.id,
                    authority_id=actor.authority,
                    reference=new_reference(letter),
                    audience_id=audience_of(actor.agency, handling),
                    created_at=wall.now(),
                )
        except IntegrityError as clash:
            raise AlreadyOpened(subject.id) from clash
        record_about(actor=actor, subject=subject, drafts=drafts)
    return subject.id
