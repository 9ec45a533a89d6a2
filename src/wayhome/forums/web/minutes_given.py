"""Minutes about one child for somebody who was not there, such as the child or the family: what was decided, and no more.

They hold what every agency at the meeting could hear, never what one of them keeps closely.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from wayhome.forums.operations.deciding import source
from wayhome.forums.operations.gathering import EVERY_AGENCY
from wayhome.forums.queries import meetings as queries
from wayhome.forums.queries.meetings import ItemView, MeetingView
from wayhome.forums.web.agenda import opened
from wayhome.forums.web.minutes import MARKING, WHY, action_lines, decided, status_of
from wayhome.forums.web.words import title
from wayhome.plans.queries import actions as action_queries
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries.around import people_around
from wayhome.record.redacted_paper import redacted, texts_of
from wayhome.record.redaction import Leaks, cover
from wayhome.ui import documents
from wayhome.ui.documents import Block, Callout, Document, Heading, Pairs, Points

# Why somebody is talked about is said only where it rests on nothing but what social care decides or all may know.
_SAID = frozenset({"identity", EVERY_AGENCY, "care"})
HELD = ("open", "ended", "signed")


@require_GET
def minutes_about(request: HttpRequest, item: UUID) -> HttpResponseBase:
    """Give what was decided about one child, on paper, everybody else by a pseudonym.

    Holds what the reader may read, and no more; each person has one pseudonym all through. It is not given when
    somebody would still show.
    """
    actor, about = actor_of(request), queries.item(item)
    if about is None or about.child is None or about.state != "on":
        raise Http404("no such item")
    found = opened(about.meeting)
    write_down(request, "minutes about one child", [about.child])
    who = Callout("Who may read this", ("Whom it was made for. Everybody but the child is called by a pseudonym.",))
    paper = Document(
        "Minutes about one child",
        title(found),
        (who, *_blocks(found, about, 1)),
        marking=MARKING,
        foot=status_of(found),
    )
    said = list(texts_of(paper))
    over = cover(people_around(about.child, actor.authority, said), {str(about.child)}, said)
    try:
        return documents.download(redacted(paper, over), f"minutes-{item}")
    except Leaks as leaks:
        messages.error(request, str(leaks))
        return redirect("meeting-minutes", found.id)


def offered(child: UUID) -> tuple[tuple[str, str], ...]:
    """Return the meetings that decided about a child, newest first: the item's id, and the meeting with its day."""
    held = [(found, item) for found, item in queries.of_child(child) if found.state in HELD]
    return tuple((str(item.id), title(found)) for found, item in held if item.decision is not None)


def drawn(child: UUID, item: str) -> tuple[Block, ...] | None:
    """Return what one meeting decided about a child; None for another child's, or one that nobody decided."""
    mine = {str(each.id): (found, each) for found, each in queries.of_child(child) if each.decision is not None}
    if item not in mine:
        return None
    found, about = mine[item]
    return (Heading("What a meeting decided"), *_blocks(found, about, 2))


def _blocks(found: MeetingView, item: ItemView, level: int) -> tuple[Block, ...]:
    heard = replace(
        item, note="", reasons=tuple(each for each in item.reasons if each.handling in _SAID and not each.restricted),
        notes=tuple(each for each in item.notes if each.handling == EVERY_AGENCY and not each.restricted),
    )  # fmt: skip
    assert item.child is not None  # asked of children only
    agreed = [each for each in action_queries.of_child(item.child) if each.source == source(found.id)]
    some = action_lines([each for each in agreed if not each.restricted]).get(item.child, [])
    # Where no reason may be said, that there is one is not said either.
    rows = tuple(
        (key, said) for key, said in decided(found, heard, [])["rows"] if said and (heard.reasons or key != WHY)
    )
    return (Heading(f"{title(found)}: {item.label}", level), Pairs(rows), *((Points(tuple(some)),) if some else ()))
