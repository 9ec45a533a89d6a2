"""One child as values for the template: episodes, what is due, statuses, the timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from wayhome.clocks.queries.duties import Duty
from wayhome.clocks.web.deadlines import cell
from wayhome.desk.web.child_acts import act_links
from wayhome.desk.web.drawing import components
from wayhome.desk.web.glance import Glance
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web.history_page import day, lasted, status_words
from wayhome.missing.web.timeline import event, moment_of
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries.ledger import Entry
from wayhome.record.web.status import STATUSES
from wayhome.record.web.words import code_words
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Event, Link, Row, SummaryRow, Table

LATEST = 5  # entries of the timeline on the overview
MOST_URGENT = 5
STATED_KINDS = (
    "child.born", "child.gender", "child.ethnicity", "child.care-status", "child.plan", "child.placement",
    "child.section-47", "child.trafficked", "child.allocated-worker", "child.allocation", "child.conflict",
)  # fmt: skip
_STATED = (
    ("Looked after", "care-status"),
    ("Plan", "plan"),
    ("Where the child lives", "placement"),
    ("Section 47 enquiries", "section-47"),
    ("Trafficked", "trafficked"),
)


@dataclass(frozen=True, slots=True)
class ChildPage:
    """The page; `known_at` is the day whose knowledge is shown, in words, empty for now."""

    reference: str
    known_at: str
    actions: tuple[Link, ...]
    episodes: Table
    waiting: Table | None
    later: Table | None
    statuses: tuple[SummaryRow, ...]
    glance: Glance
    timeline: tuple[Event, ...]
    panels: tuple[Markup, ...]


def actions(child: UUID, had: Sequence[EpisodeView]) -> tuple[Link, ...]:
    """Return what most people come to do: report missing, or go to the episode that is open."""
    for view in had:
        if view.missing_now:
            return (Link("Update the open episode", reverse("episode", args=[view.id])),)
    return (Link("Report missing", reverse("report-missing", args=[child])),)


def episode_table(had: Sequence[EpisodeView], now: datetime) -> Table:
    """Return every episode, newest first, as the list of LEW Joint Protocol App 6 §8 has it."""
    columns = ("Started", "Ended", "Status", "How long")
    rows = tuple(
        Row(
            f"episode-{view.id}",
            (
                Cell(day(view.since), reverse("episode", args=[view.id])),
                Cell(day(view.ended) if view.ended else "Not yet"),
                Cell(status_words(view)),
                Cell(lasted(view, now)),
            ),
            urgent=view.missing_now,
        )
        for view in had
    )
    empty = Empty("No missing episode has been recorded for this child.")
    return Table("Missing episodes", tuple(map(Column, columns)), rows, empty)


def waiting(standing: Sequence[Duty], had: Sequence[EpisodeView], now: datetime) -> tuple[Table, Table | None]:
    """Return the child's open duties, each leading to why it is due: the few that come first, and the rest.

    What helps to find a child who is missing now comes before what is left of earlier episodes; overdue first in each;
    what has not begun comes last, however near its episode is. What is only to be found out comes after what is owed.
    """
    columns = (Column("What is due", hidden=True),)
    present = {view.id for view in had if view.missing_now}

    def order(duty: Duty) -> tuple[bool, bool, bool]:
        state = duty.state_at(now)
        return state == "not-started", duty.episode_id not in present, state == "cannot-tell"

    rows = tuple(_due(duty, now) for duty in sorted(standing, key=order) if duty.open)
    nothing = Empty("Nothing is waiting for anybody.")
    urgent = Table("What is due", columns, rows[:MOST_URGENT], nothing)
    rest = rows[MOST_URGENT:]
    return urgent, Table("Also due", columns, rest, nothing, caption_hidden=True) if rest else None


def _due(duty: Duty, now: datetime) -> Row:
    said = cell(duty, now)
    anchor = "duty-" + duty.key.partition("/")[2].replace("/", "-")
    beneath = Markup("").join(
        Markup('<div class="app-due__why">{}</div>').format(components().link(link)) for link in _links(duty, anchor)
    )
    return Row(f"due-{anchor}", (Cell(components().deadline(said) + beneath),))


def _links(duty: Duty, anchor: str) -> tuple[Link, ...]:
    """Return where a duty is explained and met: at its episode, or, where it is about none, what records it."""
    if duty.episode_id:
        href = f"{reverse('episode', args=[duty.episode_id])}#{anchor}"
        return (Link("Why?", href, f"is this due: {duty.title}"),)
    return act_links(duty.child_id, duty) if duty.child_id else ()


def statuses(
    child: UUID,
    entries: Sequence[Entry],
    people: Mapping[UUID, Colleague],
    at: datetime,
    *,
    may_change: bool,
) -> tuple[SummaryRow, ...]:
    """Return each status as recorded, with since when; what nobody recorded says so, and is never taken for "no"."""

    def change(status: str, about: str) -> tuple[Link, ...]:
        href = reverse("change-status", args=[child, status])
        return (Link("Change", href, about),) if may_change else ()

    rows = [
        SummaryRow("Date of birth", _born(entries)),
        SummaryRow("Gender", _coded(entries, "child.gender", at)),
        SummaryRow("Ethnicity", _worded(entries, "child.ethnicity", at)),
    ]
    rows += [
        SummaryRow(said, _coded(entries, STATUSES[key].kind, at), change(key, said.lower())) for said, key in _STATED
    ]
    worker = _holding(entries, "child.allocated-worker", at)
    unallocated = _holding(entries, "child.allocation", at)
    said = _person(worker, people) if worker else ""
    if not said and unallocated and unallocated.code == "unallocated":
        said = f"Nobody is allocated{_since(unallocated)}"
    rows.append(SummaryRow("Allocated social worker", said, change("allocated-worker", "allocated social worker")))
    related = [_person(e, people) for e in entries if e.kind == "child.conflict" and e.current and _holds(e, at)]
    rows.append(
        SummaryRow(
            "Colleague related to the child",
            "; ".join(related) or "Nobody recorded",
            change("conflict", "related colleague"),
        )
    )
    return tuple(rows)


def _holding(entries: Sequence[Entry], kind: str, at: datetime) -> Entry | None:
    """Return the latest current fact of a kind, unless its time is over."""
    latest = next((e for e in entries if e.kind == kind and e.current), None)
    return latest if latest and _holds(latest, at) else None


def _holds(entry: Entry, at: datetime) -> bool:
    return entry.holds_until is None or entry.holds_until > at


def _coded(entries: Sequence[Entry], kind: str, at: datetime) -> str:
    found = _holding(entries, kind, at)
    return f"{code_words(found.code or '')}{_since(found)}" if found else ""


def _worded(entries: Sequence[Entry], kind: str, at: datetime) -> str:
    found = _holding(entries, kind, at)
    return (found.text or "") if found else ""


def _born(entries: Sequence[Entry]) -> str:
    found = next((e for e in entries if e.kind == "child.born" and e.current and e.on_date), None)
    return words.day(found.on_date).partition(" ")[2] if found and found.on_date else ""


def _person(entry: Entry, people: Mapping[UUID, Colleague]) -> str:
    known = people.get(entry.person) if entry.person else None
    return f"{known.name if known else 'A colleague'}{_since(entry)}"


def _since(entry: Entry) -> str:
    if entry.happened_from is None:
        return ""
    return f", since {words.moment(moment_of(entry)).partition(', time not known')[0]}"


def latest(entries: Sequence[Entry], people: Mapping[UUID, Colleague]) -> tuple[Event, ...]:
    """Return the newest entries of the timeline: to be read, not mended, here."""
    return tuple(event(e, people, may_mend=False) for e in entries)
