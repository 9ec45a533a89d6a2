"""Where a colleague lives, kept so that a look at a record of their own address is noticed: for the administrator."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from wayhome.platform import wall
from wayhome.platform.queries import staff
from wayhome.platform.queries.signing_in import administers
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations import odd_looks as operations
from wayhome.record.operations.errors import Refused
from wayhome.record.queries import odd_looks
from wayhome.ui.forms import Text, TimedForm


class Home(TimedForm):
    """One postcode."""

    postcode = Text(
        label="Postcode of their home", required=False, max_length=12,
        help_text="For example, PO1 2AL. Leave it empty to take it away",
    )  # fmt: skip


def home(request: HttpRequest, user: UUID) -> HttpResponseBase:
    """Keep or take away the postcode of a colleague's home. To who does not administer there is no such page."""
    actor = actor_of(request)
    person = staff.person(actor.authority, user)
    if not administers() or person is None or user == actor.user:
        raise Http404("no such page")
    before = {"postcode": odd_looks.home_of(user)}
    form = Home(request.POST if request.method == "POST" else None, now=wall.now(), initial=before)
    write_down(request, "home postcode of a colleague", [])
    if form.is_bound and form.is_valid():
        try:
            operations.keep_home(actor=actor, user=user, postcode=form.cleaned_data["postcode"])
        except Refused as refusal:
            form.add_error("postcode", str(refusal))
        else:
            messages.success(request, "It is kept." if form.cleaned_data["postcode"] else "Nothing is kept now.")
            return redirect("person", user)
    page = {"form": form, "name": person.name, "user": user}
    return render(request, "record/home-postcode.html", page, status=422 if form.is_bound else 200)
