"""How meetings are said: their titles, their times, why somebody is there, how far they are."""

from __future__ import annotations

from collections.abc import Iterable

from wayhome.forums.models import MeetingState
from wayhome.forums.operations.gathering import REVIEW_SET
from wayhome.forums.queries.meetings import ItemView, MeetingView
from wayhome.ui import words
from wayhome.ui.components import Colour, Tag

_COLOUR = {
    "planned": Colour.BLUE, "open": Colour.GREEN, "ended": Colour.ORANGE, "signed": Colour.GREY,
    "cancelled": Colour.GREY,
}  # fmt: skip
LEVEL_WORDS = {"none": "No risk seen", "low": "Low", "medium": "Medium", "high": "High"}


def state(meeting: MeetingView) -> Tag:
    """Return how far a meeting is, as a tag."""
    return Tag(MeetingState(meeting.state).label, _COLOUR[meeting.state])


def title(meeting: MeetingView) -> str:
    """Return a meeting's name with its day: what an action says of where it was agreed. No names."""
    return f"{meeting.forum.title}, {words.day(meeting.opens_at)}"


def reasons(meeting: MeetingView, item: ItemView, *, only: frozenset[str] | None = None) -> tuple[str, ...]:
    """Say why an item is there, each reason with the passage it comes from; what the reader may not read is said so.

    `only`: the classes of handling that may be read, where others look on; None for all the reader may read.
    """
    routes = {route.id: route for route in meeting.forum.routes}
    said = []
    for reason in item.reasons:
        if only is not None and reason.handling not in only:
            continue
        if reason.route == REVIEW_SET:
            said.append("An earlier meeting set its review for now")
        elif reason.route in routes:
            route = routes[reason.route]
            cite = "; ".join(f"{each.source} {each.at}" for each in route.cite)
            lacking = f": nobody has recorded {_joined(reason.lacking)}" if reason.open is None else ""
            said.append(f"{'Cannot tell: ' if reason.open is None else ''}{route.title}{lacking} ({cite})")
    if not said and not item.added:
        said.append("For a reason that is kept more closely: the agency that holds it may read it here")
    return tuple(said)


def _joined(kinds: Iterable[str]) -> str:
    return ", ".join(kind.replace("-", " ").replace(".", ": ") for kind in kinds) or "what it asks for"
