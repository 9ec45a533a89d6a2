"""Raising a disagreement about a child, and each step until it is settled: told as facts, so that their clocks run."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from wayhome.clocks.protocols import active
from wayhome.engine.facts import Moment
from wayhome.engine.language import StartsAt
from wayhome.escalation.models import Disagreement, DisagreementStep
from wayhome.escalation.models.disagreement import WAYS
from wayhome.escalation.operations.errors import BadValue, NotFound, Refused
from wayhome.escalation.queries import disagreements
from wayhome.platform.actor import Actor
from wayhome.platform.queries.audiences import audience_of
from wayhome.record.operations.facts import Draft, record
from wayhome.record.operations.locks import lock_child
from wayhome.record.queries import children

RAISED = "escalation.raised"
FACTS = {"lead-decided": "escalation.lead-decided", "rethink-held": "rethink.held", "settled": "escalation.settled"}
LONGEST = 10_000


class AlreadySettled(Refused):
    """It was settled; raise it anew if it opens again."""


def raise_it(
    *, actor: Actor, child: UUID, way: str, words: str, wanted: str, now: datetime, named: UUID | None = None
) -> UUID:
    """Record that partners cannot agree about a child, or that a critical incident happened; return its id.

    `named` names it beforehand, so that a form sent twice raises one. Writes: it, the fact `escalation.raised` (whose
    clocks begin, and tell whom the law names) and an audit entry.
    Refuses: NotFound for an unseen child; BadValue without words or for another way.
    """
    if way not in WAYS:
        raise BadValue("Choose what it is.")
    words = _said(words, "Say what it is about.")
    made = named or uuid.uuid4()
    with transaction.atomic():
        lock_child(child)
        restricted = children.is_restricted(child)
        if restricted is None:
            raise NotFound("There is no such child, or you may not see the record.")
        if Disagreement.objects.filter(id=made).exists():
            return made
        row = Disagreement(
            id=made, authority_id=actor.authority, child_id=child, audience_id=audience_of(actor.agency, "care"),
            restricted=restricted, way=way, agency_id=actor.agency, words=words, wanted=wanted.strip()[:LONGEST],
            raised_at=now, by_user=actor.user,
        )  # fmt: skip
        row.save(force_insert=True)
        _tell(actor, child, RAISED, way, words, made, now)
    return made


def step(
    *, actor: Actor, disagreement: UUID, did: str, agreed: bool, words: str, happened_at: datetime, now: datetime
) -> None:
    """Record the next step: the strategic lead decided, a Re-think meeting was held, or it was settled otherwise.

    Writes the step, its fact (which meets the duty, and begins the next where nothing was agreed) and an audit entry.
    Refuses: NotFound; AlreadySettled; BadValue for a step out of order, one to come, or without words.
    """
    words = _said(words, "Say what was decided, and why.")
    with transaction.atomic():
        view = disagreements.disagreement(disagreement)
        if view is None:
            raise NotFound("There is no such disagreement, or you may not see the record.")
        lock_child(view.child_id)
        view = disagreements.disagreement(disagreement)
        assert view is not None
        if not view.open:
            raise AlreadySettled("It is settled already. Raise it anew if it opens again.")
        if did not in view.next_steps:
            raise BadValue("That step does not come next.")
        if happened_at > now or happened_at < view.raised_at - timedelta(days=1):
            raise BadValue("Give a time after it was raised that is not to come.")
        first = Disagreement.objects.get(id=disagreement)
        DisagreementStep(
            authority_id=actor.authority, child_id=view.child_id, audience_id=first.audience_id,
            restricted=first.restricted, disagreement_id=disagreement, number=len(view.steps) + 1, step=did,
            agreed=agreed or did == "settled", words=words, happened_at=happened_at, by_user=actor.user,
        ).save(force_insert=True)  # fmt: skip
        code = None if did == "settled" else ("agreed" if agreed else "not-agreed")
        _tell(actor, view.child_id, FACTS[did], code, words, disagreement, happened_at, told=now)


def _tell(
    actor: Actor,
    child: UUID,
    kind: str,
    code: str | None,
    words: str,
    of: UUID,
    at: datetime,
    told: datetime | None = None,
) -> None:
    draft = Draft(kind, Moment(at, at), told or at, code=code, text=words, source=f"disagreement:{of}")
    record(actor=actor, child=child, drafts=[draft])


def looks_first(authority: UUID, way: str) -> set[str]:
    """Return the posts that the law in force has look at something raised so; nobody where it names none."""
    return {
        clock.owner
        for clock in active(authority).clocks
        if isinstance(clock.starts, StartsAt) and _begins(clock.starts, way)
    }


def _begins(start: StartsAt, way: str) -> bool:
    return RAISED in start.trigger.kinds and (start.trigger.values is None or way in start.trigger.values)


def _said(words: str, ask: str) -> str:
    words = words.strip()
    if not words:
        raise BadValue(ask)
    if len(words) > LONGEST or "\x00" in words:
        raise BadValue(f"Say it in {LONGEST:,} characters or fewer.")
    return words
