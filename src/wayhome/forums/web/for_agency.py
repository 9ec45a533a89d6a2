"""Papers before a meeting and minutes after it, made for one agency: what everybody of that agency may read, and no more.

The screen and the PDF are one document, searched before it leaves. Whoever the agency may not know has one pseudonym.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from wayhome.forums.models import Decision
from wayhome.forums.operations.deciding import source
from wayhome.forums.queries import definitions, earlier
from wayhome.forums.queries import meetings as queries
from wayhome.forums.queries.meetings import ItemView, MeetingView
from wayhome.forums.queries.readers import Readers, for_them, readers, subject
from wayhome.forums.web.agenda import opened, page_number, pages
from wayhome.forums.web.minutes import MARKING, action_lines, minutes_of, paper_of
from wayhome.forums.web.words import LEVEL_WORDS, reasons, title
from wayhome.plans.queries import actions as action_queries
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries.agencies import agencies
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries.around import everybody_around, may_be_named
from wayhome.record.redacted_paper import redacted, redacted_values, refuse_leaks, texts_of
from wayhome.record.redaction import Cover, Leaks, cover
from wayhome.ui import documents, words
from wayhome.ui.documents import Block, Callout, Document, Heading, Pairs, Points, Words

SHOWN = 25  # of those talked about, on one page of the screen; on paper they are all there


@dataclass(frozen=True, slots=True)
class Made:
    """A document before anybody is hidden, the records it speaks of, and what the page is called."""

    paper: Document
    about: tuple[UUID, ...]


Maker = Callable[[Actor, MeetingView, Readers], Made]


@require_GET
def papers(request: HttpRequest, meeting: UUID, agency: UUID) -> HttpResponseBase:
    """Show an agency's papers before a meeting."""
    return _shown(request, meeting, agency, "papers")


@require_GET
def papers_pdf(request: HttpRequest, meeting: UUID, agency: UUID) -> HttpResponseBase:
    """Give an agency's papers as a PDF."""
    return _shown(request, meeting, agency, "papers", pdf=True)


@require_GET
def minutes_for(request: HttpRequest, meeting: UUID, agency: UUID) -> HttpResponseBase:
    """Show the minutes as everybody of one agency may read them."""
    return _shown(request, meeting, agency, "minutes")


@require_GET
def minutes_for_pdf(request: HttpRequest, meeting: UUID, agency: UUID) -> HttpResponseBase:
    """Give the minutes for one agency as a PDF."""
    return _shown(request, meeting, agency, "minutes", pdf=True)


def _shown(request: HttpRequest, meeting: UUID, agency: UUID, what: str, *, pdf: bool = False) -> HttpResponseBase:
    actor, held = actor_of(request), opened(meeting)
    whom, runs = readers(actor.authority, agency), definitions.runs(actor.authority, held.forum, actor.user)
    if whom is None or not (runs or agency == actor.agency):
        raise Http404("no papers for this agency")
    made = MAKERS[what](actor, held, whom)
    write_down(request, f"{what} of a meeting for an agency", made.about)
    over = _cover(actor, made, whom)
    try:
        if pdf:
            return documents.download(redacted(made.paper, over), f"{what}-{meeting}")
        paper: Document = redacted_values(made.paper, over)
        refuse_leaks("\n".join(texts_of(paper)), over)
    except Leaks as leaks:
        messages.error(request, str(leaks))
        return redirect("meeting", meeting)
    number = page_number(request)
    blocks, total = on_page(paper.blocks, number)
    page = _page(actor, held, whom, what, runs) | {"paper": paper, "blocks": _named(blocks)}
    page["pages"] = pages(number, total, SHOWN)
    return render(request, "forums/for_agency.html", page)


def _page(actor: Actor, held: MeetingView, whom: Readers, what: str, runs: bool) -> dict[str, Any]:
    places = {member.agency for member in held.forum.members}
    others = [
        a for a in agencies(actor.authority) if a.id != whom.agency and (a.kind in places or a.id == actor.agency)
    ]
    return {
        "meeting": held,
        "whom": whom,
        "what": what,
        "here": "meeting-papers" if what == "papers" else "meeting-minutes-for",
        "others": others if runs else [],
        "own": actor.agency,
    }


def _named(blocks: Iterable[Block]) -> list[tuple[str, Block]]:
    return [(type(block).__name__, block) for block in blocks]


def on_page(blocks: Sequence[Block], page: int) -> tuple[list[Block], int]:
    """Return the blocks of one page of a long paper, and how many are talked about in all of it.

    A part's heading stands before the first of those in it, and again where a page begins in the middle of the part.
    """
    total = sum(1 for block in blocks if _begins(block, 2))
    last = queries.within(page, total, SHOWN) * SHOWN
    shown, number, part = list[Block](), 0, list[Block]()
    for block in blocks:
        if _begins(block, 2):
            number += 1
        elif _begins(block, 1):
            part = [block]
        place = min(max(1, number + _begins(block, 1)), max(1, total))
        if last - SHOWN < place <= last:
            shown += part if not shown and part and block is not part[0] else []
            shown.append(block)
    return shown, total


