"""The episode page: what is known of one time a child was missing, what is due and why, who was told, the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.clocks.queries import duties
from wayhome.clocks.queries.duties import Duty
from wayhome.desk.web import episode_page, episode_told
from wayhome.desk.web.duty_cards import Forms, Seen, cards
from wayhome.desk.web.holders import owners
from wayhome.missing.queries import episodes, held
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web import asked_log
from wayhome.missing.web.timeline import named_in, newest
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import write_down
from wayhome.record.queries import children, ledger
from wayhome.record.queries.situations import situation
from wayhome.record.web import banner
from wayhome.ui.components import Live
from wayhome.worklists.queries import work


@require_GET
def episode(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Show one episode. An episode the reader may not see is answered as one that does not exist."""
    now = wall.now()
    view = episodes.episode(episode)
    child = children.banner(view.child_id) if view else None
    if view is None or child is None:
        raise Http404("no such episode")
    write_down(request, "missing episode", [view.child_id])
    entries = ledger.entries(view.child_id, episode=view.id)
    standing = _standing(view)
    notices = work.notices_about(view.id)
    seen = Seen(
        facts=situation(view.child_id).facts,
        entries=entries,
        turns=duties.turns(view.child_id),
        owners=owners(child, view.authority_id, {d.owner for d in standing}, now),
        now=now,
    )
    made = cards(standing, seen, Forms.of_episode(view.id))
    people = posts.colleagues(named_in(entries) | {n.recipient for n in notices if n.recipient})
    main, others = episode_page.links(view)
    asked = newest(entries, "missing.instructions")
    page = episode_page.EpisodePage(
        tag=episode_page.SECTION_TAGS[view.section],
        instructions=(asked.text or "") if asked else "",
        summary=episode_page.summary(view, entries, now),
        asked=asked_log.table(entries),
        main=main,
        others=others,
        waiting=tuple(c for c in made if c.open),
        settled=tuple(c for c in made if not c.open),
        tellings=episode_told.tellings(entries),
        told=episode_told.told(notices, people, {d.key: d.title for d in standing}, now),
        log=episode_page.log(entries, people),
    )
    live = Live(
        id="episode-duties",
        fragment=f"{reverse('episode', args=[view.id])}?fragment=1",
        events=f"{reverse('events')}?since={int(now.timestamp() * 1000)}",
        read_at=now,
        next_change=_next_change(standing, now),
    )
    if "fragment" in request.GET:
        return _fragment(request, page, live)
    reports = held.waiting(view.child_id) if view.section in ("missing", "returned") else ()
    context = {"page": page, "banner": banner.banner(child, now), "live": live}
    context["reports"] = episode_page.reports(view, reports)
    return render(request, "desk/episode.html", context)


def _standing(view: EpisodeView) -> tuple[Duty, ...]:
    """Return the episode's duties, and those still open that the child's episodes raised together."""
    return tuple(
        d for d in duties.of_child(view.child_id) if d.episode_id == view.id or (d.episode_id is None and d.open)
    )


def _fragment(request: HttpRequest, page: episode_page.EpisodePage, live: Live) -> HttpResponse:
    response = render(request, "desk/episode_duties.html", {"page": page})
    if live.next_change:
        response["X-Wayhome-Next-Change"] = live.next_change.isoformat()
    return response


def _next_change(standing: Sequence[Duty], now: datetime) -> datetime | None:
    moments = [m for d in standing for m in (d.changes_at, d.due_at) if d.open and m and m > now]
    return min(moments) + timedelta(seconds=1) if moments else None
