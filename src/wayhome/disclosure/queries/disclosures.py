"""Sharings as pages read them: of a child, given to the reader, and the corrections that are still to be sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from wayhome.disclosure.given import Recipient
from wayhome.disclosure.models import DisclosedItem, Disclosure, DisclosureStep
from wayhome.plans.queries import plans
from wayhome.record.queries import documents, standing
from wayhome.record.queries.copied import Closed, closed_of
from wayhome.record.queries.standing import Since

MOST = 500  # sharings of one list


@dataclass(frozen=True, slots=True)
class ItemView:
    """One thing that was shared; `since` says what became of it after what the recipient was last told."""

    id: UUID
    fact: UUID | None
    document: UUID | None
    version: UUID | None
    since: Since | None = None
    other: str = ""


@dataclass(frozen=True, slots=True)
class StepView:
    """One thing that followed."""

    id: UUID
    kind: str
    item: UUID | None
    upto: UUID | None
    at: datetime
    how: str
    pack: UUID | None
    recorded_at: datetime
    by_user: UUID | None


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """One sharing, or one decision not to share, with what followed.

    `kept`: the paper holds what is kept for fewer people since and this reader does not read, so it is not handed to them.
    """

    id: UUID
    child: UUID
    shared: bool
    to: Recipient
    how: str
    asked_for: str
    bases: tuple[str, ...]
    purpose: str
    child_position: str
    parent_position: str
    without_why: str
    onward: str
    onward_words: str
    decided_by: UUID
    decided_at: datetime
    pack: UUID | None
    pack_digest: str
    recorded_at: datetime
    by_user: UUID | None
    items: tuple[ItemView, ...]
    steps: tuple[StepView, ...]
    kept: bool = False

    @property
    def acknowledged(self) -> StepView | None:
        """Return the acknowledgement, if there is one."""
        return next((s for s in self.steps if s.kind == "acknowledged"), None)

    @property
    def to_correct(self) -> tuple[ItemView, ...]:
        """Return what was shared and no longer stands as the recipient was last told."""
        return tuple(item for item in self.items if item.since is not None)


def of_child(child: UUID) -> tuple[DisclosureView, ...]:
    """Return a child's sharings and decisions not to share, newest first."""
    return _views(Disclosure.objects.filter(child_id=child))


def of_partnership(authority: UUID) -> tuple[DisclosureView, ...]:
    """Return those of every child whose record the reader may see, newest first, at most `MOST`."""
    return _views(Disclosure.objects.filter(authority_id=authority))


def given_to(user: UUID, agency: UUID) -> tuple[DisclosureView, ...]:
    """Return what was shared with this colleague, or with their agency, newest first."""
    return _views(Disclosure.objects.filter(Q(to_user=user) | Q(to_agency_id=agency), shared=True))


def one(disclosure: UUID) -> DisclosureView | None:
    """Return one, or None if there is none that the reader may see."""
    return next(iter(_views(Disclosure.objects.filter(id=disclosure))), None)


def to_correct(user: UUID, authority: UUID) -> tuple[DisclosureView, ...]:
    """Return the sharings this person made or decided of which something no longer stands as it was told."""
    rows = Disclosure.objects.filter(Q(by_user=user) | Q(decided_by=user), authority_id=authority, shared=True)
    return tuple(view for view in _views(rows) if view.to_correct)


def unacknowledged(user: UUID) -> int:
    """Return how many things were shared with this person that they have not said they have."""
    return Disclosure.objects.filter(to_user=user, shared=True).exclude(steps__kind="acknowledged").count()


def holding(child: UUID, facts: Collection[UUID]) -> tuple[DisclosureView, ...]:
    """Return the sharings of a child whose paper holds one of these facts, newest first, as far as the reader may see them."""
    found = [view for view in of_child(child) if view.shared]
    rests = plans.rests_on({i.version for view in found for i in view.items if i.version})
    wanted = set(facts)
    files = documents.told_by(wanted)
    return tuple(view for view in found if any(
        i.fact in wanted or i.document in files or (i.version and rests.get(i.version, frozenset()) & wanted) for i in view.items
    ))  # fmt: skip


def last_told(disclosures: Collection[UUID]) -> dict[UUID, UUID | None]:
    """Return by item the fact that the recipient was last told of by a correction; None where they heard it is withdrawn."""
    rows = DisclosureStep.objects.filter(disclosure_id__in=list(disclosures), kind="corrected").order_by("recorded_at")
    return {item: upto for item, upto in rows.values_list("item_id", "upto_id") if item}


def _views(rows: QuerySet[Disclosure]) -> tuple[DisclosureView, ...]:
    kept = list(rows.order_by("-decided_at", "-recorded_at", "-id")[:MOST])
    ids = [row.id for row in kept]
    items = list(DisclosedItem.objects.filter(disclosure_id__in=ids))
    steps = list(DisclosureStep.objects.filter(disclosure_id__in=ids).order_by("at", "recorded_at"))
    told = {item.id: item.fact_id for item in items} | last_told(ids)
    since = standing.changed({fact for fact in told.values() if fact})
    return _as_read([_view(row, items, steps, told, since) for row in kept])


def _as_read(views: list[DisclosureView]) -> tuple[DisclosureView, ...]:
    """Return sharings without what was kept for fewer people since; whoever it was given to keeps what they were given."""
    shut = closed_of({view.child for view in views}) if views else {}
    if not shut:
        return tuple(views)
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_user(), wayhome_agency()")
        me, agency = cursor.fetchone()
    rests = plans.rests_on({i.version for view in views for i in view.items if i.version})
    held = {i.document for view in views for i in view.items if i.document}
    seen = documents.seen(held)
    return tuple(
        view if view.child not in shut or me == view.to.user or agency == view.to.agency
        else _closed(view, shut[view.child], rests, held - seen)
        for view in views
    )  # fmt: skip


def _closed(
    view: DisclosureView, shut: Closed, rests: dict[UUID, frozenset[UUID]], unseen: set[UUID]
) -> DisclosureView:
    kept = any(
        i.fact in shut.facts or i.document in unseen or (i.version and rests.get(i.version, frozenset()) & shut.facts)
        for i in view.items
    )  # fmt: skip
    said: dict[str, Any] = {
        name: shut.words(getattr(view, name), view.recorded_at) for name in ("purpose", "asked_for", "without_why")
    }
    if kept:
        said |= {"pack": None, "steps": tuple(replace(step, pack=None) for step in view.steps), "kept": True}
    return replace(view, **said)


def _view(
    row: Disclosure, items: Iterable[DisclosedItem], steps: Iterable[DisclosureStep],
    told: dict[UUID, UUID | None], since: dict[UUID, Since],
) -> DisclosureView:  # fmt: skip
    mine = tuple(
        ItemView(
            i.id, i.fact_id, i.document_id, i.version_id, since.get(known) if (known := told[i.id]) else None, i.other
        )
        for i in items
        if i.disclosure_id == row.id
    )
    followed = tuple(
        StepView(s.id, s.kind, s.item_id, s.upto_id, s.at, s.how, s.pack, s.recorded_at, s.by_user)
        for s in steps
        if s.disclosure_id == row.id
    )
    return DisclosureView(
        row.id, row.child_id, row.shared, Recipient(row.to_user, row.to_agency_id, row.to_outside), row.how,
        row.asked_for, tuple(row.bases), row.purpose, row.child_position, row.parent_position, row.without_why,
        row.onward, row.onward_words, row.decided_by, row.decided_at, row.pack, row.pack_digest, row.recorded_at,
        row.by_user, mine, followed,
    )  # fmt: skip
