"""The day's e-mail: how much is overdue, due, and not yet seen. Numbers and a link; nobody's name."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from wayhome.plans.queries import actions
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit, outbox
from wayhome.platform.roles import as_clock, enter
from wayhome.record.operations.errors import BadValue
from wayhome.ui import words
from wayhome.worklists.models import MailChoice
from wayhome.worklists.models.mail_choice import FIRST_HOUR
from wayhome.worklists.queries import work

# Whoever has not had today's, and whose hour has come. A row is made for each at their first.
_DUE = """
select u.id, u.authority_id, u.agency_id, u.display_name from platform_user u
left join worklists_mailchoice c on c.user_id = u.id
where u.is_active and u.authority_id is not null and u.agency_id is not null
  and case when c.user_id is null then %(first)s else c.hour end <= %(hour)s
  and (c.last_on is null or c.last_on < %(today)s)
  and not exists (select from platform_leave l where l.user_id = u.id and l.from_at <= %(now)s and l.until_at > %(now)s)
order by u.id limit %(most)s
"""


def write(*, now: datetime, batch: int = 50) -> int:
    """Put today's e-mail in the outbox for everybody whose hour has come and who has something to see to.

    Each person in a transaction of their own, read as that person; the key is the person and the day, so that two
    workers, or one that died, make one. Returns how many were put.
    """
    here = words.local(now)
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute(_DUE, {"first": FIRST_HOUR, "hour": here.hour, "today": here.date(), "now": now, "most": batch})
        due = cursor.fetchall()
    return sum(_one(Actor(user, name, agency, authority, "digest"), now) for user, authority, agency, name in due)


def _one(actor: Actor, now: datetime) -> bool:
    today = words.local(now).date()
    with transaction.atomic():
        enter(actor.user)
        counts = counted(actor, now)
        with as_clock():
            MailChoice.objects.get_or_create(user_id=actor.user, defaults={"authority_id": actor.authority})
            MailChoice.objects.filter(user_id=actor.user).update(last_on=today)
            if counts:
                payload = {"user": str(actor.user), "why": "digest", "path": "/my-work", "counts": counts}
                key = f"digest:{actor.user}:{today.isoformat()}"
                outbox.put(authority=actor.authority, key=key, channel="email", payload=payload, now=now)
    return bool(counts)


def counted(actor: Actor, now: datetime) -> list[str]:
    """Return what waits for a person, in numbers; nothing when nothing does."""
    mine = work.mine(actor.user, actor.authority, now=now)
    today = words.local(now).date()
    overdue = sum(duty.state_at(now) == "breached" for duty in mine.todo)
    soon = sum(_today(duty.due_at, today) for duty in mine.todo) - sum(
        _today(duty.due_at, today) and duty.state_at(now) == "breached" for duty in mine.todo
    )
    unseen = work.unanswered_count(actor.user)
    held = actions.open_of(actor.user, actor.authority, actor.agency, now=now)
    late = sum(action.overdue(today) for action in held)
    said = (
        (overdue, "thing to do is overdue", "things to do are overdue"),
        (soon, "more is due today", "more are due today"),
        (
            unseen,
            "notice waits for you to say that you have seen it",
            "notices wait for you to say that you have seen them",
        ),
        (late, "action you agreed to is overdue", "actions you agreed to are overdue"),
    )
    return [words.counted(number, one, many) for number, one, many in said if number]


def _today(at: datetime | None, today: date) -> bool:
    return at is not None and words.local(at).date() == today


def choose(*, actor: Actor, hour: int | None) -> None:
    """Keep at which hour of London's day a person has the day's e-mail; None for never. Refuses BadValue."""
    if hour is not None and not 0 <= hour <= 23:
        raise BadValue("Choose an hour of the day.")
    with transaction.atomic():
        MailChoice.objects.update_or_create(
            user_id=actor.user, defaults={"hour": hour}, create_defaults={"hour": hour, "authority_id": actor.authority}
        )
        audit.write(actor=actor, verb="choose", what="when the day's e-mail comes", subjects=[])


def chosen(user: UUID) -> int | None:
    """Return the hour at which a person has the day's e-mail; None when they asked for none."""
    row = MailChoice.objects.filter(user_id=user).values_list("hour", flat=True)
    return row[0] if row else FIRST_HOUR
