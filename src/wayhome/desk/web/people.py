"""The people of the partnership, for its administrator: posts over time, teams, vetting, accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from wayhome.desk.web import left_behind, people_page
from wayhome.desk.web import people_forms as asking
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import signing_in, staffing
from wayhome.platform.queries import looking, staff
from wayhome.platform.queries import posts as posts_held
from wayhome.platform.queries.directory import agencies_of
from wayhome.platform.queries.signing_in import administers, lasting
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.ui import words


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Show everybody who signs in, with posts, vetting and where they are signed in."""
    actor = administrator(request)
    there = staff.people(actor.authority)
    signed_in = lasting([each.id for each in there])
    watching = {each.name for each in there if each.id in looking.guardians(actor.authority, at=wall.now())}
    page = {
        "table": people_page.table(there, signed_in),
        "left": people_page.left(there),
        "guarded": bool(posts_held.holders(actor.authority, looking.GUARDIAN, at=wall.now())),
        "watching": sorted(watching),
    }
    write_down(request, "people", [])
    return render(request, "desk/people.html", page)


@require_GET
def person(request: HttpRequest, user: UUID) -> HttpResponse:
    """Show one person as the administrator looks after them."""
    actor = administrator(request)
    there = person_of(actor, user)
    page = {
        "person": there,
        "oneself": there.id == actor.user,
        "sign_ins": lasting([user]),
        "second_step": staff.has_second_step(user),
        "left": () if there.active else left_behind.rows(actor.authority, there, now=wall.now()),
    }
    write_down(request, "person of the partnership", [user])
    return render(request, "desk/person.html", page)


@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    """Show every post with who holds it and who held it, and the teams."""
    actor = administrator(request)
    page = {"cards": people_page.posts(staff.posts(actor.authority)), "teams": staff.teams(actor.authority)}
    write_down(request, "posts", [])
    return render(request, "desk/posts.html", page)


def add_post(request: HttpRequest) -> HttpResponseBase:
    """Add a post."""
    actor = administrator(request)
    form = asking.PostForm(_sent(request), now=wall.now(), authority=actor.authority)

    def save(said: dict[str, Any]) -> str:
        team = UUID(said["team"]) if said["team"] else None
        agency = (staff.agency_of_team(team) if team else None) or UUID(said["agency"])
        staffing.add_post(actor=actor, role=said["role"], title=said["title"], agency=agency, team=team)
        return f"{said['title']} is added. Nobody holds it yet."

    return _ask(request, form, "Add a post", "Add it", "posts", (), save)


def add_team(request: HttpRequest) -> HttpResponseBase:
    """Add a team."""
    actor = administrator(request)
    form = asking.TeamForm(_sent(request), now=wall.now(), agencies=agencies_of(actor.authority))

    def save(said: dict[str, Any]) -> str:
        staffing.add_team(actor=actor, agency=UUID(said["agency"]), name=said["name"])
        return f"{said['name']} is added."

    return _ask(request, form, "Add a team", "Add it", "posts", (), save)


def put_in_post(request: HttpRequest, user: UUID) -> HttpResponseBase:
    """Put somebody in a post."""
    actor = administrator(request)
    there = person_of(actor, user)
    form = asking.HoldingForm(_sent(request), now=wall.now(), authority=actor.authority)

    def save(said: dict[str, Any]) -> str:
        days = {"first": said["first"], "last": said["last"]}
        staffing.put_in_post(actor=actor, post=UUID(said["post"]), user=user, **days)
        begins = f"{words.day(said['first'])} on" if said["first"] else "now on"
        return f"{there.name} holds the post from {begins}."

    return _ask(request, form, f"Put {there.name} in a post", "Put in post", "person", (user,), save)


def record_vetting(request: HttpRequest, user: UUID) -> HttpResponseBase:
    """Record that the police vetted somebody."""
    actor = administrator(request)
    there = person_of(actor, user)
    form = asking.VettingForm(_sent(request), now=wall.now(), person=there)

    def save(said: dict[str, Any]) -> str:
        post = UUID(said["post"]) if said["post"] else None
        confirmed = staffing.Confirmed(
            said["level"], said["from_on"], said["until_on"], said["confirmed_by"].strip(), post
        )
        staffing.record_vetting(actor=actor, user=user, confirmed=confirmed)
        return f"{there.name} is vetted until {words.day(said['until_on'])}."

    return _ask(request, form, f"Vetting of {there.name} by the police", "Record it", "person", (user,), save)


