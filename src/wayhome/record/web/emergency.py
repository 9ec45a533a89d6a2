"""Open a record in an emergency: what it does, who may, and the form. Sent by POST, so that no name is in an address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wayhome.platform import wall
from wayhome.platform.operations import opening as operations
from wayhome.platform.queries import openings
from wayhome.platform.web.requests import actor_of
from wayhome.record.names import folded
from wayhome.record.operations.emergency import open_record
from wayhome.record.operations.errors import Refused
from wayhome.record.queries import children, subjects
from wayhome.record.subjects import Subject
from wayhome.record.web.find import LONGEST_NAME
from wayhome.ui.forms import DateOfBirth, Text, Textarea, TimedForm


class Emergency(TimedForm):
    """Whose record, and why now."""

    reference = Text(
        label="Reference", required=False, max_length=40,
        help_text="If you know it, such as C-7K2M-94QX. Then leave the name and the day of birth empty",
    )  # fmt: skip
    name = Text(
        label="The child’s whole name", required=False, max_length=LONGEST_NAME,
        help_text="First and last name. Both the name and the day of birth are needed to be sure who it is",
    )  # fmt: skip
    born = DateOfBirth(label="Date of birth", required=False, help_text="For example, 27 3 2011")
    reason = Textarea(
        label="Why do you need it now?", max_length=2000, rows=3,
        help_text="What is happening, and whom you could not reach. The data guardian reads this now",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for a reference, or for a name with its day of birth."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given["reference"].strip() and not (folded(given["name"]) and given["born"]):
            self.add_error("reference", "Enter a reference, or the whole name and the day of birth")
        return given


def emergency(request: HttpRequest) -> HttpResponseBase:
    """Show the form to who holds a post that may, and to anybody else whom to ask; or open the record."""
    if not openings.may_open():
        return render(request, "record/emergency.html", {"may": False, "form": None}, status=403)
    begun = request.method != "POST" or "begin" in request.POST
    now = wall.now()
    form = Emergency(None, now=now, initial=_begun(request)) if begun else Emergency(request.POST, now=now)
    if form.is_bound and form.is_valid():
        try:
            opened = open_record(actor=actor_of(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.warning(request, "The record is open for two hours. The data guardian has been told.")
            return redirect(page_of(opened.subject) or "home")
    return render(request, "record/emergency.html", {"may": True, "form": form}, status=422 if form.is_bound else 200)


@require_POST
def end_opening(request: HttpRequest, opening: UUID) -> HttpResponseBase:
    """End one's own opening now, or one under one's watch. To anybody else there is no such opening."""
    if not operations.end(actor=actor_of(request), opening=opening):
        found = openings.one(opening)
        if found is None:
            raise Http404("no such opening")
    messages.success(request, "It is ended. What you wrote stays in the record.")
    return redirect("openings" if openings_watched(request, opening) else "home")


def openings_watched(request: HttpRequest, opening: UUID) -> bool:
    """Say whether an opening is somebody else's, which the reader watches over."""
    found = openings.one(opening)
    return found is not None and found.user != actor_of(request).user


def page_of(subject: UUID) -> str | None:
    """Return the address of the record's first page; None where the reader sees none."""
    if children.banner(subject) is not None:
        return reverse("child", args=[subject])
    for kind in ("adult", "context"):
        if subjects.reference(Subject(kind, subject)) is not None:  # type: ignore[arg-type]
            return reverse(kind, args=[subject])
    return None


def _begun(request: HttpRequest) -> dict[str, Any]:
    """Take over what was searched for."""
    boxes = tuple(request.POST.get(f"born_{part}", "") for part in ("day", "month", "year"))
    return {"name": request.POST.get("name", ""), "born": boxes}
