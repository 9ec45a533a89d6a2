"""How facts that somebody holds stand today: as they were, corrected since, or withdrawn; followed to the end of the chain."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.record.models import Fact, Supersession
from wayhome.record.queries.ledger import Entry, marked


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a fact: the newest of its chain (None: withdrawn), why, and when that was last changed."""

    now: UUID | None
    reason: str
    at: datetime


def entries_of(child: UUID, facts: Collection[UUID]) -> tuple[Entry, ...]:
    """Return these facts of a child that the reader may see, corrected ones marked."""
    ids = list(facts)
    return marked(Fact.objects.filter(child_id=child, id__in=ids), Supersession.objects.filter(old_id__in=ids))


def changed(facts: Collection[UUID]) -> dict[UUID, Since]:
    """Return those of these facts that were corrected or withdrawn, with where their chain ends: a statement a step."""
    made: dict[UUID, Since] = {}
    follow = {fact: fact for fact in facts}
    while follow:
        gone = {s.old_id: s for s in Supersession.objects.filter(old_id__in=set(follow.values()))}
        onward: dict[UUID, UUID] = {}
        for fact, at in follow.items():
            if at in gone:
                made[fact] = Since(gone[at].new_id, gone[at].reason, gone[at].recorded_at)
                following = gone[at].new_id
                if following is not None:
                    onward[fact] = following
        follow = onward
    return made


def replaced_by(facts: Collection[UUID]) -> frozenset[UUID]:
    """Return the facts that these took the place of, or that were themselves withdrawn. Ask as the clock."""
    ids = list(facts)
    rows = Supersession.objects.filter(new_id__in=ids) | Supersession.objects.filter(old_id__in=ids, new=None)
    return frozenset(rows.values_list("old_id", flat=True))


def chain_of(fact: UUID) -> frozenset[UUID]:
    """Return every fact of the chain this one belongs to."""
    root = Fact.objects.filter(id=fact).values_list("root_id", flat=True).first()
    return frozenset(Fact.objects.filter(root_id=root).values_list("id", flat=True)) if root else frozenset()
