"""A duty as a deadline on a page: its state, its time and its owner in words."""

from __future__ import annotations

from datetime import datetime

from wayhome.clocks.queries.duties import Duty
from wayhome.packs.roles import load_roles
from wayhome.ui.components import DeadlineCell, State


def cell(duty: Duty, now: datetime, *, detail: str = "", holder: str = "") -> DeadlineCell:
    """Return the deadline of a duty as it stands at `now` (aware). `holder` names who holds the owner's post."""
    owner = owner_words(duty.owner)
    return DeadlineCell(
        what=duty.title,
        state=State(duty.state_at(now)),
        now=now,
        due=duty.due_at,
        at_latest=duty.at_latest,
        about=duty.about,
        detail=detail,
        owner=f"{owner}: {holder}" if holder else owner,
    )


def owner_words(role: str) -> str:
    """Return a post's name in words."""
    known = load_roles().get(role)
    return known.label if known else role.replace("-", " ").capitalize()
