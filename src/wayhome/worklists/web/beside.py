"""What else My work says: each room that waits for somebody's word or work gives its lines, in one order."""

from __future__ import annotations

from collections.abc import Callable

from wayhome.platform.actor import Actor
from wayhome.ui.components import Link

Lines = Callable[[Actor], tuple[Link, ...]]

_rooms: dict[int, Lines] = {}


def register(order: int, lines: Lines) -> None:
    """Have a room's lines shown, by order. Called once at start-up, by the house that knows the rooms."""
    _rooms[order] = lines


def lines(actor: Actor) -> tuple[Link, ...]:
    """Return the lines of every room, as this person may see them."""
    return tuple(line for order in sorted(_rooms) for line in _rooms[order](actor))
