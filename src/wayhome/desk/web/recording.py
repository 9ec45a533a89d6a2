"""Something else to record: every fact the protocol in force listens for about this child, and where each is told."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.clocks.protocols import active
from wayhome.clocks.queries.listened import Listened, listened
from wayhome.missing.queries import episodes
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web.banner import since_words
from wayhome.missing.web.record_links import address
from wayhome.missing.web.timeline import kind_title, lines
from wayhome.packs.vocabulary import Kind, load_vocabulary
from wayhome.platform.web.requests import actor_of
from wayhome.record.topics import BY_KIND
from wayhome.record.web.child_page import frame, show
from wayhome.record.web.status import STATUSES
from wayhome.ui.components import Cell, Column, Empty, Row, Table

_STATUS_OF = {status.kind: name for name, status in STATUSES.items()}
# What begins an episode is told in the report; what instruments and forms come to is told by filling them in.
NOT_HERE = ("missing.began", "assessment.", "intelligence.")


@require_GET
def something_else(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show what can be recorded about a child, what it may start first, and lead to each form."""
    framed = frame(request, child, "something else to record")
    had = [view for view in episodes.of_child(child) if view.section != "error"]
    latest = had[0] if had else None
    heard = listened(active(actor_of(request).authority))
    started = _table("What may start something to be done", child, latest, [h for h in heard if h.starts])
    met = _table("What shows that something was done", child, latest, [h for h in heard if not h.starts])
    since = since_words(latest) if latest else ""
    return show(request, framed, "desk/something-else.html", started=started, met=met, since=since)


def _table(caption: str, child: UUID, latest: EpisodeView | None, heard: list[Listened]) -> Table:
    rows = sorted(_rows(child, latest, heard), key=lambda row: str(row.cells[0].content))
    # Two kinds may be one act under one name, for the same duties: one line is enough.
    rows = list({tuple(str(cell.content) for cell in row.cells): row for row in reversed(rows)}.values())[::-1]
    columns = (Column("What to record"), Column("What it is for"))
    return Table(caption, columns, tuple(rows), Empty("Nothing for this child now."))


def _rows(child: UUID, latest: EpisodeView | None, heard: list[Listened]) -> Iterator[Row]:
    kinds = load_vocabulary().kinds
    for each in heard:
        kind = kinds[each.kind]
        if (href := where(child, latest, kind)) is not None:
            said = (kind.done or kind_title(kind.id)) if not each.starts else kind_title(kind.id)
            yield Row(
                f"record-{kind.id.replace('.', '-')}",
                (Cell(said, href), Cell(lines("\n".join(each.starts + each.meets)))),
            )


def where(child: UUID, latest: EpisodeView | None, kind: Kind) -> str | None:
    """Return where a kind of fact is told about this child; None where it cannot be told now."""
    if kind.id.startswith(NOT_HERE) or kind.handling == "intelligence":
        return None
    if kind.id in _STATUS_OF:
        return reverse("change-status", args=[child, _STATUS_OF[kind.id]])
    if kind.id in BY_KIND:
        return reverse("tell-topic", args=[child, BY_KIND[kind.id].slug])
    if kind.subject == "child":
        return reverse("child-act", args=[child, kind.id])
    if kind.subject != "episode" or latest is None:
        return None
    if latest.missing_now and kind.id.startswith("return."):
        return None
    return address(latest.id, kind.id, ())
