"""Contexts as their facts have them now: one, or all that the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.engine.facts import Moment, Precision
from wayhome.record.queries import ledger, subjects
from wayhome.record.queries.ledger import Entry
from wayhome.record.subjects import Subject

WORDS = ("context.name", "context.kind", "context.definition", "context.harm", "context.weighting")
TEAM = ("context.lead", "context.team-member", "context.team-partner")
LIFE = (
    "context.identified",
    "context.discussed",
    "context.team-named",
    "context.assessed",
    "context.reviewed",
    "context.closed",
)
SHOWN = (*WORDS, *TEAM, *LIFE)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the satellite team: a colleague by id, or somebody else in words; since when, and until when if over."""

    fact: UUID
    person: UUID | None
    words: str
    since: Moment
    until: datetime | None
    lead: bool


@dataclass(frozen=True, slots=True)
class ContextView:
    """One context. An empty string or None is "not recorded"; `decision` is "record-only", "assess", "refer" or ""."""

    id: UUID
    reference: str
    name: str
    kind: str
    definition: str
    harm: str
    weighting: str
    identified: str
    identified_at: Moment | None
    decision: str
    decided_at: Moment | None
    assessed_at: Moment | None
    reviewed_at: Moment | None
    review: str
    closed_at: Moment | None
    closing: str
    team: tuple[Member, ...]

    @property
    def lead(self) -> Member | None:
        """Who leads now, if anybody is named."""
        leads = [member for member in self.team if member.lead and member.until is None]
        return leads[-1] if leads else None

    @property
    def stage(self) -> str:
        """Where its work stands: closed, assess, record-only, refer, or new where no meeting has decided yet."""
        return "closed" if self.closed_at else self.decision or "new"


def contexts(authority: UUID) -> tuple[ContextView, ...]:
    """Return every context the reader may see, by name: two statements."""
    references = subjects.references("context", authority)
    facts = ledger.current_of("context", references, SHOWN)
    made = (view_of(id_, reference, facts.get(id_, ())) for id_, reference in references.items())
    return tuple(sorted(made, key=lambda view: (view.name.casefold(), view.reference)))


def context(context_id: UUID) -> ContextView | None:
    """Return one context, or None if there is none the reader may see."""
    reference = subjects.reference(Subject.context(context_id))
    if reference is None:
        return None
    return view_of(context_id, reference, ledger.current_of("context", [context_id], SHOWN).get(context_id, ()))


def view_of(id_: UUID, reference: str, facts: Sequence[Entry]) -> ContextView:
    """Work out a context from its current facts, oldest first: of each kind, the latest."""
    last = {fact.kind: fact for fact in facts}

    def text(kind: str) -> str:
        return (last[kind].text or "") if kind in last else ""

    def code(kind: str) -> str:
        return (last[kind].code or "") if kind in last else ""

    def at(kind: str) -> Moment | None:
        return moment_of(last[kind]) if kind in last else None

    return ContextView(
        id_, reference, text("context.name"), code("context.kind"), text("context.definition"), text("context.harm"),
        text("context.weighting"), code("context.identified"), at("context.identified"), code("context.discussed"),
        at("context.discussed"), at("context.assessed"), at("context.reviewed"), text("context.reviewed"),
        at("context.closed"), text("context.closed"), tuple(_member(f) for f in facts if f.kind in TEAM),
    )  # fmt: skip


def moment_of(entry: Entry) -> Moment:
    """Return when a fact happened, as exactly as it is known."""
    return Moment(entry.happened_from, entry.happened_until, Precision(entry.precision))


def _member(fact: Entry) -> Member:
    return Member(
        fact.id, fact.person, fact.text or "", moment_of(fact), fact.holds_until, lead=fact.kind == "context.lead"
    )  # fmt: skip
