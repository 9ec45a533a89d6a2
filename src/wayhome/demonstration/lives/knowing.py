"""How an invented child would be known again, and what else the forms of the police ask: looks, dentist, lately, history.

It draws from chances of its own, so that a new detail here leaves every other invented life as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from wayhome.demonstration.children import Invented
from wayhome.demonstration.lives.danger import Judged
from wayhome.demonstration.lives.telling import Telling
from wayhome.demonstration.people import HEALTH, POLICE
from wayhome.demonstration.shapes import pick

_HEIGHTS = {range(12): "About 1 metre 40", range(12, 15): "About 1 metre 58", range(15, 30): "About 1 metre 70"}
_LOOKS = {
    "build": ("Slim", "Sturdy", "Of middling build", "Thin; has lost weight since the summer"),
    "eyes": ("Brown", "Dark brown", "Blue", "Green", "Grey"),
}  # fmt: skip
_SOME = {
    "glasses": (0.2, ("For reading, black frame", "Always; round, thin frame")),
    "mark": (0.25, ("A scar on the chin", "A burn on the right forearm", "A birthmark below the left ear")),
    "piercing": (0.2, ("Nose, left side", "Two in each ear")),
    "tattoo": (0.08, ("A small anchor on the left wrist, done at home",)),
    "voice": (0.2, ("Speaks quietly and fast", "A northern accent", "Stammers a little when worried")),
}
_LATELY = (
    "Quieter than in the spring, and sleeps in the day. Has stopped seeing the friends from football.",
    "Two phones, and goes out of the room to answer one of them.",
    "New trainers twice in a month. Laughs it off when asked.",
    "Eats better again, and has come to each lesson this week.",
)
_HISTORY = (
    "The parents separated when the child was six. Both love the child and disagree about school.",
    "The mother was ill last year; the grandmother took over much of the care.",
    "The family left their home in another country in a hurry. An older brother is missed every day.",
)
_SPECIALISTS = (
    ("mental-health", "Dr Iris Lagoon", "direct"), ("mental-health", "Seaport CAMHS consultation", "advice"),
    ("speech-and-language", "Posy Headland", "direct"), ("sexual-health", "Quay Clinic outreach", "asked"),
    ("substance-use", "Hal Mudflat", "direct"), ("exploitation", "Jo Slipway", "advice"),
    ("mental-health", "Offered, and offered again in the spring", "declined"),
    ("speech-and-language", "Looked at by the school", "not-needed"),
)  # fmt: skip
# The officer's rank by level (Pathway 7.7 and 7.8), and the share of children for whom it is the one asked for.
RIGHT = 0.75
_RANKS = {"medium": "community-support-officer", "high": "constable"}
_OFFICERS = {"community-support-officer": "Lena Groynes", "constable": "Dean Windlass"}


@contextmanager
def _own_chances(t: Telling, what: str) -> Iterator[None]:
    kept, t.random = t.random, Random(f"{t.whom.reference}/{what}")
    try:
        yield
    finally:
        t.random = kept


def known_again(t: Telling, child: Invented) -> None:
    """Tell what the child looks like, how the child has been, and the rest that the police form asks for."""
    with _own_chances(t, "looks"):
        since = t.ago(90)
        height = next(said for ages, said in _HEIGHTS.items() if child.age in ages)
        t.holds("child.looks", since, code="height", text=height)
        for code, said in _LOOKS.items():
            t.holds("child.looks", since, code=code, text=t.random.choice(said))
        for code, (share, said) in _SOME.items():
            if t.chance(share):
                t.holds("child.looks", since, code=code, text=t.random.choice(said))
        if t.chance(0.5):
            t.holds("child.dentist", text="Seaport Dental (invented)", agency=HEALTH, said={"phone": "01632 960330"})
        if t.chance(0.3):
            t.happened("child.behaviour", t.ago(t.random.randint(4, 40)), text=t.random.choice(_LATELY),
                       said={"seen-by": "The carer"} if child.looked_after else {"seen-by": "School"})  # fmt: skip
        if t.chance(0.25):
            t.holds("child.family-history", text=t.random.choice(_HISTORY))
        if child.age >= 16 and t.chance(0.4):
            t.holds("child.occupation", t.ago(60), text="Saturdays at Sea Breeze café (invented)")


def helped_by_level(t: Telling, course: tuple[Judged, ...]) -> None:
    """Tell which officer of police is the child's contact, by level, and which specialists help; some are wrong or missing."""
    with _own_chances(t, "level"):
        told = [each for each in course if each.level in _RANKS]
        if told and t.chance(0.8):
            t.happened("child.lead-professional", told[0].on, code="named")
        for number, each in enumerate(told):
            rank = _RANKS[each.level]
            last = number == len(told) - 1
            if last and not t.chance(RIGHT):
                continue  # the level moved, and nobody has thought of the officer yet
            t.holds("child.single-contact", each.on, code=rank, text=_OFFICERS[rank], agency=POLICE,
                    said={"phone": "01632 960410"})  # fmt: skip
        if told and t.chance(0.7):
            for code, name, way in t.random.sample(_SPECIALISTS, pick(t.random, {1: 60, 2: 40})):
                t.holds("child.specialist", told[0].on, code=code, text=name, said={"way": way})
