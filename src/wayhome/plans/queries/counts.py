"""What lists of many children and of whole teams need of plans and actions: days and counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from wayhome.plans.models import Action, ActionState

# The newest version of each plan says whether it is in force and when it is looked at again.
_REVIEWS = """
select child_id, min(review_on) from (
  select distinct on (plan_id) child_id, review_on, ended from plans_planversion
  where authority_id = %(authority)s order by plan_id, number desc) v
where not ended and review_on is not null group by child_id
"""


def reviews(authority: UUID) -> dict[UUID, date]:
    """Return the next day (London's) on which a plan in force is to be looked at, by child: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_REVIEWS, {"authority": authority})
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Held:
    """How many actions one person has agreed to and not ended, and of how many the day is over."""

    open: int
    overdue: int


def held_by(authority: UUID, people: Collection[UUID], today: date) -> dict[UUID, Held]:
    """Return the open actions of these people that the reader may see, by person: one statement."""
    rows = Action.objects.filter(authority_id=authority, state=ActionState.OPEN, person__in=list(people))
    counted = rows.values_list("person").annotate(all=Count("id"), late=Count("id", filter=Q(due_on__lt=today)))
    return {person: Held(every, late) for person, every, late in counted}
