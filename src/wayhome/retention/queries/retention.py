"""Proposals, holds and tombstones as pages read them, and which rules hold for one child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from wayhome.packs.retention import load_retention
from wayhome.record.queries.lasting import Age, ages
from wayhome.record.queries.ledger import current_about
from wayhome.record.subjects import Subject
from wayhome.retention.models import Hold, Judgement, Proposal, Tombstone
from wayhome.retention.periods import Applied, anniversary, years_of
from wayhome.ui.words import local

SET = "partnership.retention-set"


@dataclass(frozen=True, slots=True)
class JudgementView:
    """What one person judged."""

    user: UUID | None
    dispose: bool
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProposalView:
    """One proposal with what was judged of it."""

    id: UUID
    child: UUID
    rule: str
    due_on: date
    found_at: datetime
    ended_at: datetime | None
    outcome: str
    judgements: tuple[JudgementView, ...]


@dataclass(frozen=True, slots=True)
class HoldView:
    """One hold; `ended_at` None while it stands."""

    id: UUID
    child: UUID
    why: str
    review_on: date
    at: datetime
    user: UUID | None
    ended_at: datetime | None
    ended_why: str


def set_here(authority: UUID) -> dict[str, int]:
    """Return the years that the partnership has set, by rule: the newest told for each."""
    told = current_about(Subject.partnership(authority), [SET])
    return {e.text: e.number for e in told if e.text and e.number is not None}


def applied(authority: UUID, child: UUID) -> tuple[Applied, ...]:
    """Return every rule that holds for one child, as the reader may see the record; on and off."""
    kinds = {rule.kind for rule in load_retention().values() if rule.kind}
    found = ages(authority, kinds, child=child)
    return rules_for(found[0], set_here(authority)) if found else ()


def rules_for(age: Age, years: dict[str, int]) -> tuple[Applied, ...]:
    """Return every rule that holds for a record of this age."""
    made = []
    for rule in load_retention().values():
        if rule.kind and not {(rule.kind, code) for code in rule.codes} & age.ever:
            continue
        long = years_of(rule, years)
        since = age.born_on if rule.counts_from == "birth" else local(age.newest).date()
        made.append(Applied(rule, long, anniversary(since, long) if since and long is not None else None))
    return tuple(made)


def open_proposals(authority: UUID) -> tuple[ProposalView, ...]:
    """Return the proposals that wait for somebody, the longest due first."""
    return _views(Proposal.objects.filter(authority_id=authority, ended_at__isnull=True).order_by("due_on", "id"))


def proposal(proposal_id: UUID) -> ProposalView | None:
    """Return one proposal, or None."""
    return next(iter(_views(Proposal.objects.filter(id=proposal_id))), None)


def of_child(child: UUID) -> ProposalView | None:
    """Return a child's open proposal, or None."""
    return next(iter(_views(Proposal.objects.filter(child=child, ended_at__isnull=True))), None)


def holds(authority: UUID, child: UUID | None = None) -> tuple[HoldView, ...]:
    """Return holds, of one child or of all whom the reader may see; standing ones first, then the newest."""
    rows = Hold.objects.filter(authority_id=authority)
    rows = rows.filter(child=child) if child else rows.filter(ended_at__isnull=True)
    return tuple(
        HoldView(h.id, h.child, h.why, h.review_on, h.recorded_at, h.by_user, h.ended_at, h.ended_why)
        for h in sorted(rows, key=lambda h: (h.ended_at is not None, -h.recorded_at.timestamp()))
    )


def tombstones(authority: UUID) -> tuple[tuple[datetime, str, int, UUID, UUID], ...]:
    """Return when, by which rule, how many rows, and the two who decided, of each record that is gone; newest first."""
    rows = Tombstone.objects.filter(authority_id=authority).order_by("-disposed_at")
    return tuple((t.disposed_at, t.rule, sum(t.rows.values()), t.first_user, t.second_user) for t in rows)


def refusal(proposal_id: UUID) -> str:
    """Return why a record cannot be disposed of now; "" when it can."""
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_disposable(%s)", [proposal_id])
        return str(cursor.fetchone()[0])


def _views(rows: QuerySet[Proposal]) -> tuple[ProposalView, ...]:
    kept = list(rows)
    said = list(Judgement.objects.filter(proposal_id__in=[p.id for p in kept]).order_by("recorded_at"))
    return tuple(
        ProposalView(
            p.id, p.child, p.rule, p.due_on, p.found_at, p.ended_at, p.outcome,
            tuple(JudgementView(j.by_user, j.dispose, j.why, j.recorded_at) for j in said if j.proposal_id == p.id),
        )
        for p in kept
    )  # fmt: skip
