"""A new person of the partnership, and the link by which somebody chooses a password: for its administrator."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from wayhome.desk.web import people_forms as asking
from wayhome.desk.web.people import administrator, person_of
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import inviting, staffing
from wayhome.platform.operations.inviting import NewAccount
from wayhome.platform.queries import staff
from wayhome.platform.web.requests import write_down
from wayhome.ui import words


def add_person(request: HttpRequest) -> HttpResponseBase:
    """Ask who joins, for which agency and in which post; make the account, and send the link where e-mail is set up."""
    actor = administrator(request)
    sent = request.POST if request.method == "POST" else None
    form = asking.PersonForm(sent, now=wall.now(), authority=actor.authority)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                made = _made(actor, form.cleaned_data)
        except staffing.Unfit as refusal:
            form.add_error(None, f"{refusal}")
        else:
            name = form.cleaned_data["name"].strip()
            if not inviting.goes_by_mail():
                messages.success(request, f"{name} has an account. Now make the link by which {name} comes in.")
                return redirect("send-link", made)
            inviting.invite(actor=actor, user=made)
            messages.success(request, f"{name} has an account, and a link to it by e-mail, good for seven days.")
            return redirect("person", made)
    page = {"form": form, "title": "Add a person", "button": "Make the account", "back": "people", "of": ()}
    return render(request, "desk/people-form.html", page, status=422 if form.is_bound else 200)


def send_link(request: HttpRequest, user: UUID) -> HttpResponseBase:
    """Send somebody a link to choose a password by; where no e-mail is set up, show it this once."""
    actor = administrator(request)
    person = person_of(actor, user)
    by_mail, link = inviting.goes_by_mail(), ""
    if request.method == "POST":
        try:
            made = inviting.invite(actor=actor, user=user)
        except staffing.Unfit as refusal:
            messages.error(request, f"{refusal}.")
            return redirect("person", user)
        if not made.secret:
            messages.success(
                request, f"A link is on its way to {person.email}, good until {words.when(made.until_at)}."
            )
            return redirect("person", user)
        link = request.build_absolute_uri(inviting.path_of(made.secret))
    write_down(request, "link to choose a password", [user])
    return render(request, "desk/person-link.html", {"person": person, "by_mail": by_mail, "link": link})


def _made(actor: Actor, said: dict[str, Any]) -> UUID:
    """Make the account and put the person in the post that was chosen, all or nothing. Raises Unfit."""
    place = UUID(said["place"])
    agency = staff.agency_of_team(place)
    new = NewAccount(said["email"], said["name"], said["job_title"], agency or place, place if agency else None)
    made = inviting.add_account(actor=actor, account=new)
    if said["post"]:
        post = UUID(said["post"])
        staffing.put_in_post(actor=actor, post=post, user=made, first=said["first"], last=said["last"])
    return made
