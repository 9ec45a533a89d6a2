"""Who and what is linked in the invented partnership: families, friends, groups, phones, cars, accounts, addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

from wayhome.demonstration.lives import adults, places, words
from wayhome.demonstration.lives.around import mobile
from wayhome.demonstration.people import POLICE, SOCIAL_CARE, VOLUNTARY
from wayhome.record.operations.bulk_beside import Tie
from wayhome.record.subjects import Subject
from wayhome.record.things import identity

GROUP = 5  # children who know each other
_SOURCES = (
    ("Return home conversation", VOLUNTARY), ("Visit by the social worker", SOCIAL_CARE), ("Police report", POLICE),
    ("Carer's diary", SOCIAL_CARE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Friend:
    """A child as the links need it; `family`: the last word of the name."""

    id: UUID
    reference: str
    family: str


def ties(seed: int, today: date, children: Sequence[Friend]) -> tuple[Tie, ...]:
    """Return the links among these children, the adults and the contexts: the same for the same seed and day."""
    random = Random(f"{seed}/ties")
    return (*_families(random, today, children), *_groups(random, today, children), *_adults(random, today))


def _tie(random: Random, today: date, kind: str, first: object, other: object, **more: str) -> Tie:
    source, agency = random.choice(_SOURCES)
    since = today - timedelta(days=random.randint(20, 400)) if random.random() < 0.8 else None
    over = since is not None and random.random() < 0.06
    return Tie(
        kind=kind, first=first, other=other, source=source, agency=agency, since=since,  # type: ignore[arg-type]
        until=today - timedelta(days=random.randint(1, 15)) if over else None,
        confidence=random.choice(("confirmed", "likely", "likely", "possible")),
        strength=more.get("strength", ""), note=more.get("note", ""),
    )  # fmt: skip


def _families(random: Random, today: date, children: Sequence[Friend]) -> Iterator[Tie]:
    """Children of one family name are brothers and sisters, two by two; some have been missing together."""
    waiting: dict[str, Friend] = {}
    for child in children:
        before = waiting.pop(child.family, None)
        if before is None:
            waiting[child.family] = child
            continue
        one, two = Subject.child(before.id), Subject.child(child.id)
        yield _tie(random, today, "family", one, two, strength="strong", note="Brother or sister")
        if random.random() < 0.3:
            yield _tie(random, today, "missing-with", one, two, note="Found together, twice")


def _groups(random: Random, today: date, children: Sequence[Friend]) -> Iterator[Tie]:
    for number in range(0, len(children) - GROUP, GROUP):
        group = children[number : number + GROUP]
        place = number // GROUP % places.CONTEXTS
        adult = number // GROUP % adults.ADULTS
        yield from _among(random, today, group)
        yield from _of_group(random, today, group, place, adult)


def _among(random: Random, today: date, group: Sequence[Friend]) -> Iterator[Tie]:
    for one, two in pairwise(group):
        pair = Subject.child(one.id), Subject.child(two.id)
        yield _tie(random, today, "friend", *pair, strength=random.choice(("strong", "some")))
        if random.random() < 0.25:
            yield _tie(random, today, "missing-with", *pair, note="The same night, and back the same morning")


def _of_group(random: Random, today: date, group: Sequence[Friend], place: int, adult: int) -> Iterator[Tie]:
    context, grown = Subject.context(places.context_id(place)), Subject.adult(adults.adult_id(adult))
    phone = identity("phone", mobile(700 + adult))
    car = identity("vehicle", f"SP{60 + adult % 15} INV")
    flat = identity("address", f"{3 + adult} {words.STREETS[adult % len(words.STREETS)]}, Seaport")
    account = identity("account", f"tide.{adult}", service=words.APPS[adult % len(words.APPS)])
    for child in group[:3]:
        yield _tie(random, today, "frequents", Subject.child(child.id), context, strength="some")
    for child in group[3:]:
        yield _tie(random, today, "edge", Subject.child(child.id), context, strength="slight")
    first, second, third = (Subject.child(c.id) for c in group[:3])
    yield _tie(random, today, "contacted", first, phone, note="Rang every evening for a week")
    yield _tie(random, today, "contacted", second, phone)
    yield _tie(random, today, "uses", first, identity("phone", mobile(int(group[0].reference[-4:]))))
    yield _tie(random, today, "contacted", second, account, note="First message: “nice picture”")
    if adult % 2 == 0:
        yield _tie(random, today, "seen-in", first, car, note="By a youth worker, at the kerb")
        yield _tie(random, today, "visits", second, flat, note="Found there once")
        yield _tie(random, today, "visits", third, flat)
    if adult % 3 != 2:
        yield _tie(random, today, "exploited", first, grown, note="As the child told the interviewer")
        yield _tie(random, today, "spends-time", third, grown)
    if adult % 7 == 3:
        yield _tie(
            random, today, "introduced", second, first, note="As both say; both are children, and both are harmed"
        )


def _adults(random: Random, today: date) -> Iterator[Tie]:
    """What each adult uses and where each is seen; groups of three act together."""
    for number in range(adults.ADULTS):
        me = Subject.adult(adults.adult_id(number))
        yield _tie(random, today, "uses", me, identity("phone", mobile(700 + number)))
        if number % 2 == 0:
            yield _tie(
                random, today, "uses", me, identity("vehicle", f"SP{60 + number % 15} INV"), note="Silver, five doors"
            )
            flat = identity("address", f"{3 + number} {words.STREETS[number % len(words.STREETS)]}, Seaport")
            yield _tie(random, today, "lives-at", me, flat)
        account = identity("account", f"tide.{number}", service=words.APPS[number % len(words.APPS)])
        yield _tie(random, today, "uses", me, account)
        yield _tie(random, today, "harms-in", me, Subject.context(places.context_id(number % places.CONTEXTS)))
        if number % 3:
            yield _tie(random, today, "acts-with", me, Subject.adult(adults.adult_id(number - 1)))
