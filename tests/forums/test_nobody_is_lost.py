"""No child who qualifies is ever absent without a recorded reason, over several meetings of random children."""

from datetime import timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from tests.forums.test_meetings import begun, decided, gathered, listed, planned, risky, told
from tests.forums.test_reading import by_hand
from tests.partnership import Partnership, acting, invented_child, reported, said
from wayhome.forums.models import Item
from wayhome.forums.operations import agenda
from wayhome.plans.days import today
from wayhome.platform import wall
from wayhome.platform.roles import as_clock
from wayhome.record.queries.situations import situation

WEEK = 24 * 7
KINDS = (
    ("assessment.ceraf", ("none", "low", "medium", "high")), ("plan.safer-plan", (None,)),
    ("exploitation.level-judged", ("none", "low", "medium", "high")), ("incident.significant", (None,)),
    ("police.arrested", ("linked-to-exploitation", "other")),
)  # fmt: skip
TEXTS = {"incident.significant": "An invented incident"}


def somebody(place: Partnership, random: Random) -> UUID:
    """Open an invented child's record with facts on either side of every route's edge."""
    child = invented_child(place)
    for _ in range(random.randint(0, 4)):
        kind, values = random.choice(KINDS)
        hours = random.choice((1, 6 * 24, WEEK - 2, WEEK + 30, 40 * 24))
        told(place, child, "inspector" if kind.startswith("police") else "worker", said(
            kind, hours, code=random.choice(values), text=TEXTS.get(kind),
        ))  # fmt: skip
    if random.random() < 0.3:
        reported(place, child, hours_ago=random.choice((5, 50)))
    return child


def test_nobody_is_lost(north: Partnership) -> None:
    random = Random(20261122)
    everybody = [somebody(north, random) for _ in range(8)] + [risky(north), risky(north, "medium")]
    first, second = planned(north, days=1), planned(north, days=8)
    gathered(north, first)
    # The police read all that is invented here; whoever is there for an arrest alone, the chair does not see.
    assert len(listed(north, first, by="inspector")) == len(qualifying(north, everybody)) >= 3
    on = sorted(listed(north, first).items())
    with acting(north, "met") as actor:
        agenda.remove(actor=actor, item=on[0][1], why="The strategy meeting is the same day")
    begun(north, first)
    for place, (_, item) in enumerate(on[1:]):
        decided(north, item, review_on=today() + timedelta(days=8) if place == 0 else None, review_why="Soon")
    assert len(on) > 3
    told(north, on[2][0], "worker", said("incident.significant", 1, text=TEXTS["incident.significant"]))
    gathered(north, second)
    with acting(north, "inspector"):
        found = {item.subject_id: item for item in Item.objects.filter(meeting_id=second)}
    for child in qualifying(north, everybody):
        item = found.get(child)
        assert item is not None, "whoever qualifies is on the record of every meeting"
        assert item.state == "on" or item.note, "whoever is not talked about is there with the reason"
    still = {child for child, item in found.items() if item.state == "on"}
    back = {child for child, _ in on[:3]}
    assert back <= still, "whom nobody spoke of, whose review was set, and of whom there is news come back"
    assert still.isdisjoint(child for child, _ in on[3:]), "of the others it was decided, and nothing is new"


def qualifying(place: Partnership, everybody: list[UUID]) -> set[UUID]:
    """Return whom the protocol puts on the agenda, read by hand from the whole ledger."""
    with transaction.atomic(), as_clock():
        return {child for child in everybody if by_hand(situation(child), wall.now())}
