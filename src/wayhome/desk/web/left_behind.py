"""What is still in the name of somebody whose account is closed: counts and where to give it on, never a child's name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from wayhome.clocks import protocols as laws
from wayhome.clocks.queries import tallies
from wayhome.desk.web.tracker_choice import as_data
from wayhome.plans.queries import counts
from wayhome.plans.queries.counts import Held
from wayhome.platform.queries import staff
from wayhome.platform.queries.staff import Person
from wayhome.record.queries import roster
from wayhome.ui import words
from wayhome.ui.components import Link, SummaryRow
from wayhome.worklists.queries import gestures


def rows(authority: UUID, person: Person, *, now: datetime) -> tuple[SummaryRow, ...]:
    """Return what must be given to others, as far as the reader may see it; nothing when nothing is left."""
    theirs = [child.id for child in roster.roster(authority) if child.worker == person.id]
    found = tallies.tallies(authority, tallies.review_clocks(laws.active(authority)), now=now) if theirs else {}
    duties = sum(found[child].open for child in theirs if child in found)
    given = len(gestures.given_to(authority, users=[person.id]))
    actions = counts.held_by(authority, [person.id], words.local(now).date()).get(person.id, Held(0, 0))
    empty = _emptied(authority, person)
    many, owed = words.counted(len(theirs), "child", "children"), words.counted(duties, "open duty", "open duties")
    link = Link("Give them to others", caseload(person.id))
    said = [
        (theirs, SummaryRow("Allocated children", f"{many}, with {owed}", (link,))),
        (given, SummaryRow("Duties given to them", f"{given}. Their manager gives them on, on the team’s list")),
        (actions.open, SummaryRow("Actions they agreed to", f"{actions.open} open, {actions.overdue} overdue")),
        (empty, SummaryRow("Posts nobody holds now", f"{', '.join(empty)}. Duties go up until somebody does")),
    ]
    return tuple(row for there, row in said if there)


def caseload(user: UUID) -> str:
    """Return the address of the list of children allocated to somebody."""
    return f"{reverse('children')}?{as_data({'worker': [str(user)]}).urlencode()}"


def _emptied(authority: UUID, person: Person) -> list[str]:
    held = {held.post for held in person.holdings if held.over}
    return [p.title for p in staff.posts(authority) if p.id in held and not any(h.current for h in p.holdings)]
