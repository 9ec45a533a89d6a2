"""Listening to a child who came back: from the offer to what was changed by what the child said, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.missing.queries import episodes, listening
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web.banner import since_words
from wayhome.missing.web.conversation_held import CONDITIONS
from wayhome.missing.web.episode_words import coded
from wayhome.missing.web.record_links import address
from wayhome.missing.web.timeline import lines, moment_of
from wayhome.platform import wall
from wayhome.platform.web.requests import write_down
from wayhome.record.queries import ledger
from wayhome.record.queries.ledger import Entry
from wayhome.record.web import banner
from wayhome.record.web.authorities import PARTS
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Link, Row, Table

# What follows what: the step, its kinds of fact, what is recorded by the link, and the values asked for.
STEPS: tuple[tuple[str, tuple[str, ...], str, tuple[str, ...]], ...] = (
    ("The conversation is offered", ("return.conversation-offered",), "return.conversation-offered", ()),
    ("The child answers", ("return.conversation-answered",), "return.conversation-answered", ()),
    ("The parent or carer is asked instead, if the child declines", ("return.parent-offered",), "return.parent-offered", ()),
    ("The child is listened to", ("return.conversation-held", "return.interviewer"), "return.conversation-held", ()),
    ("Where the child was listened to", (CONDITIONS["place"],), "", ()),
    ("Listened to before going back", (CONDITIONS["before_going_back"],), "", ()),
    ("Asked whom to talk to", (CONDITIONS["listener"],), "", ()),
    ("A conversation still to be held", ("return.conversation-planned",), "", ()),
    ("Why not somebody independent", ("return.not-independent-why",), "", ()),
    ("Harm came to light", ("return.harm-disclosed", "return.harm-decided"), "return.harm-decided", ()),
    ("The concern is passed on at once", ("return.concerns-shared",), "return.concerns-shared", ()),
    ("A manager decides about the harm", ("return.harm-discussed",), "return.harm-discussed", ()),
    ("A strategy discussion the same day", ("strategy-discussion.held",), "strategy-discussion.held", ("about-harm",)),
    ("What was learned is shared", ("return.intelligence-shared", "return.form-sent-to-police"), "return.intelligence-shared", ()),
    ("The plan is brought up to date", ("return.plan-updated", "return.risk-assessment-updated"), "return.plan-updated", ()),
    ("The last plan: did it help?", ("return.last-plan-judged",), "return.last-plan-judged", ()),
    ("One person for all of this child’s conversations", ("return.one-interviewer-considered",), "return.one-interviewer-considered", ()),
    ("The authority that placed the child here is asked", ("return.placing-authority-asked",), "return.placing-authority-asked", ()),
    ("The responsible authority is sent what there is", ("told.responsible-authority",), "told.responsible-authority", ()),
)  # fmt: skip
MANY = 3  # times missing, from which one person for every conversation is worth asking about (PATH 9.9)
ONLY_PLACED_IN = frozenset({"return.placing-authority-asked", "told.responsible-authority"})


@require_GET
def listening_page(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Show what has been done to listen to the child after this episode, and lead to each next step."""
    view = episodes.episode(episode)
    who = banner.of(view.child_id, wall.now()) if view else None
    if view is None or who is None:
        raise Http404("no such episode")
    write_down(request, "listening to the child", [view.child_id])
    had = episodes.of_child(view.child_id)
    entries = [e for e in ledger.entries(view.child_id, episode=episode) if e.current]
    placed = ledger.current_facts(view.child_id, ["child.placement"])
    placement = (placed[-1].code or "") if placed else ""
    page = {
        "view": view,
        "banner": who,
        "part": PARTS.get(placement, ""),
        "before": _before(view),
        "earlier": [
            Link(f"Missing since {since_words(each)}", reverse("listening", args=[each.id]))
            for each in listening.not_listened_to(view)
        ],
        "many": len([each for each in had if each.section != "error"]) >= MANY,
        "table": _table(view, entries, placement),
    }
    return render(request, "missing/listening.html", page)


def _before(view: EpisodeView) -> list[str]:
    """Say whom the child has talked to before."""
    return [
        f"{one.name}, {one.times} {'time' if one.times == 1 else 'times'}"
        + (f", last {words.day(words.local(one.last).date())}" if one.last else "")
        for one in listening.listeners(view.child_id, before=view.id)
    ]


def _table(view: EpisodeView, entries: Sequence[Entry], placement: str) -> Table:
    rows = []
    for number, (step, kinds, records, values) in enumerate(STEPS):
        found = [e for e in entries if e.kind in kinds]
        if not found and (not records or (records in ONLY_PLACED_IN and placement != "placed-in")):
            continue
        link = address(view.id, records, values) if records and view.section != "error" else ""
        rows.append(
            Row(
                f"step-{number}",
                (
                    Cell(step, link),
                    Cell(lines("\n".join(map(_said, found))) if found else "Not recorded"),
                ),
            )
        )
    columns = tuple(map(Column, ("Record this step", "What is recorded")))
    return Table("From the offer to what changed", columns, tuple(rows), Empty("Nothing is recorded yet."))


def _said(entry: Entry) -> str:
    said = (coded(entry.code), (entry.text or "").rstrip(" ."), words.moment(moment_of(entry)))
    return ". ".join(part for part in said if part)
