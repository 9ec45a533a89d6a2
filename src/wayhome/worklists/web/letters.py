"""E-mails: when one's own of the day comes, and those of the partnership that could not be delivered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from wayhome.platform import wall
from wayhome.platform.operations import audit, outbox
from wayhome.platform.queries import posts
from wayhome.platform.queries.undelivered import letters
from wayhome.platform.web.requests import actor_of
from wayhome.ui import words
from wayhome.ui.forms import Select, TimedForm
from wayhome.worklists.operations import digests
from wayhome.worklists.operations.delivery import SUBJECTS
from wayhome.worklists.web.lists import LOOKS_AFTER

NEVER = "never"


class HourForm(TimedForm):
    """At which hour the day's e-mail comes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = [(str(hour), f"{hour % 12 or 12}{'am' if hour < 12 else 'pm'}") for hour in range(5, 22)]
        self.fields["hour"] = Select(
            label="When should the day’s e-mail come?", choices=[*hours, (NEVER, "Do not send it")]
        )


def day_mail(request: HttpRequest) -> HttpResponseBase:
    """Ask when the day's e-mail should come, or keep the answer."""
    actor, now = actor_of(request), wall.now()
    hour = digests.chosen(actor.user)
    initial = {"hour": NEVER if hour is None else str(hour)}
    form = HourForm(request.POST if request.method == "POST" else None, now=now, initial=initial)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data["hour"]
        digests.choose(actor=actor, hour=None if given == NEVER else int(given))
        messages.success(request, "It is kept. What is urgent is always sent at once.")
        return redirect("my-work")
    return render(request, "worklists/day-mail.html", {"form": form}, status=422 if form.is_bound else 200)


def undelivered(request: HttpRequest) -> HttpResponseBase:
    """Show the e-mails that were given up to a team's manager or a post above, or have one tried again."""
    actor, now = actor_of(request), wall.now()
    if not posts.roles_of(actor.user, at=now) & LOOKS_AFTER:
        raise Http404("not for this reader")
    if request.method == "POST":
        given = request.POST.get("again", "")
        if not given.isdecimal() or len(given) > 18 or not outbox.retry(row=int(given), now=now):
            raise Http404("no such letter")
        audit.write(actor=actor, verb="try again", what="undelivered e-mail", subjects=[])
        messages.success(request, "It is tried again within a minute.")
        return redirect("undelivered")
    found = letters()
    people = posts.colleagues({letter.user for letter in found if letter.user})
    lines = [
        {
            "id": letter.id,
            "to": people[letter.user].name if letter.user in people else "Nobody we know of",
            "address": people[letter.user].email if letter.user in people else "",
            "what": SUBJECTS.get(letter.why, "E-mail"),
            "since": words.when(letter.created_at),
            "trouble": letter.trouble,
        }
        for letter in found
    ]
    return render(request, "worklists/undelivered.html", {"lines": lines})
