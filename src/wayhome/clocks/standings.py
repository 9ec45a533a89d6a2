"""Where each episode stands on the board: its next duty, and how many are open or cannot be told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from wayhome.engine.readings import State


class Place(NamedTuple):
    """An open duty of an episode. `order`: where its clock stands in the protocol; `due` aware, None when it has none."""

    episode: str
    due: datetime | None
    order: int
    key: str
    state: str


def standings(places: Iterable[Place]) -> list[dict[str, Any]]:
    """Return, for each episode, its next duty and how many are open or cannot be told."""
    by_episode: dict[str, list[Place]] = {}
    for place in places:
        by_episode.setdefault(place.episode, []).append(place)
    return [_standing(episode, here) for episode, here in by_episode.items()]


def _standing(episode: str, places: list[Place]) -> dict[str, Any]:
    timed = [(p.due, p.key) for p in places if p.due is not None]
    due, key = min(timed) if timed else (None, min((p.order, p.key) for p in places)[1])
    return {
        "episode_id": episode,
        "next_key": key,
        "next_due_at": due.isoformat() if due else None,
        "open_count": len(places),
        "cannot_tell_count": sum(p.state == State.CANNOT_TELL for p in places),
    }
