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

KIND_WORDS = {
    "child.name": "Name",
    "child.known-as": "Likes to be called",
    "child.born": "Date of birth",
    "child.gender": "Gender",
    "child.ethnicity": "Ethnicity",
    "child.address": "Address",
    "child.care-status": "Looked after",
    "child.plan": "Plan",
    "child.section-47": "Section 47 enquiries",
    "child.allocation": "Allocation",
    "child.allocated-worker": "Allocated social worker",
    "child.trafficked": "Trafficked",
    "child.placement": "Where the child lives",
    "child.responsible-authority": "Responsible authority",
    "child.conflict": "Colleague related to the child",
}


def code_words(code: str) -> str:
    """Return a code in words: those agreed, else the code itself read aloud."""
    return STATUS_WORDS.get(code) or code.replace("-", " ").capitalize()


def kind_words(kind: str) -> str:
    """Return what a kind of fact about a child is called on a page."""
    return KIND_WORDS.get(kind) or kind.rpartition(".")[2].replace("-", " ").capitalize()
