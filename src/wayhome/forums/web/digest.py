"""What is known of a child or context, in short, beside the meeting: as the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from wayhome.clocks.queries import duties
from wayhome.contexts.queries import contexts
from wayhome.forums.operations.telling import level_of
from wayhome.forums.queries.meetings import ItemView
from wayhome.forums.web.words import LEVEL_WORDS
from wayhome.missing.web.episode_words import coded
from wayhome.missing.web.timeline import kind_title
from wayhome.plans.queries import actions
from wayhome.record.queries import children, ledger
from wayhome.record.queries.ledger import Entry
from wayhome.record.subjects import Subject
from wayhome.ui import words
from wayhome.ui.components import SummaryRow

MOST = 6


@dataclass(frozen=True, slots=True)
class Digest:
    """The page to read on, the few lines that matter most, and what has been recorded since the last time."""

    href: str
    rows: tuple[SummaryRow, ...]
    since: str
    lines: tuple[str, ...]
    more: int


def digest(item: ItemView, now: datetime, *, since: datetime | None) -> Digest:
    """Return what is known of the item's subject; `since`: when it was last talked about, None for never."""
    subject = Subject.child(item.child) if item.child else Subject.context(item.context)  # type: ignore[arg-type]
    rows = _child(item, now) if item.child else _context(item)
    due = [duty for duty in duties.of_subject(subject) if duty.open]
    late = [duty for duty in due if duty.state_at(now) == "overdue"]
    rows += (SummaryRow("Duties", f"{words.counted(len(due), 'open duty', 'open duties')}, {len(late)} overdue"),)
    told = [e for e in ledger.entries_about(subject) if e.current and (since is None or e.recorded_at > since)]
    lines = tuple(f"{_when(e.happened_from)}: {_said(e)}" for e in told[:MOST])
    page = reverse("child", args=[item.child]) if item.child else reverse("context", args=[item.context])
    return Digest(page, rows, words.day(since) if since else "", lines, max(0, len(told) - MOST))


def _child(item: ItemView, now: datetime) -> tuple[SummaryRow, ...]:
    assert item.child is not None
    who = children.banner(item.child)
    if who is None:
        return ()
    age = who.age(words.local(now).date())
    level = level_of(item.child)
    open_ = [action for action in actions.of_child(item.child) if action.open]
    late = sum(1 for action in open_ if action.overdue(words.local(now).date()))
    return (
        SummaryRow("Reference", who.reference),
        SummaryRow("Age", str(age) if age is not None else "Not recorded"),
        SummaryRow("Risk", LEVEL_WORDS.get(level, "Nobody has assessed it")),
        SummaryRow("Actions", f"{len(open_)} to do, {late} overdue"),
    )


def _context(item: ItemView) -> tuple[SummaryRow, ...]:
    assert item.context is not None
    view = contexts.context(item.context)
    if view is None:
        return ()
    return (SummaryRow("Reference", view.reference), SummaryRow("Harm seen there", view.harm or "Not recorded"))


def _said(entry: Entry) -> str:
    value = f": {coded(entry.code)}" if entry.code else ""
    return f"{kind_title(entry.kind)}{value}"


def _when(at: datetime | None) -> str:
    return words.day(at) if at else "At a time nobody knows"
