"""Whom, or what, a duty is about, as a list says it: a child, an adult, a context, or the partnership itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from wayhome.record.queries import children
from wayhome.record.queries.named import named
from wayhome.record.subjects import Subject

NAMELESS = "Name not recorded"


@dataclass(frozen=True, slots=True)
class Whom:
    """One subject for a screen: the page about it, and the page of its duties. The partnership has no reference."""

    name: str
    reference: str
    href: str
    duties: str

    @property
    def said(self) -> str:
        """The name and the reference, as a line says them."""
        return ", ".join(part for part in (self.name, self.reference) if part)


def whom(subjects: Iterable[Subject]) -> dict[Subject, Whom]:
    """Return those of these whose record the reader may see: at most one statement for children, two for each other."""
    wanted = set(subjects)
    banners = children.banners({s.id for s in wanted if s.kind == "child"})
    found = {
        Subject.child(id_): Whom(b.known_as or b.name or NAMELESS, b.reference, *[reverse("child", args=[id_])] * 2)
        for id_, b in banners.items()
    }
    for subject, each in named(s for s in wanted if s.kind in ("adult", "context")).items():
        page = reverse(subject.kind, args=[subject.id])
        due = reverse("context-duties", args=[subject.id]) if subject.kind == "context" else page
        found[subject] = Whom(each.name or NAMELESS, each.reference, page, due)
    for subject in wanted:
        if subject.kind == "partnership":
            found[subject] = Whom("The partnership", "", *[reverse("partnership-duties")] * 2)
    return found


def page_of(about: Whom, episode: UUID | None) -> str:
    """Return the page on which a duty stands with its reasons: the episode's, or that of whom it is about."""
    return reverse("episode", args=[episode]) if episode else about.duties
