"""The missing board as values for the template: three sections of rows, what they count, when they next change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from wayhome.clocks.queries.duties import Board, Duty, Place
from wayhome.desk.web.drawing import components
from wayhome.engine.facts import Precision
from wayhome.engine.readings import State
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web.episode_words import coded, how_long, risk_badge
from wayhome.packs.roles import load_roles
from wayhome.record.queries.children import ChildBanner
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, DeadlineCell, Empty, Link, Pagination, Row, Table
from wayhome.ui.times import short_time

STALE = timedelta(seconds=60)
SECTIONS = {
    "missing": ("Missing now", "Nobody is recorded as missing now."),
    "returned": ("Returned, conversation due", "Nobody is waiting for their return home conversation."),
    "closed": ("Closed in the last 7 days", "No episode was closed in the last 7 days."),
}
_LINE = Markup("{}<br>{}")
_NIGHT = Markup(
    '{}<br><a class="govuk-link" href="{}">Sheet for the night<span class="govuk-visually-hidden">: where to look, what to do</span></a>'
)
_NAMED = Markup("{},<br>{}")
_SECONDARY = Markup('<span class="app-secondary">{}</span>')


@dataclass(frozen=True, slots=True)
class Read:
    """Everything one reading of the board rests on; `now` aware."""

    board: Board
    episodes: Mapping[UUID, EpisodeView]
    children: Mapping[UUID, ChildBanner]
    now: datetime


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its table, and where one is in it when it is longer than a page."""

    id: str
    table: Table
    pagination: Pagination


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The board; `stale` says in words that the clocks were not checked lately, else ""."""

    sections: tuple[Section, ...]
    stale: str
    read_at: datetime
    next_change: datetime | None


def board_page(read: Read, *, only: str = "", page: int = 1, size: int = 50) -> BoardPage:
    """Return the page from what was read; `only` names the one section that is shown beyond its first page."""
    chosen = [s for s in SECTIONS if only in ("", s)]
    return BoardPage(
        sections=tuple(_section(read, s, page, size) for s in chosen),
        stale=_stale(read),
        read_at=read.now,
        next_change=_next_change(read),
    )


def _section(read: Read, section: str, page: int, size: int) -> Section:
    title, empty = SECTIONS[section]
    total = read.board.counts.get(section, 0)
    rows = [_row(read, p) for p in read.board.places if p.section == section and p.episode_id in read.episodes]
    columns = ["Child", _SINCE[section], "Category", "Police risk", "Next deadline", "Duties", "Last update"]
    counted = words.counted(total, "child", "children") if section == "missing" else words.counted(total, "episode")
    caption = f"{title}: {counted}"
    action = Link("Find a child to report missing", reverse("find-child")) if section == "missing" else None
    return Section(
        section,
        Table(caption, tuple(map(Column, columns)), tuple(rows), Empty(empty, action)),
        Pagination(
            page,
            max(1, -(-total // size)),
            f"{reverse('board')}?section={section}&page=",
            _results(section, len(rows), total, page, size),
        ),
    )


_SINCE = {"missing": "Missing since", "returned": "Missing, and back", "closed": "Missing, and closed"}


def _results(section: str, shown: int, total: int, page: int, size: int) -> str:
    if total <= size:
        return ""
    if page == 1:
        return f"Showing the {shown} {'latest' if section == 'closed' else 'most urgent'} of {total:,}"
    first = (page - 1) * size + 1
    return f"Showing {first:,} to {first + shown - 1:,} of {total:,}"


def _row(read: Read, place: Place) -> Row:
    episode = read.episodes[place.episode_id]
    duty = place.next_duty
    cells = (
        Cell(_who(read.children.get(place.child_id)), reverse("episode", args=[place.episode_id])),
        Cell(_with_night(place.child_id, episode, _since(episode, read.now))),
        Cell(coded(episode.category)),
        Cell(components().badge(risk_badge(episode.police_risk))),
        Cell(_deadline(duty, read.now)),
        Cell(_counts(place)),
        Cell(short_time(episode.updated_at, read.now)),
    )
    return Row(
        f"episode-{place.episode_id}", cells, urgent=duty is not None and duty.state_at(read.now) == State.BREACHED
    )


def _who(child: ChildBanner | None) -> str:
    if child is None:
        return "A child whose record you may not see"
    return _NAMED.format(child.known_as or child.name or "Name not recorded", child.reference)


def _with_night(child: UUID, episode: EpisodeView, since: str) -> str:
    """Lead from a child who is missing now to the one page that is meant for the middle of the night."""
    return _NIGHT.format(since, reverse("child-at-night", args=[child])) if episode.missing_now else since


def _since(episode: EpisodeView, now: datetime) -> str:
    exact = episode.since_from if episode.since_precision == Precision.EXACT else None
    began = short_time(exact, now) if exact else words.moment(episode.since)
    ended = episode.ended
    if ended is None:
        return _LINE.format(began, how_long(episode.since, now))
    back = f"Back: {words.moment(ended)}"
    lasted = how_long(episode.since, ended.earliest) if ended.earliest else ""
    said = _LINE.format(began, back)
    said = _LINE.format(said, _SECONDARY.format(f"After {lasted}")) if lasted else said
    return _LINE.format(said, f"Closed: {words.when(episode.closed_at)}") if episode.closed_at else said


def _deadline(duty: Duty | None, now: datetime) -> str:
    if duty is None:
        return _SECONDARY.format("Nothing is waiting")
    role = load_roles().get(duty.owner)
    return components().deadline(
        DeadlineCell(
            what=duty.title,
            state=State(duty.state_at(now)),
            now=now,
            due=duty.due_at,
            at_latest=duty.at_latest,
            about=duty.about,
            owner=role.label if role else duty.owner,
        )
    )


def _counts(place: Place) -> str:
    said = f"{place.open_count} open"
    return f"{said}, {place.cannot_tell_count} to find out" if place.cannot_tell_count else said


def _stale(read: Read) -> str:
    checked = read.board.checked_at
    if checked is None:
        return "The clocks have not been checked yet. Deadlines may be missing here. Tell whoever runs Wayhome."
    if read.now - checked <= STALE:
        return ""
    ago = words.length(read.now - checked)
    return f"The clocks were last checked {ago} ago, {words.when(checked)}. Tell whoever runs Wayhome."


def _next_change(read: Read) -> datetime:
    """Return the next moment at which time alone changes the page: a duty's turn, or the clocks going unchecked."""
    moments = [read.now + STALE]
    for place in read.board.places:
        if duty := place.next_duty:
            moments += [m + timedelta(seconds=1) for m in (duty.changes_at, duty.due_at) if m and m > read.now]
    return min(moments)
