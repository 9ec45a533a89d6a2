"""What the pages call the codes of facts about an episode."""

from __future__ import annotations

CATEGORY = {
    "missing": "Missing",
    "absent": "Absent",
    "unauthorised-absence": "Unauthorised absence",
}
MISSING_FROM = {
    "home": "Home",
    "care": "Care: a foster home or children's home",
    "education": "School or college",
    "other": "Somewhere else",
}
POLICE_RISK = {"no-apparent": "No apparent risk", "low": "Low", "medium": "Medium", "high": "High"}
LOCAL_RISK = {"high": "High", "not-high": "Not high"}
DANGER = {"yes": "Yes", "no": "No"}
WHEREABOUTS = {
    "unknown": "Nobody knows where the child is",
    "known": "Known, and the child is not thought to be at significant risk there",
    "known-significant-risk": "Known, and the child is at significant risk there",
}
RISK_FACTORS = {
    "age": "How young the child is",
    "sexual-exploitation": "Risk of sexual exploitation",
    "criminal-exploitation": "Risk of criminal exploitation",
    "contact-with-risk": "In contact with somebody who poses a risk",
    "harmed": "Hurt or harmed before",
    "self-harm": "May hurt themselves",
    "mental-health": "Mental health",
    "medication": "Needs medicine they may not have with them",
    "crime": "Drawn into crime",
    "other": "Something else",
}
PHOTOGRAPH = {"held": "Yes, a recent photograph is held", "not-held": "No"}


def category_words(category: str) -> str:
    """Return what an absence is recorded as, in words."""
    return CATEGORY.get(category) or category.replace("-", " ").capitalize()
