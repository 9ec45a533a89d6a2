"""Lists of children: all whom one may see, or one's own; kept lists; and a copy as a file, with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_GET, require_POST

from wayhome.clocks import protocols as laws
from wayhome.clocks.queries import tallies
from wayhome.desk.web import tracker_page
from wayhome.desk.web.glance_level import level_kinds
from wayhome.desk.web.tracker_choice import Chosen, state_kinds
from wayhome.desk.web.tracker_export import Export, as_csv
from wayhome.desk.web.tracker_lines import Line, Read, lines, page, sift
from wayhome.missing.queries import times
from wayhome.plans.queries import counts
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries import posts, teams
from wayhome.platform.queries.teams import Member
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import NotFound, Refused
from wayhome.record.queries import children, roster
from wayhome.ui import words
from wayhome.ui.forms import Radios, Text, TimedForm
from wayhome.worklists.operations import views as keeping
from wayhome.worklists.queries import views

SIZE = 50
RECENT = timedelta(days=90)
PAGE = "children"


@dataclass(frozen=True, slots=True)
class Found:
    """What a request found: the form, every line it could be about, those of every level, and those wanted."""

    form: Chosen
    every: list[Line]
    any_level: list[Line]
    wanted: list[Line]
    people: Mapping[UUID, Member]


class Keep(TimedForm):
    """Under what name a choice of filters is kept, and for whom."""

    title = Text(
        label="Name of the list", max_length=keeping.LONGEST, help_text="Never a child's name: write what it is for."
    )
    whose = Radios(label="Whom is it for?", choices=[("mine", "For me"), ("team", "For my whole team")], inline=True)


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """List every child the reader may see, as filtered: the same number of statements however many there are."""
    return _list(request, None, "Children", reverse("children"))


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List the children allocated to the reader, and to those whose leave the reader covers."""
    actor = actor_of(request)
    own = frozenset({actor.user, *posts.covering(actor.user, at=wall.now())})
    return _list(request, own, "My children", reverse("my-children"))


def _list(request: HttpRequest, own: frozenset[UUID] | None, title: str, here: str) -> HttpResponse:
    actor, now = actor_of(request), wall.now()
    found = _found(actor, request.GET, own)
    shown = page(
        found.wanted, found.every, found.form.order, after=_anchor(request, "after"),
        before=_anchor(request, "before"), size=SIZE,
    )  # fmt: skip
    ids = [line.child.id for line in shown.lines]
    banners = children.banners(ids)
    kept = views.kept(actor.user, actor.authority, PAGE)
    write_down(request, title.lower(), ids)
    context = {
        "title": title,
        "mine": own is not None,
        "table": tracker_page.table(shown, banners, found.people, now, title),
        "results": tracker_page.results(shown),
        "lost": shown.lost,
        "back": here + found.form.query(before=str(shown.back)) if shown.back else "",
        "on": here + found.form.query(after=str(shown.on)) if shown.on else "",
        "bands": tracker_page.bands(found.any_level, found.form),
        "filter": tracker_page.filter_box(found.form, here),
        "form": found.form,
        "kept": tracker_page.kept_links(kept),
        "keep": Keep(now=now, prefix="keep", initial={"whose": "mine"}),
        "keep_at": reverse("keep-list") + found.form.query(),
        "export": reverse("export-children") + found.form.query(**({"whose": "mine"} if own is not None else {})),
    }
    bad = found.form.is_bound and not found.form.is_valid()
    return render(request, "desk/children.html", context, status=422 if bad else 200)


def _found(actor: Actor, given: MultiValueDict[str, Any], own: frozenset[UUID] | None) -> Found:
    """Read the whole of what the reader may see, in seven statements, and sift it."""
    now = wall.now()
    everyone = [c for c in roster.roster(actor.authority) if own is None or c.worker in own]
    people = teams.people({c.worker for c in everyone if c.worker})
    form = Chosen(
        given or None, now=now, authority=actor.authority, people=people, teams=teams.names(actor.authority),
        mine=own is not None,
    )  # fmt: skip
    extra = state_kinds(given.get("state", ""))
    latest = roster.latest(actor.authority, {*level_kinds(), *extra})
    read = Read(
        roster=everyone,
        latest=latest,
        times=times.since(actor.authority, now - RECENT),
        tallies=tallies.tallies(actor.authority, tallies.review_clocks(laws.active(actor.authority)), now=now),
        reviews=counts.reviews(actor.authority),
        local_day=lambda at: words.local(at).date(),
    )
    every = lines(read)
    wanted = form.wanted()
    any_level = sift(every, wanted.of_any_level(), latest, now)
    return Found(form, every, any_level, [n for n in any_level if not wanted.levels or n.band in wanted.levels], people)


def _anchor(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


@require_POST
def keep(request: HttpRequest) -> HttpResponseBase:
    """Keep the choice in the address under a name."""
    actor, now = actor_of(request), wall.now()
    chosen = _found(actor, request.GET, None).form
    form = Keep(request.POST, now=now, prefix="keep")
    back = reverse("children") + chosen.query()
    if not form.is_valid():
        said = "; ".join(str(e) for errors in form.errors.values() for e in errors)
        messages.error(request, f"The list was not kept. {said}")
        return redirect(back)
    try:
        keeping.keep(
            actor=actor, page=PAGE, title=form.cleaned_data["title"], chosen=chosen.kept(),
            for_team=form.cleaned_data["whose"] == "team",
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{form.cleaned_data['title']}” is kept. You find it above the list.")
    return redirect(back)


@require_POST
def forget(request: HttpRequest, view: UUID) -> HttpResponseBase:
    """Take away a list one kept. Somebody else's is not there."""
    try:
        keeping.forget(actor=actor_of(request), view=view)
    except NotFound:
        raise Http404("no such list") from None
    messages.success(request, "The list was taken away. The children on it are as they were.")
    return redirect("children")


def export(request: HttpRequest) -> HttpResponse:
    """Ask why a copy is wanted; then give exactly what the reader may see, and write down whose records left."""
    actor, now = actor_of(request), wall.now()
    own = None
    if request.GET.get("whose") == "mine":
        own = frozenset({actor.user, *posts.covering(actor.user, at=now)})
    found = _found(actor, request.GET, own)
    form = Export(request.POST if request.method == "POST" else None, now=now)
    if form.is_bound and form.is_valid() and found.wanted:
        with_names = form.cleaned_data["names"] == "yes"
        ordered = page(found.wanted, (), found.form.order, after=None, before=None, size=len(found.wanted)).lines
        ids = [line.child.id for line in ordered]
        said = as_csv(ordered, children.banners(ids) if with_names else {}, found.people, now)
        kind = "with names" if with_names else "without names"
        audit.write(
            actor=actor, verb="export", what=f"list of children, {kind}: {form.cleaned_data['why']}", subjects=ids
        )
        answer = HttpResponse(said.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="children-{words.local(now).date().isoformat()}.csv"'
        return answer
    context = {
        "form": form,
        "count": words.counted(len(found.wanted), "child", "children"),
        "none": not found.wanted,
        "chosen": [said for _, _, said in found.form.said()],
        "back": reverse("my-children" if own is not None else "children") + found.form.query(),
    }
    return render(request, "desk/children-export.html", context, status=422 if form.is_bound else 200)
