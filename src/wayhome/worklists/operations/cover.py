"""Time away and who covers: recorded by the person, or by whoever manages them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit, leave
from wayhome.platform.queries import posts
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.worklists.operations.giving import NotYours
from wayhome.worklists.queries.reach import may_arrange_leave

LONGEST = timedelta(days=400)


def go_away(
    *, actor: Actor, user: UUID, from_at: datetime, until_at: datetime, covered_by: UUID | None, now: datetime
) -> UUID:
    """Record that somebody is away between two moments, the second excluded; what waits for them goes on at once.

    While it lasts, the cover's lists hold both people's work, and notices go to the cover with a copy that waits.
    Refuses: NotYours; BadValue for an end before its beginning or in the past, over 400 days, times that overlap, or a
    cover who is the same person, has left, or is away then.
    """
    if not may_arrange_leave(actor, user, now=now):
        raise NotYours("Only they, or whoever manages them, can record this.")
    if until_at <= max(from_at, now):
        raise BadValue("The time away must end after it begins, and after now.")
    if until_at - from_at > LONGEST:
        raise BadValue("That is longer than a year: end the post's holding instead.")
    if any(t.from_at < until_at and from_at < t.until_at for t in posts.times_away([user], since=from_at)):
        raise BadValue("There is already a time away then. Change that one.")
    _check_cover(user, covered_by, from_at, until_at)
    with transaction.atomic():
        made = leave.record(actor=actor, user=user, from_at=from_at, until_at=until_at, covered_by=covered_by)
        audit.write(actor=actor, verb="record time away", what="leave", subjects=[user])
    return made


def change(*, actor: Actor, away: UUID, until_at: datetime, covered_by: UUID | None, now: datetime) -> None:
    """Move the end of a time away (to now: they are back), or who covers. Refuses as `go_away`, and NotFound."""
    found = posts.time_away(away)
    if found is None:
        raise NotFound("There is no such time away.")
    if not may_arrange_leave(actor, found.user, now=now):
        raise NotYours("Only they, or whoever manages them, can change this.")
    if found.until_at <= now:
        raise BadValue("That time away is over.")
    if until_at <= found.from_at or until_at - found.from_at > LONGEST:
        raise BadValue("The time away must end after it begins, and within a year.")
    _check_cover(found.user, covered_by, found.from_at, until_at)
    with transaction.atomic():
        if not leave.change(leave=away, until_at=until_at, covered_by=covered_by):
            raise NotFound("There is no such time away.")
        audit.write(actor=actor, verb="change time away", what="leave", subjects=[found.user])


def _check_cover(user: UUID, cover: UUID | None, from_at: datetime, until_at: datetime) -> None:
    if cover is None:
        return
    if cover == user:
        raise BadValue("Nobody covers for themselves. Choose a colleague.")
    if not posts.still_here((cover,)):
        raise BadValue("That colleague no longer works here. Choose another.")
    if any(t.from_at < until_at and from_at < t.until_at for t in posts.times_away([cover], since=from_at)):
        raise BadValue("That colleague is away then too. Choose another.")
