"""Which handling classes each kind of agency reads: reviewable like code, one line a kind.

Everybody reads what their own agency recorded. Anything not listed is refused.
"""

from __future__ import annotations

READS: dict[str, frozenset[str]] = {
    "social-care": frozenset({"identity", "missing", "care", "location"}),
    "police": frozenset({"identity", "missing", "care", "intelligence", "location"}),
    "health": frozenset({"identity", "missing", "health"}),
    "education": frozenset({"identity", "missing"}),
    "housing": frozenset({"identity", "missing"}),
    "youth-justice": frozenset({"identity", "missing", "care"}),
    "voluntary": frozenset({"identity", "missing"}),
    "other-authority": frozenset(),
}

# What every agency working with a child reads; another authority reads only what it was let into.
READ_BY_ALL = frozenset.intersection(*(classes for classes in READS.values() if classes))

# What people of a kind of agency also read while the police have vetted them: what the police recorded, of these
# classes (the Portsmouth pathway, 9.3: service leaders are vetted so that intelligence reaches them).
VETTED_READS: dict[str, frozenset[str]] = {"social-care": frozenset({"intelligence"})}
VETTED_FROM = "police"


def reads(reader_kind: str, *, own: bool, handling: str) -> bool:
    """Whether somebody of an agency of this kind reads this class, recorded by the own agency or another."""
    return own or handling in READS.get(reader_kind, frozenset())


def reads_when_vetted(reader_kind: str, *, recorder_kind: str, handling: str) -> bool:
    """Whether somebody of an agency of this kind, once vetted by the police, reads this class of that agency's."""
    return recorder_kind == VETTED_FROM and handling in VETTED_READS.get(reader_kind, frozenset())
