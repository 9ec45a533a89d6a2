"""The top of every page about a child: who this is, and what each room must say there.

The record knows who a child is. Rooms above it register, at start-up, what else must be said: that the
child is missing now, for one. No room imports another for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from wayhome.platform.queries import posts
from wayhome.record.queries import children
from wayhome.record.queries.children import ChildBanner
from wayhome.record.web import child_sections
from wayhome.record.web.words import STATUS_WORDS
from wayhome.ui.components import PersonBanner
from wayhome.ui.words import local


@dataclass(frozen=True, slots=True)
class BannerPart:
    """What one room adds about one child. Times are in words already; empty is "nothing to say"."""

    missing_since: str = ""
    missing_how_long: str = ""
    missing_category: str = ""
    missing_href: str = ""
    pronouns: str = ""
    communication: str = ""
    notes: tuple[str, ...] = ()


Provider = Callable[[Collection[UUID], datetime], Mapping[UUID, BannerPart]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Have `provider` asked for every banner; a name is registered once, in the order of start-up."""
    _providers[name] = provider


def parts(of: Collection[UUID], now: datetime) -> dict[UUID, BannerPart]:
    """Return what the rooms say of these children: one statement a room, however many children."""
    said: dict[UUID, BannerPart] = {}
    for provider in _providers.values():
        for child, part in provider(of, now).items():
            said[child] = _both(said[child], part) if child in said else part
    return said


def banner(child: ChildBanner, now: datetime) -> PersonBanner:
    """Return the banner of one child as of `now` (aware)."""
    part = parts([child.id], now).get(child.id, BannerPart())
    worker = posts.colleagues([child.allocated_worker]) if child.allocated_worker else {}
    named = next(iter(worker.values()), None)
    return PersonBanner(
        preferred_name=child.known_as or child.name or "Name not recorded",
        full_name=child.name if child.known_as and child.known_as != child.name else "",
        reference=child.reference,
        age=age_words(child, now),
        href=reverse("child", args=[child.id]),
        legal_status=STATUS_WORDS.get(child.care_status, ""),
        lead_worker=named.name if named else _nobody(child),
        missing_since=part.missing_since,
        missing_how_long=part.missing_how_long,
        missing_category=part.missing_category,
        missing_href=part.missing_href,
        pronouns=part.pronouns,
        communication_needs=part.communication,
        notes=part.notes,
        sections=child_sections.links(child.id),
    )


def of(child: UUID, now: datetime) -> PersonBanner | None:
    """Return the banner of a child the reader may see; None if there is none for this reader."""
    found = children.banner(child)
    return banner(found, now) if found else None


def age_words(child: ChildBanner, now: datetime) -> str:
    """Say the age: "14", "8 months"; empty when the birth date is not recorded."""
    today = local(now).date()
    years = child.age(today)
    if years is None or child.born_on is None:
        return ""
    if years > 1:
        return str(years)
    months = (today.year - child.born_on.year) * 12 + today.month - child.born_on.month
    months -= today.day < child.born_on.day
    return f"{months} months" if months != 1 else "1 month"


def _nobody(child: ChildBanner) -> str:
    return "Nobody is allocated" if child.allocation == "unallocated" else ""


def _both(one: BannerPart, other: BannerPart) -> BannerPart:
    return BannerPart(
        one.missing_since or other.missing_since,
        one.missing_how_long or other.missing_how_long,
        one.missing_category or other.missing_category,
        one.missing_href or other.missing_href,
        one.pronouns or other.pronouns,
        one.communication or other.communication,
        (*one.notes, *other.notes),
    )
