"""All the lives together, from the package's own children: facts, particulars, links, pictures, forms, plans and actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from wayhome.assessment.operations.bulk import Sent
from wayhome.demonstration.children import Invented
from wayhome.demonstration.lives import adults, drawings, knowing, person, place_actions, places, planning, ties
from wayhome.demonstration.lives.around import around
from wayhome.demonstration.lives.assessed import matrices
from wayhome.demonstration.lives.danger import feared
from wayhome.demonstration.lives.planning import Agreed
from wayhome.demonstration.lives.telling import House, Telling, Told, Whom
from wayhome.demonstration.shapes import LONDON
from wayhome.intake.package import Package, child_key
from wayhome.plans.operations.bulk import Undertaken, Written
from wayhome.record.operations.bulk import Arriving, Known
from wayhome.record.operations.bulk_beside import Said, Tie

WHOLE = 320  # children told of wholly: those whose last time away was most recent
IN_DANGER = 0.3  # of them, those for whom exploitation is feared
PICTURED = 0.45  # of them, those of whom there is a picture
MANAGER = "parveen.longshore"


@dataclass(frozen=True, slots=True)
class Lives:
    """What is loaded beside the package."""

    facts: tuple[Arriving, ...]
    said: Said
    adults: tuple[Known, ...]
    contexts: tuple[Known, ...]
    ties: tuple[Tie, ...]
    pictures: dict[UUID, bytes]
    plans: tuple[Written, ...]
    actions: tuple[Undertaken, ...]
    sheets: tuple[Sent, ...]


def lives(seed: int, now: datetime, package: Package, house: House) -> Lives:
    """Tell the lives of the package's children: the same for the same seed, moment and house. `now` aware."""
    told, agreed = Told(), Agreed()
    pictures: dict[UUID, bytes] = {}
    sheets: list[Sent] = []
    workers = {s.child: s.value for s in package.statuses if s.kind == "child.allocated-worker"}
    chosen = _chosen(package)
    known = {c.row.reference: c for c in _invented(package)}
    for reference, child in known.items():
        whom = Whom(reference, child=child_key(package, reference))
        first = (child.known.latest or now).astimezone(LONDON).date()
        t = Telling(Random(f"{seed}/{reference}"), now, house, whom, first, told)
        alone = person.outline(t, child)
        if reference in chosen and whom.child:
            worker = workers.get(reference, "")
            person.whole(t, child, alone=alone)
            around(t, child, worker)
            knowing.known_again(t, child)
            sheets += _agree(t, child, worker, agreed, house.asked)
            pictures |= _picture(t)
    adults.tell(seed, now, house, told)
    places.tell(seed, now, house, told)
    friends = [ties.Friend(child_key(package, r), r, known[r].row.name.split()[-1]) for r in chosen]
    linked = ties.ties(seed, now.astimezone(LONDON).date(), friends)
    return Lives(
        tuple(told.facts), told.said, adults.known(), places.known(), linked, pictures,
        tuple(agreed.plans), (*agreed.actions, *place_actions.actions(seed, now, house)), tuple(sheets),
    )  # fmt: skip


def _chosen(package: Package) -> Sequence[str]:
    """Return the children told of wholly, those of the same age beside each other, so that friends are of an age."""
    last: dict[str, datetime] = {}
    for e in package.episodes:
        at = e.began.latest or package.created
        last[e.child] = max(at, last.get(e.child, at))
    recent = sorted(last, key=lambda r: (last[r], r), reverse=True)[:WHOLE]
    born = {c.reference: c.born for c in package.children}
    return sorted(recent, key=lambda r: (str(born[r])[:4], r))


def _invented(package: Package) -> Sequence[Invented]:
    held: dict[str, dict[str, str]] = {}
    for s in package.statuses:
        if s.until is None:
            held.setdefault(s.child, {})[s.kind] = s.value
    today = package.created.astimezone(LONDON).date()
    found = []
    for row in package.children:
        mine = held.get(row.reference, {})
        years = int((today - row.born).days // 365.25) if row.born else 14
        looked_after = mine.get("child.care-status") == "looked-after"
        found.append(
            Invented(row, looked_after, mine.get("child.placement", "here"), mine.get("child.plan", "none"), years)
        )
    return found


def _agree(t: Telling, child: Invented, worker: str, agreed: Agreed, asked: Sequence[str]) -> list[Sent]:
    people = t.house.people
    if not worker:
        return []
    if not t.chance(IN_DANGER):
        if t.chance(0.3):
            planning.actions(t, people[worker], people[MANAGER], agreed)
        return []
    course = feared(t)
    knowing.helped_by_level(t, course)
    planning.plan(t, child, course, people[worker], agreed)
    planning.actions(t, people[worker], people[MANAGER], agreed)
    return matrices(t, child, course, asked, people[worker], people[MANAGER])


def _picture(t: Telling) -> dict[UUID, bytes]:
    """Draw a picture for some; a few are older than the 12 months that a photograph is good for."""
    if not t.chance(PICTURED):
        return {}
    taken = max(t.known, t.today - timedelta(days=t.random.choice((30, 90, 150, 240, 320, 380, 420))))
    given = t.random.choice((
        ("Yes: by somebody with parental responsibility", "The mother"),
        ("Yes: by the young person, who understands what it means", "The young person"), ("No, or not yet", ""),
    ))  # fmt: skip
    said = {"permission": given[0], "given-by": given[1], "uses": "Police only" if given[1] else ""}
    fact = t.happened("child.photographed", taken, said=said, source="photograph")
    return {fact: drawings.drawing(t.whom.reference)}
