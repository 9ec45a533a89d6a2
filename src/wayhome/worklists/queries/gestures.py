"""Who has a duty now, and which are put off: the last gesture of each kind, read for many duties at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from wayhome.clocks.queries.duties import Duty
from wayhome.worklists.models import Gesture

HANDS = ("given", "taken", "given-back")
TIMES = ("put-off", "brought-back")


@dataclass(frozen=True, slots=True)
class Given:
    """That a duty is with exactly one of a person, a post and a team: by whom, since when, and why."""

    key: str
    verb: str
    user: UUID | None
    post: str
    team: UUID | None
    reason: str
    by_user: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class PutOff:
    """That a duty was put off until a moment: by whom and why."""

    key: str
    until: datetime
    reason: str
    by_user: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """One gesture of a duty's history."""

    verb: str
    user: UUID | None
    post: str
    team: UUID | None
    until: datetime | None
    reason: str
    by_user: UUID | None
    at: datetime


def given(keys: Collection[str]) -> dict[str, Given]:
    """Return with whom each of these duties is, where it was given or taken and not given back: one statement."""
    found = {}
    for row in _last(keys, HANDS, "verb", "to_user", "to_post", "to_team_id", "reason", "by_user", "recorded_at"):
        made = Given(*row)
        if made.verb != "given-back":
            found[made.key] = made
    return found


def put_off(keys: Collection[str]) -> dict[str, PutOff]:
    """Return which of these duties were put off and not brought back since, whether or not the time is over."""
    rows = _last(keys, TIMES, "until_at", "reason", "by_user", "recorded_at", "verb")
    return {row[0]: PutOff(*row[:-1]) for row in rows if row[-1] == "put-off"}


def still_off(duty: Duty, off: PutOff | None, now: datetime) -> bool:
    """Whether a duty is still put off: never past its time, whatever was chosen before that time was known."""
    if off is None or now >= off.until:
        return False
    return duty.state_at(now) != "breached" and (duty.due_at is None or now < duty.due_at)


def _last(keys: Collection[str], verbs: tuple[str, ...], *columns: str) -> list[tuple[Any, ...]]:
    if not keys:
        return []
    rows = Gesture.objects.filter(reading_key__in=list(keys), verb__in=verbs)
    rows = rows.order_by("reading_key", "-recorded_at", "-id").distinct("reading_key")
    return list(rows.values_list("reading_key", *columns))


_WITH = """
select g.reading_key from worklists_gesture g
where g.authority_id = %(authority)s and g.verb in ('given', 'taken')
  and (g.to_user = any(%(users)s) or g.to_post = any(%(posts)s) or g.to_team_id = any(%(teams)s))
  and not exists (select from worklists_gesture l where l.authority_id = g.authority_id and l.reading_key = g.reading_key
    and l.verb in ('given', 'taken', 'given-back') and (l.recorded_at, l.id) > (g.recorded_at, g.id))
"""


def given_to(
    authority: UUID, *, users: Collection[UUID] = (), posts: Collection[str] = (), teams: Collection[UUID] = ()
) -> tuple[str, ...]:
    """Return the keys of the duties that are now with any of these people, posts or teams: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _WITH,
            {
                "authority": authority,
                "users": list(users),
                "posts": [post for post in posts if post],
                "teams": list(teams),
            },
        )
        return tuple(key for (key,) in cursor.fetchall())


def history(key: str) -> tuple[Made, ...]:
    """Return every gesture about a duty, newest first."""
    names = ("verb", "to_user", "to_post", "to_team_id", "until_at", "reason", "by_user", "recorded_at")
    rows = Gesture.objects.filter(reading_key=key).order_by("-recorded_at", "-id")
    return tuple(Made(*row) for row in rows.values_list(*names))
