"""The invented year of the partnership "Seaport", as a data package."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from wayhome.demonstration import texts
from wayhome.demonstration.children import KIN, Invented, Odd, draw_names, invent, statuses
from wayhome.demonstration.counting import frequent_in
from wayhome.demonstration.names import UNCOMMON
from wayhome.demonstration.people import AUTHORITY, POLICE, SOCIAL_CARE
from wayhome.demonstration.plan import CHILDREN, OFTEN, Planned, plan
from wayhome.demonstration.returning import come_back, follow_up
from wayhome.demonstration.searching import search
from wayhome.demonstration.shapes import LONDON, pick
from wayhome.demonstration.story import Story, about
from wayhome.engine.facts import Moment
from wayhome.intake.package import Package, PackageEpisode, PackageEvent
from wayhome.intake.package.times import day

DUE = 15  # children back, with the conversation still to be had
DUE_LATE = 3  # of them, back for longer than the five days
QUIET = 40  # children known to the authority who have never gone missing
DESCRIPTION = (
    "Invented. Nobody in this package exists: names, places, events and words are made by a generator, so that "
    "Wayhome can be shown and tried. Only the quarterly totals are those that a real partnership published."
)


@dataclass(frozen=True, slots=True)
class _Cast:
    """Everybody and everything decided before the stories are told."""

    planned: list[Planned]
    children: dict[int, Invented]
    odd: Odd
    due: frozenset[int]  # places in `planned` of the returns whose conversation is still to be had
    thirds: frozenset[int]  # places of those that are at least a child's third start within 90 days
    untimed: int  # the one of them whose return nobody timed


def generate(seed: int, now: datetime) -> Package:
    """Invent the partnership's year up to `now`: same seed and `now`, same package.

    The last four complete financial-year quarters have exactly the published totals; the current
    quarter's episodes come on top; eight to twelve children are missing at `now`.

    Args:
        seed: any whole number.
        now: aware; the moment of the demonstration. Nothing in the package is later.

    Raises:
        ValueError: `now` is naive.
    """
    if now.tzinfo is None:
        raise ValueError("now must say its offset from UTC")
    random = Random(seed)
    now = now.replace(second=0, microsecond=0)
    cast = _cast(random, now)
    episodes: list[PackageEpisode] = []
    events: list[PackageEvent] = []
    for place, planned in enumerate(cast.planned):
        episode, told = _tell(random, now, cast, place, planned)
        episodes.append(episode)
        events += told
    held = [s for n, child in cast.children.items() for s in statuses(random, n, child, cast.odd)]
    return Package(
        name="seaport-demonstration",
        title="Seaport: an invented partnership",
        description=DESCRIPTION,
        created=now,
        authority=AUTHORITY,
        agency=SOCIAL_CARE,
        invented=True,
        children=tuple(child.row for child in cast.children.values()),
        statuses=tuple(held),
        episodes=tuple(episodes),
        events=tuple(events),
    )


def _hair(reference: str) -> str:
    """Return a child's hair: the same each time, whatever else chance decides."""
    return texts.HAIR[sum(map(ord, reference)) % len(texts.HAIR)]


