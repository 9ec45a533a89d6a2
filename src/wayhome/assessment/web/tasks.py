"""A draft's task list, and what can be done with the whole of it: hand over, change its day, throw away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.assessment.operations import drafts as operations
from wayhome.assessment.queries import sheets
from wayhome.assessment.web.drafting import UNSAVED, Desk, desk
from wayhome.assessment.web.progress import progress
from wayhome.packs.result_words import cited
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.queries.partnerships import colleagues_of
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import Refused
from wayhome.ui import words
from wayhome.ui.components import Tag, Task
from wayhome.ui.components.plain import Colour
from wayhome.ui.forms import DateField, Number, Select, TimedForm

CHECK = Tag("Not yet", Colour.GREY)


@require_GET
def draft(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show the task list of one draft."""
    found = desk(request, draft)
    write_down(request, f"draft {found.instrument.id}", [found.about.id])
    sections = [progress(each, found.filled, found.view) for each in found.instrument.sections if each.items]
    tasks = tuple(
        Task(
            each.section.title,
            each.tag,
            reverse("draft-section", args=[draft, each.section.id]),
            f"{each.answered} of {words.counted(each.asked, 'question')} answered",
        )
        for each in sections
    )
    before = sheets.sheet(found.view.mends) if found.view.mends else None
    page = {
        "found": found,
        "tasks": tasks,
        "ending": (Task("Check the answers and send", CHECK, reverse("draft-check", args=[draft])),),
        "cite": cited(found.instrument.cite),
        "basis": _basis(found),
        "saved": words.short_when(found.view.saved_at, wall.now()),
        "comments": before.decision.comments if before and before.decision else "",
        "author": _author(found),
        **_framed(found),
    }
    return render(request, "assessment/tasks.html", page)


def _framed(found: Desk) -> dict[str, Any]:
    return {"banner": found.about.banner, "subject": found.about, "view": found.view, "instrument": found.instrument}


def _author(found: Desk) -> str:
    if found.view.author == found.view.holder:
        return ""
    person = posts.colleagues({found.view.author}).get(found.view.author)
    return person.name if person else "a colleague"


def _basis(found: Desk) -> str:
    basis = found.view.basis
    said = f"Reckoned from {words.day(basis.reference)} ({found.instrument.reference})."
    if basis.born_on is None and found.about.kind == "child":
        said += (
            f" The child’s age: {basis.age}, as told." if basis.age is not None else " The child’s age is not known."
        )
    return said


class HandOver(TimedForm):
    """Who writes from now on."""

    to = Select(label="Who will write from now on?")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "Choose a colleague"), *people]  # type: ignore[attr-defined]


def hand_over(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Give a draft to a colleague of one's own agency."""
    found, actor = desk(request, draft), actor_of(request)
    known = colleagues_of(actor.authority)
    agency = next((each.agency for each in known if each.id == actor.user), "")
    people = [
        (str(each.id), f"{each.name}, {each.job_title}")
        for each in known
        if each.agency == agency and each.id != actor.user
    ]
    form = HandOver(request.POST if request.method == "POST" else None, now=wall.now(), people=people)
    if form.is_bound and form.is_valid():
        try:
            operations.hand_over(actor=actor, draft=draft, to=UUID(form.cleaned_data["to"]))
        except Refused as refusal:
            form.add_error("to", str(refusal))
        else:
            messages.success(request, "The draft is handed over, with every word in it.")
            return redirect(found.about.back)
    write_down(request, "hand a draft over", [found.about.id])
    page = {
        "title": "Hand this draft over",
        "intro": "Your colleague sees every word of it and writes from now on. You can see that it is there, not what it says.",
        "button": "Hand over",
        "form": form,
        **_framed(found),
    }
    return render(request, "assessment/whole.html", page, status=UNSAVED if form.is_bound else 200)


class Rebase(TimedForm):
    """The day everything is reckoned from, and the age where nobody has a birth date."""

    reference = DateField(label="What day is this reckoned from?", help_text="For example, 27 3 2026")
    age = Number(label="How old is the child?", required=False, min_value=0, max_value=25, width=2)


def rebase(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Change the day that stretches of time and the age run back from."""
    found, sent = desk(request, draft), request.POST if request.method == "POST" else None
    basis = found.view.basis
    form = Rebase(sent, now=wall.now(), initial={"reference": basis.reference, "age": basis.age})
    if basis.born_on is not None or found.about.kind != "child":
        del form.fields["age"]
    if form.is_bound and form.is_valid():
        try:
            operations.rebase(
                actor=actor_of(request), draft=draft, reference=form.cleaned_data["reference"],
                born_on=found.about.born_on, age=form.cleaned_data.get("age"),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("reference", str(refusal))
        else:
            messages.success(request, "The day is changed. Look at answers about stretches of time again.")
            return redirect("draft", draft)
    write_down(request, "day of a draft", [found.about.id])
    page = {"title": "Change the day", "intro": _basis(found), "button": "Save the day", "form": form, **_framed(found)}
    return render(request, "assessment/whole.html", page, status=UNSAVED if form.is_bound else 200)


def discard(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Throw a draft away, after asking."""
    found = desk(request, draft)
    form = TimedForm(request.POST if request.method == "POST" else None, now=wall.now())
    if form.is_bound:
        operations.discard(actor=actor_of(request), draft=draft)
        messages.success(request, "The draft is thrown away.")
        return redirect(found.about.back)
    page = {
        "title": "Throw this draft away",
        "intro": "What is written in it goes and cannot be brought back. Versions that were sent stay.",
        "button": "Throw the draft away",
        "form": form,
        **_framed(found),
    }
    return render(request, "assessment/whole.html", page)
