"""Keeping one fact for fewer people than when it was told, and with it what follows from it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit, outbox
from wayhome.platform.queries import naming, posts
from wayhome.platform.queries.looking import AUDITOR, guardians
from wayhome.platform.roles import as_clock
from wayhome.record.announcements import Recorded, announce
from wayhome.record.models import Fact, KeptCloser
from wayhome.record.operations.access import be_named
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.record.operations.locks import lock_subject
from wayhome.record.projector import SHOWN
from wayhome.record.queries import closer
from wayhome.record.subjects import Subject

# Whether a child is missing is one answer for everybody who looks for the child.
FOR_ALL = frozenset({
    "missing.began", "missing.located", "missing.returned", "missing.closed", "missing.category-changed",
    "missing.recorded-in-error",
})  # fmt: skip


NAMED_FOR = "Kept an entry for people named"


def keep(*, actor: Actor, fact: UUID, audience: int | None, reason: str) -> None:
    """Keep a fact, what it corrects and what corrects it, for fewer people: an audience's readers, or only those named.

    Writes one line that says so, which moves the chain, its file and its particulars, and what duties, notices and agendas
    keep of it; an audit entry; an e-mail without a name to each who watches over the records. Everything worked out from
    the record is worked out again. Whoever keeps it for those named is named.

    Refuses: NotFound; BadValue without a reason, for what everybody must know, for readers who would not be fewer, and for
    an actor who may not decide it. It is not taken back: name more people instead.
    """
    with transaction.atomic():
        row = Fact.objects.filter(id=fact).first()
        if row is None or row.child_id is None:
            raise NotFound("There is no such entry, or you may not see it.")
        subject = Subject.child(row.child_id)
        lock_subject(subject)
        if not reason.strip():
            raise BadValue("Say why. Whoever looks back must be able to see on what ground this was decided.")
        _check(actor, row, audience)
        if audience is None:
            # Whoever sees the child reads why somebody is named: so the reason for this stays with the entry.
            be_named(actor=actor, child=row.child_id, reason=NAMED_FOR)
        KeptCloser.objects.create(
            authority_id=actor.authority, **subject.keys, fact_id=row.root_id, audience_id=audience,
            reason=reason.strip(), by_user=actor.user,
        )  # fmt: skip
        audit.write(actor=actor, verb="access", what=f"kept for fewer people: {row.kind}", subjects=[subject.id])
        with as_clock():
            chain = tuple(Fact.objects.filter(root_id=row.root_id).values_list("id", flat=True))
        episodes = frozenset({row.episode_id} if row.episode_id else ())
        announce(Recorded(subject, row.authority_id, chain, frozenset({row.kind}), episodes))
        _tell(actor, row.root_id)


def _check(actor: Actor, row: Fact, audience: int | None) -> None:
    if row.kind in FOR_ALL:
        raise BadValue(
            "Whether a child is missing must be the same for everybody who looks for the child. "
            "Seal the whole record instead."
        )
    if audience is None:
        if row.restricted:
            raise BadValue("Only people named for this child see this already.")
        return
    if row.kind in SHOWN:
        raise BadValue("This stands at the top of every page. Keep it for people named, or seal the record.")
    if audience not in {choice.audience for choice in closer.choices(row.id)}:
        raise BadValue("Choose readers who are fewer than those who read it now.")
    own = row.by_agency_id == actor.agency
    if not own and row.child_id is not None and not naming.may(row.child_id).keeps:
        raise BadValue("You may not decide who sees this. Ask children’s social care, or the agency that told it.")


def _tell(actor: Actor, root: UUID) -> None:
    now = wall.now()
    auditors = posts.holders(actor.authority, AUDITOR, at=now)
    watching = {*guardians(actor.authority, at=now, but=actor.user), *auditors} - {actor.user}
    with transaction.atomic(), as_clock():  # who puts twice must see what is there, which a person may not
        for user in sorted(watching):
            outbox.put(
                authority=actor.authority, key=f"closer:{root}:{user}:{now.isoformat()}", channel="email",
                payload={"user": str(user), "why": "closer", "path": "/audit"}, now=now,
            )  # fmt: skip
