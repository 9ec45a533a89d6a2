"""Start a record for a child nobody has a record of: offered only after a search."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from wayhome.engine.facts import Moment, Precision
from wayhome.platform import wall
from wayhome.platform.queries.partnerships import colleagues_of
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.names import folded
from wayhome.record.operations.children import AlreadyOpened, open_record
from wayhome.record.operations.errors import Refused
from wayhome.record.operations.facts import Draft
from wayhome.record.queries import children
from wayhome.record.queries.children import ChildBanner
from wayhome.record.web.find import LONGEST_NAME, Match, matches
from wayhome.record.web.words import STATUS_WORDS
from wayhome.ui.forms import Checkboxes, DateOfBirth, Radios, Select, Text, TimedForm

UNKNOWN = "unknown"
_NOT_KNOWN = (UNKNOWN, "Not known yet")


def _choices(*codes: str) -> list[tuple[str, str]]:
    return [*[(code, STATUS_WORDS[code]) for code in codes], _NOT_KNOWN]


class NewChild(TimedForm):
    """Who the child is. Only a name must be given; "not known yet" records nothing, and is asked about later."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = Text(
        label="Name",
        max_length=LONGEST_NAME,
        help_text="First and last name as far as you know them. One name is enough",
        error_messages={"required": "Enter the child’s name, or what people call the child"},
    )
    known_as = Text(label="What the child likes to be called", required=False, max_length=LONGEST_NAME)
    born = DateOfBirth(
        label="Date of birth", required=False, help_text="Leave empty if nobody knows. For example, 27 3 2011"
    )
    gender = Radios(
        label="Gender", required=False, choices=[(c, STATUS_WORDS[c]) for c in ("girl", "boy", "other", "not-known")]
    )
    ethnicity = Text(
        label="Ethnicity", required=False, max_length=100, help_text="In the child’s own words where you can"
    )
    care_status = Radios(
        label="Does the council look after the child?",
        required=False,
        choices=_choices("looked-after", "not-looked-after"),
    )
    plan = Radios(
        label="Is there a plan for the child?",
        required=False,
        choices=_choices("none", "child-in-need", "child-protection"),
    )
    placement = Radios(
        label="Where does the child live?", required=False, choices=_choices("here", "placed-in", "placed-out")
    )
    worker = Select(label="Allocated social worker", required=False)
    different = Checkboxes(
        label="Is this somebody else?",
        required=False,
        choices=[("yes", "Yes, this is a different child: start a new record")],
    )

    def __init__(self, *args: Any, authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(p.id), f"{p.name}, {p.job_title or p.agency}") for p in colleagues_of(authority)]
        chosen = self.fields["worker"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", "Not known yet"), ("nobody", "Nobody is allocated"), *people]

    def drafts(self, told_at: datetime) -> list[Draft]:
        """Return the facts told. What was left as not known makes no fact at all."""
        given = self.cleaned_data
        since = Moment(None, None, Precision.UNKNOWN)
        now = Moment(told_at, told_at)
        made = [Draft("child.name", since, told_at, text=given["name"].strip(), source="new-child")]
        for field, kind in (("known_as", "child.known-as"), ("ethnicity", "child.ethnicity")):
            if given[field].strip():
                made.append(Draft(kind, since, told_at, text=given[field].strip(), source="new-child"))
        if given["born"]:
            made.append(Draft("child.born", since, told_at, on_date=given["born"], source="new-child"))
        if given["gender"]:
            made.append(Draft("child.gender", since, told_at, code=given["gender"], source="new-child"))
        # True from now at the latest: nobody was asked since when. The child's page takes an earlier date.
        for field in ("care_status", "plan", "placement"):
            if given[field] not in ("", UNKNOWN):
                kind = f"child.{field.replace('_', '-')}"
                made.append(Draft(kind, now, told_at, code=given[field], source="new-child"))
        return made + self._worker(now, told_at)

    def _worker(self, now: Moment, told_at: datetime) -> list[Draft]:
        worker = self.cleaned_data["worker"]
        if not worker:
            return []
        if worker == "nobody":
            return [Draft("child.allocation", now, told_at, code="unallocated", source="new-child")]
        return [
            Draft("child.allocation", now, told_at, code="allocated", source="new-child"),
            Draft("child.allocated-worker", now, told_at, person=UUID(worker), source="new-child"),
        ]


def new_child(request: HttpRequest) -> HttpResponseBase:
    """Show the form after a search, or start the record; a second send of the same form makes no second record."""
    if request.method != "POST":
        messages.info(request, "Search for the child first. You can start a new record from the results.")
        return redirect("find-child")
    actor, now = actor_of(request), wall.now()
    if request.POST.get("begin"):
        form = NewChild(now=now, authority=actor.authority, initial=_begun(request.POST))
        return render(request, "record/new-child.html", {"form": form, "likely": ()})
    form = NewChild(request.POST, now=now, authority=actor.authority)
    if not form.is_valid():
        return _again(request, form, ())
    likely = likely_same(actor.authority, form.cleaned_data["name"], form.cleaned_data["born"])
    if likely and not form.cleaned_data["different"]:
        form.add_error("different", "Look at the records below. If this is somebody else, such as a twin, say so")
        write_down(request, "likely the same child", [child.id for child in likely])
        return _again(request, form, matches(likely, form.cleaned_data["name"], form.cleaned_data["born"], now))
    # Made from who sends it and the form's key: the same form gives the same record, and no key can name another's.
    named = uuid.uuid5(actor.user, str(form.cleaned_data["key"]))
    try:
        child = open_record(actor=actor, drafts=form.drafts(now), child=named)
    except AlreadyOpened as again:
        return redirect("child", again.child)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _again(request, form, ())
    messages.success(request, "The record has been started.")
    return redirect("child", child)


def likely_same(authority: UUID, name: str, born: date | None) -> tuple[ChildBanner, ...]:
    """Return children who may be this one, or a twin: the same name, unless born on another day; or the same
    last name and day of birth."""
    key = folded(name)
    if not key:
        return ()
    last = key.split()[-1]
    found = {child.id: child for child in children.find(authority, words=name, limit=50) if folded(child.name) == key}
    if born is not None:
        found = {id_: child for id_, child in found.items() if child.born_on in (born, None)}
        for child in children.find(authority, born_on=born, limit=200):
            if folded(child.name).split()[-1:] == [last]:
                found[child.id] = child
    return tuple(found.values())


def _begun(sent: Mapping[str, str]) -> dict[str, Any]:
    boxes = tuple(sent.get(f"born_{part}", "") for part in ("day", "month", "year"))
    return {"key": uuid.uuid4(), "name": sent.get("name", ""), "born": boxes}


def _again(request: HttpRequest, form: NewChild, likely: tuple[Match, ...]) -> HttpResponse:
    return render(request, "record/new-child.html", {"form": form, "likely": likely}, status=422)
