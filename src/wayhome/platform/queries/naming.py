"""Who is named for a record, who is kept away from it, whether it is sealed, and what the reader may decide of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from wayhome.platform.models import Team
from wayhome.platform.models.access import Exclusion, Grant, Sealing


@dataclass(frozen=True, slots=True)
class Named:
    """One person or team named for a record, or one person kept away from it (then without an end)."""

    id: UUID
    name: str
    since: datetime
    until: datetime | None
    reason: str
    by_user: UUID | None
    user: UUID | None
    team: UUID | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """That a whole record is sealed: since when, why, and who sealed it."""

    since: datetime
    reason: str
    by_user: UUID | None


@dataclass(frozen=True, slots=True)
class May:
    """What the reader may decide: `keeps` people away, `names` people; `named` is whether the reader is named.

    `again`: the reader names as the data guardian, because the time of everybody who was named is over.
    """

    keeps: bool
    names: bool
    named: bool
    again: bool


def named_for(subject: UUID, now: datetime) -> tuple[Named, ...]:
    """Return who is named for a record now (aware), by name: one statement."""
    live = Q(ended_at__isnull=True) & (Q(until_at__isnull=True) | Q(until_at__gt=now))
    rows = Grant.objects.filter(live, subject=subject).select_related("user", "team")
    made = (
        Named(
            r.id,
            r.user.display_name if r.user else f"{r.team.name} (team)" if r.team else "",
            r.recorded_at,
            r.until_at,
            r.reason,
            r.by_user,
            r.user_id,
            r.team_id,
        )
        for r in rows
    )
    return tuple(sorted(made, key=lambda n: (n.name.casefold(), str(n.id))))


def kept_away(subject: UUID) -> tuple[Named, ...]:
    """Return who is kept away from a record, by name: one statement."""
    rows = Exclusion.objects.filter(subject=subject, ended_at__isnull=True).select_related("user")
    made = (Named(r.id, r.user.display_name, r.recorded_at, None, r.reason, r.by_user, r.user_id) for r in rows)
    return tuple(sorted(made, key=lambda n: (n.name.casefold(), str(n.id))))


def seal_of(subject: UUID) -> Seal | None:
    """Return the seal on a record; None when it is open to everybody whose work it is."""
    row = Sealing.objects.filter(subject=subject).order_by("-recorded_at", "-id").first()
    return Seal(row.recorded_at, row.reason, row.by_user) if row and row.sealed else None


def sealed_in(authority: UUID) -> frozenset[UUID]:
    """Return every subject whose whole record is sealed, as the current role may see: one statement."""
    rows = Sealing.objects.filter(authority_id=authority).order_by("subject", "-recorded_at", "-id").distinct("subject")
    return frozenset(subject for subject, sealed in rows.values_list("subject", "sealed") if sealed)


def may(subject: UUID) -> May:
    """Return what the reader may decide about who sees a record: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select wayhome_keeps(%(who)s), wayhome_names(%(who)s), g, "
            "wayhome_names(%(who)s) and not g and wayhome_named(%(who)s) = 'once' "
            "from (select wayhome_sees(%(who)s) and %(who)s = any(wayhome_granted()) as g) granted",
            {"who": subject},
        )
        return May(*cursor.fetchone())


def lapsed(subject: UUID) -> bool:
    """Whether people were named for a record and the time of every one of them is over; false of a record unseen."""
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_named(%s) = 'once'", [subject])
        return bool(cursor.fetchone()[0])


def teams(authority: UUID) -> dict[UUID, str]:
    """Return the teams that may be named, by name: one statement."""
    return dict(Team.objects.filter(authority_id=authority).order_by("name", "id").values_list("id", "name"))
