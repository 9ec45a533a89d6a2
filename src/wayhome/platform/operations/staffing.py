"""Looking after people: teams, posts and who holds them, vetting, who has left. The administrator's to do, nobody else's.

The database refuses each of these (ProgrammingError) to everybody else, and refuses the administrator what would be
for themselves; every one is written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.models import Holding, Post, Team, Vetting
from wayhome.platform.operations import audit, signing_in


class Unfit(ValueError):
    """What cannot be done, in words for the page."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the police confirmed: the level, from the first day to the last (London), who confirmed it."""

    level: str
    from_on: date
    until_on: date
    confirmed_by: str
    post: UUID | None = None


def add_team(*, actor: Actor, agency: UUID, name: str) -> UUID:
    """Add a team to an agency. Raises Unfit when the agency has one of that name."""
    if Team.objects.filter(authority_id=actor.authority, agency_id=agency, name__iexact=name.strip()).exists():
        raise Unfit(f"There is a team called {name.strip()} in this agency already")
    made = Team.objects.create(authority_id=actor.authority, agency_id=agency, name=name.strip())
    audit.write(actor=actor, verb="write", what=f"team added: {made.name}", subjects=[])
    return made.id


def add_post(*, actor: Actor, role: str, title: str, agency: UUID, team: UUID | None) -> UUID:
    """Add a post that duties may name, with nobody in it yet. `role` is a name from protocols/roles.yaml."""
    made = Post.objects.create(
        authority_id=actor.authority, role=role, title=title.strip(), agency_id=agency, team_id=team
    )
    audit.write(actor=actor, verb="write", what=f"post added: {made.title} ({role})", subjects=[])
    return made.id


def put_in_post(*, actor: Actor, post: UUID, user: UUID) -> None:
    """Put somebody in a post from now on. Raises Unfit when they hold it, or when it would be oneself."""
    now = wall.now()
    if user == actor.user:
        raise Unfit("You cannot put yourself in a post: another administrator does")
    if Holding.objects.filter(post_id=post, user_id=user).exclude(until_at__lte=now).exists():
        raise Unfit("This person holds that post already")
    Holding.objects.create(authority_id=actor.authority, post_id=post, user_id=user, from_at=now)
    audit.write(actor=actor, verb="write", what=f"put in post {post}", subjects=[user])


def end_holding(*, actor: Actor, holding: UUID) -> bool:
    """End somebody's time in a post now: what the post let them see, it no longer does. False if it had ended."""
    now = wall.now()
    there = Holding.objects.filter(id=holding).exclude(until_at__lte=now).first()
    if there is None:
        return False
    Holding.objects.filter(id=holding).update(until_at=max(now, there.from_at))
    audit.write(actor=actor, verb="write", what=f"no longer in post {there.post_id}", subjects=[there.user_id])
    return True


def record_vetting(*, actor: Actor, user: UUID, confirmed: Confirmed) -> UUID:
    """Record that the police vetted somebody. Raises Unfit for oneself, and for days in the wrong order."""
    if user == actor.user:
        raise Unfit("You cannot record your own vetting: another administrator does")
    if confirmed.until_on < confirmed.from_on:
        raise Unfit("The last day must be the first day or later")
    made = Vetting.objects.create(
        authority_id=actor.authority, user_id=user, post_id=confirmed.post, level=confirmed.level,
        from_on=confirmed.from_on, until_on=confirmed.until_on, confirmed_by=confirmed.confirmed_by, by_user=actor.user,
    )  # fmt: skip
    what = f"vetted by the police: {confirmed.level}, {confirmed.from_on} to {confirmed.until_on}"
    audit.write(actor=actor, verb="write", what=what, subjects=[user])
    return made.id


def end_vetting(*, actor: Actor, vetting: UUID, why: str) -> bool:
    """End a vetting now, with the reason. False if it had been ended."""
    there = Vetting.objects.filter(id=vetting, ended_at__isnull=True).first()
    if there is None:
        return False
    Vetting.objects.filter(id=vetting).update(ended_at=wall.now(), ended_by=actor.user, ended_why=why)
    audit.write(actor=actor, verb="write", what=f"vetting ended: {why}", subjects=[there.user_id])
    return True


def leaves(*, actor: Actor, user: UUID) -> None:
    """Close the account of somebody who leaves: their sign-ins and their posts end at once; what they recorded stays.

    Raises Unfit for oneself.
    """
    if not _call("platform_set_active", user, False):
        raise Unfit("This account cannot be closed from yours")
    audit.write(actor=actor, verb="write", what="account closed: has left", subjects=[user])
    signing_in.end_all(actor=actor, user=user, why="has left")
    for holding in Holding.objects.filter(user_id=user).exclude(until_at__lte=wall.now()).values_list("id", flat=True):
        end_holding(actor=actor, holding=holding)


def is_back(*, actor: Actor, user: UUID) -> None:
    """Open the account of somebody again, without a post. Raises Unfit for oneself."""
    if not _call("platform_set_active", user, True):
        raise Unfit("This account cannot be opened from yours")
    audit.write(actor=actor, verb="write", what="account opened again", subjects=[user])


def forget_second_step(*, actor: Actor, user: UUID) -> None:
    """Take away a second step that is lost, and end the person's sign-ins: they set up another at the next.

    Raises Unfit for oneself, and for somebody who has none.
    """
    if not _call("platform_forget_second_step", user):
        raise Unfit("There is no second step that you can take away")
    audit.write(actor=actor, verb="write", what="second step taken away: lost", subjects=[user])
    signing_in.end_all(actor=actor, user=user, why="second step taken away")


def _call(function: str, *arguments: UUID | bool) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}({', '.join(['%s'] * len(arguments))})", list(arguments))
        return bool(cursor.fetchone()[0])
