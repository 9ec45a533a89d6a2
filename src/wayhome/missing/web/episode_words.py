"""What codes of an episode are called on a page."""

from __future__ import annotations

from datetime import datetime

from wayhome.engine.facts import Moment, Precision
from wayhome.ui import words
from wayhome.ui.components import Badge, Colour

_RISK = {"no-apparent": Colour.GREY, "low": Colour.YELLOW, "medium": Colour.ORANGE, "high": Colour.RED}
_SAID = {
    "no-apparent": "No apparent risk",
    "not-high": "Not high",
    "known-significant-risk": "Known, and the child is at significant risk there",
    "no-answer": "No answer yet",
    "about-harm": "About harm",
    "to-locate": "To find the child",
    "none": "None",
    "ongoing-risk": "Not known to be harmed, and still at risk",
    "conflict-at-home": "Arguments or conflict at home",
    "powerless": "Feeling powerless",
    "bullied-or-abused": "Being bullied or abused",
    "unhappy-not-heard": "Being unhappy, and not heard",
    "placement": "Something about the home the child was placed in",
    "school": "Something about school",
    "family-or-friends": "Being with family or friends",
    "peer-pressure": "Pressure from others their age",
    "contact-with-exploiter": "Contact with somebody who exploits children",
    "online-contact": "Somebody met online",
    "substances": "Alcohol or drugs",
    "contact-with-risk": "In contact with somebody who poses a risk",
    "crime": "Drawn into crime",
    "harmed": "Harmed",
    "age": "How young the child is",
    "medication": "Needs medicine",
    "neutral-place": "Somewhere neutral",
    "chosen-by-the-child": "Yes, and this is whom the child chose",
    "asked-no-preference": "Yes, and the child did not mind",
    "not-asked": "No",
}


def coded(code: str | None) -> str:
    """Say a code in words: "unauthorised-absence" is "Unauthorised absence"; "" for nothing recorded."""
    if not code:
        return ""
    return _SAID.get(code) or code.replace("-", " ").capitalize()


def risk_badge(code: str) -> Badge:
    """Return the badge of a police risk grading; grey where none is recorded, because nobody has said."""
    if not code:
        return Badge("Not graded")
    return Badge(coded(code), _RISK.get(code, Colour.GREY))


def how_long(since: Moment, until: datetime) -> str:
    """Say how long a child has been, or was, missing; no more exactly than the start is known."""
    if since.earliest is None:
        return ""
    length = words.length(until - since.earliest)
    if since.precision is Precision.EXACT:
        return length
    if " hour" in length and "minute" in length:  # nobody who says "about nine" means the minute
        length = length.rsplit(" ", 2)[0]
    return f"about {length}" if since.precision is Precision.ABOUT else f"up to {length}"
