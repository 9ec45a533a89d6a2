"""The log of what is watched over around a child: a form, and the list, newest first."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from wayhome.engine.facts import Moment, Precision
from wayhome.plans.operations.errors import Refused
from wayhome.plans.operations.watching import record_watched
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of
from wayhome.record.queries import ledger
from wayhome.record.queries.ledger import Entry
from wayhome.record.web.child_page import frame, show
from wayhome.ui import words
from wayhome.ui.components import Event
from wayhome.ui.forms import Radios, Textarea, TimedForm, WhenField

_WATCHED = {
    "call": "A call or message", "letter": "A letter or parcel", "visitor": "A visitor",
    "vehicle": "A vehicle or somebody near the home", "phone-kept": "A phone was kept from the child",
}  # fmt: skip
_CONSENT = {"agreed": "Yes", "not-agreed": "No", "taken-back": "Yes, and then changed their mind"}


class WatchedForm(TimedForm):
    """What was watched over, why, and for a phone what the child said."""

    what = Radios(label="What was watched over?", choices=list(_WATCHED.items()))
    at = WhenField(sureness=("exact", "about", "day"), label="When?")
    happened = Textarea(label="What happened, and what was done?", rows=3, max_length=5000)
    reason = Textarea(label="Why was it watched over?", rows=2, max_length=5000)
    in_plan = Radios(
        label="Is this reason in the care plan?", choices=[("yes", "Yes"), ("no", "No, not yet")], inline=True
    )
    consent = Radios(
        label="Did the child agree to hand over the phone?", required=False, choices=list(_CONSENT.items()),
        help_text="Only for a phone. It cannot be taken: the child is a victim.",
    )  # fmt: skip


def contact_log(request: HttpRequest, child: UUID) -> HttpResponseBase:
    """Show the log and its form, or add to it."""
    framed = frame(request, child, "contact log")
    form = WatchedForm(request.POST if request.method == "POST" else None, now=framed.now)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            record_watched(
                actor=actor_of(request), child=child, what=given["what"], at=given["at"], happened=given["happened"],
                reason=given["reason"], in_plan=given["in_plan"] == "yes", consent=given["consent"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("consent" if "phone" in str(refusal) else None, str(refusal))
        else:
            messages.success(request, "It is in the log.")
            return redirect("contact-log", child)
    entries = tuple(reversed(ledger.current_facts(child, ["care.contact-watched", "care.phone-consent"])))
    people = posts.colleagues({e.by_user for e in entries if e.by_user})
    names = {user: colleague.name for user, colleague in people.items()}
    events = tuple(_event(entry, names) for entry in entries)
    return show(
        request, framed, "plans/contact-log.html", status=422 if form.is_bound else 200, form=form, events=events
    )


def _event(entry: Entry, names: dict[UUID, str]) -> Event:
    code = entry.code or ""
    asked = f"Did the child agree to hand over the phone? {_CONSENT.get(code, code)}"
    return Event(
        title=asked if entry.kind == "care.phone-consent" else _WATCHED.get(code, code),
        when=words.moment(Moment(entry.happened_from, entry.happened_until, Precision(entry.precision))),
        by=names.get(entry.by_user, "A colleague") if entry.by_user else "",
        text=entry.text or "",
    )
