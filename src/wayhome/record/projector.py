"""Working out who a child is now from the ledger. Runs as the clock, in the transaction of the fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from wayhome.platform import wall
from wayhome.platform.roles import as_clock
from wayhome.record.announcements import Recorded
from wayhome.record.models import Child, ChildNow, Fact
from wayhome.record.names import folded, surname_first

# Kinds this projection shows; all are of handling class identity, so no narrower fact is widened by it.
SHOWN = {
    "child.name": "name",
    "child.known-as": "known_as",
    "child.born": "born_on",
    "child.care-status": "care_status",
    "child.plan": "plan",
    "child.allocation": "allocation",
    "child.allocated-worker": "allocated_worker",
    "child.placement": "placement",
}


def on_recorded(recorded: Recorded) -> None:
    """Bring the child's projection up to date if a fact it shows was written."""
    if recorded.child is not None and recorded.kinds & SHOWN.keys():
        with as_clock():
            store([project(recorded.child)])


def store(rows: list[ChildNow]) -> None:
    """Store projections, whether or not each child had one."""
    ChildNow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["child"],
        update_fields=[f.name for f in ChildNow._meta.fields if not f.primary_key],
    )


def rebuild(children: Sequence[UUID], _each: Callable[[], None]) -> None:
    """Work out these children's projections again, all of them in a few statements."""
    with as_clock():
        store(projected(children))


def projected(children: Sequence[UUID]) -> list[ChildNow]:
    """Return these children as the ledger has them now; nothing is stored."""
    by_child: dict[UUID, list[Fact]] = {}
    for fact in Fact.objects.filter(child_id__in=children, kind__in=SHOWN, superseded_by__isnull=True):
        if fact.child_id is not None:
            by_child.setdefault(fact.child_id, []).append(fact)
    return [from_facts(child, by_child.get(child.id, [])) for child in Child.objects.filter(id__in=children)]


def project(child_id: UUID) -> ChildNow:
    """Return what the ledger says of the child now; nothing is stored."""
    return projected([child_id])[0]


def from_facts(child: Child, facts: Iterable[Fact]) -> ChildNow:
    """Work out who a child is from current facts: of each kind, the latest that still holds."""
    now = ChildNow(
        child_id=child.id,
        authority_id=child.authority_id,
        audience_id=child.audience_id,
        restricted=child.restricted,
        reference=child.reference,
    )
    for fact in sorted((f for f in facts if child.restricted or not f.restricted), key=_order):
        setattr(now, SHOWN[fact.kind], _value(fact))
    now.name_key, now.surname_key = folded(now.name), surname_first(now.name)
    return now


def _order(fact: Fact) -> tuple[datetime, datetime, str]:
    return (fact.happened_from or fact.told_at, fact.recorded_at, str(fact.id))


def _value(fact: Fact) -> object:
    ended = fact.holds_until is not None and fact.holds_until <= wall.now()
    match fact.kind:
        case "child.born":
            return fact.on_date
        case "child.allocated-worker":
            return None if ended else fact.person
        case "child.name" | "child.known-as":
            return fact.text or ""
        case _:
            return "" if ended else (fact.code or "")


def differences(children: Sequence[UUID]) -> list[str]:
    """Return the children whose stored projection is not what the ledger says. Run as the clock."""
    stored = {row.child_id: row for row in ChildNow.objects.filter(child_id__in=children)}
    names = [f.attname for f in ChildNow._meta.fields]
    return [
        f"child {row.child_id}"
        for row in projected(children)
        if row.child_id not in stored or any(getattr(row, n) != getattr(stored[row.child_id], n) for n in names)
    ]
