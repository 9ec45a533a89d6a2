"""Sixty invented adults whom partners worry about: who they are said to be, what is alleged, what binds them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from wayhome.demonstration.lives.telling import SPACE, House, Telling, Told, Whom
from wayhome.demonstration.people import POLICE, SOCIAL_CARE
from wayhome.record.operations.bulk import Known

ADULTS = 60
_FIRST = (
    "Vince", "Marlon", "Kasper", "Denny", "Corin", "Lazar", "Tobias", "Rick", "Sabine", "Ashton", "Gita", "Ferran",
    "Bryn", "Nkem", "Zoltan", "Carla", "Dragan", "Ellis", "Hakim", "Trudy",
)  # fmt: skip
_LAST = (
    "Blackreef",
    "Undertide",
    "Fogbank",
    "Squallson",
    "Riptide",
    "Grimwater",
    "Driftnet",
    "Brackish",
    "Longshadow",
    "Shoalman",
)
_STREET = ("Vee", "Uncle", "Big D", "Silver", "Cash", "Teach", "Mo Boat", "Slick", "the Captain", "Auntie")
_LOOKS = (
    "About 30, tall, a scar through the left eyebrow. Usually a black tracksuit.",
    "In his forties, grey beard, drives with the window down. Speaks softly.",
    "About 25, short, red hair, a fish tattooed on the right hand.",
    "About 35, stocky, always a cap. Sits near the arcade in the afternoons.",
)
_NOTICED = (
    "Named by two children in return home conversations.",
    "Seen by a youth worker with children who were missing at the time.",
    "A carer wrote down the car that brought a child home at four in the morning.",
    "Known to police in another area; moved here in the spring.",
)
_ALLEGED = (
    "Said to let children stay overnight and to give them drink.",
    "Said to give children parcels to carry, and to hold a debt over them.",
    "Said to have sent pictures and presents to a child met online.",
    "Said to fetch children by car from outside a home.",
)
_ORDERS = (
    "Child abduction warning notice: may not be with the child named in it, at any time.",
    "Sexual risk order: may not contact anybody under 16 by phone or online.",
    "Bail: may not enter the harbour front between 15:00 and 07:00.",
    "Slavery and trafficking risk order: may hold one phone, known to the police.",
)
_PLANS = (
    "Officers call weekly. Licensing visits the shop. The landlord is told what may be told.",
    "The car is looked out for. Carers ring at once when it is seen. Evidence gathered without the child's word.",
)


def reference(number: int) -> str:
    """Return an adult's reference."""
    return f"A-SEAP-{number + 1:04d}"


def adult_id(number: int) -> UUID:
    """Return an adult's id: the same each time."""
    return uuid5(SPACE, reference(number))


def known() -> tuple[Known, ...]:
    """Return the adults, by number."""
    return tuple(Known(adult_id(n), reference(n)) for n in range(ADULTS))


def tell(seed: int, now: datetime, house: House, told: Told) -> None:
    """Tell what is known of every adult; a few are no longer a worry, one has no name but a street name."""
    for number, name in enumerate(_names()):
        whom = Whom(reference(number), adult=adult_id(number))
        random = Random(f"{seed}/{whom.reference}")
        t = Telling(random, now, house, whom, date(2000, 1, 1), told)
        t.known = t.today - timedelta(days=random.randint(30, 420))
        _one(t, number, name)


def _names() -> Iterator[str]:
    for number in range(ADULTS):
        yield "" if number % 23 == 11 else f"{_FIRST[number % 20]} {_LAST[(number * 3 + number // 20) % 10]}"


def _one(t: Telling, number: int, name: str) -> None:
    nick = _STREET[number % len(_STREET)]
    t.holds("adult.name", text=name or f"Known only as “{nick}”", agency=POLICE)
    if t.chance(0.4) and name:
        t.holds("adult.known-as", text=nick, agency=POLICE)
    if t.chance(0.6):
        born = date(t.today.year - t.random.randint(21, 58), t.random.randint(1, 12), t.random.randint(1, 28))
        t.happened("adult.born", t.known, on_date=born, agency=POLICE)
    t.happened(
        "adult.identified", t.known, text=t.random.choice(_NOTICED), agency=t.random.choice((POLICE, SOCIAL_CARE))
    )
    t.happened("adult.description", t.known + timedelta(days=2), text=t.random.choice(_LOOKS), agency=POLICE)
    if t.chance(0.8):
        t.happened("adult.allegation", t.known + timedelta(days=3), text=t.random.choice(_ALLEGED), agency=POLICE)
    t.holds("adult.lead-agency", text="Seaport Police: Dean Windlass, missing and exploited team", agency=POLICE)
    if t.chance(0.4):
        t.holds("adult.order", t.known + timedelta(days=15), text=t.random.choice(_ORDERS), agency=POLICE)
    if t.chance(0.15):
        t.holds(
            "adult.supervision",
            t.known + timedelta(days=9),
            text="Seaport Probation (invented), reference INV-41",
            agency=POLICE,
        )
    if t.chance(0.5):
        t.happened("adult.plan", t.known + timedelta(days=20), text=t.random.choice(_PLANS), agency=POLICE)
    if number % 15 == 7:
        t.happened(
            "adult.closed", t.ago(6), text="Moved away; the police there know. No sign for six months.", agency=POLICE
        )
