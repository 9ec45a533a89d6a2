"""The missing board: who is missing now, who is back and waits to be heard, whose episode has just closed."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.clocks.queries import duties
from wayhome.desk.web.board_page import SECTIONS, Read, board_page
from wayhome.missing.queries import episodes
from wayhome.platform import wall
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import children
from wayhome.ui.components import Live

SIZE = 50
CLOSED_FOR = timedelta(days=7)
FURTHEST_PAGE = 2000


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show the board, or only its live part (`?fragment=1`). `?section=` and `?page=` go beyond the first page.

    Eight statements in all, however many children there are.
    """
    now = wall.now()
    only = request.GET.get("section", "")
    only = only if only in SECTIONS else ""
    page = _page(request) if only else 1
    seen = duties.board(closed_since=now - CLOSED_FOR, limit=SIZE, skip=(page - 1) * SIZE)
    shown = [p for p in seen.places if only in ("", p.section)]
    read = Read(
        seen,
        episodes.by_ids(p.episode_id for p in shown),
        children.banners({p.child_id for p in shown}),
        now,
    )
    write_down(request, "missing board", sorted(read.children))
    made = board_page(read, only=only, page=page, size=SIZE)
    if "fragment" in request.GET:
        response = render(request, "desk/board_sections.html", {"board": made})
        if made.next_change:
            response["X-Wayhome-Next-Change"] = made.next_change.isoformat()
        return response
    query = f"section={only}&page={page}&" if only else ""
    live = Live(
        id="missing-board",
        fragment=f"{reverse('board')}?{query}fragment=1",
        events=f"{reverse('events')}?since={int(now.timestamp() * 1000)}",
        read_at=now,
        next_change=made.next_change,
    )
    person = actor_of(request).name
    return render(request, "desk/board.html", {"board": made, "live": live, "printed_by": person, "only": only})


def _page(request: HttpRequest) -> int:
    given = request.GET.get("page", "1")
    return max(1, min(int(given), FURTHEST_PAGE)) if given.isdecimal() and len(given) < 6 else 1
