"""What other rooms let somebody share besides facts, files and plans: each room says what there is and draws it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from wayhome.ui.documents import Block


@dataclass(frozen=True, slots=True)
class Further:
    """One kind of paper. `offered` returns id and words of each that the reader may share of a child (its record's id).

    `drawn` returns the blocks of one of them, with nobody hidden yet; None for one that is not the child's, or not seen.
    """

    label: str
    offered: Callable[[UUID], tuple[tuple[str, str], ...]]
    drawn: Callable[[UUID, str], tuple[Block, ...] | None]


_kinds: dict[str, Further] = {}


def register(kind: str, further: Further) -> None:
    """Add a kind of paper. Called once at start-up."""
    _kinds[kind] = further


def offered(child: UUID) -> tuple[tuple[str, str], ...]:
    """Return everything that may be shared so: `kind:id`, and what it is."""
    return tuple(
        (f"{kind}:{id_}", f"{further.label}: {said}")
        for kind, further in _kinds.items()
        for id_, said in further.offered(child)
    )


def drawn(child: UUID, chosen: Iterable[str]) -> list[tuple[Block, ...] | None]:
    """Return the blocks of each that was chosen, in order; None for one that is not there."""
    parted = (each.partition(":") for each in chosen)
    return [_kinds[kind].drawn(child, id_) if kind in _kinds else None for kind, _, id_ in parted]
