"""How old records are and what they ever said: read by the clock, to find those that need not be kept any longer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from wayhome.record.models import ChildNow, Fact


@dataclass(frozen=True, slots=True)
class Age:
    """One record: the date of birth (None: nobody knows), its newest entry, and the codes it ever held, by kind."""

    child: UUID
    born_on: date | None
    newest: datetime
    ever: frozenset[tuple[str, str]]


def ages(authority: UUID, kinds: Collection[str], *, child: UUID | None = None) -> tuple[Age, ...]:
    """Return the age of every record of an authority, or of one; corrected codes count as ever held: three statements."""
    rows = ChildNow.objects.filter(authority_id=authority)
    facts = Fact.objects.filter(authority_id=authority, child__isnull=False)
    if child is not None:
        rows, facts = rows.filter(child_id=child), facts.filter(child_id=child)
    newest = dict(facts.values_list("child_id").annotate(last=Max("recorded_at")).values_list("child_id", "last"))
    ever: dict[UUID, set[tuple[str, str]]] = {}
    coded = facts.filter(kind__in=list(kinds), code__isnull=False)
    for id_, kind, code in coded.values_list("child_id", "kind", "code").distinct():
        if id_ and code:
            ever.setdefault(id_, set()).add((kind, code))
    return tuple(
        Age(id_, born, newest[id_], frozenset(ever.get(id_, ())))
        for id_, born in rows.values_list("child_id", "born_on")
        if newest.get(id_)
    )
