"""The sheet for the night: one page about one child for whoever is woken, on a phone or on one side of paper."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.desk.web import night_boxes, night_page
from wayhome.desk.web.night_page import Box, Known, Said
from wayhome.desk.web.night_photograph import photograph
from wayhome.missing.queries import episodes
from wayhome.missing.web.banner import how_long, since_words
from wayhome.plans.queries import plans
from wayhome.platform import files
from wayhome.platform.queries import posts
from wayhome.platform.queries.partnerships import partnership
from wayhome.platform.web.requests import actor_of
from wayhome.record.queries import particulars
from wayhome.record.web.child_page import ChildFrame, frame, show
from wayhome.ui import words
from wayhome.ui.documents import Block, Callout, Document, Heading, Picture, Points, Words, download, pdf
from wayhome.ui.phones import with_numbers

ALT = "The child, as photographed"


def _known(framed: ChildFrame) -> Known:
    told = particulars.told(framed.child.id, night_page.KINDS)
    people = posts.colleagues({t.entry.person for t in told if t.entry.person})
    had = episodes.of_child(framed.child.id)
    return Known(told, plans.current(framed.child.id), had, people, framed.now, photograph(framed.child.id, framed.now))


@require_GET
def at_night(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show the sheet. A child the reader may not see is answered as one that does not exist."""
    framed = frame(request, child, "night sheet")
    known = _known(framed)
    return show(
        request,
        framed,
        "desk/night.html",
        who=_who(framed),
        missing=_missing(known),
        boxes=night_boxes.boxes(known),
        freshness=night_page.freshness(known),
        as_of=words.when(framed.now),
        alt=ALT,
        with_numbers=with_numbers,
        pdf=reverse("child-at-night-pdf", args=[child]),
    )


@require_GET
def at_night_pdf(request: HttpRequest, child: UUID) -> HttpResponse:
    """Give the same sheet as PDF, on one side of paper."""
    framed = frame(request, child, "night sheet as PDF")
    known, actor = _known(framed), actor_of(request)
    place = partnership(actor.authority)
    blocks: list[Block] = [Words(_missing(known) or "Not recorded as missing now.", strong=True)]
    for box in night_boxes.boxes(known):
        blocks += _drawn(box)
    blocks += [Heading("How old this is"), Points(tuple(_line(said) for said in night_page.freshness(known)))]
    made = Document(
        title="Sheet for the night",
        name=f"{framed.banner.preferred_name}, {_who(framed)}, {framed.child.reference}",
        blocks=tuple(blocks),
        partnership=place.name + (" (every person here is invented)" if place.demonstration else ""),
        marking="OFFICIAL-SENSITIVE",
        foot=f"As of {words.when(framed.now)}. Printed by {actor.name}. Look again before you rely on it.",
        one_side=True,
    )
    return download(pdf(made), f"night-sheet-{framed.child.reference}")


def _drawn(box: Box) -> list[Block]:
    said = tuple(_line(each) for each in box.lines) or (box.empty,)
    if box.tone:
        return [Callout(box.title, said)]
    if box.photograph and box.photograph.may_be_shown:
        try:
            return [Heading(box.title), Picture(files.get(box.photograph.id), ALT, said)]
        except files.NoFile:  # the rest of the sheet is needed tonight all the same
            said = (*said, "The file of the photograph could not be read. Tell whoever looks after the service.")
    return [Heading(box.title), Points(said)]


def _line(said: Said) -> str:
    if not said.when:
        return said.text
    return f"{said.text} ({said.when}{', long ago: check' if said.old else ''})"


def _who(framed: ChildFrame) -> str:
    age = framed.banner.age
    born = (
        f"born {words.day(framed.child.born_on).partition(' ')[2]}"
        if framed.child.born_on
        else "date of birth not recorded"
    )
    return f"{age}, {born}" if age else born


def _missing(known: Known) -> str:
    episode = known.missing
    if episode is None:
        return ""
    long = how_long(episode, known.now)
    return f"Missing since {since_words(episode)}{f', {long}' if long else ''}."