def end_vetting(request: HttpRequest, user: UUID, vetting: UUID) -> HttpResponseBase:
    """End a vetting, with the reason."""
    actor = administrator(request)
    there = person_of(actor, user)
    form = asking.WhyForm(_sent(request), now=wall.now())

    def save(said: dict[str, Any]) -> str:
        staffing.end_vetting(actor=actor, vetting=vetting, why=said["why"].strip())
        return f"That vetting of {there.name} is ended: police intelligence is shut from now on."

    return _ask(request, form, f"End the vetting of {there.name}", "End it now", "person", (user,), save)


@require_POST
def end_holding(request: HttpRequest, user: UUID, holding: UUID) -> HttpResponseBase:
    """End somebody's time in a post, now."""
    actor = administrator(request)
    if staffing.end_holding(actor=actor, holding=holding):
        messages.success(request, "That post is ended, and what it opened is shut.")
    return redirect("person", user)


@require_POST
def end_sign_ins(request: HttpRequest, user: UUID) -> HttpResponseBase:
    """End every sign-in of somebody."""
    ended = signing_in.end_all(actor=administrator(request), user=user, why="ended by the administrator")
    messages.success(request, f"{words.counted(ended, 'sign-in is', 'sign-ins are')} ended.")
    return redirect("person", user)


def close(request: HttpRequest, user: UUID) -> HttpResponseBase:
    """Close the account of somebody who has left, or open it again; asked before it is done."""
    actor = administrator(request)
    there = person_of(actor, user)
    if request.method != "POST":
        return render(request, "desk/person-close.html", {"person": there})
    if not there.active:
        back = "The account is open again, without a post."
        return _done(request, user, back, lambda: staffing.is_back(actor=actor, user=user))
    closed = "The account is closed, and every sign-in of it has ended."
    return _done(request, user, closed, lambda: _handed(staffing.leaves(actor=actor, user=user)))


def _handed(many: int) -> str:
    if not many:
        return ""
    said = words.counted(
        many,
        "sealed record that nobody else in post was named for was",
        "sealed records that nobody else in post was named for were",
    )
    return f"{said} handed on to who watches over the records, who has been told."


def forget_second_step(request: HttpRequest, user: UUID) -> HttpResponseBase:
    """Take away a second step that somebody has lost; asked before it is done."""
    actor = administrator(request)
    there = person_of(actor, user)
    if request.method != "POST":
        return render(request, "desk/person-second-step.html", {"person": there})
    lost = "The second step is taken away. The next sign-in asks for a new one to be set up."
    return _done(request, user, lost, lambda: staffing.forget_second_step(actor=actor, user=user))


def _done(request: HttpRequest, user: UUID, done: str, do: Callable[[], str | None]) -> HttpResponseBase:
    try:
        more = do()
    except staffing.Unfit as refusal:
        messages.error(request, f"{refusal}.")
    else:
        messages.success(request, f"{done} {more}" if more else done)
    return redirect("person", user)


def _ask(
    request: HttpRequest,
    form: forms.Form,
    title: str,
    button: str,
    back: str,
    of: tuple[UUID, ...],
    save: Callable[[dict[str, Any]], str],
) -> HttpResponseBase:
    if form.is_bound and form.is_valid():
        try:
            said = save(form.cleaned_data)
        except staffing.Unfit as refusal:
            form.add_error(None, f"{refusal}")
        else:
            messages.success(request, said)
            return redirect(back, *of)
    page = {"form": form, "title": title, "button": button, "back": back, "of": of}
    return render(request, "desk/people-form.html", page, status=422 if form.is_bound else 200)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def administrator(request: HttpRequest) -> Actor:
    """Return who is acting. To those who do not administer the partnership there is no such page."""
    actor = actor_of(request)
    if not administers():
        raise Http404("not an administrator")
    return actor


def person_of(actor: Actor, user: UUID) -> staff.Person:
    found = staff.person(actor.authority, user)
    if found is None:
        raise Http404("no such person")
    return found
