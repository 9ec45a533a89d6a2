"""A network drawn on the server as SVG, always with tables of the same: who or what is in it, and what joins them.

Nothing is left to colour alone: what a thing is shows in its shape and in words, what a line is in how it is drawn.
The tables are the whole of it; the drawing is a help.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from wayhome.ui.components.layout import Place, places
from wayhome.ui.components.listing import Cell, Column, Row, Table
from wayhome.ui.components.plain import Empty

RADIUS = 16  # of a node, in the drawing's own units
LONGEST_LABEL = 24
# How wide letters are drawn, in the drawing's own units: by the widest of the typefaces a reader's machine may have.
_NARROW, _WIDE = frozenset("ijl.,:;'’|!()[] ftr"), frozenset("mwMW@%…")
MOST_DRAWN = 60  # beyond this a drawing hides more than it shows


class Shape(StrEnum):
    """What a node is drawn as; a network says in words what each of its shapes stands for."""

    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE = "triangle"
    HEXAGON = "hexagon"
    DIAMOND = "diamond"
    PENTAGON = "pentagon"
    OCTAGON = "octagon"


# Corners of each shape about its middle, in the drawing's own units; a circle has none.
_CORNERS = {
    Shape.SQUARE: ((-14, -14), (14, -14), (14, 14), (-14, 14)),
    Shape.TRIANGLE: ((0, -17), (17, 13), (-17, 13)),
    Shape.HEXAGON: ((-9, -16), (9, -16), (18, 0), (9, 16), (-9, 16), (-18, 0)),
    Shape.DIAMOND: ((0, -18), (18, 0), (0, 18), (-18, 0)),
    Shape.PENTAGON: ((0, -17), (17, -4), (11, 15), (-11, 15), (-17, -4)),
    Shape.OCTAGON: ((-7, -16), (7, -16), (16, -7), (16, 7), (7, 16), (-7, 16), (-16, 7), (-16, -7)),
}


@dataclass(frozen=True, slots=True)
class Node:
    """One thing in a network. `kind` says in words what it is, `detail` what tells it from its like."""

    id: str
    label: str
    kind: str
    shape: Shape
    detail: str = ""
    href: str = ""
    centre: bool = False

    @property
    def short(self) -> str:
        """The label as drawn: no longer than there is room for."""
        return self.label if len(self.label) <= LONGEST_LABEL else f"{self.label[: LONGEST_LABEL - 1].rstrip()}…"

    @property
    def width(self) -> float:
        """How much room its label needs: a letter too few would be cut off at the edge of the drawing."""
        wide = sum(5.2 if c in _NARROW else 14.5 if c in _WIDE else 11.2 if c.isupper() else 9.2 for c in self.short)
        return max(wide * (1.1 if self.centre else 1.0), RADIUS * 2.0)

    @property
    def said(self) -> str:
        """What a screen reader says of it."""
        return ", ".join(part for part in (self.label, self.kind, self.detail) if part)

    @property
    def points(self) -> str:
        """The corners of its shape as SVG writes them; empty for a circle."""
        return " ".join(f"{x},{y}" for x, y in _CORNERS.get(self.shape, ()))


@dataclass(frozen=True, slots=True)
class Tie:
    """What joins two nodes, by their ids. `details` fill the further columns of the table; `dashed` if unsure."""

    id: str
    first: str
    second: str
    kind: str
    details: tuple[str, ...] = ()
    dashed: bool = False
    ended: bool = False
    href: str = ""


@dataclass(frozen=True)
class Network:
    """Nodes and what joins them. `says` tells in a sentence what is drawn; `columns` head the ties' details.

    Raises ValueError where two nodes have one id, or a tie joins what is not in the network: such a drawing
    would show less than its table, or more.
    """

    id: str
    title: str
    says: str
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    columns: tuple[str, ...] = ()
    empty: str = "Nothing is linked yet."

    def __post_init__(self) -> None:
        known = {node.id for node in self.nodes}
        if len(known) != len(self.nodes):
            raise ValueError("two nodes of a network have the same id")
        astray = [tie.id for tie in self.ties if tie.first not in known or tie.second not in known]
        if astray:
            raise ValueError(f"ties join nodes that are not in the network: {', '.join(astray)}")

    @property
    def drawn(self) -> bool:
        """Whether there is a drawing: something is joined, and not so much that nobody could read it."""
        return bool(self.ties) and len(self.nodes) <= MOST_DRAWN

    @cached_property
    def place(self) -> Place:
        """Where everything stands; the same for the same network, always."""
        return places({node.id: node.width for node in self.nodes}, [(tie.first, tie.second) for tie in self.ties])

    @property
    def shapes(self) -> tuple[Node, ...]:
        """One node of each kind, for the key."""
        first: dict[str, Node] = {}
        for node in self.nodes:
            first.setdefault(node.kind, node)
        return tuple(replace(first[kind], centre=False) for kind in sorted(first))

    @property
    def nodes_table(self) -> Table:
        """Everything in the network, as a table."""
        joined = {node.id: 0 for node in self.nodes}
        for tie in self.ties:
            joined[tie.first] += 1
            joined[tie.second] += 1
        rows = tuple(
            Row(
                f"{self.id}-node-{node.id}",
                (
                    Cell(node.label, node.href),
                    Cell(node.kind),
                    Cell(node.detail or "Nothing more"),
                    Cell(str(joined[node.id])),
                ),
            )
            for node in self.nodes
        )
        columns = (Column("Name"), Column("What it is"), Column("More"), Column("Links", numeric=True))
        return Table("Who and what is in it", columns, rows, Empty(self.empty))

    @property
    def ties_table(self) -> Table:
        """Everything that joins them, as a table."""
        named = {node.id: node for node in self.nodes}
        rows = tuple(
            Row(
                f"{self.id}-tie-{tie.id}",
                (
                    Cell(f"{named[tie.first].label} and {named[tie.second].label}", tie.href),
                    Cell(tie.kind),
                    *(Cell(text) for text in tie.details),
                ),
            )
            for tie in self.ties
        )
        columns = (Column("Between"), Column("How"), *map(Column, self.columns))
        return Table("How they are linked", columns, rows, Empty(self.empty))
