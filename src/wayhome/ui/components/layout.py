"""Where the nodes of a network stand: worked out from the network alone, so that it looks the same every time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SEED = 20_261_121  # any number, never another: a network that moved between two readings would look changed
APART = 92.0  # between neighbours, in the drawing's own units
ROW = 58.0  # a node with its label beneath it
EDGE = 44.0
ROUNDS = 120


@dataclass(frozen=True, slots=True)
class Place:
    """Where each node stands, and how wide and tall the drawing is."""

    at: Mapping[str, tuple[float, float]]
    width: float
    height: float


def places(widths: Mapping[str, float], ties: Sequence[tuple[str, str]]) -> Place:
    """Return where nodes stand: those that are joined near each other, no label upon another.

    `widths` names the nodes with how wide each is drawn. The order of either makes no difference.
    """
    if not widths:
        return Place({}, 0, 0)
    names = sorted(widths)
    scale = APART * math.sqrt(len(names))
    at = {name: (x * scale, y * scale * 0.8) for name, (x, y) in _sprung(names, ties).items()}
    return _framed(_parted(names, at, widths), widths)


def _sprung(names: Sequence[str], ties: Sequence[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    import networkx  # slow to import, and few pages draw a network

    graph = networkx.Graph()
    graph.add_nodes_from(names)
    graph.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in ties if a != b}))
    around = {
        name: (math.cos(2 * math.pi * n / len(names)), math.sin(2 * math.pi * n / len(names)))
        for n, name in enumerate(names)
    }
    found = networkx.spring_layout(graph, pos=around, seed=SEED, iterations=ROUNDS)
    return {name: (float(x), float(y)) for name, (x, y) in found.items()}


def _parted(
    names: Sequence[str], at: Mapping[str, tuple[float, float]], widths: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    """Push nodes apart whose labels would lie upon each other, each pair along the shorter way."""
    here = dict(at)
    for _ in range(ROUNDS):
        moved = False
        for n, one in enumerate(names):
            for other in names[n + 1 :]:
                moved |= _push(here, one, other, (widths[one] + widths[other]) / 2 + 10)
        if not moved:
            break
    return here


def _push(here: dict[str, tuple[float, float]], one: str, other: str, wide: float) -> bool:
    (x, y), (u, v) = here[one], here[other]
    over_x, over_y = wide - abs(u - x), ROW - abs(v - y)
    if over_x <= 0 or over_y <= 0:
        return False
    if over_y <= over_x:
        step = over_y / 2 if v >= y else -over_y / 2
        here[one], here[other] = (x, y - step - 0.01), (u, v + step + 0.01)
    else:
        step = over_x / 2 if u >= x else -over_x / 2
        here[one], here[other] = (x - step - 0.01, y), (u + step + 0.01, v)
    return True


def _framed(at: Mapping[str, tuple[float, float]], widths: Mapping[str, float]) -> Place:
    left = min(x - widths[name] / 2 for name, (x, _) in at.items()) - EDGE / 2
    right = max(x + widths[name] / 2 for name, (x, _) in at.items()) + EDGE / 2
    top = min(y for _, y in at.values()) - EDGE
    bottom = max(y for _, y in at.values()) + EDGE + 10
    # To one place after the point: the last figures of a sum may differ from one processor to another.
    moved = {name: (round(x - left, 1), round(y - top, 1)) for name, (x, y) in at.items()}
    return Place(moved, math.ceil(right - left), math.ceil(bottom - top))
