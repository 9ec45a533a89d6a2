"""Naming an adult or a context that came up when an item was talked about."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from wayhome.forums.models import Identified, MeetingState
from wayhome.forums.operations.allowed import item_to_change
from wayhome.forums.operations.errors import BadValue, NotFound
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of
from wayhome.record.queries import subjects
from wayhome.record.subjects import Subject


def identify(*, actor: Actor, item: UUID, subject: Subject, how: str) -> None:
    """Record that an adult or a context came up, and how.

    Refuses NotFound for a record the actor may not see; BadValue without saying how; TooLate as a decision does.
    """
    if not how.strip():
        raise BadValue("Say how they came up.")
    if subject.kind not in ("adult", "context") or subjects.reference(subject) is None:
        raise NotFound("There is no such adult or context, or you may not see it.")
    with transaction.atomic():
        row, _, _ = item_to_change(actor, item, MeetingState.OPEN, MeetingState.ENDED)
        Identified.objects.create(
            authority_id=actor.authority, item=row, subject_id=row.subject_id, restricted=row.restricted,
            audience_id=audience_of(actor.agency, "care"), how=how.strip()[:2000], **{f"{subject.kind}_id": subject.id},
        )  # fmt: skip
        audit.write(actor=actor, verb="write", what="named at a meeting", subjects=[row.subject_id, subject.id])
