"""The posts that clocks name: what they are called, and to whom a notice goes up or across."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.places import protocols_home
from wayhome.packs.vocabulary import one_of


@dataclass(frozen=True, slots=True)
class Role:
    """One post. `by` says how its holder is found: through the child, or as a post of the partnership.

    `up`: who hears when this post's holder has not said "seen", is away or must not hold the duty; None
    only at the top. `across`: who hears first when there is no holder, where another post does the same work.
    """

    id: str
    label: str
    by: str  # child or post
    agency: str
    up: str | None = None
    across: str | None = None


@cache
def load_roles(folder: Path | None = None) -> Mapping[str, Role]:
    """Read roles.yaml of `folder` (the shipped protocols when None). Raises PackFault for a broken or circular line."""
    top = root(read_document((folder or protocols_home()) / "roles.yaml"))["roles"]
    roles = {key: _role(key, place) for key, place in top.items()}
    for key, place in top.items():
        _goes_up(key, place, roles)
    return roles


def _role(key: str, place: Place) -> Role:
    place.only("label", "by", "agency", "up", "across")
    return Role(
        id=key,
        label=place["label"].text(),
        by=one_of(place["by"], ("child", "post")),
        agency=place["agency"].text(),
        up=place["up"].text() if "up" in place else None,
        across=place["across"].text() if "across" in place else None,
    )


def _goes_up(key: str, place: Place, roles: Mapping[str, Role]) -> None:
    for field in ("up", "across"):
        if field in place and place[field].text() not in roles:
            raise place[field].fault(f"There is no post '{place[field].value}'.", "Add it to roles.yaml.")
    seen, post = {key}, roles[key].up
    while post is not None:
        if post in seen:
            raise place["up"].fault(f"'{key}' goes up in a circle through '{post}'.", "Let the line end at the top.")
        seen.add(post)
        post = roles[post].up
