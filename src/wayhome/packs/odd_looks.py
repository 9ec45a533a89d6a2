"""Which looks into records deserve a question: rules and their numbers as data, each with the words a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.places import protocols_home
from wayhome.packs.roles import load_roles

# Each has its statement in record/access/odd_looks.sql; `numbers` are what that asks for.
KNOWN: Mapping[str, frozenset[str]] = {
    "own-postcode": frozenset(),
    "same-surname": frozenset(),
    "before-kept-away": frozenset({"days"}),
    "worked-once": frozenset({"days"}),
    "no-work": frozenset({"days"}),
    "many-at-once": frozenset({"hour", "day"}),
    "more-than-usual": frozenset({"times", "least", "weeks", "days"}),
    "out-of-hours": frozenset({"records", "from", "until"}),
}


@dataclass(frozen=True, slots=True)
class OddRule:
    """One rule: what is said of such a look, the rule in plain words, and what it counts with."""

    id: str
    title: str
    means: str
    numbers: Mapping[str, int]
    posts: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OddLooks:
    """All rules, by id; `every` in minutes, `quiet_for` in days."""

    every: int
    quiet_for: int
    rules: Mapping[str, OddRule]

    def numbers(self) -> dict[str, object]:
        """Return what the database is asked with: every rule's numbers, posts and agencies."""
        return {
            "every": self.every, "quiet-for": self.quiet_for,
            **{r.id: {**r.numbers, "posts": r.posts, "agencies": r.agencies} for r in self.rules.values()},
        }  # fmt: skip


@cache
def load_odd_looks(folder: Path | None = None) -> OddLooks:
    """Read odd-looks.yaml of `folder` (the shipped protocols when None). Raises PackFault for a rule nothing answers."""
    top = root(read_document((folder or protocols_home()) / "odd-looks.yaml"))
    top.only("every", "quiet-for", "rules")
    rules = {key: _rule(key, place) for key, place in top["rules"].items()}
    return OddLooks(top["every"].whole(), top["quiet-for"].whole(), rules)


def _rule(key: str, place: Place) -> OddRule:
    place.only("title", "means", "numbers", "posts", "agencies")
    if key not in KNOWN:
        raise place.fault(f"There is no rule '{key}'.", f"Take one of {', '.join(sorted(KNOWN))}.")
    numbers = {name: each.whole() for name, each in place["numbers"].items()} if "numbers" in place else {}
    if set(numbers) != KNOWN[key]:
        raise place.fault(f"'{key}' counts with {', '.join(sorted(KNOWN[key])) or 'nothing'}.", "Give each a number.")
    posts = _words(place, "posts")
    if unknown := set(posts) - load_roles().keys():
        raise place["posts"].fault(f"There is no post {', '.join(sorted(unknown))}.", "Take one of roles.yaml.")
    return OddRule(
        key, place["title"].text(), place["means"].text().format(**numbers), numbers, posts, _words(place, "agencies")
    )


def _words(place: Place, name: str) -> tuple[str, ...]:
    return tuple(each.text() for each in place[name].each()) if name in place else ()
