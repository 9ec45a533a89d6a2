"""Forty invented contexts: places, groups, schools, businesses and online spaces, with what is seen there and done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from wayhome.demonstration.lives.telling import SPACE, House, Telling, Told, Whom
from wayhome.record.operations.bulk import Known

CONTEXTS = 40
_NAMED = (
    ("location", "Old Pier shelter"), ("location", "Multi-storey car park, level 5"), ("location", "Skate bowl"),
    ("location", "Station underpass"), ("location", "Lighthouse gardens"), ("location", "Beach huts, north end"),
    ("location", "Bandstand"), ("location", "Ferry waiting room"), ("location", "Allotment sheds"),
    ("location", "Marina steps"), ("location", "Disused cannery"), ("location", "Retail park, back wall"),
    ("neighbourhood", "Ropewalk estate"), ("neighbourhood", "Dune Road flats"), ("neighbourhood", "Harbour front"),
    ("neighbourhood", "Upper Mizzen"), ("peers", "The bandstand group"), ("peers", "Year 10 chat group"),
    ("peers", "The Ropewalk lads"), ("peers", "Girls from the Boathouse"), ("peers", "The scooter riders"),
    ("peers", "Friday train group"), ("peers", "Younger ones round Big D"), ("peers", "The music studio group"),
    ("school", "Lower gate, Seaport High"), ("school", "The Mooring at break"), ("school", "Bus stop, Saltmarsh Academy"),
    ("school", "Lighthouse College canteen"), ("business", "Neptune Vapes"), ("business", "Sea Breeze takeaway"),
    ("business", "Golden Shell nail bar"), ("business", "Quayside Guest House"), ("business", "Wave Taxis rank"),
    ("business", "Captain's Snooker"), ("business", "Tide Car Wash"), ("online", "“Seaport Drops” channel"),
    ("online", "Night gaming server"), ("online", "“Harbour Faces” picture page"), ("online", "Second-hand phones page"),
    ("online", "“Dare Tide” group"),
)  # fmt: skip
_HARM = {
    "location": "Children are met there by adults after school; drink and parcels change hands.",
    "neighbourhood": "Young people are asked to hold things, and are afraid to say no.",
    "peers": "Younger members are dared to carry and to stay out; some are hit when they refuse.",
    "school": "Children are waited for at the end of the day by somebody in a car.",
    "business": "Children are in the back room late, and come away with new things.",
    "online": "Pictures are asked for, then used to frighten.",
}
_BELONGS = {
    "location": "The place itself and the path to it, from three in the afternoon until late.",
    "neighbourhood": "The streets and the green in the middle; not the main road.",
    "peers": "About eight young people of 13 to 17 who meet most evenings.",
    "school": "The gate, the pavement and the shop opposite, at the beginning and end of the day.",
    "business": "The shop, its back room and the yard behind.",
    "online": "Those who write there and are thought to live in Seaport.",
}
_PARTNERS = (
    "Jo Slipway, Harbour Youth Work",
    "PC Lee Groyne, neighbourhood team",
    "Mina Causeway, licensing",
    "Ted Outfall, parks",
)


def reference(number: int) -> str:
    """Return a context's reference."""
    return f"P-SEAP-{number + 1:04d}"


def context_id(number: int) -> UUID:
    """Return a context's id: the same each time."""
    return uuid5(SPACE, reference(number))


def kind_of(number: int) -> str:
    """Return what kind of context it is."""
    return _NAMED[number][0]


def known() -> tuple[Known, ...]:
    """Return the contexts, by number."""
    return tuple(Known(context_id(n), reference(n)) for n in range(CONTEXTS))


def tell(seed: int, now: datetime, house: House, told: Told) -> None:
    """Tell of every context: named, discussed, its team, assessment and reviews; some only recorded, two closed."""
    for number, (kind, name) in enumerate(_NAMED):
        whom = Whom(reference(number), context=context_id(number))
        random = Random(f"{seed}/{whom.reference}")
        t = Telling(random, now, house, whom, date(2000, 1, 1), told)
        new = number % 9 == 8
        t.known = t.today - timedelta(days=random.randint(1, 9) if new else random.randint(12, 330))
        _one(t, number, kind, name)


def _one(t: Telling, number: int, kind: str, name: str) -> None:
    t.holds("context.name", text=f"{name} (invented)")
    t.happened("context.kind", t.known, code=kind)
    t.happened("context.definition", t.known, text=_BELONGS[kind])
    t.happened("context.harm", t.known, text=_HARM[kind])
    t.happened("context.identified", t.known, code=t.random.choice(("referral", "event", "repeated")))
    if number % 9 == 8:
        return  # newly named, and not yet discussed
    discussed = t.known + timedelta(days=t.random.randint(3, 7))
    if number % 4 == 3:
        t.happened("context.discussed", discussed, code="record-only", text="Known, and watched. No assessment now.")
        return
    t.happened("context.discussed", discussed, code="assess", text="The MET meeting asked for an assessment.")
    _worked_on(t, number, discussed)


def _worked_on(t: Telling, number: int, discussed: date) -> None:
    people = t.house.people
    named = discussed + timedelta(days=3)
    if named >= t.today:
        return
    t.happened("context.team-named", named)
    t.holds("context.lead", named, person=people[("imogen.fairwind", "parveen.longshore", "bas.cormorant")[number % 3]])
    t.holds("context.team-member", named, person=people[("dean.windlass", "hugh.musselwhite")[number % 2]])
    t.holds("context.team-partner", named, text=_PARTNERS[number % len(_PARTNERS)])
    assessed = named + timedelta(days=30)
    if assessed >= t.today:
        return
    t.happened(
        "context.assessed",
        assessed,
        text="Walked at three times of day with a young person who knows it. Lighting, the shop and one adult are what matter most.",
    )
    t.happened(
        "context.weighting",
        assessed,
        text="Weighs more than home or school for the children named. The adult who waits must go first.",
    )
    while (assessed := assessed + timedelta(days=t.random.randint(70, 88))) < t.today:
        t.happened("context.reviewed", assessed, text=t.random.choice((
            "Youth workers are there on Fridays. Fewer children late.", "Quieter; the shop checks ages now.",
            "Moved two streets on. The definition is changed.",
        )))  # fmt: skip
    if number in (5, 20):
        t.happened("context.closed", t.ago(9), text="Nothing seen for two reviews. The youth club stays.")
