"""Time away and cover: one's own, and that of the people one manages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries import posts, teams
from wayhome.platform.queries.partnerships import colleagues_of
from wayhome.platform.queries.posts import TimeAway
from wayhome.platform.web.requests import actor_of
from wayhome.record.operations.errors import NotFound, Refused
from wayhome.ui import words
from wayhome.ui.forms import DateField, Select, TimedForm
from wayhome.worklists.operations import cover
from wayhome.worklists.queries.reach import looked_after, may_arrange_leave


class AwayForm(TimedForm):
    """Who is away, from which day to which, and who covers."""

    first = DateField(label="First day away", may_be_future=True)
    last = DateField(label="Last day away", may_be_future=True)

    def __init__(self, *args: Any, people: Mapping[UUID, str], authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = Select(label="Who is away?", choices=[(str(id_), name) for id_, name in people.items()])
        self.fields["covered_by"] = Select(
            label="Who covers?",
            required=False,
            choices=[("", "Nobody: the next post is told instead"), *_covers(authority)],
        )
        self.order_fields(["user", "first", "last", "covered_by"])


@dataclass(frozen=True, slots=True)
class Line:
    """One time away."""

    id: UUID
    name: str
    when: str
    cover: str
    began: bool
    may: bool


def away(request: HttpRequest) -> HttpResponseBase:
    """Show and record times away; or say that somebody is back."""
    actor, now = actor_of(request), wall.now()
    people = _people(actor, now)
    sent = request.method == "POST"
    if sent and request.POST.get("back"):
        return _back(request, actor, now)
    form = AwayForm(
        request.POST if sent else None,
        now=now,
        people=people,
        authority=actor.authority,
        initial={"user": str(actor.user)},
    )
    if sent and form.is_valid() and _recorded(form, actor, now):
        messages.success(request, "It is recorded. What is theirs goes to whoever covers, from the first day.")
        return redirect("time-away")
    shown = posts.times_away({actor.user, *people, *_seen(actor, now)}, since=now)
    page = {"form": form, "lines": _lines(shown, frozenset(people), now)}
    return render(request, "worklists/away.html", page, status=422 if sent else 200)


def _people(actor: Actor, now: datetime) -> dict[UUID, str]:
    """Return whose time away the reader may record, oneself first."""
    managed = {id_: one.name for id_, one in _seen(actor, now).items() if id_ != actor.user}
    below = {id_: name for id_, name in managed.items() if may_arrange_leave(actor, id_, now=now)}
    return {actor.user: f"{actor.name} (me)"} | below


def _seen(actor: Actor, now: datetime) -> dict[UUID, teams.Member]:
    return teams.members(looked_after(actor, now))


def _recorded(form: AwayForm, actor: Actor, now: datetime) -> bool:
    told = form.cleaned_data
    try:
        cover.go_away(
            actor=actor, user=UUID(told["user"]), from_at=_midnight(told["first"], now),
            until_at=_midnight(told["last"] + timedelta(days=1), now),
            covered_by=UUID(told["covered_by"]) if told["covered_by"] else None, now=now,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _midnight(on: date, now: datetime) -> datetime:
    """Return the beginning of a day in London."""
    return datetime.combine(on, time(), tzinfo=words.local(now).tzinfo)


def _back(request: HttpRequest, actor: Actor, now: datetime) -> HttpResponseBase:
    """End a time away now: they are back."""
    try:
        found = posts.time_away(UUID(request.POST["back"]))
        if found is None:
            raise Http404("no such time away")
        # One that has not begun is taken back: it ends as it begins, a moment long.
        end = max(now, found.from_at + timedelta(microseconds=1))
        cover.change(actor=actor, away=found.id, until_at=end, covered_by=found.covered_by, now=now)
        messages.success(request, "The time away has ended.")
    except (ValueError, NotFound):
        raise Http404("no such time away") from None
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("time-away")


def _lines(shown: tuple[TimeAway, ...], may: frozenset[UUID], now: datetime) -> list[Line]:
    names = posts.colleagues({u for t in shown for u in (t.user, t.covered_by) if u})
    return [
        Line(
            t.id,
            names[t.user].name,
            f"{words.day(words.local(t.from_at).date())} to {words.day(words.local(t.until_at - timedelta(microseconds=1)).date())}",
            f"{names[t.covered_by].name} covers" if t.covered_by in names else "Nobody covers",
            t.from_at <= now,
            t.user in may,
        )
        for t in shown
        if t.user in names and t.until_at - t.from_at > timedelta(seconds=1)
    ]


def _covers(authority: UUID) -> list[tuple[str, str]]:
    return [(str(c.id), f"{c.name}, {c.job_title or c.agency}") for c in colleagues_of(authority)]
