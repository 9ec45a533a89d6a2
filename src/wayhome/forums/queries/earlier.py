"""What a forum decided at its earlier meetings, and how high the risk stands: what a paper says beside each name."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from wayhome.forums.models import Decision
from wayhome.forums.operations.telling import LEVEL_KINDS
from wayhome.forums.queries.meetings import MeetingView
from wayhome.forums.queries.readers import Readers
from wayhome.record.queries import gathered, ledger
from wayhome.record.queries.copied import closed_to


def last_decisions(of: MeetingView, about: Collection[UUID], whom: Readers) -> dict[UUID, Decision]:
    """Return the last decision this forum took about each before a meeting, where these readers read it: a few statements.

    Without what repeats a fact that was kept for fewer people since.
    """
    rows = Decision.objects.filter(
        subject_id__in=list(about), item__meeting__forum=of.forum.id, item__meeting__opens_at__lt=of.opens_at
    ).exclude(item__meeting_id=of.id)  # fmt: skip
    last = rows.order_by("subject_id", "-item__meeting__opens_at", "-number").distinct("subject_id")
    found = {
        each.subject_id: each for each in last.select_related("item__meeting")
        if not each.restricted and whom.read(each.subject_id, each.audience_id)
    }  # fmt: skip
    for child, shut in closed_to(whom.audiences, found.keys()).items():
        found[child].rationale = shut.words(found[child].rationale, found[child].recorded_at)
    return found


def levels(children: Collection[UUID], whom: Readers) -> dict[UUID, str]:
    """Return how high the risk stands for each of these children, as these readers may know it: two statements."""
    found = ledger.current_of("child", children, LEVEL_KINDS)
    kept = gathered.kept([str(fact.id) for facts in found.values() for fact in facts])
    made = {}
    for child, facts in found.items():
        theirs = [f for f in facts if not kept[str(f.id)].restricted and whom.read(child, kept[str(f.id)].audience)]
        last = max(theirs, key=lambda fact: (fact.happened_from or fact.told_at, fact.recorded_at), default=None)
        if last is not None:
            made[child] = last.code or ""
    return made
