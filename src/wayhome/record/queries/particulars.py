"""Facts with the particulars told with them, and when somebody last looked whether they are still so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.record.models import Particulars
from wayhome.record.operations.particulars import CONFIRMED
from wayhome.record.queries import children, gathered, ledger
from wayhome.record.queries.ledger import Entry


@dataclass(frozen=True, slots=True)
class Told:
    """One standing fact with its particulars; `confirmed_at` and `confirmed_by`: who last said it is still so."""

    entry: Entry
    said: Mapping[str, str]
    confirmed_at: datetime | None = None
    confirmed_by: UUID | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it has not ended by a moment."""
        return self.entry.holds_until is None or self.entry.holds_until > at


def told(child: UUID, kinds: Collection[str], *, known_at: datetime | None = None) -> tuple[Told, ...]:
    """Return the standing facts of these kinds with their particulars, the latest beginning first: two statements."""
    entries = ledger.current_facts(child, [*kinds, CONFIRMED], known_at=known_at)
    looked = {UUID(e.text): e for e in entries if e.kind == CONFIRMED and e.text}
    facts = [e for e in reversed(entries) if e.kind != CONFIRMED]
    said = of_facts([e.id for e in facts])
    return tuple(_told(e, said.get(e.id, {}), looked.get(e.root)) for e in facts)


def widely_read(child: UUID, known: Iterable[Told]) -> tuple[Told, ...]:
    """Return those of a child's facts that may be copied where more people read: none that is for people named alone.

    Of a record that is wholly kept so, all: what is copied is then kept so too. Two statements.
    """
    told = tuple(known)
    if children.is_restricted(child):
        return told
    kept = gathered.kept([str(each.entry.id) for each in told])
    return tuple(each for each in told if (who := kept.get(str(each.entry.id))) and not who.restricted)


def of_facts(facts: Collection[UUID]) -> dict[UUID, Mapping[str, str]]:
    """Return the particulars of these facts that the reader may see: one statement."""
    return dict(Particulars.objects.filter(fact_id__in=list(facts)).values_list("fact_id", "said")) if facts else {}


def one(fact: UUID) -> Told | None:
    """Return one fact with its particulars, corrected or not; None if the reader may not see it."""
    entry = ledger.fact(fact)
    return Told(entry, of_facts([fact]).get(fact, {})) if entry else None


def _told(entry: Entry, said: Mapping[str, str], looked: Entry | None) -> Told:
    return Told(entry, said, looked.told_at if looked else None, looked.by_user if looked else None)
