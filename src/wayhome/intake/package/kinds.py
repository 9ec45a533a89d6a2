"""What the vocabulary says of each kind of fact, as far as a package needs it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from wayhome.packs.vocabulary import Kind, load_vocabulary

# Told by their own columns in children.csv and episodes.csv, so never rows of their own.
CHILD_COLUMNS = MappingProxyType(
    {
        "name": "child.name",
        "known_as": "child.known-as",
        "born": "child.born",
        "gender": "child.gender",
        "ethnicity": "child.ethnicity",
        "address": "child.address",
        "authority": "child.responsible-authority",
    }
)

# Gestures made on a page, not what held for a child.
GESTURES = frozenset({"child.possibly-same", "chronology.pinned"})


def kinds() -> Mapping[str, Kind]:
    """Return every kind the ledger holds, by name."""
    return load_vocabulary().kinds


@cache
def status_kinds() -> MappingProxyType[str, Kind]:
    """Return the kinds that statuses.csv may name, by the short name it uses (`care-status`)."""
    elsewhere = (set(CHILD_COLUMNS.values()) - {"child.address", "child.responsible-authority"}) | GESTURES
    return MappingProxyType(
        {
            name.removeprefix("child."): kind
            for name, kind in kinds().items()
            if kind.subject == "child" and kind.time == "period" and name not in elsewhere
        }
    )


@cache
def event_kinds() -> MappingProxyType[str, Kind]:
    """Return the kinds that events.csv may name: all that happen in an episode, but its beginning."""
    return MappingProxyType(
        {name: kind for name, kind in kinds().items() if kind.subject == "episode" and name != "missing.began"}
    )
