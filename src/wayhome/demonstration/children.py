"""The invented children: who they are, and what holds for each over the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from wayhome.demonstration.names import BOYS, FAMILY, GIRLS
from wayhome.demonstration.people import AUTHORITY, NEIGHBOUR, RELATED, SOCIAL_CARE, WORKERS
from wayhome.demonstration.shapes import LONDON, age, pick
from wayhome.engine.facts import Moment
from wayhome.intake.package import PackageChild, PackageStatus
from wayhome.intake.package.times import day

KIN = RELATED.split(".")[1].title()  # the family name of the worker who is related to a child; no other child has it
_GENDERS = {"girl": 470, "boy": 515, "other": 8, "not-known": 7}
_ETHNICITIES = {
    "White: English, Welsh, Scottish, Northern Irish or British": 68,
    "White: any other White background": 6,
    "Mixed: White and Black Caribbean": 4,
    "Mixed: White and Asian": 2,
    "Asian or Asian British: Bangladeshi": 3,
    "Asian or Asian British: Pakistani": 2,
    "Black, Black British, Caribbean or African: African": 8,
    "Black, Black British, Caribbean or African: Caribbean": 3,
    "Other ethnic group: Arab": 1,
    "Other ethnic group: any other": 3,
}


@dataclass(frozen=True, slots=True)
class Invented:
    """One child with what the story of an episode needs to know."""

    row: PackageChild
    looked_after: bool
    placement: str
    plan: str
    age: int

    @property
    def known(self) -> Moment:
        """Return when the authority first knew of the child."""
        return self.row.known_from or day(self.row.born or date(2000, 1, 1))


@dataclass(frozen=True, slots=True)
class Odd:
    """Which children stand in an uncommon place, by number: so that what happens then can be seen."""

    unknown_care: int = -1  # nobody has said whether the authority looks after this child
    related: int = -1  # the allocated worker is this child's relative
    newly_looked_after: int = -1  # became looked after while missing
    since: datetime | None = None  # when that was


def invent(random: Random, number: int, name: str, gender: str, often: bool, now: datetime) -> Invented:
    """Invent one child; `often`: among those who go missing again and again. `now` aware."""
    years = age(random)
    today = now.astimezone(LONDON).date()
    born = date(today.year - years - 1, today.month, min(today.day, 28)) + timedelta(days=random.randint(2, 360))
    known = today - timedelta(days=random.randint(430, 1400))
    looked_after = random.random() < (0.62 if often else 0.3)
    placement = pick(random, {"here": 70, "placed-in": 15, "placed-out": 15}) if looked_after else "here"
    row = PackageChild(
        reference=f"SP-{number + 1:04d}",
        name=name,
        known_as=name[:3] if random.random() < 0.06 else "",
        born=born,
        gender=gender,
        ethnicity=pick(random, _ETHNICITIES),
        authority=NEIGHBOUR if placement == "placed-in" else AUTHORITY,
        known_from=day(known),
    )
    plan = pick(random, {"child-protection": 14, "child-in-need": 30, "none": 56})
    return Invented(row, looked_after, placement, plan, years)


def draw_names(random: Random, count: int) -> list[tuple[str, str]]:
    """Return that many different names, each with a gender."""
    used: set[str] = set()
    found: list[tuple[str, str]] = []
    while len(found) < count:
        gender = pick(random, _GENDERS)
        first = random.choice({"girl": GIRLS, "boy": BOYS}.get(gender, GIRLS + BOYS))
        family = random.choice(FAMILY)
        name = f"{first} {family}"
        if name not in used and family != KIN:
            used.add(name)
            found.append((name, gender))
    return found


def statuses(random: Random, number: int, child: Invented, odd: Odd) -> list[PackageStatus]:
    """Say what holds for the child, from when the authority first knew of the child."""
    return [
        *_care(number, child, odd),
        _holds(child, "plan", child.plan),
        *_section_47(random, child),
        _holds(child, "placement", child.placement),
        *_worker(random, number, child, odd),
        _holds(child, "trafficked", pick(random, {"no": 955, "suspected": 33, "known": 12})),
    ]


def _holds(
    child: Invented, kind: str, value: str, since: Moment | None = None, until: Moment | None = None
) -> PackageStatus:
    begins = since or child.known
    told = Moment(begins.latest, begins.latest)
    return PackageStatus(
        child=child.row.reference,
        kind=f"child.{kind}",
        value=value,
        holds_from=begins,
        until=until,
        agency=SOCIAL_CARE,
        told=told,
        recorded=told,
        source="Case record",
    )


def _care(number: int, child: Invented, odd: Odd) -> list[PackageStatus]:
    if number == odd.newly_looked_after and odd.since:
        since = Moment(odd.since, odd.since)
        return [
            _holds(child, "care-status", "not-looked-after", until=since),
            _holds(child, "care-status", "looked-after", since),
        ]
    if number == odd.unknown_care:
        return []
    return [_holds(child, "care-status", "looked-after" if child.looked_after else "not-looked-after")]


def _section_47(random: Random, child: Invented) -> list[PackageStatus]:
    if random.random() >= 0.05 or child.known.latest is None:
        return []
    opened = (child.known.latest + timedelta(days=random.randint(20, 300))).astimezone(LONDON).date()
    closed = opened + timedelta(weeks=random.randint(2, 6))
    return [_holds(child, "section-47", "open", day(opened), day(closed))]


def _worker(random: Random, number: int, child: Invented, odd: Odd) -> list[PackageStatus]:
    if number == odd.related:
        return [
            _holds(child, "allocation", "allocated"),
            _holds(child, "allocated-worker", RELATED),
            _holds(child, "conflict", RELATED),
        ]
    if child.looked_after or child.plan != "none":
        return [
            _holds(child, "allocation", "allocated"),
            _holds(child, "allocated-worker", random.choice(WORKERS)),
        ]
    return [_holds(child, "allocation", "unallocated")]
