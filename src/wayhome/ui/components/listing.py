"""Lists of things: tables, timelines, filters, task lists, pages of results, live regions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wayhome.ui.components.plain import Empty, Link, Tag


@dataclass(frozen=True, slots=True)
class Column:
    """A heading of a table; its words also label the cell when the table stacks on a phone."""

    heading: str
    numeric: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: text, HTML from another component, or a link that is the thing itself."""

    content: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `id` is stable for the thing shown, so that focus survives a live update."""

    id: str
    cells: tuple[Cell, ...]
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table that stacks at 320 pixels. The first cell of a row is its heading."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: Empty
    caption_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a timeline, newest first: when it happened, and when it was recorded if later.

    `when` is already in words (see `words.moment`): an unknown time is never shown as midnight.
    """

    title: str
    when: str
    machine_time: str = ""
    by: str = ""
    text: str = ""
    recorded: str = ""
    withdrawn: str = ""
    links: tuple[Link, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """The filter beside a list: `fields` is HTML from `form_fields`; `chosen` links each remove one choice."""

    fields: str
    chosen: tuple[Link, ...] = ()
    clear: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where one is in a long list; `query` is what comes before the page number, such as "?kind=a&page="."""

    page: int
    pages: int
    query: str = "?page="
    results: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list."""

    title: str
    status: Tag
    href: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SubNavigationItem:
    """One page of a record: a link, never a tab."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Live:
    """A part of a page that keeps itself true.

    `fragment` answers with the inner HTML; `events` streams "changed" and carries no personal data;
    `read_at` is when this was read; `next_change` the next moment at which time alone changes it.
    """

    id: str
    fragment: str
    events: str
    read_at: datetime
    next_change: datetime | None = None
