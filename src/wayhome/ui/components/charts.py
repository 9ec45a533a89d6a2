"""Charts drawn on the server as SVG, always with a table beside them: bars in pairs, and lines over days.

Nothing is left to colour alone: the second of a pair is hollow, the second line dashed.
"""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 640
LABEL = 260  # room for the names, in the drawing's own units
ROW = 44
HEIGHT = 240
MARGIN = 44


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing measured twice. Words stand for a number that is not to be shown as one."""

    label: str
    first: float
    second: float
    first_words: str = ""
    second_words: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Pairs of bars, one row each. `says` tells in a sentence what the picture shows, for who cannot see it."""

    id: str
    title: str
    says: str
    first: str
    second: str
    pairs: tuple[Pair, ...]

    @property
    def most(self) -> float:
        """The longest bar's value; 1 when there is nothing to draw."""
        return max((max(p.first, p.second) for p in self.pairs), default=0) or 1

    @property
    def height(self) -> int:
        """How tall the drawing is."""
        return ROW * len(self.pairs) + 8

    def length(self, value: float) -> float:
        """Return how long a bar is drawn."""
        return round((WIDTH - LABEL - 60) * value / self.most, 1)


@dataclass(frozen=True, slots=True)
class Lines:
    """One or two lines over evenly spaced steps; `ends` name the first and the last step.

    `top` stands for the highest value where that is not to be shown as a number.
    """

    id: str
    title: str
    says: str
    first: str
    values: tuple[float, ...]
    ends: tuple[str, str]
    second: str = ""
    others: tuple[float, ...] = ()
    top: str = ""

    @property
    def most(self) -> float:
        """The highest value; 1 when there is nothing to draw."""
        return max((*self.values, *self.others), default=0) or 1

    def points(self, values: tuple[float, ...]) -> str:
        """Return a line's corners as SVG writes them."""
        step = (WIDTH - 2 * MARGIN) / max(1, len(values) - 1)
        height = HEIGHT - 2 * MARGIN
        corners = ((MARGIN + n * step, HEIGHT - MARGIN - height * v / self.most) for n, v in enumerate(values))
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
