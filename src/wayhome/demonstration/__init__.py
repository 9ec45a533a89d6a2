"""Demonstration: the invented partnership "Seaport", made the same from the same seed and time.

Owns: the generator of its children, episodes and events, and the list of its staff.
Reads: the vocabulary of facts, and the form of a data package.
Announces: nothing.
Never: holds anything about a real person, or reaches a live partnership's record.
"""

from wayhome.demonstration.generator import generate
from wayhome.demonstration.people import (
    DemonstrationAgency,
    DemonstrationPerson,
    DemonstrationPost,
    Partnership,
    people,
)

__all__ = [
    "DemonstrationAgency",
    "DemonstrationPerson",
    "DemonstrationPost",
    "Partnership",
    "generate",
    "people",
]
