"""Adults of concern as their facts have them now: one, or all that the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wayhome.intelligence.kinds import BY_KIND
from wayhome.record.queries import ledger, subjects
from wayhome.record.queries.ledger import Entry
from wayhome.record.subjects import Subject


@dataclass(frozen=True, slots=True)
class AdultView:
    """One adult of concern; an empty string or None is "not recorded". `facts` are the current ones, newest first."""

    id: UUID
    reference: str
    name: str
    aliases: tuple[str, ...]
    born_on: date | None
    lead_agency: str
    allegations: int
    bound: bool
    closed: bool
    facts: tuple[Entry, ...]

    def of(self, kind: str) -> tuple[Entry, ...]:
        """Return the current facts of one kind, newest first."""
        return tuple(fact for fact in self.facts if fact.kind == kind)


def adults(authority: UUID, *, now: datetime) -> tuple[AdultView, ...]:
    """Return every adult of concern the reader may see, by name: two statements."""
    references = subjects.references("adult", authority)
    facts = ledger.current_of("adult", references, tuple(BY_KIND))
    made = (_view(id_, reference, facts.get(id_, ()), now) for id_, reference in references.items())
    return tuple(sorted(made, key=lambda view: (view.name.casefold(), view.reference)))


def adult(adult_id: UUID, *, now: datetime) -> AdultView | None:
    """Return one adult of concern, or None if there is none the reader may see."""
    reference = subjects.reference(Subject.adult(adult_id))
    if reference is None:
        return None
    facts = ledger.current_of("adult", [adult_id], tuple(BY_KIND)).get(adult_id, ())
    return _view(adult_id, reference, facts, now)


def _view(id_: UUID, reference: str, facts: Sequence[Entry], now: datetime) -> AdultView:
    def holding(kind: str) -> list[Entry]:
        return [f for f in facts if f.kind == kind and (f.holds_until is None or f.holds_until > now)]

    def text(kind: str) -> str:
        found = holding(kind)
        return (found[-1].text or "") if found else ""

    born = holding("adult.born")
    return AdultView(
        id_, reference, text("adult.name"), tuple(f.text or "" for f in holding("adult.known-as")),
        born[-1].on_date if born else None, text("adult.lead-agency"), len(holding("adult.allegation")),
        bool(holding("adult.order")), bool(holding("adult.closed")), tuple(reversed(facts)),
    )  # fmt: skip
