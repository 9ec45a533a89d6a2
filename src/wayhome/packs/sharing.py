"""What is asked of every sharing: lawful bases, what child and parents said, how far it may travel, and grounds to keep back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.places import protocols_home

CITED = ("bases", "grounds")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its title, what it means in plain words, and the law or guidance it comes from ("" where none is needed)."""

    id: str
    title: str
    means: str
    cite: str = ""
    set: str = ""

    @property
    def hint(self) -> str:
        """Return what it means, with where that is written."""
        return f"{self.means} {self.cite}." if self.cite else self.means


@dataclass(frozen=True, slots=True)
class SharingTerms:
    """All the answers, by id."""

    bases: Mapping[str, Choice]
    positions: Mapping[str, Choice]
    onward: Mapping[str, Choice]
    grounds: Mapping[str, Choice]


@cache
def load_sharing(folder: Path | None = None) -> SharingTerms:
    """Read sharing.yaml of `folder` (the shipped protocols when None). Raises PackFault for a basis without its law."""
    top = root(read_document((folder or protocols_home()) / "sharing.yaml"))
    top.only("bases", "positions", "onward", "grounds")
    return SharingTerms(*({key: _choice(key, place, part in CITED) for key, place in top[part].items()} for part in
                          ("bases", "positions", "onward", "grounds")))  # fmt: skip


def _choice(key: str, place: Place, cited: bool) -> Choice:
    place.only("title", "means", "cite", "set")
    if cited and "cite" not in place:
        raise place.fault(f"'{key}' does not say which law it rests on.", "Add cite: with the act and its section.")
    texts = {name: place[name].text() for name in ("cite", "set") if name in place}
    return Choice(key, place["title"].text(), place["means"].text(), **texts)
