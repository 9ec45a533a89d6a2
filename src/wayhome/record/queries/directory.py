"""The partnership's directory: who leads for each agency, team, home and school, and which services there are.

An entry is a fact about the partnership. Its words are one line a box, so that it reads whole wherever a fact is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wayhome.record.queries import ledger
from wayhome.record.subjects import Subject

LEAD, SERVICE = "directory.lead", "directory.service"
# What each kind of entry tells, in order; the first names it. 4LSCB 5: a lead officer per agency, a lead practitioner
# per team, unit and school. LEW App 7 and plan 5.2: the services there are.
BOXES: Mapping[str, tuple[str, ...]] = {
    LEAD: ("Name", "Agency", "Leads for", "Phone", "Out of hours", "E-mail", "Covered by"),
    SERVICE: ("Name", "What it does", "For whom", "How to reach it", "Open", "Who may refer"),
}
FRESH = timedelta(days=183)  # after half a year without anybody checking, a number is not to be trusted unasked


@dataclass(frozen=True, slots=True)
class Listing:
    """One entry of the directory: the fact, its boxes, and when (aware) somebody last checked it."""

    fact: UUID
    kind: str
    said: Mapping[str, str]
    checked_at: datetime
    by: UUID | None

    @property
    def name(self) -> str:
        return self.said.get("Name", "")

    def stale(self, now: datetime) -> bool:
        """Whether nobody has checked it for half a year."""
        return now - self.checked_at > FRESH


def listings(authority: UUID) -> tuple[Listing, ...]:
    """Return every entry of an authority's directory the reader may see, by kind and name: one statement."""
    entries = ledger.current_about(Subject.partnership(authority), [LEAD, SERVICE])
    return tuple(sorted(map(_listing, entries), key=lambda each: (each.kind, each.name.casefold())))


def listing(authority: UUID, fact: UUID) -> Listing | None:
    """Return one entry of an authority's directory, or None if it is not there any more or the reader may not see it."""
    return next((each for each in listings(authority) if each.fact == fact), None)


def written(kind: str, said: Mapping[str, str]) -> str:
    """Return an entry's boxes as the words of its fact, one line each; those left empty are left out."""
    lines = ((box, " ".join(said.get(box, "").split())) for box in BOXES[kind])
    return "\n".join(f"{box}: {words}" for box, words in lines if words)


def read_back(kind: str, text: str) -> dict[str, str]:
    """Return the boxes of an entry from the words of its fact."""
    parts = (line.partition(": ") for line in text.splitlines())
    return {box: words for box, _, words in parts if box in BOXES[kind]}


def _listing(entry: ledger.Entry) -> Listing:
    at = entry.happened_from or entry.told_at
    return Listing(entry.id, entry.kind, read_back(entry.kind, entry.text or ""), at, entry.by_user)
