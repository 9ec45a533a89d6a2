"""The forums of the protocol in force, and who runs each."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from wayhome.clocks import protocols
from wayhome.engine.forums import Decision, Every, Forum, next_meeting, next_meeting_day
from wayhome.engine.moments import LONDON, at_local, local_date
from wayhome.forums.models import Meeting
from wayhome.packs.forums import load_forums
from wayhome.platform import wall
from wayhome.platform.queries import posts

# Where a protocol lists no ways to decide: that it was talked about, and what was said.
TALKED_ABOUT = Decision("discussed", "Talked about", "What was said and agreed is written down.", ("rationale",))

NINE = time(9)  # where the text names the day and not the hour: a proposal, changed by hand


def forums_of(authority: UUID) -> tuple[Forum, ...]:
    """Return every forum of the protocol in force: those with a cadence first, by how often they meet."""
    order = list(Every)
    found = load_forums(protocols.active(authority).line)
    return tuple(sorted(found, key=lambda forum: (order.index(forum.cadence.every), forum.title)))


def forum_of(line: str, forum: str) -> Forum | None:
    """Return a forum of a protocol, or None where it has none of this name any more."""
    return next((each for each in load_forums(line) if each.id == forum), None)


def decisions_for(line: str, forum: Forum, side: str) -> tuple[Decision, ...]:
    """Return the ways to decide about a child, or about a context.

    A meeting about both decides about contexts in the words of the meeting on contexts that it reports to.
    """
    if side == "context" and forum.about == "children-and-contexts":
        for name in forum.reports_to:
            other = forum_of(line, name)
            if other is not None and other.about == "contexts" and other.decisions:
                return other.decisions
    return forum.decisions or (TALKED_ABOUT,)


def runs(authority: UUID, forum: Forum, user: UUID) -> bool:
    """Whether a person prepares and minutes this forum: a holder of its chair's, coordinator's or minute-taker's post.

    Where nobody holds any of these posts, everybody may: a meeting does not wait for an appointment.
    """
    return _holds(authority, user, _posts(forum, chair_only=False))


def runners(authority: UUID, forum: Forum) -> tuple[UUID, ...]:
    """Return everybody who holds a post that prepares and minutes this forum now, and whoever covers for them."""
    now = wall.now()
    held = {user for role in _posts(forum, chair_only=False) for user in posts.holders(authority, role, at=now)}
    covers = {each.covered_by for each in posts.away(tuple(held), at=now).values() if each.covered_by}
    return tuple(sorted(held | covers, key=str))


def chairs(authority: UUID, forum: Forum, user: UUID) -> bool:
    """Whether a person may sign this forum's minutes: the chair; who runs it where nobody holds the chair's post."""
    now = wall.now()
    held = [role for role in _posts(forum, chair_only=True) if posts.holders(authority, role, at=now)]
    return _holds(authority, user, held) if held else runs(authority, forum, user)


def leads(meeting: UUID, kind: str) -> tuple[str, ...]:
    """Return the posts that chair a meeting, or with a `kind` of agency those that answer for it there; none if unknown."""
    row = Meeting.objects.filter(id=meeting).first()
    forum = forum_of(row.line, row.forum) if row else None
    if forum is None:
        return ()
    if kind:
        return tuple(dict.fromkeys(m.role for m in forum.members if m.role and m.agency == kind))
    return _posts(forum, chair_only=True)


def next_times(forum: Forum, after: datetime, count: int) -> tuple[tuple[datetime, date | None], ...]:
    """Return when it is held next, in UTC, with the bank holiday it was moved from if it was; empty where unwritten.

    A day on which nobody works gives way to the next working day at the same hour.
    """
    calendar, found = protocols.calendar(), list[tuple[datetime, date | None]]()
    at = after
    while len(found) < count:
        planned = next_meeting(forum.cadence, at) or _day_of(forum, at)
        if planned is None:
            break
        at = planned
        day = local_date(planned)
        works = calendar.next_working(day)
        moved = at_local(works, (planned.astimezone(LONDON)).time())
        found.append((moved, day if works != day else None))
    return tuple(found)


def _day_of(forum: Forum, after: datetime) -> datetime | None:
    day = next_meeting_day(forum.cadence, local_date(after))
    if day is None and forum.cadence.every is Every.DAY:
        day = protocols.calendar().add_working_days(local_date(after), 1)
    return None if day is None else at_local(day, NINE)


def _posts(forum: Forum, *, chair_only: bool) -> tuple[str, ...]:
    roles = [member.role for member in forum.members if member.role and member.chairs]
    if not chair_only:
        roles += [m.role for m in forum.members if m.role and "coordinator" in m.role]
        roles += [forum.minutes_by] if forum.minutes_by else []
    return tuple(dict.fromkeys(roles))


def _holds(authority: UUID, user: UUID, roles: tuple[str, ...] | list[str]) -> bool:
    now = wall.now()
    if not posts.roles_of(user, at=now).isdisjoint(roles):
        return True
    return not any(posts.holders(authority, role, at=now) for role in roles)
