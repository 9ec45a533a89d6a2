"""What was written at a meeting, without words copied from a fact that was kept for fewer people since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from wayhome.record.queries.copied import Closed, closed_of

if TYPE_CHECKING:  # the views are made there, and pass through here on their way out
    from wayhome.forums.queries.meetings import DecisionView, ItemView


def as_read(items: Sequence[ItemView]) -> tuple[ItemView, ...]:
    """Return items as the reader may read their words; their own notes stay as they typed them: one statement or five."""
    shut = closed_of({each.child for each in items if each.child}) if items else {}
    if not shut:
        return tuple(items)
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_user()")
        (me,) = cursor.fetchone()
    return without(items, shut, me)


def without(items: Sequence[ItemView], shut: Mapping[UUID, Closed], me: UUID | None = None) -> tuple[ItemView, ...]:
    """Return items without what copies a closed fact; notes of `me` are left as they are."""
    return tuple(_item(each, shut[each.child], me) if each.child and each.child in shut else each for each in items)


def _item(item: ItemView, shut: Closed, me: UUID | None) -> ItemView:
    notes = tuple(
        note if note.user == me else replace(note, text=shut.words(note.text, note.saved_at)) for note in item.notes
    )
    return replace(item, notes=notes, decision=_decision(item.decision, shut) if item.decision else None)


def _decision(last: DecisionView, shut: Closed) -> DecisionView:
    at = last.recorded_at
    why, whom = shut.words(last.rationale, at), shut.words(last.to_whom, at)
    return replace(last, rationale=why, to_whom=whom, written=shut.within(last.written, at))