def _begins(block: Block, level: int) -> bool:
    return isinstance(block, Heading) and block.level == level


def _cover(actor: Actor, made: Made, whom: Readers) -> Cover:
    """Return who is called what: everybody is hidden whom the agency may not know."""
    said = list(texts_of(made.paper))
    known = everybody_around(made.about, actor.authority, said)
    return cover(known, may_be_named(known, whom.audiences, whom.closed), said)


def _papers(actor: Actor, held: MeetingView, whom: Readers) -> Made:
    before = [source(id_) for id_ in queries.earlier(held, actor.authority)]
    carried = [action for action in action_queries.of_sources(actor.authority, before) if action.open]
    listed, theirs = for_them(queries.items(held.id, "on"), carried, whom)
    lines, about = action_lines(theirs), [subject(each) for each in listed]
    last = earlier.last_decisions(held, about, whom)
    risk = earlier.levels([each.child for each in listed if each.child], whom)
    names = [(a.id, a.name) for a in agencies(actor.authority)]
    blocks: list[Block] = [
        Callout(f"For {whom.name}", ("It holds what everybody there may read. Records that are kept closely are not in it: "
                                     "whoever may see one finds it in Wayhome.",)),
        Pairs((("When", words.when(held.opens_at)), *((("Where", held.place),) if held.place else ()))),
    ]  # fmt: skip
    parts = {part.id for part in held.forum.agenda}
    for part in held.forum.agenda:
        blocks.append(Heading(part.title))
        blocks += [Points(part.items)] if part.items else []
        blocks += _items([each for each in listed if each.part == part.id], held, names, last, risk, lines)
    loose = [each for each in listed if each.part not in parts]
    blocks += [Heading("Who is talked about"), *_items(loose, held, names, last, risk, lines)] if loose else []
    others = [line for id_, some in lines.items() if id_ not in about for line in some]
    blocks += [Heading("Also agreed at earlier meetings, still to do"), Points(tuple(others))] if others else []
    if not listed:
        blocks.append(Words("Nothing is on the agenda that everybody there may read."))
    foot = f"Made for {whom.name} on {words.when(wall.now())}"
    paper = Document("Papers for a meeting", title(held), tuple(blocks), marking=MARKING, foot=foot)
    return Made(paper, (*about, *(id_ for id_ in lines if id_ not in about)))


def _items(
    listed: Iterable[ItemView], held: MeetingView, names: list[tuple[UUID, str]], last: dict[UUID, Decision],
    risk: dict[UUID, str], lines: dict[UUID, list[str]],
) -> list[Block]:  # fmt: skip
    blocks: list[Block] = []
    for each in listed:
        about = subject(each)
        rows = [("Why they are on the agenda", "; ".join(part for part in (*reasons(held, each), each.note) if part))]
        rows += [("Risk", LEVEL_WORDS[risk[about]])] if risk.get(about) in LEVEL_WORDS else []
        rows += [_before(held, each, last[about])] if about in last else []
        rows += [("Time", words.counted(each.minutes, "minute"))] if each.minutes else []
        rows.append(("Answers of the agencies", _arrived(each, names)))
        by = dict(names)
        rows += [(f"{by.get(note.agency, 'An agency')} writes", note.text) for note in each.notes if note.text.strip()]
        blocks += [Heading(each.label, 2), Pairs(tuple(rows))]
        blocks += [Points(tuple(lines[about]))] if about in lines else []
    return blocks


def _before(held: MeetingView, item: ItemView, last: Decision) -> tuple[str, str]:
    ways = definitions.decisions_for(held.line, held.forum, "child" if item.child else "context")
    way = next((each.title for each in ways if each.id == last.decision), last.decision)
    return f"Decided on {words.day(last.item.meeting.opens_at)}", f"{way}: {last.rationale}"


def _arrived(item: ItemView, names: list[tuple[UUID, str]]) -> str:
    said = zip(("Answered", "Nothing known", "No answer yet"), item.answered(names), strict=True)
    return " ".join(f"{how}: {', '.join(agencies)}." for how, agencies in said if agencies)


def _minutes(actor: Actor, held: MeetingView, whom: Readers) -> Made:
    agreed = action_queries.of_sources(actor.authority, [source(held.id)])
    listed, theirs = for_them(queries.items(held.id), agreed, whom)
    listed = tuple(each for each in listed if each.state != "left-off")
    who = f"For {whom.name}: it holds what everybody there may read of this meeting, and nothing that is kept closely."
    return Made(paper_of(minutes_of(held, listed, theirs, who)), tuple(subject(each) for each in listed))


MAKERS: dict[str, Maker] = {"papers": _papers, "minutes": _minutes}
