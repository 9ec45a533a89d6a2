"""Actions past their day: told to whoever sees to them, then to who stands above them and to the chair who agreed them.

No document says how an agreed action is chased, only that it is (LEW App G; PATH 20): the two steps here are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from wayhome.clocks import protocols
from wayhome.plans.queries import actions
from wayhome.plans.queries.actions import ActionView
from wayhome.platform.queries import posts
from wayhome.platform.queries.agencies import agencies
from wayhome.platform.roles import as_clock, enter
from wayhome.record.subjects import Subject
from wayhome.ui import words
from wayhome.worklists.operations.notices import LATE, LATE_UP, Sent, tell_steps
from wayhome.worklists.operations.telling import About, Told, above, find, person

GRACE = 2  # working days after its day at which an action goes up
MANAGER = "line-manager"
OVERDUE, STANDS_ABOVE, AGREED = "its day is over", "it is still not done", "it was agreed with you"

# What is past its day and was not told of yet. An action given longer is told of anew; what a load brought after its day,
# or what somebody wrote down late, is told of to nobody.
_LATE = """
select a.id, a.authority_id, s.kind from plans_action a
cross join (values (%(late)s, %(today)s::date), (%(up)s, %(before)s::date)) s(kind, before)
where a.state = 'open' and a.due_on < s.before
  and (a.recorded_at at time zone 'Europe/London')::date <= a.due_on
  and not exists (select from worklists_notice n where n.authority_id = a.authority_id
    and n.reading_key = a.authority_id || '/' || s.kind || '/' || a.id and n.rung = a.due_on::text)
order by a.due_on, a.id limit %(most)s
"""

# By the first word of an action's source: whoever leads where it was agreed, and who answers there for an agency.
Leads = Callable[[UUID, str], tuple[str, ...]]
_leads: dict[str, Leads] = {}


def agreed_at(source: str, leads: Leads) -> None:
    """Say how the posts are found that an action agreed somewhere goes up to; called once at start-up.

    `leads(id, kind)` returns the chair's posts for kind "", and for a kind of agency the posts that answer for it.
    """
    _leads[source] = leads


def chase(*, now: datetime, batch: int = 100) -> int:
    """Tell of every action that has gone past its day, or has stayed so for long; return how many. The worker calls this.

    Each step once for each day it was due by. Safe beside other workers: a notice is written once.
    """
    today = words.local(now).date()
    asked: dict[str, Any] = {"late": LATE, "up": LATE_UP, "today": today, "before": _before(today), "most": batch}
    with transaction.atomic():
        with as_clock(), connection.cursor() as cursor:
            cursor.execute(_LATE, asked)
            due = cursor.fetchall()
            known = actions.by_ids([id_ for id_, _, _ in due])
        for id_, authority, kind in due:
            action, audience = known[id_], known[id_].audience_id
            subject = _subject(action, authority)
            with as_clock():
                about = About(subject, authority, now)
                steps = _owner(action, about) if kind == LATE else _above(action, about)
            # Whoever sees to it reads it; whoever stands above is told only of what they may open.
            steps = steps if kind == LATE else [step for step in steps if step.user is None or _sees(step.user, id_)]
            sent = Sent(kind, id_, subject, authority, audience, action.restricted, action.episode_id)
            with as_clock():
                tell_steps(
                    sent=sent, rung=action.due_on.isoformat(), steps=steps or [Told("", None, "nobody may be told")],
                    until=_until(today, now), now=now,
                )  # fmt: skip
    return len(due)


def _before(today: date) -> date:
    """Return the day before which an action was due that goes up today: GRACE working days have gone by since."""
    calendar, day = protocols.calendar(), today
    while calendar.add_working_days(day, GRACE) > today:
        day -= timedelta(days=1)
    return day


def _until(today: date, now: datetime) -> datetime:
    return now + (protocols.calendar().add_working_days(today, GRACE) - today)


def _subject(action: ActionView, authority: UUID) -> Subject:
    for kind, id_ in (("child", action.child_id), ("adult", action.adult_id), ("context", action.context_id)):
        if id_ is not None:
            return Subject(kind, id_)  # type: ignore[arg-type]
    return Subject.partnership(authority)


def _owner(action: ActionView, about: About) -> list[Told]:
    if action.person:
        return list(person(action.person, "", about, OVERDUE))
    roles = [action.post] if action.post else _led(action, _kind(action, about))
    return _once(step for role in roles for step in find(role, about)) or [
        Told("", None, "nobody is named for the agency")
    ]


def _above(action: ActionView, about: About) -> list[Told]:
    """Return the owner's own manager, else the post above; the chair; and, where there is none, who agreed it."""
    found: list[Told] = []
    if action.person:
        team = posts.team_of(action.person)
        managers = posts.holders(about.authority, MANAGER, at=about.at, team=team) if team else ()
        found += [s for m in managers if m != action.person for s in person(m, MANAGER, about, STANDS_ABOVE)]
        if not any(step.user for step in found):
            roles = sorted(posts.roles_of(action.person, at=about.at))
            found += [replace(s, because=STANDS_ABOVE) for role in roles for s in above(role, about) if s.user]
    elif action.post:
        found += above(action.post, about)
    found += [replace(s, because=AGREED) for role in _led(action, "") for s in find(role, about)]
    if not any(step.user for step in found) and action.by_user:
        found += person(action.by_user, "", about, AGREED)
    return [step for step in _once(found) if step.user is None or step.user != action.person]


def _once(steps: Iterable[Told]) -> list[Told]:
    """Return the steps with each person told once."""
    kept: dict[object, Told] = {}
    for step in steps:
        kept.setdefault(step.user or (step.role, step.because), step)
    return list(kept.values())


def _led(action: ActionView, kind: str) -> list[str]:
    source, _, id_ = action.source.partition(":")
    return list(_leads[source](UUID(id_), kind)) if source in _leads else []


def _kind(action: ActionView, about: About) -> str:
    return next((each.kind for each in agencies(about.authority) if each.id == action.agency_id), "")


def _sees(user: UUID, action: UUID) -> bool:
    """Whether a colleague may open the action: asked of the database as that colleague."""
    enter(user)
    return actions.action(action) is not None
