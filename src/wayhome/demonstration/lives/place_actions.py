"""What somebody took on for an invented context: some done, some late, on people's own lists like any other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import uuid5

from wayhome.demonstration.lives import places
from wayhome.demonstration.lives.telling import SPACE, House
from wayhome.demonstration.shapes import LONDON
from wayhome.plans.operations.bulk import Undertaken

_ACTIONS = (
    ("Ask for the light at the back to be mended", ""), ("Walk there at eight in the evening with a youth worker", ""),
    ("Talk with the shop about who waits at the door", ""), ("Ask licensing to visit", ""),
    ("Write to every parent of year ten, in words the children helped to choose", ""),
    ("Pass by on each evening patrol until the review", "police-missing-unit"),
    ("Ask the young people what would make it safer", ""),
)  # fmt: skip
_WHO = ("imogen.fairwind", "bas.cormorant", "dean.windlass")


def actions(seed: int, now: datetime, house: House) -> tuple[Undertaken, ...]:
    """Return the actions for every context that is worked on. `now` aware; the same for the same seed and moment."""
    today = now.astimezone(LONDON).date()
    made = []
    for number in range(places.CONTEXTS):
        if number % 9 == 8 or number % 4 == 3:
            continue  # only recorded, or not discussed yet
        random = Random(f"{seed}/{places.reference(number)}/actions")
        for each, (what, post) in enumerate(random.sample(_ACTIONS, random.randint(1, 3))):
            begun = today - timedelta(days=random.randint(5, 60))
            due = begun + timedelta(days=random.choice((14, 28)))
            ended = min(due, today - timedelta(days=1)) if random.random() < (0.8 if due < today else 0.2) else None
            who = house.people[_WHO[(number + each) % len(_WHO)]]
            made.append(
                Undertaken(
                    uuid5(SPACE, f"{places.reference(number)}/action/{each}"), None, what, None if post else who, post,
                    due, _noon(begun, now), _noon(ended, now) if ended else None,
                    note="Done; looked at again at the review." if ended else "",
                    source_words="Agreed for a context", by=house.people["imogen.fairwind"],
                    context=places.context_id(number),
                )
            )  # fmt: skip
    return tuple(made)


def _noon(on: date, now: datetime) -> datetime:
    return min(datetime.combine(on, time(12), LONDON).astimezone(UTC), now - timedelta(hours=2))
