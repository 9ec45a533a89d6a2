"""The minutes: what was decided, as each reader may see it, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wayhome.forums.models import SeatState
from wayhome.forums.operations.deciding import NEEDS, source
from wayhome.forums.queries import definitions
from wayhome.forums.queries import meetings as queries
from wayhome.forums.queries.meetings import ItemView, MeetingView
from wayhome.forums.queries.readers import subject
from wayhome.forums.web.agenda import lacking, opened
from wayhome.forums.web.words import LEVEL_WORDS, reasons, title
from wayhome.plans.queries import actions as action_queries
from wayhome.plans.queries.actions import ActionView
from wayhome.plans.web.action_rows import due_words, named, owner_words
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.ui import documents, words
from wayhome.ui.documents import Block, Callout, Document, Heading, Pairs, Points, Words

MARKING, WHY = "OFFICIAL-SENSITIVE", "Why they were on the agenda"


@require_GET
def minutes(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Show the minutes."""
    return render(request, "forums/minutes.html", _minutes(request, meeting))


@require_GET
def minutes_pdf(request: HttpRequest, meeting: UUID) -> HttpResponseBase:
    """Give the minutes on paper: what the screen shows to the same reader, and no more."""
    return documents.download(documents.pdf(paper_of(_minutes(request, meeting))), f"minutes-{meeting}")


def paper_of(it: dict[str, Any]) -> Document:
    """Return minutes as a document."""
    blocks: list[Block] = [Callout("Who may read this", (it["audience"],))]
    blocks += [Heading("Who took part"), Pairs(tuple(it["people"])), Words(it["status"])]
    for each in it["decided"]:
        blocks += [Heading(each["label"]), Pairs(tuple(each["rows"]))]
        if each["actions"]:
            blocks.append(Points(tuple(each["actions"])))
    if it["off"]:
        blocks += [Heading("Taken off, and why"), Points(tuple(it["off"]))]
    return Document("Minutes", it["title"], tuple(blocks), marking=MARKING, foot=it["status"])


def _minutes(request: HttpRequest, meeting: UUID) -> dict[str, Any]:
    actor, found = actor_of(request), opened(meeting)
    listed = queries.items(meeting)
    write_down(request, "minutes", [subject(each) for each in listed])
    agreed = action_queries.of_sources(actor.authority, [source(meeting)])
    who = "Made for you: it holds what you may read of this meeting. Do not pass it on."
    return minutes_of(found, listed, agreed, who) | {
        "chairs": definitions.chairs(actor.authority, found.forum, actor.user),
        "undecided": sum(1 for each in listed if each.state == "on" and each.decision is None),
        "runs": definitions.runs(actor.authority, found.forum, actor.user),
        "own": actor.agency,
    }


def minutes_of(
    found: MeetingView, listed: Sequence[ItemView], agreed: Sequence[ActionView], audience: str
) -> dict[str, Any]:  # fmt: skip
    """Return what minutes say of these items and actions; `audience` says in words whom they are for."""
    lines = action_lines(agreed)
    return {
        "meeting": found,
        "title": title(found),
        "audience": audience,
        "status": status_of(found),
        "people": _people(found),
        "lacking": lacking(found),
        "decided": [decided(found, each, lines.get(subject(each), [])) for each in listed if each.state == "on"],
        "off": [f"{each.label}: {each.note}" for each in listed if each.state == "removed"],
    }


def action_lines(agreed: Sequence[ActionView]) -> dict[UUID, list[str]]:
    """Return actions in words, by whom they are about: what, who and by when."""
    owners, now, lines = named(agreed), wall.now(), dict[UUID, list[str]]()
    for action in agreed:
        if action.subject:
            said = f"{action.what}: {owner_words(action, owners)}. {due_words(action, now)}"
            lines.setdefault(action.subject, []).append(said)
    return lines


def status_of(found: MeetingView) -> str:
    if found.signed_at is None:
        return "Not signed yet: this may still be put right."
    who = posts.colleagues({found.signed_by} if found.signed_by else set())
    name = who[found.signed_by].name if found.signed_by in who else "the chair"  # type: ignore[index]
    return f"Signed by {name} on {words.when(found.signed_at)}. Nothing in it has changed since."


def _people(found: MeetingView) -> list[tuple[str, str]]:
    taken = queries.seats(found.id)
    said = []
    for member in found.forum.members:
        seat = taken.get(member.id)
        if seat is None or seat.state == SeatState.EXPECTED:
            continue
        words_ = [seat.who, "standing in" if seat.substitute else "", SeatState(seat.state).label.lower()]
        words_ += ["accepted the confidentiality statement" if seat.accepted_at else ""]
        said.append((member.title, ", ".join(each for each in words_ if each)))
    return said or [("Nobody", "Attendance was not written down")]


def decided(found: MeetingView, item: ItemView, actions: list[str]) -> dict[str, Any]:
    ways = {
        w.id: w.title for w in definitions.decisions_for(found.line, found.forum, "child" if item.child else "context")
    }
    last = item.decision
    rows = [(WHY, "; ".join((*reasons(found, item), item.note)).strip("; "))]
    if last is None:
        rows.append(("Decision", "None that you may read, or none yet"))
    else:
        rows += [("Decision", ways.get(last.decision, last.decision)), ("Why", last.rationale)]
        rows += [("Risk", LEVEL_WORDS[last.grading])] if last.grading else []
        rows += [("To whom it goes", last.to_whom)] if last.to_whom else []
        rows += [(NEEDS.get(need, need), text) for need, text in last.written.items() if need != "purposes"]
        purposes = {purpose.id: purpose.title for purpose in found.forum.purposes}
        held_for = [purposes.get(name, name) for name in last.written.get("purposes", ())]
        rows += [("Held for", ", ".join(held_for))] if held_for else []
        rows.append(("Looked at again", words.day(last.review_on) if last.review_on else "Not by this meeting"))
    rows += [("What was said", note.text) for note in item.notes if note.text.strip()]
    return {
        "id": item.id,
        "label": item.label,
        "rows": rows,
        "actions": actions,
        "child": item.child,
        "changed": last and last.number > 1,
    }
