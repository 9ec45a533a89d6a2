"""What a document is made of: frozen values, in the order they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: 1 for a part of the document, 2 for what is inside a part."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; lines that the writer broke stay broken. `quiet` is small and grey: where it comes from."""

    text: str
    strong: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list of things."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """Lines of a name and what is said under it."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose first row heads it; `caption` says what it is."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """What must not be missed: a box with a thick border, never colour alone."""

    title: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph with its words beside it; `alt` is what somebody who cannot see it is told. `content`: a JPEG."""

    content: bytes
    alt: str
    lines: tuple[str, ...] = ()


Block: TypeAlias = Heading | Words | Points | Pairs | Grid | Callout | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """One document.

    `title` names the kind of document and never a child: it becomes the PDF's own title. `name` is the heading on
    the paper, which may. `marking` is how it is to be handled; `foot` who made it and when. `one_side`: letters are
    made smaller until it fits one side of A4. `large`: 16 point, for a child to read.
    """

    title: str
    name: str
    blocks: tuple[Block, ...]
    partnership: str = ""
    marking: str = ""
    foot: str = ""
    one_side: bool = False
    large: bool = False
