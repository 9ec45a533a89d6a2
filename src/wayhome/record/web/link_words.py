"""Links as pages say them: the table of one end's links, the network around it, where each end's page is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse

from wayhome.record.link_kinds import CONFIDENCES, END_WORDS, HANDLINGS, STRENGTHS
from wayhome.record.queries.links import Around, End, LinkView
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Network, Node, Row, Shape, SummaryRow, Table, Tie

SHAPES = {
    "child": Shape.CIRCLE,
    "adult": Shape.SQUARE,
    "context": Shape.TRIANGLE,
    "address": Shape.PENTAGON,
    "phone": Shape.HEXAGON,
    "vehicle": Shape.DIAMOND,
    "account": Shape.OCTAGON,
}
_PAGES = {"child": "child-network", "adult": "adult", "context": "context"}
DETAILS = ("When", "How sure", "How strong", "Who said so")


def href(end: End) -> str:
    """Return the page where one reads on from an end."""
    return address(end.kind, end.id)


def address(kind: str, id_: UUID) -> str:
    """Return the page about a child's network, an adult, a context or a thing."""
    return reverse(_PAGES.get(kind, "thing"), args=[id_])


def end_word(kind: str) -> str:
    """Return what an end is, in words."""
    return END_WORDS.get(kind, kind)  # type: ignore[call-overload,no-any-return]


def when(link: LinkView) -> str:
    """Say from when to when; what nobody recorded is said to be so."""
    since = words.day(link.since).partition(" ")[2] if link.since else ""
    until = words.day(link.until).partition(" ")[2] if link.until else ""
    if since and until:
        return f"{since} to {until}"
    if until:
        return f"Until {until}"
    return f"Since {since}" if since else "Not recorded"


def confidence(link: LinkView) -> str:
    """Say in a word how sure it is."""
    return CONFIDENCES.get(link.confidence, link.confidence).partition(":")[0]


def strength(link: LinkView) -> str:
    """Say how strong it is."""
    return STRENGTHS.get(link.strength, "Not recorded")


def sentence(link: LinkView) -> str:
    """Say the link in a sentence."""
    return f"{link.first.label} {link.says(link.first.id)} {link.other.label}"


def table(of: UUID, found: Sequence[LinkView], caption: str, empty: Empty) -> Table:
    """Return the links of one end, each leading to its own page."""
    rows = tuple(
        Row(
            f"link-{link.id}",
            (
                Cell(link.beside(of).label, href(link.beside(of))),
                Cell(end_word(link.beside(of).kind)),
                Cell(f"{link.says(of)} {link.beside(of).label}", reverse("link", args=[link.id])),
                Cell(when(link)),
                Cell(confidence(link)),
                Cell(strength(link)),
                Cell(link.source),
            ),
        )
        for link in found
    )
    columns = ("Who or what", "What it is", "How", *DETAILS)
    return Table(caption, tuple(map(Column, columns)), rows, empty)


def network(around: Around, today: date, title: str) -> Network:
    """Return the drawing and tables of what is around somebody or something, as far as the reader may see it."""
    nodes = tuple(
        Node(
            str(end.id), end.label, end_word(end.kind), SHAPES[end.kind],
            detail=end.name if end.name != end.label else "", href=href(end), centre=end.id == around.centre.id,
        )
        for end in around.ends
    )  # fmt: skip
    ties = tuple(
        Tie(
            str(link.id), str(link.first.id), str(link.other.id), sentence(link),
            (when(link), confidence(link), strength(link), link.source),
            dashed=link.confidence != "confirmed", ended=link.over(today), href=reverse("link", args=[link.id]),
        )
        for link in around.links
    )  # fmt: skip
    says = (
        f"{words.counted(len(nodes), 'name')} and {words.counted(len(ties), 'link')}, within two steps, as far as you "
        f"may see them."
    )
    if around.more:
        says += " There are more links than can be listed here; go to a name to read on from there."
    return Network("network", title, says, nodes, ties, DETAILS, "Nothing is linked yet that you may see.")


def rows(link: LinkView, who: str) -> tuple[SummaryRow, ...]:
    """Return all there is to say of a link."""
    return (
        SummaryRow("How", f"{sentence(link)}."),
        SummaryRow("When", when(link)),
        SummaryRow("How sure", CONFIDENCES.get(link.confidence, "")),
        SummaryRow("How strong", strength(link)),
        SummaryRow("Who said so", link.source),
        SummaryRow("Note", link.note),
        SummaryRow("Who may see it", HANDLINGS.get(link.handling, link.handling)),
        SummaryRow("Recorded", f"{words.when(link.recorded_at)}, by {who}"),
    )
