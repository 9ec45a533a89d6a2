"""The order in which a meeting goes through its agenda: part by part, those who are linked one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from wayhome.engine.forums import Forum
from wayhome.forums.models import Item


def part_of(forum: Forum, side: str) -> str:
    """Return the part of the agenda where children, or contexts, are gone through; the first where none says so."""
    word = "context" if side == "context" else "child"
    named = [part.id for part in forum.agenda if part.id.startswith(word)]
    return (named or [part.id for part in forum.agenda] or [""])[0]


def in_order(items: list[Item], forum: Forum, grouped: Mapping[UUID, int]) -> list[Item]:
    """Return the items part by part, in the order they have, those who are linked behind the first of them."""
    parts = {part.id: place for place, part in enumerate(forum.agenda)}
    first: dict[int, int] = {}
    for place, item in enumerate(items):
        if item.subject_id in grouped:
            first.setdefault(grouped[item.subject_id], place)
    places = {item.subject_id: first.get(grouped.get(item.subject_id, 0), n) for n, item in enumerate(items)}
    return sorted(items, key=lambda item: (parts.get(item.part, 0), places[item.subject_id]))
