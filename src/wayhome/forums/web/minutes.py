"""The minutes: what was decided, as each reader may see it, on the screen and on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from wayhome.forums.models import SeatState
from wayhome.forums.operations.deciding import NEEDS, source
from wayhome.forums.operations.telling import PURPOSES
from wayhome.forums.queries import definitions
from wayhome.forums.queries import meetings as queries
from wayhome.forums.queries.meetings import ItemView, MeetingView
from wayhome.forums.web.agenda import lacking, opened
from wayhome.forums.web.words import LEVEL_WORDS, reasons, title
from wayhome.plans.queries import actions as action_queries
from wayhome.plans.web.action_rows import due_words, named, owner_words
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries.around import people_around
from wayhome.record.redacted_paper import redacted, texts_of
from wayhome.record.redaction import Leaks, cover
from wayhome.ui import documents, words
from wayhome.ui.documents import Block, Callout, Document, Heading, Pairs, Points, Words


@require_GET
def minutes(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Show the minutes."""
    return render(request, "forums/minutes.html", _minutes(request, meeting))


@require_GET
def minutes_pdf(request: HttpRequest, meeting: UUID) -> HttpResponseBase:
    """Give the minutes on paper: what the screen shows to the same reader, and no more."""
    it = _minutes(request, meeting)
    blocks: list[Block] = [Callout("Who may read this", (it["audience"],))]
    blocks += [Heading("Who took part"), Pairs(tuple(it["people"])), Words(it["status"])]
    for each in it["decided"]:
        blocks += [Heading(each["label"]), Pairs(tuple(each["rows"]))]
        if each["actions"]:
            blocks.append(Points(tuple(each["actions"])))
    if it["off"]:
        blocks += [Heading("Taken off, or left off, and why"), Points(tuple(it["off"]))]
    paper = Document("Minutes", it["title"], tuple(blocks), marking="Official: sensitive", foot=it["status"])
    return documents.download(documents.pdf(paper), f"minutes-{meeting}")


@require_GET
def minutes_about(request: HttpRequest, item: UUID) -> HttpResponseBase:
    """Give what was decided about one child, on paper, for somebody who was not there: everybody else by a pseudonym.

    Holds what the reader may read, and no more; each person has one pseudonym all through. It is not given when
    somebody would still show.
    """
    actor, about = actor_of(request), queries.item(item)
    if about is None or about.child is None or about.state != "on":
        raise Http404("no such item")
    found, now = opened(about.meeting), wall.now()
    write_down(request, "minutes about one child", [about.child])
    agreed = [a for a in action_queries.of_sources(actor.authority, [source(found.id)]) if a.child_id == about.child]
    owners = named(agreed)
    lines = [f"{a.what}: {owner_words(a, owners)}. {due_words(a, now)}" for a in agreed]
    made = _decided(found, about, lines)
    blocks: list[Block] = [
        Callout("Who may read this", ("Whom it was made for. Everybody but the child is called by a pseudonym.",)),
        Heading(made["label"]), Pairs(tuple(made["rows"])), *([Points(tuple(lines))] if lines else []),
    ]  # fmt: skip
    paper = Document(
        "Minutes about one child", title(found), tuple(blocks), marking="Official: sensitive", foot=_status(found)
    )
    said = list(texts_of(paper))
    over = cover(people_around(about.child, actor.authority, said), {str(about.child)}, said)
    try:
        return documents.download(redacted(paper, over), f"minutes-{item}")
    except Leaks as leaks:
        messages.error(request, str(leaks))
        return redirect("meeting-minutes", found.id)


def _minutes(request: HttpRequest, meeting: UUID) -> dict[str, Any]:
    actor, found, now = actor_of(request), opened(meeting), wall.now()
    listed = queries.items(meeting)
    write_down(request, "minutes", [each.child or each.context for each in listed if each.child or each.context])  # type: ignore[misc]
    agreed = action_queries.of_sources(actor.authority, [source(meeting)])
    owners = named(agreed)
    lines: dict[UUID, list[str]] = {}
    for action in agreed:
        about = action.child_id or action.context_id
        if about:
            said = f"{action.what}: {owner_words(action, owners)}. {due_words(action, now)}"
            lines.setdefault(about, []).append(said)
    on = [each for each in listed if each.state == "on"]
    return {
        "meeting": found,
        "title": title(found),
        "audience": "Made for you: it holds what your agency may read of this meeting. Do not pass it on.",
        "status": _status(found),
        "people": _people(found),
        "lacking": lacking(found),
        "decided": [_decided(found, each, lines.get(each.child or each.context, [])) for each in on],  # type: ignore[arg-type]
        "off": [f"{each.label}: {each.note}" for each in listed if each.state == "removed"],
        "chairs": definitions.chairs(actor.authority, found.forum, actor.user),
        "undecided": sum(1 for each in on if each.decision is None),
    }


def _status(found: MeetingView) -> str:
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


def _decided(found: MeetingView, item: ItemView, actions: list[str]) -> dict[str, Any]:
    ways = {
        w.id: w.title for w in definitions.decisions_for(found.line, found.forum, "child" if item.child else "context")
    }
    last = item.decision
    rows = [("Why they were on the agenda", "; ".join((*reasons(found, item), item.note)).strip("; "))]
    if last is None:
        rows.append(("Decision", "None that you may read, or none yet"))
    else:
        rows += [("Decision", ways.get(last.decision, last.decision)), ("Why", last.rationale)]
        rows += [("Risk", LEVEL_WORDS[last.grading])] if last.grading else []
        rows += [("To whom it goes", last.to_whom)] if last.to_whom else []
        rows += [(NEEDS.get(need, need), text) for need, text in last.written.items() if need != "purposes"]
        held_for = [PURPOSES[name][0] for name in last.written.get("purposes", ())]
        rows += [("Held for", ", ".join(held_for))] if held_for else []
        rows.append(("Looked at again", words.day(last.review_on) if last.review_on else "Not by this meeting"))
    rows += [("What was said", note.text) for note in item.notes if note.text.strip()]
    return {
        "id": item.id,
        "label": item.label,
        "rows": rows,
        "actions": actions,
        "child": bool(item.child),
        "changed": last and last.number > 1,
    }
