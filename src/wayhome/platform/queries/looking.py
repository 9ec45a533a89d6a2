"""Who looked at what: the audit trail as its readers see it. The database answers only who may ask."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from wayhome.packs.roles import load_roles
from wayhome.platform.queries import posts

GUARDIAN, AUDITOR = "data-guardian", "auditor"


def guardians(authority: UUID, *, at: datetime, but: UUID | None = None) -> tuple[UUID, ...]:
    """Return who watches over the records at a moment: the data guardians, and whoever covers for one who is away.

    While nobody of these is there, also who holds the post above theirs, or covers. `but`: somebody who must not be the
    only one told, because it is of what they did themselves.
    """
    role: str | None = GUARDIAN
    found: dict[UUID, None] = {}
    while role:
        holders = posts.holders(authority, role, at=at)
        away = posts.away(holders, at=at)
        covers = posts.still_here(each.covered_by for each in away.values() if each.covered_by)
        gone = {*away, *posts.away(covers, at=at)}
        found |= dict.fromkeys(user for user in (*holders, *covers) if user != but)
        if any(user not in gone and user != but for user in (*holders, *covers)):
            break
        role = load_roles()[role].up
    return tuple(found)


def watching(authority: UUID, *, at: datetime, but: UUID) -> frozenset[UUID]:
    """Return everybody who watches over the records at a moment, the auditors too, except who is told about."""
    return frozenset({*guardians(authority, at=at, but=but), *posts.holders(authority, AUDITOR, at=at)} - {but})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for in the trail; None leaves a choice open. Moments are aware, `until` excluded."""

    subject: UUID | None = None
    person: UUID | None = None
    agency: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """One entry: when, who for which agency, what was done to what, through what door, and about whom."""

    id: int
    at: datetime
    user: UUID | None
    agency: UUID | None
    verb: str
    what: str
    through: str
    subjects: tuple[UUID, ...]


def may_audit() -> bool:
    """Say whether the reader holds, now, a post that reads the whole trail."""
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_audits()")
        return bool(cursor.fetchone()[0])


def search(asked: Asked, *, before: tuple[datetime, int] | None = None, most: int = 100) -> tuple[Looked, ...]:
    """Return entries newest first, going on behind `before` (moment and number); nothing for who may not ask."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from wayhome_audit_search(%s, %s, %s, %s, %s, %s, %s, %s)",
            [asked.subject, asked.person, asked.agency, asked.since, asked.until, *(before or (None, None)), most],
        )
        return tuple(_looked(row) for row in cursor.fetchall())


def own(subject: UUID, *, most: int = 20) -> tuple[Looked, ...]:
    """Return the reader's own latest entries about one subject, newest first: anybody may see those."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, at, user_id, agency_id, verb, what, through, subjects from platform_auditentry "
            "where user_id = wayhome_user() and authority_id = wayhome_authority() and subjects @> to_jsonb(%s::text) "
            "order by at desc, id desc limit %s",
            [str(subject), most],
        )
        return tuple(_looked(row) for row in cursor.fetchall())


def _looked(row: tuple[Any, ...]) -> Looked:
    *rest, subjects = row
    known = json.loads(subjects) if isinstance(subjects, str) else subjects
    return Looked(*(*rest, tuple(UUID(each) for each in known)))
