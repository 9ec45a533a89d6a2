"""Telling the operational leads between two meetings: the chair's word, as a fact whose duty begins at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.engine.facts import Moment
from wayhome.forums.operations.errors import BadValue, NotFound, NotYours
from wayhome.forums.queries import between
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.record.operations.facts import Draft, record
from wayhome.record.queries import children

LONGEST = 2000


def tell_leads(*, actor: Actor, child: UUID, news: str, wanted: str, now: datetime) -> None:
    """Record what is new about a child and what should be done at once; the duty's first step tells the leads.

    Writes one fact and an audit entry. Refuses: NotFound for an unseen child; NotYours for anybody but whoever runs the
    meeting, or where the protocol knows no such way; BadValue without words, or with too many.
    """
    if not between.may_tell(actor.authority, actor.user):
        raise NotYours("Only the chair, or whoever prepares the meeting, can do this.")
    said = (
        f"{_said(news, 'Say what is new.')}\n\nTo be done at once: {_said(wanted, 'Say what should be done at once.')}"
    )
    with transaction.atomic():
        if children.is_restricted(child) is None:
            raise NotFound("There is no such child, or you may not see the record.")
        draft = Draft(between.ASKED, Moment(now, now), now, text=said, source="forums")
        record(actor=actor, child=child, drafts=[draft])
        audit.write(actor=actor, verb="record", what=between.ASKED, subjects=[child])


def _said(words: str, ask: str) -> str:
    words = words.strip()
    if not words:
        raise BadValue(ask)
    if len(words) > LONGEST or "\x00" in words:
        raise BadValue(f"Say it in {LONGEST:,} characters or fewer.")
    return words
