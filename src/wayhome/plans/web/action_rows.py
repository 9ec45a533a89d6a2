"""Actions as a table: what, who, by when and how it stands, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from wayhome.plans.queries.actions import ActionView
from wayhome.platform.queries import posts
from wayhome.platform.queries.directory import agency_names
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, Table

_STATES = {"open": "To do", "done": "Done", "not-done": "Not done", "cancelled": "No longer needed"}


def named(actions: Iterable[ActionView]) -> dict[UUID, str]:
    """Return the names of the people and agencies that own these actions: two statements."""
    listed = list(actions)
    people = posts.colleagues({a.person for a in listed if a.person})
    agencies = agency_names({a.agency_id for a in listed if a.agency_id})
    return {user: colleague.name for user, colleague in people.items()} | agencies


def owner_words(action: ActionView, names: Mapping[UUID, str]) -> str:
    """Say who sees to it, and who does it if that is somebody else."""
    if action.person:
        owner = names.get(action.person, "A colleague")
    elif action.agency_id:
        owner = names.get(action.agency_id, "An agency")
    else:
        owner = action.post_label
    return f"{action.done_by}; {owner} sees to it" if action.done_by else owner


def due_words(action: ActionView, now: datetime) -> str:
    """Say by when, and that it is overdue: in words, never by colour alone."""
    today = words.local(now).date()
    if not action.open:
        return f"{_STATES[action.state]}, {words.day(action.ended_at)}" if action.ended_at else _STATES[action.state]
    if action.overdue(today):
        return (
            f"Overdue by {words.counted((today - action.due_on).days, 'day')}: it was due by {words.day(action.due_on)}"
        )
    near = {0: "Due today", 1: "Due tomorrow"}.get((action.due_on - today).days)
    return f"{near}, {words.day(action.due_on)}" if near else f"Due by {words.day(action.due_on)}"


def action_table(caption: str, actions: Sequence[ActionView], names: Mapping[UUID, str], now: datetime) -> Table:
    """Return actions as a table whose first column is the action itself."""
    today = words.local(now).date()
    rows = tuple(
        Row(
            f"action-{a.id}",
            (
                Cell(a.what, reverse("action", args=[a.id])),
                Cell(owner_words(a, names)),
                Cell(due_words(a, now)),
                Cell(a.source_words or "Agreed here"),
            ),
            urgent=a.overdue(today),
        )
        for a in actions
    )
    columns = (Column("What"), Column("Who"), Column("By when"), Column("Where it was agreed"))
    return Table(caption, columns, rows, Empty("Nothing is recorded here."))
