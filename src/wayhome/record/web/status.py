"""Change what is recorded of a child's status, and since when: one page for each status.

That a child becomes looked after while missing changes what is due, so every status carries its own date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries.partnerships import colleagues_of
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.allocation import end_allocation
from wayhome.record.operations.errors import Refused
from wayhome.record.operations.facts import Draft, record
from wayhome.record.queries import children
from wayhome.record.web.banner import banner
from wayhome.record.web.words import code_words
from wayhome.ui.forms import Radios, Select, Textarea, TimedForm, WhenField

SINCE = ("exact", "about", "day")


@dataclass(frozen=True, slots=True)
class Status:
    """One status that can be changed. `person`: its value is a colleague; `needed`: a sentence on what hangs on it."""

    kind: str
    question: str
    since: str
    person: bool = False
    needed: str = ""


STATUSES: Mapping[str, Status] = {
    "care-status": Status("child.care-status", "Does the council look after the child?", "Since when?"),
    "plan": Status("child.plan", "Is there a plan for the child?", "Since when?"),
    "section-47": Status("child.section-47", "Are section 47 enquiries open?", "Since when?"),
    "placement": Status("child.placement", "Where does the child live?", "Since when?"),
    "trafficked": Status("child.trafficked", "Is the child known or suspected to have been trafficked?", "Since when?"),
    "allocated-worker": Status(
        "child.allocated-worker",
        "Who is the child’s allocated social worker?",
        "Since when?",
        person=True,
        needed="The allocated social worker is told first when something is due for the child.",
    ),
    "conflict": Status(
        "child.conflict",
        "Which colleague is related to the child?",
        "Since when must this colleague hold no duty for the child?",
        person=True,
        needed="What would go to this colleague goes to somebody else at once. It says nothing against anybody.",
    ),
}
NOBODY = "nobody"


class ChangeStatus(TimedForm):
    """The status, since when, and a word on how we know."""

    since = WhenField(sureness=SINCE, label="Since when?")
    note = Textarea(label="How do we know?", required=False, max_length=2000, rows=2)

    def __init__(self, *args: Any, status: Status, authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status = status
        self.fields["since"].label = status.since
        self.fields["value"] = self._people(authority) if status.person else self._codes()
        self.order_fields(["value", "since", "note"])

    def _codes(self) -> forms.Field:
        codes = load_vocabulary().kinds[self.status.kind].values
        return Radios(
            label=self.status.question,
            choices=[(code, code_words(code)) for code in codes],
            error_messages={"required": "Choose one of the answers"},
        )

    def _people(self, authority: UUID) -> forms.Field:
        people = [(str(p.id), f"{p.name}, {p.job_title or p.agency}") for p in colleagues_of(authority)]
        nobody = [(NOBODY, "Nobody is allocated")] if self.status.kind == "child.allocated-worker" else []
        return Select(
            label=self.status.question,
            choices=[("", "Choose a colleague"), *nobody, *people],
            help_text=self.status.needed,
            error_messages={"required": "Choose a colleague from the list"},
        )

    def drafts(self, told_at: datetime) -> list[Draft]:
        """Return the facts of the change. An allocated worker also says that the child is allocated."""
        value, since = self.cleaned_data["value"], self.cleaned_data["since"]
        note = self.cleaned_data["note"].strip() or None
        if not self.status.person:
            return [Draft(self.status.kind, since, told_at, code=value, text=note, source="change-status")]
        made = [Draft(self.status.kind, since, told_at, person=UUID(value), text=note, source="change-status")]
        if self.status.kind == "child.allocated-worker":
            made.append(Draft("child.allocation", since, told_at, code="allocated", source="change-status"))
        return made


def change_status(request: HttpRequest, child: UUID, status: str) -> HttpResponseBase:
    """Show the form for one status, or record the change. A child one may not see is not there."""
    asked, found = STATUSES.get(status), children.banner(child)
    if asked is None or found is None:
        raise Http404
    actor, now = actor_of(request), wall.now()
    form = ChangeStatus(
        request.POST if request.method == "POST" else None, now=now, status=asked, authority=actor.authority
    )
    if request.method == "POST" and form.is_valid() and _saved(actor, child, form, now):
        messages.success(request, "The change has been recorded. What is due has been worked out again.")
        return redirect("child", child)
    write_down(request, f"change status: {status}", [child])
    page = {"form": form, "asked": asked, "child": found, "banner": banner(found, now)}
    return render(request, "record/change-status.html", page, status=422 if form.is_bound else 200)


def _saved(actor: Actor, child: UUID, form: ChangeStatus, now: datetime) -> bool:
    given = form.cleaned_data
    try:
        if given["value"] == NOBODY:
            note = given["note"].strip() or None
            end_allocation(actor=actor, child=child, since=given["since"], told_at=now, note=note)
        else:
            record(actor=actor, child=child, drafts=form.drafts(now))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
