"""What the vocabulary says of each kind of fact, as far as a package needs it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

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


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: `subject` child or episode; `value` none, code, text, number, date or person; `values` of a code."""

    name: str
    subject: str
    value: str
    time: str
    values: tuple[str, ...]


@cache
def kinds() -> MappingProxyType[str, Kind]:
    """Return every kind the ledger holds, by name; a kind that feeds a state takes that state's values."""
    document: dict[str, Any] = yaml.safe_load(_vocabulary_file().read_text(encoding="utf-8"))
    of_states = {kind: tuple(state["values"]) for state in document["states"].values() for kind in state["kinds"]}
    return MappingProxyType(
        {
            name: Kind(
                name, body["subject"], body["value"], body["time"], tuple(body.get("values", of_states.get(name, ())))
            )
            for name, body in document["kinds"].items()
        }
    )


@cache
def status_kinds() -> MappingProxyType[str, Kind]:
    """Return the kinds that statuses.csv may name, by the short name it uses (`care-status`)."""
    elsewhere = set(CHILD_COLUMNS.values()) - {"child.address", "child.responsible-authority"}
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


def _vocabulary_file() -> Path:
    return Path(__file__).resolve().parents[4] / "protocols" / "vocabulary.yaml"
