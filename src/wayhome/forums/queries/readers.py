"""For whom a paper of a meeting is made: an agency, and what all of its people may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from wayhome.forums.queries.copied import without
from wayhome.forums.queries.meetings import DecisionView, ItemView, NoteView, ReasonView
from wayhome.plans.queries.actions import ActionView
from wayhome.platform import wall
from wayhome.platform.queries import posts, sharing
from wayhome.platform.queries.agencies import agencies
from wayhome.platform.queries.audiences import of_classes, read_by
from wayhome.platform.roles import as_clock
from wayhome.record.queries import gathered
from wayhome.record.queries.copied import closed_to

LET_IN = ("identity", "missing")  # what an agency that was let into a record reads of it
Kept = ReasonView | NoteView | DecisionView


@dataclass(frozen=True, slots=True)
class Readers:
    """An agency, what everybody of it reads, the records it was let into, and those that stay out of its papers.

    `closed`: records that are kept closely. Whoever may see one sees it on the screen, under their own name.
    """

    agency: UUID
    name: str
    kind: str
    audiences: frozenset[int]
    let_in: frozenset[UUID]
    let_in_audiences: frozenset[int]
    closed: frozenset[UUID]

    def read(self, about: UUID, audience: int) -> bool:
        """Whether all of the agency read rows of an audience about somebody."""
        return audience in self.audiences or (about in self.let_in and audience in self.let_in_audiences)


def readers(authority: UUID, agency: UUID) -> Readers | None:
    """Return an agency of the partnership as readers of a paper, or None if there is none: eight statements at most."""
    found = next((each for each in agencies(authority) if each.id == agency), None)
    if found is None:
        return None
    with transaction.atomic(), as_clock():
        closed = gathered.restricted(authority)
    # Whom it was let into as the maker may see it: of anybody else the maker reads nothing to put on the paper.
    shared, let_in = of_classes(authority, LET_IN), sharing.let_in(agency, wall.now())
    return Readers(agency, found.name, found.kind, read_by(authority, agency), let_in, shared, closed)


def for_them(
    items: Iterable[ItemView], agreed: Iterable[ActionView], whom: Readers
) -> tuple[tuple[ItemView, ...], tuple[ActionView, ...]]:  # fmt: skip
    """Return the items and actions these readers may know of, each with only what they may read of it: one statement.

    What is kept closely is left out, and so is an item from whose record somebody of the agency is kept away: a paper
    lies on a desk. Nothing is added to what the one who makes the paper reads.
    """
    open_ = [each for each in items if _may_know(each, whom)]
    theirs = [each for each in agreed if _theirs(each, whom)]
    about = {subject(each) for each in open_} | {each.subject for each in theirs if each.subject}
    with transaction.atomic(), as_clock():
        away = posts.kept_away_in(whom.agency, about)
    shut = closed_to(whom.audiences, {each.child for each in open_ if each.child})
    return (
        without([_narrowed(each, whom) for each in open_ if subject(each) not in away], shut),
        tuple(each for each in theirs if each.subject not in away),
    )


def _theirs(action: ActionView, whom: Readers) -> bool:
    if action.subject in whom.closed:
        return False
    reads = action.subject is not None and whom.read(action.subject, action.audience_id)
    return (reads and not action.restricted) or action.agency_id == whom.agency


def subject(item: ItemView) -> UUID:
    """Return the child or the context an item is about."""
    found = item.child or item.context
    assert found is not None  # the table holds one of the two
    return found


def _may_know(item: ItemView, whom: Readers) -> bool:
    about = subject(item)
    return not item.restricted and about not in whom.closed and whom.read(about, item.audience)


def _narrowed(item: ItemView, whom: Readers) -> ItemView:
    about, last = subject(item), item.decision

    def reads(kept: Kept) -> bool:
        return not kept.restricted and whom.read(about, kept.audience)

    return replace(
        item,
        reasons=tuple(each for each in item.reasons if reads(each)),
        notes=tuple(each for each in item.notes if reads(each)),
        decision=last if last is not None and reads(last) else None,
    )
