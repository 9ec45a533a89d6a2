"""Holds, judgements and disposal: what people decide about the end of a record."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from uuid import UUID

from django.db import DatabaseError, IntegrityError, connection, transaction

from wayhome.engine.facts import Moment
from wayhome.packs.retention import load_retention
from wayhome.platform import files, wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.looking import may_audit
from wayhome.record.operations.facts import Draft, record_about
from wayhome.record.operations.locks import lock_child
from wayhome.record.queries import children
from wayhome.record.subjects import Subject
from wayhome.retention.models import Hold, Judgement, Proposal
from wayhome.retention.operations.errors import BadValue, NotFound
from wayhome.retention.queries import retention
from wayhome.ui.words import local

FEWEST, MOST = 1, 120  # years that a partnership may set


def set_years(*, actor: Actor, rule: str, years: int) -> None:
    """Set how long a rule that the law leaves open keeps a record: told as a fact of the partnership.

    Refuses NotFound for anybody but the data guardian and the auditor; BadValue outside 1 to 120, or below the law.
    """
    known = load_retention().get(rule)
    if not may_audit() or known is None:
        raise NotFound("There is no such rule, or it is not yours to set.")
    if not FEWEST <= years <= MOST:
        raise BadValue(f"Enter between {FEWEST} and {MOST} years.")
    if known.years is not None and years < known.years:
        raise BadValue(f"The law asks for {known.years} years. You may keep it longer, never shorter.")
    now = wall.now()
    draft = Draft(retention.SET, Moment(now, now), now, number=years, text=rule, source="retention")
    record_about(actor=actor, subject=Subject.partnership(actor.authority), drafts=[draft])


def hold(*, actor: Actor, child: UUID, why: str, review_on: date) -> None:
    """Have a record stay, whatever the rules say, until the hold is ended. Refuses NotFound, BadValue."""
    if not why.strip():
        raise BadValue("Say why the record must stay.")
    if review_on <= local(wall.now()).date():
        raise BadValue("Choose a day to come on which the hold is looked at again.")
    with transaction.atomic():
        lock_child(child)  # a record that is just being disposed of is held before, or is gone
        if children.banner(child) is None:
            raise NotFound("There is no such child, or you may not see the record.")
        Hold.objects.create(authority_id=actor.authority, child=child, why=why.strip(), review_on=review_on)
        audit.write(actor=actor, verb="hold", what="a record from disposal", subjects=[child])


def end_hold(*, actor: Actor, hold: UUID, why: str) -> None:
    """End a hold, with the reason. Refuses NotFound, BadValue."""
    if not why.strip():
        raise BadValue("Say why the hold ends.")
    with transaction.atomic():
        row = Hold.objects.filter(id=hold, ended_at__isnull=True).first()
        if row is None or children.banner(row.child) is None:
            raise NotFound("There is no such hold, or it was ended already.")
        Hold.objects.filter(id=hold).update(ended_at=wall.now(), ended_by=actor.user, ended_why=why.strip())
        audit.write(actor=actor, verb="end a hold", what="a record from disposal", subjects=[row.child])


def judge(*, actor: Actor, proposal: UUID, dispose: bool, why: str, look_again_on: date | None = None) -> None:
    """Say, having looked, whether a record should go or stay; staying ends the proposal until a later day.

    Refuses: NotFound for who does not see the record; BadValue without a reason, twice by one person, or without a day
    to look again.
    """
    if not why.strip():
        raise BadValue("Say what you looked at, and why.")
    with transaction.atomic():
        _lock(proposal)
        row = Proposal.objects.filter(id=proposal, ended_at__isnull=True).first()
        if row is None or children.banner(row.child) is None:
            raise NotFound("There is no such proposal, or you may not see the record.")
        if not dispose and (look_again_on is None or look_again_on <= local(wall.now()).date()):
            raise BadValue("Choose a day to come on which it is looked at again.")
        try:
            with transaction.atomic():
                Judgement.objects.create(
                    authority_id=actor.authority, proposal=row, dispose=dispose, why=why.strip(), by_user=actor.user
                )
        except IntegrityError as twice:
            raise BadValue("You have judged this already. Somebody else must be the second.") from twice
        if not dispose:
            Proposal.objects.filter(id=proposal).update(
                ended_at=wall.now(), outcome="kept", look_again_on=look_again_on
            )
        audit.write(actor=actor, verb="judge", what=f"disposal: {'go' if dispose else 'stay'}", subjects=[row.child])


def dispose(*, actor: Actor, proposal: UUID) -> None:
    """Dispose of a record: everything of it goes, and a tombstone is left. It cannot be undone.

    The database checks for itself that two people judged so, one of them a data guardian, that the day has come and that
    no hold stands; refuses BadValue with its words. The files go once the rest is committed.
    """
    with transaction.atomic():
        _lock(proposal)
        refusal = retention.refusal(proposal)
        if refusal:
            raise BadValue(refusal)
        try:
            with connection.cursor() as cursor:
                cursor.execute("select wayhome_dispose(%s)", [proposal])
                given = cursor.fetchone()[0]
        except DatabaseError as fault:
            raise BadValue("The record could not be disposed of whole, so nothing of it has gone.") from fault
        done = json.loads(given) if isinstance(given, str) else given
        # Sealed with the rest: what the trail lost, so that a blank entry that nobody disposed of is found.
        audit.write(
            actor=actor, verb="dispose", what=f"{done['rule']}; entries {json.dumps(done['entries'])}", subjects=[]
        )
        for name in done["files"]:
            transaction.on_commit(partial(files.drop, UUID(name)))


def _lock(proposal: UUID) -> None:
    """Hold the child's lock: who disposes, who judges and who has a record stay come one after the other."""
    child = Proposal.objects.filter(id=proposal).values_list("child", flat=True).first()
    if child is not None:
        lock_child(child)
