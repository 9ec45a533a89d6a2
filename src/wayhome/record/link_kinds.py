"""The ways in which people, places and things may be linked, in plain words read from either end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wayhome.record.things import KINDS as THINGS

EndKind = Literal["child", "adult", "context", "address", "phone", "vehicle", "account"]
PEOPLE: tuple[EndKind, ...] = ("child", "adult")
SUBJECTS: tuple[EndKind, ...] = ("child", "adult", "context")
ENDS: tuple[EndKind, ...] = (*SUBJECTS, *THINGS)

END_WORDS: dict[EndKind, str] = {
    "child": "Child",
    "adult": "Adult of concern",
    "context": "Context",
    "address": "Address",
    "phone": "Phone",
    "vehicle": "Vehicle",
    "account": "Online account",
}
STRENGTHS = {"strong": "Strong", "some": "Some", "slight": "Slight", "not-known": "Nobody can tell yet"}
CONFIDENCES = {
    "confirmed": "Confirmed: seen, or borne out by more than one source",
    "likely": "Likely",
    "possible": "Possible",
    "doubted": "Doubted",
}
# Whose eyes a link may meet, from many to few; the words are said on the form.
HANDLINGS = {
    "identity": "Every agency that works with the child",
    "care": "Social care, police and youth justice",
    "location": "Social care and police only: it would show where a child lives",
    "intelligence": "Police, and your own agency",
}


@dataclass(frozen=True, slots=True)
class LinkKind:
    """One way of being linked: `says` read from the first end, `back` from the other; the same both ways if equal.

    `handling` is what it is recorded as unless somebody says otherwise.
    """

    id: str
    first: tuple[EndKind, ...]
    other: tuple[EndKind, ...]
    says: str
    back: str
    handling: str = "care"

    @property
    def both_ways(self) -> bool:
        """Whether it reads the same from either end."""
        return self.says == self.back


def _same(id_: str, ends: tuple[EndKind, ...], says: str, handling: str = "care") -> LinkKind:
    return LinkKind(id_, ends, ends, says, says, handling)


_ALL = (
    _same("friend", ("child",), "is a friend of", "identity"),
    _same("family", PEOPLE, "is family of", "identity"),
    _same("relationship", PEOPLE, "is, or was, in a relationship with"),
    _same("lives-with", PEOPLE, "lives, or stays, with"),
    _same("missing-with", ("child",), "has been missing together with"),
    _same("spends-time", PEOPLE, "spends time with"),
    # A child who is said to exploit others is a child still, and has a child's record: this says it on the link.
    LinkKind("exploited", ("child",), PEOPLE, "is said to be exploited by", "is said to exploit", "intelligence"),
    LinkKind(
        "introduced", PEOPLE, PEOPLE, "was introduced to people by", "is said to have introduced to people",
        "intelligence",
    ),
    _same("acts-with", ("adult",), "is said to act together with", "intelligence"),
    LinkKind("frequents", PEOPLE, ("context",), "spends time in", "is where time is spent by"),
    LinkKind("harmed-in", ("child",), ("context",), "came to harm in", "is where harm came to"),
    LinkKind("harms-in", PEOPLE, ("context",), "is said to cause harm in", "is where harm is said to be caused by", "intelligence"),
    LinkKind("edge", ("child",), ("context",), "is at the edge of", "has at its edge"),
    LinkKind("looks-out", ("adult",), ("context",), "looks out for children in", "has looking out for children"),
    LinkKind("part", ("context",), ("context",), "is part of", "has as a part"),
    LinkKind("lives-at", PEOPLE, ("address",), "lives, or lived, at", "is where lives, or lived,"),
    LinkKind("visits", PEOPLE, ("address",), "has been at", "has been visited by"),
    LinkKind("is-at", ("context",), ("address",), "is at", "is the address of"),
    LinkKind("uses", PEOPLE, ("phone", "vehicle", "account"), "uses, or used,", "is, or was, used by"),
    LinkKind("contacted", PEOPLE, ("phone", "account"), "was contacted from", "was used to contact"),
    LinkKind("seen-in", PEOPLE, ("vehicle",), "was seen in", "had inside it"),
    LinkKind("goes-on-in", ("context",), ("phone", "vehicle", "account"), "is linked to the use of", "is used in"),
    _same("other", ENDS, "is linked in another way to"),
)  # fmt: skip
LINK_KINDS: dict[str, LinkKind] = {kind.id: kind for kind in _ALL}
EDGE = "edge"


def offered(first: str, other: str) -> tuple[tuple[str, str], ...]:
    """Return what may be said of a link seen from `first`: (code, words); a code that ends in "<" is read backwards."""
    made: list[tuple[str, str]] = []
    for kind in _ALL:
        if first in kind.first and other in kind.other:
            made.append((kind.id, kind.says))
        if other in kind.first and first in kind.other and not kind.both_ways:
            made.append((f"{kind.id}<", kind.back))
    return tuple(made)
