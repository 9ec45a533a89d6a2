"""Small things said on a page: links, tags, messages, summaries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Colour(StrEnum):
    """Colours of a tag; red only for a problem or something urgent."""

    GREY = "grey"
    GREEN = "green"
    TEAL = "teal"
    BLUE = "blue"
    PURPLE = "purple"
    MAGENTA = "magenta"
    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `about` is read after the text by a screen reader where many links say the same."""

    text: str
    href: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A status in one or two words, an adjective, never a link."""

    text: str
    colour: Colour = Colour.GREY


@dataclass(frozen=True, slots=True)
class Badge:
    """A level of risk, and nothing else."""

    text: str
    colour: Colour = Colour.GREY


class AlertKind(StrEnum):
    """What an alert is for."""

    INFORMATION = "information"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Alert:
    """A message on the page, in one sentence; never goes away by itself."""

    text: str
    kind: AlertKind = AlertKind.INFORMATION
    title: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One line of a summary; an empty value is shown as "Not recorded"."""

    key: str
    value: str
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryCard:
    """A titled box of summary lines."""

    title: str
    rows: tuple[SummaryRow, ...]
    actions: tuple[Link, ...] = ()
    heading_level: int = 2


@dataclass(frozen=True, slots=True)
class Panel:
    """The page that says a thing is done, with what happens next said beneath it."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Asking before doing: what will happen, the details, the button's verb and the way back."""

    title: str
    rows: tuple[SummaryRow, ...]
    button: str
    cancel: str
    text: str = ""
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """What is said where there is nothing: a sentence, and what one might do next."""

    text: str
    action: Link | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why something is due: the rule in words, its paragraph, what it rests on and what nobody has told us."""

    rule: str
    citation: str
    facts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    about: str = ""
    more: Link | None = None  # the whole rule, on a page of its own
