"""One sharing: what it was, what followed, the paper as it went out, and corrections to send."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from wayhome.disclosure import paper as paper_file
from wayhome.disclosure.operations import following
from wayhome.disclosure.operations.errors import Refused
from wayhome.disclosure.queries import disclosures
from wayhome.disclosure.queries.disclosures import DisclosureView
from wayhome.disclosure.queries.waiting import waits
from wayhome.disclosure.web import shown
from wayhome.disclosure.web.forms import StepForm
from wayhome.platform import files, wall
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import children
from wayhome.record.queries.copied import closed
from wayhome.record.redacted_paper import words_of
from wayhome.record.web.child_page import frame, show
from wayhome.ui import words

UNSAVED = 422
# What the recipient is told: not what was said by the child and the parents, or of whom they were afraid.
THEIRS = frozenset({"Why", "Said beside it", "Lawful basis", "Passing it on", "Decided by"})
STRICT = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff",
          "Cache-Control": "no-store"}  # fmt: skip


@require_GET
def sharing(request: HttpRequest, disclosure: UUID) -> HttpResponse:
    """Show one sharing to those who work with the child."""
    found = _kept(disclosure)
    framed = frame(request, found.child, "sharing")
    return show(request, framed, "disclosure/one.html", **_page(found))


@require_GET
def received(request: HttpRequest, disclosure: UUID) -> HttpResponse:
    """Show one sharing to whom it was given, who may see nothing else of the child."""
    found = _mine(request, disclosure)
    write_down(request, "what was shared with me", [found.child])
    page = _page(found)
    rows = [row for row in page["rows"] if row.key in THEIRS]
    return render(request, "disclosure/received.html", page | {"rows": rows, "waits": waits(found)})


@require_GET
def paper(request: HttpRequest, disclosure: UUID, step: UUID | None = None) -> HttpResponse:
    """Hand over the paper as it went out, or a correction's; every time is written down."""
    found = disclosures.one(disclosure)
    if found is None:
        raise Http404("no such sharing")
    name, made = found.pack, found.recorded_at
    if step is not None:
        name, made = next(((s.pack, s.recorded_at) for s in found.steps if s.id == step), (None, made))
    if name is None:
        raise Http404("no paper went out")
    content = files.get(name)
    if not _given_to(request, found) and _repeats(found.child, content, made):
        raise Http404("it holds what is kept for fewer people since")
    write_down(request, "paper that was shared", [found.child])
    ending, media = ("zip", "application/zip") if content.startswith(b"PK") else ("pdf", "application/pdf")
    answer = HttpResponse(content, content_type=media, headers=STRICT)
    answer["Content-Disposition"] = f'attachment; filename="shared-record-{str(found.id)[:8]}.{ending}"'
    return answer


def _given_to(request: HttpRequest, found: DisclosureView) -> bool:
    actor = actor_of(request)
    return found.to.user == actor.user or found.to.agency == actor.agency


def _repeats(child: UUID, content: bytes, made: datetime) -> bool:
    """Whether a paper repeats words of a fact that was kept for fewer people after it was made."""
    shut = closed(child)
    if not shut:
        return False
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = packed.read(paper_file.PAPER)
    said = " ".join(words_of(content).split())
    return shut.words(said, made) != said


def acknowledge(request: HttpRequest, disclosure: UUID) -> HttpResponse:
    """Say that one has it and keeps to the limits; or write down how somebody outside said so."""
    found = disclosures.one(disclosure)
    if found is None or not found.shared:
        raise Http404("no such sharing")
    actor = actor_of(request)
    if request.method == "POST" and _given_to(request, found):
        following.acknowledge(actor=actor, disclosure=found.id, at=wall.now(), how="")
        messages.success(request, "Thank you. Whoever shared it can see that you have it.")
        return redirect("received", found.id)
    kept = _kept(disclosure)
    framed = frame(request, kept.child, "acknowledge sharing")
    form = StepForm(request.POST if request.method == "POST" else None, now=framed.now)
    asked = {"title": "They said that they have it", "says": "", "button": "Write it down"}
    return _stepped(request, framed, form, asked, kept, lambda at, how: following.acknowledge(
        actor=actor, disclosure=kept.id, at=at, how=how))  # fmt: skip


def correct(request: HttpRequest, disclosure: UUID, item: UUID) -> HttpResponse:
    """Send the correction: make its paper, and write down when and how it was given."""
    found = _kept(disclosure)
    each = next((i for i in shown.items(found) if i.id == item), None)
    if each is None or not each.correction:
        raise Http404("nothing to correct")
    framed, actor = frame(request, found.child, "send a correction"), actor_of(request)
    form = StepForm(request.POST if request.method == "POST" else None, now=framed.now)
    asked = {
        "title": "Send the correction",
        "says": f"{each.title}. {each.correction}",
        "button": "Make the paper and record it",
    }
    return _stepped(request, framed, form, asked, found, lambda at, how: following.send_correction(
        actor=actor, item=item, at=at, how=how))  # fmt: skip


def _stepped(
    request: HttpRequest, framed: Any, form: StepForm, asked: dict[str, str], found: DisclosureView, do: Any
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            do(form.cleaned_data["at"].latest, form.cleaned_data["how"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is written down.")
            return redirect("sharing", found.id)
    status = UNSAVED if form.is_bound else 200
    return show(request, framed, "disclosure/step.html", status=status, form=form, asked=asked, found=found)


def _page(found: DisclosureView) -> dict[str, Any]:
    people = posts.colleagues({s.by_user for s in found.steps if s.by_user})
    steps = [
        {
            "id": s.id,
            "what": "Acknowledged" if s.kind == "acknowledged" else "Correction sent",
            "when": words.when(s.at),
            "how": s.how,
            "by": people[s.by_user].name if s.by_user in people else "A colleague",
            "pack": s.pack,
        }
        for s in found.steps
    ]
    return {"found": found, "rows": shown.summary(found), "items": shown.items(found), "steps": steps}


def _kept(disclosure: UUID) -> DisclosureView:
    """Return a sharing to somebody who may see the child. Raises Http404 otherwise."""
    found = disclosures.one(disclosure)
    if found is None or children.banner(found.child) is None:
        raise Http404("no such sharing")
    return found


def _mine(request: HttpRequest, disclosure: UUID) -> DisclosureView:
    found = disclosures.one(disclosure)
    if found is None or not _given_to(request, found):
        raise Http404("nothing of this was shared with you")
    return found