def _cast(random: Random, now: datetime) -> _Cast:
    planned = plan(random, now)
    names = draw_names(random, CHILDREN)
    seen = {p.child for p in planned}
    quiet = [n for n in range(CHILDREN) if n not in seen][:QUIET]
    missing = [p for p in planned if p.end is None]
    odd = _odd(missing, now)
    children: dict[int, Invented] = {}
    for number in sorted(seen | set(quiet)):
        name, gender = names[number]
        if number % 73 == 7:  # written as their bearers write them
            others = UNCOMMON.get(gender, UNCOMMON["girl"])
            name = others[number // 73 % len(others)]
        if number == odd.related:  # a relative of the social worker of that name
            name = f"{name.split()[0]} {KIN}"
        children[number] = invent(random, number, name, gender, number < OFTEN, now)
    back = sorted((i for i, p in enumerate(planned) if p.end), key=lambda i: planned[i].end or now)
    recent, earlier = back[DUE_LATE - DUE :], back[: DUE_LATE - DUE]
    over = [i for i in earlier if now - (planned[i].end or now) > timedelta(days=5)]
    forgotten = over[-2 * DUE_LATE :]
    due = sorted(random.sample(forgotten, DUE_LATE)) + recent
    return _Cast(planned, children, odd, frozenset(due), _thirds(planned), due[len(due) // 2])


def _thirds(planned: list[Planned]) -> frozenset[int]:
    before: dict[int, list[date]] = {}
    found: set[int] = set()
    for place, p in enumerate(planned):
        days = before.setdefault(p.child, [])
        days.append(p.day)
        if frequent_in(days, p.day, p.day + timedelta(days=1)):
            found.add(place)
    return frozenset(found)


def _odd(missing: list[Planned], now: datetime) -> Odd:
    """Choose, among those missing now (oldest first), the children in an uncommon place."""
    longest = missing[0]
    since = longest.start + timedelta(hours=30)
    return Odd(
        unknown_care=missing[-1].child,
        related=missing[-2].child,
        newly_looked_after=longest.child,
        since=since if since < now - timedelta(hours=1) else None,
    )


def _tell(
    random: Random, now: datetime, cast: _Cast, place: int, planned: Planned
) -> tuple[PackageEpisode, list[PackageEvent]]:
    child = cast.children[planned.child]
    story = Story(random, now, f"SP-E-{place + 1:05d}", child, planned.start, planned.end, place in cast.thirds)
    reported = _reported(story)
    search(story, reported)
    if planned.end:
        come_back(story, planned.end, timed=place != cast.untimed)
        follow_up(story, planned.end, None if place in cast.due else _closed(story, planned.end))
    if story.third:
        at, words = story.began + story.hours(50, 0.4), random.choice(texts.ONE_PERSON)
        kind, by = "return.one-interviewer-considered", "return-conversation-lead"
        story.do(kind, at, text=words, share=0.92, agency=SOCIAL_CARE, by=by)
    return _row(story, reported), story.events


def _reported(story: Story) -> datetime:
    """Reported within an hour or two as a rule, always before the child is back and before now."""
    latest = (story.back or story.now) - story.began
    delay = min(story.hours(1.2, 0.8), latest * 0.6)
    return story.began + timedelta(minutes=max(1, int(delay / timedelta(minutes=1))))


def _closed(story: Story, back: datetime) -> datetime:
    """Most are closed between three and five days after the return; all of these are closed by now."""
    late = story.hours(30) if story.chance(0.12) else timedelta(0)
    wanted = back + story.minutes(72 * 60, 119 * 60) + late
    latest = story.now - story.minutes(60, 60 * 30)
    return max(min(wanted, latest), back + timedelta(hours=6))


def _row(story: Story, reported: datetime) -> PackageEpisode:
    r = story.random
    recorded = min(reported + story.minutes(5, 20), story.now)
    home = {"home": 84, "education": 8, "other": 8}
    vague = r.random()
    began = Moment(story.began, story.began)
    if vague < 0.12:
        began = about(story.began)
    elif vague < 0.14 and story.began.astimezone(LONDON).date() < reported.astimezone(LONDON).date():
        began = day(story.began.astimezone(LONDON).date())
    return PackageEpisode(
        reference=story.reference,
        child=story.child.row.reference,
        category="missing",
        began=began,
        missing_from="care" if story.child.looked_after and r.random() < 0.9 else pick(r, home),
        last_seen=r.choice(texts.LAST_SEEN),
        description=f"{_hair(story.child.row.reference)}. {r.choice(texts.CLOTHES)}",
        circumstances=r.choice(texts.CIRCUMSTANCES),
        instructions=r.choice(texts.INSTRUCTIONS),
        agency=POLICE,
        told=Moment(reported, reported),
        recorded=Moment(recorded, recorded),
        source="Police report",
    )
