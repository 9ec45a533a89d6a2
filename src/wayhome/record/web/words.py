"""What the pages call the codes of facts about a child."""

from __future__ import annotations

# By code, where the code alone says what it is about.
STATUS_WORDS = {
    "not-looked-after": "Not looked after",
    "looked-after": "Looked after",
    "none": "None",
    "child-in-need": "Child in need plan",
    "child-protection": "Child protection plan",
    "open": "Enquiries open",
    "unallocated": "Nobody is allocated",
    "allocated": "Allocated",
    "no": "No",
    "suspected": "Suspected",
    "known": "Known",
    "here": "Lives here",
    "placed-in": "Placed here by another authority",
    "placed-out": "Placed elsewhere by this authority",
    "girl": "Girl",
    "boy": "Boy",
    "other": "Another gender",
    "not-known": "Not known",
}


def code_words(code: str) -> str:
    """Return a code in words: those agreed, else the code itself read aloud."""
    return STATUS_WORDS.get(code) or code.replace("-", " ").capitalize()
