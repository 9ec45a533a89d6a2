"""That nobody is a child's allocated social worker any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.engine.facts import Moment, Precision
from wayhome.platform.actor import Actor
from wayhome.record.operations.errors import BadValue
from wayhome.record.operations.facts import Draft, correct, record
from wayhome.record.operations.locks import lock_child
from wayhome.record.queries.ledger import Entry, current_facts

WORKER = "child.allocated-worker"


def end_allocation(*, actor: Actor, child: UUID, since: Moment, told_at: datetime, note: str | None = None) -> None:
    """Record that from `since` nobody is allocated, and end the last worker's time, so that what is due goes elsewhere.

    Writes: the allocation; a corrected fact of the last worker with its end. Refuses BadValue for an end
    before the worker's beginning, or without a time.
    """
    if since.earliest is None:
        raise BadValue("Say since when nobody is allocated: the day is enough.")
    with transaction.atomic():
        lock_child(child)
        for held in current_facts(child, [WORKER])[-1:]:
            if held.happened_until and since.earliest <= held.happened_until:
                raise BadValue("That is before this worker was allocated. Check the date.")
            correct(
                actor=actor,
                fact=held.id,
                draft=_ended(held, since.earliest, told_at),
                reason="No longer the allocated social worker",
            )
        allocation = Draft("child.allocation", since, told_at, code="unallocated", text=note, source="change-status")
        record(actor=actor, child=child, drafts=[allocation])


def _ended(held: Entry, until: datetime, told_at: datetime) -> Draft:
    return Draft(
        WORKER,
        Moment(held.happened_from, held.happened_until, Precision(held.precision)),
        told_at,
        person=held.person,
        text=held.text,
        holds_until=until,
        source="change-status",
    )
