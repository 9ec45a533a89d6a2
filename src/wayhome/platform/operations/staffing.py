"""Looking after people: teams, posts and who holds them, vetting, who has left. The administrator's to do, nobody else's.

The database refuses each of these (ProgrammingError) to everybody else, and refuses the administrator what would be
for themselves; every one is written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.models import Holding, Invitation, Post, Team, Vetting
from wayhome.platform.operations import audit, handing_on, signing_in

LONDON = ZoneInfo("Europe/London")


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


def put_in_post(*, actor: Actor, post: UUID, user: UUID, first: date | None = None, last: date | None = None) -> None:
    """Put somebody in a post from now on, or from a coming day (London) on, until a last day or until it is ended.

    Raises Unfit when they hold it or are to, for days that are over or in the wrong order, and for oneself.
    """
    now = wall.now()
    today = now.astimezone(LONDON).date()
    if user == actor.user:
        raise Unfit("You cannot put yourself in a post: another administrator does")
    if (first and first < today) or (last and last < (first or today)):
        raise Unfit("The first day is today or later, and the last day is not before it")
    if Holding.objects.filter(post_id=post, user_id=user).exclude(until_at__lte=now).exists():
        raise Unfit("This person holds that post already, or is to")
    Holding.objects.create(
        authority_id=actor.authority, post_id=post, user_id=user,
        from_at=_midnight(first) if first and first > today else now,
        until_at=_midnight(last + timedelta(days=1)) if last else None,
    )  # fmt: skip
    audit.write(actor=actor, verb="write", what=f"put in post {post}", subjects=[user])


def end_holding(*, actor: Actor, holding: UUID) -> bool:
    """End somebody's time in a post now: what the post let them see, it no longer does. False if it had ended.

    One that has not begun ends in the moment it would begin, and so never counts.
    """
    now = wall.now()
    there = Holding.objects.filter(id=holding).exclude(until_at__lte=now).first()
    if there is None:
        return False
    Holding.objects.filter(id=holding).update(until_at=max(now, there.from_at + timedelta(microseconds=1)))
    audit.write(actor=actor, verb="write", what=f"no longer in post {there.post_id}", subjects=[there.user_id])
    return True


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


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


def leaves(*, actor: Actor, user: UUID) -> int:
    """Close the account of somebody who leaves: their sign-ins and their posts end at once; what they recorded stays.

    A sealed record that nobody else in post is named for is handed on to who watches over the records. Returns how many.
    Raises Unfit for oneself, and where nobody could take such a record on.
    """
    with transaction.atomic():
        if not _call("platform_set_active", user, False):
            raise Unfit("This account cannot be closed from yours")
        audit.write(actor=actor, verb="write", what="account closed: has left", subjects=[user])
        signing_in.end_all(actor=actor, user=user, why="has left")
        still = Invitation.objects.filter(user_id=user, used_at__isnull=True, ended_at__isnull=True)
        still.update(ended_at=wall.now())
        held = Holding.objects.filter(user_id=user).exclude(until_at__lte=wall.now())
        for holding in held.values_list("id", flat=True):
            end_holding(actor=actor, holding=holding)
        handed, nobody = handing_on.hand_on_from(user=user, now=wall.now())
        if nobody:
            raise Unfit(
                "They are the only one named for a sealed record, and nobody who could take it on holds the post of data "
                "guardian or the one above. Put somebody in that post first, or have them name a colleague"
            )
        for subject in handed:
            audit.write(actor=actor, verb="access", what="handed on: nobody named was in post", subjects=[subject])
    return len(handed)


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
