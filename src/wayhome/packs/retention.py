"""How long a record is kept: rules as data, each with where it comes from; without years, the partnership's to set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.places import protocols_home
from wayhome.packs.vocabulary import load_vocabulary, one_of


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """One rule. `kind` and `codes`: what the record must say at any time, "" for every child. `years`: None, not set."""

    id: str
    title: str
    kind: str
    codes: tuple[str, ...]
    counts_from: str  # birth or last-entry
    years: int | None
    cite: str


@cache
def load_retention(folder: Path | None = None) -> Mapping[str, RetentionRule]:
    """Read retention.yaml of `folder` (the shipped protocols when None). Raises PackFault for an unknown kind, or no source."""
    top = root(read_document((folder or protocols_home()) / "retention.yaml"))
    top.only("rules")
    return {key: _rule(key, place) for key, place in top["rules"].items()}


def _rule(key: str, place: Place) -> RetentionRule:
    place.only("title", "when", "from", "years", "cite")
    if "cite" not in place:
        raise place.fault(f"'{key}' does not say where it comes from.", "Add cite:, also where no law gives a period.")
    kind, codes = "", tuple[str, ...]()
    if "ever" in place["when"]:
        ever = place["when"]["ever"]
        kind, codes = ever["kind"].text(), tuple(each.text() for each in ever["codes"].each())
        if kind not in load_vocabulary().kinds:
            raise ever["kind"].fault(f"There is no kind of fact '{kind}'.", "Take one of vocabulary.yaml.")
    years = place["years"].whole() if "years" in place else None
    counts_from = one_of(place["from"], ("birth", "last-entry"))
    return RetentionRule(key, place["title"].text(), kind, codes, counts_from, years, place["cite"].text())
