"""A child in ten seconds: how safe, whom to ring, what was agreed, what the child says, and what changes at eighteen.

It reads; it judges nothing. Where nothing is recorded that this reader may see, it says just that: silence about a
child's safety is never good news.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from markupsafe import Markup, escape

from wayhome.desk.web import glance_agreed
from wayhome.desk.web.glance_level import level_kinds, on_day, safe, short
from wayhome.missing.operations.conversations import TOGETHER
from wayhome.missing.web.timeline import named_in
from wayhome.plans.queries.eighteen import Change, birthday, changes
from wayhome.platform.queries import posts
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries import chronology, particulars
from wayhome.record.queries.children import ChildBanner
from wayhome.record.queries.ledger import Entry
from wayhome.record.queries.particulars import Told
from wayhome.record.web.told_words import value_words as topic_value
from wayhome.ui import words
from wayhome.ui.components import SummaryRow
from wayhome.ui.direction import apart

AROUND = ("child.single-contact", "child.professional", "child.school", "child.family-member")
FIRST = ("lead-professional", "reviewing-officer", "key-worker", "personal-adviser")
SAYS = ("child.said", "return.said")
NOTHING = "Nothing is recorded that you may see."
EIGHTEEN_SOON = 17  # years: from then on the page says what changes


@dataclass(frozen=True, slots=True)
class Glance:
    """The lines of the glance, and of eighteen ("" and empty while that is far)."""

    rows: tuple[SummaryRow, ...]
    eighteen: str
    changes: tuple[SummaryRow, ...]


def glance(child: ChildBanner, now: datetime, *, known_at: datetime | None = None) -> Glance:
    """Return a child at a glance, as known at a moment: eleven statements, however much is recorded."""
    at = known_at or now
    told = particulars.told(
        child.id,
        [*level_kinds(), *AROUND, "child.adult-services", "child.leaving-care", "child.disability"],
        known_at=known_at,
    )
    standing = [one for one in told if one.holds(at)]
    says = chronology.newest(child.id, SAYS, known_at=known_at, size=2)
    waiting = glance_agreed.to_do(child.id, now) if known_at is None else []
    kinds, size = (glance_agreed.DECIDED, 2) if waiting else (glance_agreed.EVERY, 3)
    agreed = chronology.newest(child.id, kinds, known_at=known_at, size=size)
    people = posts.colleagues(
        named_in([*says, *agreed, *(t.entry for t in standing)])
        | ({child.allocated_worker} if child.allocated_worker else set())
    )
    rows = (
        SummaryRow("How safe", _lines(safe([t.entry for t in standing], people))),
        SummaryRow("Who is involved", _around(child, standing, people)),
        SummaryRow("What was agreed", _lines([*waiting, *glance_agreed.decided(agreed, people)]) or NOTHING),
        SummaryRow("What the child says", _lines([_says(e) for e in says]) or NOTHING),
    )
    eighteen, changes = _eighteen(child, standing, words.local(at).date())
    return Glance(rows, eighteen, changes)


def _around(child: ChildBanner, standing: Sequence[Told], people: Mapping[UUID, Colleague]) -> Markup:
    worker = people.get(child.allocated_worker) if child.allocated_worker else None
    nobody = "Nobody is allocated" if child.allocation == "unallocated" else "No allocated social worker is recorded"
    first = sorted((t for t in standing if t.entry.kind == "child.professional"), key=_rank)
    leads = next((t for t in first if worker and t.entry.code == FIRST[0] and t.entry.text == worker.name), None)
    said: list[str] = [f"Social worker: {worker.name}" if worker else nobody]
    if worker and leads:  # one line for one person, with the number to ring
        phone = leads.said.get("phone", "")
        said = [f"Social worker and lead professional: {worker.name}{f', {phone}' if phone else ''}"]
    said += [f"Single point of contact: {_reached(t)}" for t in standing if t.entry.kind == "child.single-contact"][:1]
    said += [_reached(t) for t in first if t.entry.code in FIRST and t is not leads][:4]
    said += [f"School: {_reached(t)}" for t in standing if t.entry.kind == "child.school"][:1]
    said += [
        _reached(t) for t in standing if t.entry.kind == "child.family-member" and t.said.get("may-be-told") == "yes"
    ][:2]
    return _lines([escape(apart(line)) for line in said])


def _rank(told: Told) -> int:
    return FIRST.index(told.entry.code) if told.entry.code in FIRST else len(FIRST)


def _reached(told: Told) -> str:
    return ", ".join(
        part for part in (topic_value(told.entry), told.said.get("lead", ""), told.said.get("phone", "")) if part
    )


def _says(entry: Entry) -> Markup:
    """Say in quotation marks what the child said, and nothing else: not the question, nor a colleague's note beside it."""
    text = entry.text or ""
    if text == TOGETHER:
        return Markup('{} <span class="app-secondary">{}</span>').format(text, on_day(entry))
    question, _, answer = text.partition("\n")
    own = answer if answer.strip() and question.endswith("?") else text
    return Markup('“{}” <span class="app-secondary">{}</span>').format(short(own, 240), on_day(entry))


def _eighteen(child: ChildBanner, standing: Sequence[Told], today: date) -> tuple[str, tuple[SummaryRow, ...]]:
    """Say when the child turns eighteen and what is arranged; what changes is told beneath, on the page."""
    age = child.age(today)
    if child.born_on is None or age is None or age < EIGHTEEN_SOON:
        return "", ()
    day = birthday(child.born_on, 18)
    said = (
        f"Turned 18 on {words.day(day)}"
        if day <= today
        else f"Turns 18 on {words.day(day)}, in {words.counted((day - today).days, 'day')}"
    )
    latest = {t.entry.kind: t.entry for t in reversed(standing) if t.entry.kind != "child.disability"}
    learning = any(t.entry.kind == "child.disability" and t.entry.code == "learning" for t in standing)
    leaving = latest.get("child.leaving-care")
    found = changes(child.born_on, leaving_care=(leaving.code or "") if leaving else "", learning_disability=learning)
    arranged = latest.get("child.adult-services")
    return said, (
        SummaryRow("Arranged with adult services", topic_value(arranged) if arranged else ""),
        SummaryRow("Leaving care", topic_value(leaving) if leaving else ""),
        *(SummaryRow(change.title, _changes_on(change, today)) for change in found),
    )


def _changes_on(change: Change, today: date) -> str:
    """Say what changes, on which day, whether that is past, and where it is written."""
    when = ""
    if change.on:
        when = f"{words.day(change.on)}{' (past)' if change.on <= today else ''}. "
    return f"{when}{change.what} ({change.cite})"


def _lines(said: Sequence[Markup]) -> Markup:
    """Return lines as a list: each is found at once, and heard as one."""
    lines = Markup("").join(Markup("<li>{}</li>").format(line) for line in said)
    return Markup('<ul class="govuk-list">{}</ul>').format(lines) if said else Markup("")
