"""Decisions about a child that have a form, an owner and a time each: where they stand, and where each is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.assessment.arrangements import offered
from wayhome.clocks.queries import duties
from wayhome.clocks.queries.duties import Duty
from wayhome.desk.web import child_page
from wayhome.missing.operations import publicity
from wayhome.missing.queries import episodes
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web.banner import since_words
from wayhome.missing.web.episode_words import coded
from wayhome.missing.web.record_links import address
from wayhome.missing.web.timeline import kind_title, lines, moment_of
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.web.requests import actor_of
from wayhome.record.queries import ledger
from wayhome.record.queries.ledger import Entry
from wayhome.record.web.child_page import frame, show
from wayhome.record.web.topic_words import topic_words
from wayhome.ui import words
from wayhome.ui.components import Link, SummaryRow, Table


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: its form, the kinds of fact it is made of, what begins it without the form, and its clocks."""

    id: str
    title: str
    needed: str
    form: str
    kinds: tuple[str, ...]
    begins: str
    clocks: tuple[str, ...]
    of_episode: bool = False


def _kinds(start: str, *more: str) -> tuple[str, ...]:
    return (*(k for k in load_vocabulary().kinds if k.startswith(start)), *more)


DECISIONS = (
    Decision(
        "publicity", "Publicity", "When something published may help to find a child who is missing.", "publicity",
        _kinds("publicity."), "publicity.proposed", ("publicity-",), of_episode=True,
    ),
    Decision(
        "no-worker", "A missing child without a social worker", "What the duty manager decides, and what is done.",
        "no-social-worker", _kinds("no-worker."), "no-worker.decided", ("no-worker-", "early-help-"), of_episode=True,
    ),
    Decision(
        "education", "Missing from education", "On no school roll, and in no other place to learn.",
        "missing-from-education", _kinds("education.", "child.education"), "", ("education-",),
    ),
    Decision(
        "homeless", "Without a home at 16 or 17", "A bed and breakfast is never suitable, not even for one night.",
        "homeless-16-17", _kinds("housing."), "", ("homeless-",),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """One decision as it stands: what is recorded, what is due, why it is blocked, and where it is made."""

    id: str
    title: str
    needed: str
    blocked: str
    rows: tuple[SummaryRow, ...]
    due: Table | None
    links: tuple[Link, ...]


@require_GET
def decisions(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show each decision that the protocol in force, or the ledger, knows of for this child."""
    framed = frame(request, child, "decisions")
    had = episodes.of_child(child)
    latest = next((v for v in had if v.section != "error"), None)
    forms = {o.instrument.id: o.line for o in offered(actor_of(request).authority) if not o.empty}
    told = [e for e in ledger.entries(child) if e.current]
    standing = duties.of_child(child)
    made = [_standing(d, child, latest, forms, told, standing, had, framed.now) for d in DECISIONS]
    since = since_words(latest) if latest else ""
    return show(request, framed, "desk/decisions.html", decisions=[m for m in made if m], since=since)


def _standing(
    decision: Decision,
    child: UUID,
    latest: EpisodeView | None,
    forms: dict[str, str],
    told: Sequence[Entry],
    standing: Sequence[Duty],
    had: Sequence[EpisodeView],
    now: datetime,
) -> Standing | None:
    if decision.of_episode and latest is None:
        return None
    about = latest.id if decision.of_episode and latest else None
    found = [e for e in told if e.kind in decision.kinds and (about is None or e.episode == about)]
    links = _links(decision, child, about, forms, found)
    due = [d for d in standing if d.open and d.clock.startswith(decision.clocks) and about in (None, d.episode_id)]
    if decision.form not in forms and not found and not due:
        return None
    return Standing(
        decision.id,
        decision.title,
        decision.needed,
        publicity.blocked(latest) if decision.id == "publicity" and found and latest else "",
        tuple(SummaryRow(kind_title(e.kind), lines(_said(e))) for e in found),
        child_page.waiting(due, had, now)[0] if due else None,
        links,
    )


def _links(
    decision: Decision, child: UUID, about: UUID | None, forms: dict[str, str], found: Sequence[Entry]
) -> tuple[Link, ...]:
    """Lead to the protocol's form, and to each fact that can be recorded by itself."""
    links: list[Link] = []
    if about and decision.begins and not any(e.kind == decision.begins for e in found):
        done = load_vocabulary().kinds[decision.begins].done
        word = done or f"Record: {_small(kind_title(decision.begins))}"
        links.append(Link(word, address(about, decision.begins, ())))
    if line := forms.get(decision.form):
        name, of = ("begin-episode-form", about) if about else ("begin-form", child)
        links.append(Link(f"Fill in the form: {_small(decision.title)}", reverse(name, args=[of, line, decision.form])))
    if about:
        known = load_vocabulary().kinds
        links += [
            Link(known[kind].done or "", address(about, kind, ()))
            for kind in decision.kinds
            if known[kind].done and kind != decision.begins
        ]
    return tuple(links)


def _small(said: str) -> str:
    return said[:1].lower() + said[1:]


def _said(entry: Entry) -> str:
    return ". ".join(
        w
        for w in (
            topic_words(entry.kind, entry.code) or coded(entry.code),
            entry.text or "",
            words.moment(moment_of(entry)),
        )
        if w
    )
