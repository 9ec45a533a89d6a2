"""Arranging who does a duty and when it is looked at: given, taken, given back, put off, brought back.

Nothing here changes what is owed, by when, or whether it is done: the clocks go on, and the post that owns the duty
is told as before. The gestures are kept for ever; the last of each kind stands.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from wayhome.clocks.queries import duties
from wayhome.clocks.queries.duties import Duty
from wayhome.packs.roles import load_roles
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.roles import enter
from wayhome.record.operations.errors import BadValue, NotFound, Refused
from wayhome.worklists.models import Gesture
from wayhome.worklists.operations import notices
from wayhome.worklists.operations.telling import Told
from wayhome.worklists.queries import gestures
from wayhome.worklists.queries.reach import Reach, reach

LONGEST = 2_000


class NotYours(Refused):
    """The duty is not this person's to give, take or put off."""


@dataclass(frozen=True, slots=True)
class To:
    """Whom a duty is given to: exactly one of a person, a post (a role's id) and a team."""

    user: UUID | None = None
    post: str = ""
    team: UUID | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One duty of many that was left as it was, and why."""

    key: str
    title: str
    why: str


def give(*, actor: Actor, key: str, to: To, reason: str, now: datetime) -> None:
    """Give a duty to a person, a post or a team. Writes the gesture, a notice for each who is told, an audit entry.

    Refuses: NotFound for a duty that is not open or not seen; NotYours; BadValue without a reason, or for somebody who
    may not see the record, has left, is related to the child, or is away with nobody covering.
    """
    reason = _reason(reason, "Say why somebody else does it.")
    if [bool(to.user), bool(to.post), bool(to.team)].count(True) != 1:
        raise BadValue("Choose one colleague, one post or one team.")
    with transaction.atomic():
        duty = _open(actor, key, now)
        steps = _who(actor, duty, to, now)
        row = _write(actor, duty, "given", now, reason, to)
        if steps:
            notices.tell_given(duty=duty, gesture=row.id, row=row, steps=steps, now=now)


def take(*, actor: Actor, key: str, now: datetime, reason: str = "") -> None:
    """Take a duty oneself: one's post's, one's team's, or of somebody below. Refuses NotFound and NotYours."""
    with transaction.atomic():
        duty = _open(actor, key, now)
        _write(actor, duty, "taken", now, reason.strip()[:LONGEST], To(user=actor.user))


def give_back(*, actor: Actor, key: str, reason: str, now: datetime) -> None:
    """Let a duty go back to the post that owns it. Refuses BadValue without a reason, or when nobody was given it."""
    reason = _reason(reason, "Say why it goes back.")
    with transaction.atomic():
        duty = _open(actor, key, now)
        if key not in gestures.given([key]):
            raise BadValue("It is with the post that owns it already.")
        _write(actor, duty, "given-back", now, reason, To())


def put_off(*, actor: Actor, key: str, until: datetime, reason: str, now: datetime) -> None:
    """Hide a duty from one's list until a moment: at most the house's limit from now, and never past its time.

    Refuses: BadValue for an overdue duty, a moment that is past or too late, or no reason; NotFound; NotYours.
    """
    reason = _reason(reason, "Say why it can wait.")
    with transaction.atomic():
        duty = _open(actor, key, now)
        latest = latest_put_off(duty, now)
        if latest is None:
            raise BadValue("It is overdue, so it cannot be put off. Give it to somebody, or record what was done.")
        if until <= now:
            raise BadValue("Choose a time that is still to come.")
        if until > latest:
            raise BadValue("That is too late. It can wait at most until it is due, and never longer than the limit.")
        _write(actor, duty, "put-off", now, reason, To(), until)


def bring_back(*, actor: Actor, key: str, now: datetime) -> None:
    """Show a duty again that was put off. Refuses NotFound and NotYours."""
    with transaction.atomic():
        _write(actor, _open(actor, key, now), "brought-back", now, "", To())


def give_many(*, actor: Actor, keys: Collection[str], to: To, reason: str, now: datetime) -> tuple[Refusal, ...]:
    """Give several duties, each asked about by itself; return those that were left and why. Refuses as `give`."""
    _reason(reason, "Say why somebody else does it.")
    refused = []
    for key in dict.fromkeys(keys):
        try:
            give(actor=actor, key=key, to=to, reason=reason, now=now)
        except Refused as why:
            seen = duties.duty(key)
            refused.append(Refusal(key, seen.title if seen else "A duty that is no longer open", str(why)))
    return tuple(refused)


def latest_put_off(duty: Duty, now: datetime) -> datetime | None:
    """Return the latest moment to which a duty can be put off; None when it is due already."""
    if duty.state_at(now) == "breached" or (duty.due_at is not None and duty.due_at <= now):
        return None
    limit = now + timedelta(hours=settings.PUT_OFF_HOURS)
    return min(limit, duty.due_at) if duty.due_at else limit


def _open(actor: Actor, key: str, now: datetime) -> Duty:
    duty = duties.duty(key)
    if duty is None or not duty.open:
        raise NotFound("There is no such duty, or it no longer needs anybody.")
    if not _reach(actor, now).may(duty, gestures.given([key]).get(key)):
        raise NotYours("This is not yours to arrange: ask whoever holds the post, or a manager above it.")
    return duty


def _reach(actor: Actor, now: datetime) -> Reach:
    return reach(actor.user, now=now)


def _who(actor: Actor, duty: Duty, to: To, now: datetime) -> tuple[Told, ...]:
    """Return who is told that it is theirs; of a team everybody who may see it. Refuses one to whom it cannot be given."""
    if to.team is not None:
        people = notices.steps_to(duty.subject, actor.authority, now, team=to.team)
        seeing = tuple(step for step in people if step.user and _sees(actor, step.user, duty.key))
        if not seeing:
            raise BadValue("Nobody in that team may see this record.")
        return seeing
    if to.post and to.post not in load_roles():
        raise BadValue("There is no such post.")
    steps = notices.steps_to(duty.subject, actor.authority, now, user=to.user, post=to.post)
    told = [step for step in steps if step.user]
    if not told:
        raise BadValue(
            f"It cannot be given there: {steps[-1].because if steps else 'nobody is there'}. Choose another."
        )
    if to.user and not all(_sees(actor, step.user, duty.key) for step in told if step.user):
        raise BadValue("They, or whoever covers for them, may not see this record. Choose another.")
    return steps


def _sees(actor: Actor, user: UUID, key: str) -> bool:
    """Whether a colleague may see a duty: asked of the database as that colleague."""
    enter(user)
    try:
        return duties.duty(key) is not None
    finally:
        enter(actor.user)


def _write(
    actor: Actor, duty: Duty, verb: str, now: datetime, reason: str, to: To, until: datetime | None = None
) -> Gesture:
    kept = duties.kept_as(duty.key)
    if kept is None:
        raise NotFound("There is no such duty.")
    row = Gesture(
        id=uuid.uuid4(), authority_id=actor.authority, **duty.subject.keys, audience_id=kept[0], restricted=kept[1],
        reading_key=duty.key, verb=verb, to_user=to.user, to_post=to.post, to_team_id=to.team, until_at=until,
        reason=reason, recorded_at=now, by_user=actor.user,
    )  # fmt: skip
    row.save(force_insert=True)
    audit.write(actor=actor, verb=verb, what=f"duty {duty.clock}", subjects=[duty.subject.id])
    return row


def _reason(words: str, ask: str) -> str:
    words = words.strip()
    if not words:
        raise BadValue(ask)
    if len(words) > LONGEST:
        raise BadValue(f"Say it in {LONGEST:,} characters or fewer.")
    return words
