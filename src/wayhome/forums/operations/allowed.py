"""Finding a meeting or an item for somebody who is about to change it, and refusing those who may not."""

from __future__ import annotations

from uuid import UUID

from wayhome.engine.forums import Forum
from wayhome.forums.models import Item, Meeting, MeetingState
from wayhome.forums.operations.errors import NotFound, NotYours, TooLate
from wayhome.forums.queries.definitions import forum_of, runs
from wayhome.platform.actor import Actor


def meeting_to_change(actor: Actor, meeting: UUID, *states: MeetingState) -> tuple[Meeting, Forum]:
    """Return a meeting, locked, and its forum. Refuses NotFound, NotYours, and TooLate outside these states."""
    row = Meeting.objects.select_for_update().filter(id=meeting, authority_id=actor.authority).first()
    forum = forum_of(row.line, row.forum) if row else None
    if row is None or forum is None:
        raise NotFound("There is no such meeting.")
    if not runs(actor.authority, forum, actor.user):
        raise NotYours("Only the chair, or whoever prepares and minutes this meeting, can do this.")
    check_state(row, states)
    return row, forum


def item_to_change(actor: Actor, item: UUID, *states: MeetingState) -> tuple[Item, Meeting, Forum]:
    """Return an item with its meeting and forum, for whoever runs the meeting. Refuses as `meeting_to_change` does."""
    found = Item.objects.filter(id=item).first()
    if found is None:
        raise NotFound("There is no such item, or you may not see it.")
    meeting, forum = meeting_to_change(actor, found.meeting_id, *states)
    return found, meeting, forum


def check_state(meeting: Meeting, states: tuple[MeetingState, ...]) -> None:
    """Refuse TooLate for a meeting that is in none of these states; no states: anything but signed or cancelled."""
    wanted = states or (MeetingState.PLANNED, MeetingState.OPEN, MeetingState.ENDED)
    if meeting.state not in wanted:
        now = MeetingState(meeting.state).label.lower()
        raise TooLate(f"This cannot be done any more, or not yet: the meeting is “{now}”. Open it again to see.")
