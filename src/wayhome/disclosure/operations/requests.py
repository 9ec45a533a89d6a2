"""Somebody asks for their own record: opened, pieces kept back by a person, checked and released by another."""

from __future__ import annotations

import hashlib
import uuid
from calendar import monthrange
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from wayhome.disclosure import copying
from wayhome.disclosure.models import AccessRelease, AccessRequest, AccessWithheld
from wayhome.disclosure.operations.errors import BadValue, NotFound
from wayhome.disclosure.queries.requests import kept_back
from wayhome.packs.sharing import load_sharing
from wayhome.platform import files, wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.audiences import audience_of
from wayhome.record.operations.locks import lock_child
from wayhome.record.queries import children
from wayhome.ui.words import local


def a_month_after(day: date) -> date:
    """Return the same day of the next month, or its last day: one month to answer (UK GDPR Article 12(3))."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def open_request(*, actor: Actor, child: UUID, asked_by: str, identity: str, received_on: date) -> UUID:
    """Open a request. Refuses NotFound; BadValue without who asks and how that was checked, or for a day to come."""
    restricted = children.is_restricted(child)
    if restricted is None:
        raise NotFound("There is no such child, or you may not see the record.")
    if not asked_by.strip() or not identity.strip():
        raise BadValue("Say who asks, and how you made sure that they may.")
    if received_on > local(wall.now()).date():
        raise BadValue("That day is still to come.")
    with transaction.atomic():
        made = AccessRequest.objects.create(
            authority_id=actor.authority, child_id=child, audience_id=audience_of(actor.agency, "care"),
            restricted=restricted, asked_by=asked_by.strip(), identity=identity.strip(), received_on=received_on,
            due_on=a_month_after(received_on),
        )  # fmt: skip
        audit.write(actor=actor, verb="open", what="a request for one's own record", subjects=[child])
    return made.id


def keep_back(
    *, actor: Actor, request: UUID, facts: Collection[UUID] = (), documents: Collection[UUID] = (),
    versions: Collection[UUID] = (), ground: str, why: str,
) -> None:  # fmt: skip
    """Keep pieces back on a ground. Refuses NotFound; BadValue without a ground, a reason or a piece, or once released."""
    if ground not in load_sharing().grounds or not why.strip():
        raise BadValue("Choose the ground, and say why it holds here.")
    pieces = (
        [{"fact_id": f} for f in facts]
        + [{"document_id": d} for d in documents]
        + [{"version_id": v} for v in versions]
    )
    if not pieces:
        raise BadValue("Choose what is kept back.")
    try:
        with transaction.atomic():
            row = _open(request)
            AccessWithheld.objects.bulk_create(
                AccessWithheld(authority_id=actor.authority, request=row, ground=ground, why=why.strip(), **piece)
                for piece in pieces
            )
            audit.write(
                actor=actor, verb="keep back", what=f"{len(pieces)} of request {row.id}", subjects=[row.child_id]
            )
    except IntegrityError as twice:
        raise BadValue("One of these is kept back already.") from twice


def release(*, actor: Actor, request: UUID, checked: str) -> None:
    """Make the copy, search it, and release it: by somebody who neither opened the request nor kept anything back.

    Refuses NotFound; BadValue without what was checked, or by the first person; StillShows when the copy shows others.
    """
    if not checked.strip():
        raise BadValue("Say what you looked at.")
    with transaction.atomic():
        row = _open(request)
        if row.by_user == actor.user or row.withheld.filter(by_user=actor.user).exists():
            raise BadValue("A second person must check this: somebody who did not prepare it.")
        banner, now = children.banner(row.child_id), wall.now()
        called = (banner.known_as or banner.name or banner.reference) if banner else ""
        content = copying.copy(row.child_id, row.authority_id, called, kept_back(row.id), now)
        name = uuid.uuid4()
        files.put(name, content)
        AccessRelease.objects.create(
            authority_id=actor.authority, request=row, pack=name, pack_digest=hashlib.sha256(content).hexdigest(),
            checked=checked.strip(), by_user=actor.user,
        )  # fmt: skip
        audit.write(actor=actor, verb="release", what=f"request {row.id}", subjects=[row.child_id])


def _open(request: UUID) -> AccessRequest:
    """Return a request that is not released yet, under the child's lock: nothing is kept back beside its release."""
    child = AccessRequest.objects.filter(id=request).values_list("child_id", flat=True).first()
    if child is not None:
        lock_child(child)
    row = AccessRequest.objects.filter(id=request).first()
    if row is None or children.banner(row.child_id) is None:
        raise NotFound("There is no such request, or you may not see the record.")
    if AccessRelease.objects.filter(request=row).exists():
        raise BadValue("This has been released already. Open a new request.")
    return row
