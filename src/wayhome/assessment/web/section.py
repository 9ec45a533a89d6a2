"""One section of a draft: its questions, saved by a button, and as one types."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wayhome.assessment import filing
from wayhome.assessment.operations import drafts as operations
from wayhome.assessment.operations.drafts import Saved
from wayhome.assessment.operations.errors import AlreadySent
from wayhome.assessment.queries import drafts, sheets
from wayhome.assessment.web import from_record
from wayhome.assessment.web.drafting import GONE, UNSAVED, Desk, desk, edition_of, gone, keep_beside, sent_boxes
from wayhome.assessment.web.from_record import Known
from wayhome.assessment.web.questions import empty, question
from wayhome.engine.instruments import Section
from wayhome.packs.result_words import cited
from wayhome.platform import wall
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import NotFound, Refused
from wayhome.ui.words import clock_time

EVERY = "*"  # the button that puts in what the record says of every empty question


def section(request: HttpRequest, draft: UUID, section: str) -> HttpResponse:
    """Show one section, or save what was typed and go where the pressed button says."""
    if request.method == "POST":
        try:
            return _save(request, draft, section)
        except AlreadySent as refusal:
            return gone(request, refusal)
    found = desk(request, draft)
    write_down(request, f"draft {found.instrument.id}", [found.about.id])
    return _shown(request, found, _section(found, section))


def _section(found: Desk, section: str) -> Section:
    here = filing.section_of(found.instrument, section)
    if here is None:
        raise Http404("no such section")
    return here


def _shown(request: HttpRequest, found: Desk, here: Section, status: int = 200) -> HttpResponse:
    last = sheets.last_signed(found.about.id, found.view.line, found.view.instrument)
    asked = [item for item in here.items if found.filled.asked(item)]
    known = _known(found, here)
    questions = [question(item, found.filled, found.view, last, known.get(item.id)) for item in asked]
    with_items = [each for each in found.instrument.sections if each.items]
    page = {
        "banner": found.about.banner,
        "subject": found.about,
        "view": found.view,
        "instrument": found.instrument,
        "section": here,
        "cite": cited(here.cite),
        "questions": questions,
        "known": sum(1 for each in questions if each.known),
        "number": with_items.index(here) + 1,
        "of": len(with_items),
        "completed": here.id in found.view.completed,
        "save_url": reverse("draft-save", args=[found.view.id]),
        "saved_at": clock_time(found.view.saved_at),
        "wrong": status == UNSAVED,
    }
    return render(request, "assessment/section.html", page, status=status)


def _known(found: Desk, here: Section) -> dict[str, Known]:
    """Return what the record says of the questions of a section; nothing of a place or a group."""
    if found.about.kind != "child":
        return {}
    return from_record.known(found.about.id, here.items, wall.now())


def _put(request: HttpRequest, found: Desk, here: Section, which: str) -> None:
    """Put the record's words in one question, or in every one of the section that is still empty."""
    known = _known(found, here)
    for item in [which] if which != EVERY else [key for key in known if empty(found.view.boxes.get(key, {}))]:
        if item in known:
            operations.take_over(actor=actor_of(request), draft=found.view.id, item=item, value=known[item].answer)


def _save(request: HttpRequest, draft: UUID, section: str) -> HttpResponse:
    actor, data = actor_of(request), request.POST
    try:
        saved = _written(request, draft, {section: data["completed"] == "yes"} if "completed" in data else {})
    except NotFound as missing:
        raise Http404("no such draft") from missing
    pressed = data.get("go", "stay")
    if settled := data.get("choose"):
        item, _, which = settled.rpartition(":")
        take = int(which) if which.isdecimal() and len(which) < 9 else None
        operations.choose(actor=actor, draft=draft, item=item, take=take)
        pressed = f"stay#q-{item}"
    found = desk(request, draft)
    here = _section(found, section)
    if taken := data.get("take"):
        last = sheets.last_signed(found.about.id, found.view.line, found.view.instrument)
        if last is not None and taken in last.answers:
            operations.take_over(actor=actor, draft=draft, item=taken, value=last.answers[taken])
        pressed = f"stay#q-{taken}"
    if put := data.get("put"):
        _put(request, found, here, put)
        pressed = "stay" if put == EVERY else f"stay#q-{put}"
    if saved.beside or (pressed == "on" and any(item.id in found.filled.faults for item in here.items)):
        return _shown(request, found, here, UNSAVED)
    return redirect(_onward(found, here, pressed))


def _written(request: HttpRequest, draft: UUID, completed: dict[str, bool]) -> Saved:
    data = request.POST
    sent = sent_boxes(data)
    keep_beside(actor_of(request), draft, sent)
    return operations.save(
        actor=actor_of(request), draft=draft, edition=edition_of(data), sent=sent, completed=completed
    )


def _onward(found: Desk, here: Section, pressed: str) -> str:
    if pressed.startswith("stay"):
        return reverse("draft-section", args=[found.view.id, here.id]) + pressed.removeprefix("stay")
    if pressed == "tasks":
        return reverse("draft", args=[found.view.id])
    later = [each for each in found.instrument.sections if each.items]
    later = later[later.index(here) + 1 :]
    if later:
        return reverse("draft-section", args=[found.view.id, later[0].id])
    return reverse("draft-check", args=[found.view.id])


@require_POST
def save(request: HttpRequest, draft: UUID) -> JsonResponse:
    """Save what was typed just now, without leaving the page; says when, and where somebody else wrote too."""
    try:
        saved = _written(request, draft, {})
    except AlreadySent as refusal:
        said = {"problem": str(refusal), "href": reverse("sheet", args=[refusal.sheet])}
        return JsonResponse(said, status=GONE)
    except NotFound as missing:
        raise Http404("no such draft") from missing
    except Refused as refusal:
        return JsonResponse({"problem": str(refusal)}, status=UNSAVED)
    view = drafts.draft(draft)
    edition = view.edition if view else saved.edition
    return JsonResponse({"edition": edition, "saved": clock_time(wall.now()), "beside": list(saved.beside)})
