"""Finding a meeting or an item for somebody who is about to change it, and refusing those who may not."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from wayhome.engine.forums import Forum
from wayhome.forums.models import Acceptance, Item, Meeting, MeetingState
from wayhome.forums.operations.errors import NotFound, NotYours, TooLate
from wayhome.forums.queries.definitions import forum_of, runners, runs
from wayhome.platform.actor import Actor
from wayhome.platform.roles import enter


def meeting_to_change(actor: Actor, meeting: UUID, *states: MeetingState) -> tuple[Meeting, Forum]:
    """Return a meeting, locked, and its forum. Refuses NotFound, NotYours, and TooLate outside these states."""
    row, forum = _locked(actor, meeting)
    if not runs(actor.authority, forum, actor.user):
        raise NotYours("Only the chair, or whoever prepares and minutes this meeting, can do this.")
    check_state(row, states)
    return row, forum


def item_to_change(actor: Actor, item: UUID, *states: MeetingState) -> tuple[Item, Meeting, Forum]:
    """Return an item with its meeting and forum, for whoever runs the meeting or may decide on it. Refuses as
    `meeting_to_change` does.
    """
    of = Item.objects.filter(id=item).values_list("meeting_id", flat=True).first()
    meeting, forum = _locked(actor, of) if of else (None, None)
    # Looked at under the meeting's lock: a colleague may have taken it off, or moved it, until the lock was ours.
    found = Item.objects.select_related("audience").filter(id=item).first()
    if meeting is None or forum is None or found is None:
        raise NotFound("There is no such item, or you may not see it.")
    if not decides(actor, found, forum):
        raise NotYours("Only the chair, or whoever prepares and minutes this meeting, can do this.")
    check_state(meeting, states)
    return found, meeting, forum


def decides(actor: Actor, item: Item, forum: Forum) -> bool:
    """Whether somebody who sees an item may decide on it: whoever runs the meeting does.

    Of what is kept from everybody who runs it, so does whoever sees it and has come in: else nobody could, and the
    minutes could never be signed. Nothing of it is told to those it is kept from.
    """
    if runs(actor.authority, forum, actor.user):
        return True
    came_in = Acceptance.objects.filter(meeting_id=item.meeting_id, by_user=actor.user).exists()
    return came_in and not _seen_by_one_who_runs(actor, item, forum)


def may_decide(actor: Actor, item: UUID) -> bool:
    """The same by the item's id: false for one that is not there for the actor."""
    found = Item.objects.select_related("meeting").filter(id=item).first()
    forum = forum_of(found.meeting.line, found.meeting.forum) if found else None
    return found is not None and forum is not None and decides(actor, found, forum)


def _seen_by_one_who_runs(actor: Actor, item: Item, forum: Forum) -> bool:
    """Whether anybody who runs the meeting sees the item: asked of the database as each of them."""
    try:
        for user in runners(actor.authority, forum):
            enter(user)
            if Item.objects.filter(id=item.id).exists():
                return True
    finally:
        enter(actor.user)
    return False


def _locked(actor: Actor, meeting: UUID) -> tuple[Meeting, Forum]:
    row = Meeting.objects.select_for_update().filter(id=meeting, authority_id=actor.authority).first()
    forum = forum_of(row.line, row.forum) if row else None
    if row is None or forum is None:
        raise NotFound("There is no such meeting.")
    return row, forum


def one_at_a_time(meeting: UUID) -> None:
    """Hold the meeting's own lock until the transaction ends: words come before it ends or is signed, or are too late.

    Whoever only writes words may not lock the meeting's row: that is for who may change it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(meeting)])


def check_state(meeting: Meeting, states: tuple[MeetingState, ...]) -> None:
    """Refuse TooLate for a meeting that is in none of these states; no states: anything but signed or cancelled."""
    wanted = states or (MeetingState.PLANNED, MeetingState.OPEN, MeetingState.ENDED)
    if meeting.state not in wanted:
        now = MeetingState(meeting.state).label.lower()
        raise TooLate(f"This cannot be done any more, or not yet: the meeting is “{now}”. Open it again to see.")
