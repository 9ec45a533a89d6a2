"""What a team carries: for each colleague the children, the duties about them, and the actions agreed to.

By name, never by number: it is for seeing who needs help, and says nothing of how well anybody works.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.clocks import protocols as laws
from wayhome.clocks.queries import tallies
from wayhome.clocks.queries.tallies import Tally
from wayhome.desk.web.left_behind import caseload
from wayhome.plans.queries import counts
from wayhome.plans.queries.counts import Held
from wayhome.platform import wall
from wayhome.platform.queries import posts, teams
from wayhome.platform.queries.teams import Member
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import roster
from wayhome.record.queries.roster import Listed
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Link, Row, Table
from wayhome.worklists.queries.reach import looked_after

COLUMNS = ("Colleague", "Children", "Open duties about them", "Of these overdue", "Actions agreed to", "Away")


@dataclass(frozen=True, slots=True)
class Load:
    """What one colleague carries."""

    member: Member
    children: tuple[UUID, ...]
    open: int
    overdue: int
    actions: Held


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """One team: its name and its table."""

    name: str
    table: Table


@require_GET
def workload(request: HttpRequest) -> HttpResponse:
    """Show the teams a person looks after; to anybody else the person's own. As many statements however large."""
    actor, now = actor_of(request), wall.now()
    wanted = looked_after(actor, now)
    here, gone = teams.members(wanted), teams.left(wanted)
    people = here | gone
    names = teams.names(actor.authority)
    theirs = [child for child in roster.roster(actor.authority) if child.worker in people]
    found = tallies.tallies(actor.authority, tallies.review_clocks(laws.active(actor.authority)), now=now)
    held = counts.held_by(actor.authority, people, words.local(now).date())
    away = posts.away(tuple(people), at=now)
    covers = posts.colleagues({a.covered_by for a in away.values() if a.covered_by})
    absent = {
        user: f"Away, {covers[a.covered_by].name} covers" if a.covered_by in covers else "Away, nobody covers"
        for user, a in away.items()
    }
    absent |= dict.fromkeys(gone, "Has left: give these to others")
    every = [load(member, theirs, found, held) for member in people.values()]
    loads = [one for one in every if one.member.id in here or one.children or one.actions.open]
    write_down(request, "team's work", [child.id for child in theirs])
    page = {
        "teams": [
            TeamLoad(names[team], _table(names[team], [x for x in loads if x.member.team == team], absent))
            for team in wanted
            if team in names
        ],
        "unallocated": reverse("children") + "?worker=none",
    }
    return render(request, "desk/team-work.html", page)


def load(member: Member, children: Sequence[Listed], found: dict[UUID, Tally], held: dict[UUID, Held]) -> Load:
    """Return what one colleague carries, as far as the reader may see."""
    theirs = tuple(child.id for child in children if child.worker == member.id)
    told = [found[child] for child in theirs if child in found]
    return Load(
        member, theirs, sum(t.open for t in told), sum(t.overdue for t in told), held.get(member.id, Held(0, 0))
    )


def _table(name: str, loads: Sequence[Load], away: dict[UUID, str]) -> Table:
    rows = tuple(
        Row(
            f"colleague-{one.member.id}",
            (
                Cell(one.member.name, caseload(one.member.id) if one.children else ""),
                Cell(str(len(one.children))),
                Cell(str(one.open)),
                Cell(str(one.overdue)),
                Cell(_actions(one.actions)),
                Cell(away.get(one.member.id, "No")),
            ),
        )
        for one in loads
    )
    numeric = ("Children", "Open duties about them", "Of these overdue")
    columns = tuple(Column(heading, numeric=heading in numeric) for heading in COLUMNS)
    return Table(name, columns, rows, Empty("Nobody is in this team now.", Link("Children", reverse("children"))))


def _actions(held: Held) -> str:
    said = f"{held.open} open" if held.open else "None open"
    return f"{said}, {held.overdue} overdue" if held.overdue else said
