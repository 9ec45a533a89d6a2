"""Whose lists a person may see and arrange: one's own, those of the team one manages, and of posts below one's own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.clocks.queries.duties import Duty
from wayhome.packs.roles import load_roles
from wayhome.platform.actor import Actor
from wayhome.platform.queries import posts, teams
from wayhome.record.queries import children
from wayhome.worklists.queries.gestures import Given

MANAGER = "line-manager"
WORKER = "allocated-worker"
BY_CHILD = (WORKER, MANAGER)


def above(role: str) -> frozenset[str]:
    """Return every post that a notice to this one goes up to."""
    roles, found = load_roles(), set[str]()
    here = roles[role].up if role in roles else None
    while here and here not in found:
        found.add(here)
        here = roles[here].up if here in roles else None
    return frozenset(found)


def looked_after(actor: Actor, now: datetime) -> tuple[UUID, ...]:
    """Return the teams whose work a person may lay out: those one manages, all of one's agency for a post above.

    Which posts stand above a team's manager is read from the roles, going up from that post.
    """
    if posts.roles_of(actor.user, at=now) & above(MANAGER):
        return teams.of_agency(actor.agency)
    managed = posts.managed_by(actor.user, MANAGER, at=now)
    found = {m.team for m in teams.people(managed).values() if m.team}
    own = posts.team_of(actor.user)
    return tuple(sorted(found or ({own} if own else set()), key=str))


@dataclass(frozen=True, slots=True)
class Reach:
    """Which duties a person may give on, take and put off: as read once, for any number of duties."""

    user: UUID
    posts: frozenset[str]
    team: UUID | None
    own_children: frozenset[UUID]
    team_children: frozenset[UUID]

    def may(self, duty: Duty, given: Given | None) -> bool:
        """Whether the duty is this person's to arrange: owned, given to, or of a post or team looked after."""
        return self.has(duty) or self.was_given(given) or self.stands_above(duty)

    def has(self, duty: Duty) -> bool:
        """Whether the duty is this person's by post, or by the child."""
        if duty.owner == WORKER:
            return duty.child_id in self.own_children
        if duty.owner == MANAGER:
            return MANAGER in self.posts and duty.child_id in self.team_children
        return duty.owner in self.posts

    def was_given(self, given: Given | None) -> bool:
        """Whether the duty is now with this person, a post of theirs, or their team."""
        if given is None:
            return False
        return (
            given.user == self.user or given.post in self.posts or (given.team is not None and given.team == self.team)
        )

    def stands_above(self, duty: Duty) -> bool:
        """Whether this person holds a post above the duty's; a team's manager only for that team's children."""
        over = self.posts & above(duty.owner)
        if MANAGER in over and duty.child_id in self.team_children:
            return True
        return bool(over - {MANAGER})


def reach(user: UUID, *, now: datetime) -> Reach:
    """Read what a person may arrange at a moment; whoever covers for somebody has that person's reach as well."""
    held = posts.roles_of(user, at=now)
    mine = children.of_workers([user, *posts.covering(user, at=now)])
    team = children.of_workers(posts.managed_by(user, MANAGER, at=now)) if MANAGER in held else {}
    return Reach(user, held, posts.team_of(user), frozenset(mine), frozenset(team))


def may_arrange_leave(actor: Actor, of: UUID, *, now: datetime) -> bool:
    """Whether a person may record a colleague's time away: one's own, one's team's, or of those below one's post."""
    if of == actor.user:
        return True
    theirs = posts.team_of(of)
    if theirs is not None and theirs in looked_after(actor, now) and _leads(actor, now):
        return True
    roles = posts.roles_of_any([of], at=now)
    return any(posts.roles_of(actor.user, at=now) & above(role) for role in roles)


def _leads(actor: Actor, now: datetime) -> bool:
    held = posts.roles_of(actor.user, at=now)
    return MANAGER in held or bool(held & above(MANAGER))


def under(actor: Actor, people: Collection[UUID], *, now: datetime) -> frozenset[UUID]:
    """Return those of these people whose time away the actor may record."""
    return frozenset(person for person in people if may_arrange_leave(actor, person, now=now))
