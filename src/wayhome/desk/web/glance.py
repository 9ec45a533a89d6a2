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

from wayhome.desk.web.drawing import components
from wayhome.missing.web.episode_words import coded
from wayhome.missing.web.timeline import kind_title, moment_of, named_in, value_words
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.plans.queries.eighteen import Change, birthday, changes
from wayhome.platform.queries import posts
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries import chronology, particulars
from wayhome.record.queries.children import ChildBanner
from wayhome.record.queries.ledger import Entry
from wayhome.record.queries.particulars import Told
from wayhome.record.web.told_words import value_words as topic_value
from wayhome.ui import words
from wayhome.ui.components import Badge, Colour, SummaryRow

# The states whose latest value says how safe a child is thought to be, and what to call them.
LEVELS = ("exploitation-level", "toolkit-level", "seraf-category")
JUDGED = "exploitation.level-judged"
AROUND = ("child.single-contact", "child.professional", "child.school", "child.family-member")
FIRST = ("lead-professional", "reviewing-officer", "key-worker", "personal-adviser")
AGREED = ("met.", "meeting.", "strategy-discussion.", "safeguarding.strategy", "plan.", "forum.", "action.")
SAYS = ("child.said", "return.said")
EIGHTEEN_SOON = 17  # years: from then on the page says what changes
COLOURS = {
    "none": Colour.GREY, "not-at-risk": Colour.GREY, "low": Colour.YELLOW, "mild": Colour.YELLOW,
    "medium": Colour.ORANGE, "moderate": Colour.ORANGE, "high": Colour.RED, "significant": Colour.RED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Glance:
    """The lines of the glance, and of eighteen ("" and empty while that is far)."""

    rows: tuple[SummaryRow, ...]
    eighteen: str
    changes: tuple[SummaryRow, ...]


def level_kinds() -> tuple[str, ...]:
    """Return the kinds of fact that tell a level, as the vocabulary has them."""
    states = load_vocabulary().states
    return tuple(dict.fromkeys(kind for state in LEVELS for kind in states[state].kinds))


def glance(child: ChildBanner, now: datetime, *, known_at: datetime | None = None) -> Glance:
    """Return a child at a glance, as known at a moment: eight statements, however much is recorded."""
    at = known_at or now
    told = particulars.told(
        child.id,
        [*level_kinds(), *AROUND, "child.adult-services", "child.leaving-care", "child.disability"],
        known_at=known_at,
    )
    standing = [one for one in told if one.holds(at)]
    says = chronology.newest(child.id, SAYS, known_at=known_at, size=2)
    agreed = chronology.newest(child.id, AGREED, known_at=known_at, size=3)
    people = posts.colleagues(
        named_in([*says, *agreed, *(t.entry for t in standing)])
        | ({child.allocated_worker} if child.allocated_worker else set())
    )
    rows = (
        SummaryRow("How safe", _safe([t.entry for t in standing], people)),
        SummaryRow("Who is involved", _around(child, standing, people)),
        SummaryRow("What was agreed", _lines([_agreed(e, people) for e in agreed])),
        SummaryRow("What the child says", _lines([_says(e) for e in says])),
    )
    eighteen, changes = _eighteen(child, standing, words.local(at).date())
    return Glance(rows, eighteen, changes)


def _safe(entries: Sequence[Entry], people: Mapping[UUID, Colleague]) -> Markup | str:
    """Say the level judged, and beside it the newest score: they are two things, and both may stand."""
    kinds = set(level_kinds())
    levels = [e for e in entries if e.kind in kinds and e.code]  # the latest first
    judged = [e for e in levels if e.kind == JUDGED]
    scored = [e for e in levels if e.kind != JUDGED]
    if not levels:
        return "No level is recorded that you may see. That is not the same as being safe."
    said = [_level(judged[0], "Judged", people)] if judged else [Markup("Nobody has judged the level yet")]
    if len(judged) > 1 and judged[1].code != judged[0].code:
        said.append(escape(f"Before that: {coded(judged[1].code)}"))
    if scored:
        said.append(_level(scored[0], kind_title(scored[0].kind), people))
    return _lines(said)


def _level(entry: Entry, what: str, people: Mapping[UUID, Colleague]) -> Markup:
    code = entry.code or ""
    badge = components().badge(Badge(coded(code), COLOURS.get(code, Colour.GREY)))
    by = people.get(entry.by_user) if entry.by_user else None
    said = f"{what} {words.moment(moment_of(entry)).partition(', ')[0]}{f', {by.name}' if by else ''}"
    return Markup("{} {}{}").format(badge, said, f". {_short(entry.text)}" if entry.text else "")


def _around(child: ChildBanner, standing: Sequence[Told], people: Mapping[UUID, Colleague]) -> Markup:
    worker = people.get(child.allocated_worker) if child.allocated_worker else None
    nobody = "Nobody is allocated" if child.allocation == "unallocated" else "No allocated social worker is recorded"
    said: list[str] = [f"Social worker: {worker.name}" if worker else nobody]
    first = sorted((t for t in standing if t.entry.kind == "child.professional"), key=_rank)
    said += [f"Single point of contact: {_reached(t)}" for t in standing if t.entry.kind == "child.single-contact"][:1]
    said += [_reached(t) for t in first if t.entry.code in FIRST][:4]
    said += [f"School: {_reached(t)}" for t in standing if t.entry.kind == "child.school"][:1]
    said += [
        _reached(t) for t in standing if t.entry.kind == "child.family-member" and t.said.get("may-be-told") == "yes"
    ][:2]
    return _lines([escape(line) for line in said])


def _rank(told: Told) -> int:
    return FIRST.index(told.entry.code) if told.entry.code in FIRST else len(FIRST)


def _reached(told: Told) -> str:
    return ", ".join(
        part for part in (topic_value(told.entry), told.said.get("lead", ""), told.said.get("phone", "")) if part
    )


def _agreed(entry: Entry, people: Mapping[UUID, Colleague]) -> Markup:
    said = value_words(entry, people)
    return escape(f"{_on(entry)}: {kind_title(entry.kind)}{f'. {_short(said)}' if said else ''}")


def _says(entry: Entry) -> Markup:
    return Markup('“{}” <span class="app-secondary">{}</span>').format(_short(entry.text or "", 240), _on(entry))


def _on(entry: Entry) -> str:
    return words.day(entry.happened_from or entry.told_at).partition(" ")[2]


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


def _short(said: str | None, longest: int = 140) -> str:
    line = " ".join((said or "").split())
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0]} …"


def _lines(said: Sequence[Markup | str]) -> Markup:
    return Markup("<br>").join(said)
