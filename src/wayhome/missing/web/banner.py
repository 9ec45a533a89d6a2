"""What missing says at the top of every page about a child: that the child is missing now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from wayhome.engine.facts import Precision
from wayhome.missing.queries import episodes
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web.words import category_words
from wayhome.record.web.banner import BannerPart
from wayhome.ui import words


def parts(children: Collection[UUID], now: datetime) -> Mapping[UUID, BannerPart]:
    """Return, for each of these children missing now, since when and for how long: one statement."""
    return {child: _part(view, now) for child, view in episodes.missing_children(children).items()}


def _part(view: EpisodeView, now: datetime) -> BannerPart:
    return BannerPart(
        missing_since=since_words(view),
        missing_how_long=how_long(view, now),
        missing_category="" if view.category == "missing" else f"recorded as {category_words(view.category).lower()}",
        missing_href=reverse("episode", args=[view.id]),
    )


def since_words(view: EpisodeView) -> str:
    """Say since when, no more exactly than anybody knows."""
    if view.since_precision == Precision.UNKNOWN:
        return "a time nobody knows"
    return words.moment(view.since)


def how_long(view: EpisodeView, now: datetime) -> str:
    """Say how long the child has been away; "at least" where only the latest possible start is sure."""
    if view.since_until is None:
        return ""
    said = words.length(now - view.since_until)
    return said if view.since_from == view.since_until else f"at least {said}"
