"""Checking the answers: everything on one page, the score and the judgement beside each other, and sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from markupsafe import Markup, escape

from wayhome.assessment import filing
from wayhome.assessment.operations import sheets
from wayhome.assessment.operations.errors import AlreadySent, NotFinished
from wayhome.assessment.voice import wanted
from wayhome.assessment.web.drafting import UNSAVED, Desk, desk, gone, keep_beside, sent_boxes
from wayhome.assessment.web.score import score_page
from wayhome.engine.instruments import Item
from wayhome.packs.england.language import hints
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import Refused
from wayhome.ui.components import Link, SummaryRow
from wayhome.ui.words import clock_time

ENDINGS = {
    True: "Your manager is asked to sign it. What puts the level of concern up counts from now; all else when it is signed.",
    False: "It becomes part of the record as you send it.",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One section on the check page."""

    title: str
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """Words in an answer that the language guide advises on, and the way to change them."""

    question: str
    found: str
    say: tuple[str, ...]
    why: str
    href: str


def check(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show everything before it is sent; keep the judgement; send."""
    lacking: Sequence[tuple[str, str]] = ()
    if request.method == "POST":
        try:
            keep_beside(actor_of(request), draft, sent_boxes(request.POST))
            if request.POST.get("go") == "send":
                return _send(request, draft)
            return redirect("draft-check" if request.POST.get("go") == "stay" else "draft", draft)
        except AlreadySent as refusal:
            if request.POST.get("go") == "send":
                return redirect("sheet", refusal.sheet)
            return gone(request, refusal)
        except NotFinished as refusal:
            lacking = refusal.lacking
        except Refused as refusal:
            lacking = (("judgement", str(refusal)),)
    found = desk(request, draft)
    write_down(request, f"check {found.instrument.id}", [found.about.id])
    unsettled = tuple(found.view.beside)
    page = {
        "banner": found.about.banner,
        "subject": found.about,
        "view": found.view,
        "instrument": found.instrument,
        "parts": _parts(found),
        "score": score_page(filing.result_plain(found.filled)),
        "wordings": _wordings(found),
        "problems": [Link(say, _where(found, item)) for item, say in lacking],
        "lacking": [
            Link(say, _where(found, item))
            for item, say in sheets.still_lacking(found.filled, found.view.voice, unsettled)
        ],
        "heard": found.about.kind == "child",
        "must_hear": wanted(found.instrument),
        "judges": found.instrument.judgement or found.instrument.levels,
        "ending": ENDINGS[sheets.needs_sign_off(found.instrument)],
        "save_url": reverse("draft-save", args=[draft]),
        "saved_at": clock_time(found.view.saved_at),
        "wrong": bool(lacking),
    }
    return render(request, "assessment/check.html", page, status=UNSAVED if lacking else 200)


def _send(request: HttpRequest, draft: UUID) -> HttpResponse:
    sheet = sheets.send(actor=actor_of(request), draft=draft)
    messages.success(request, "The form is sent. This is the version that was kept.")
    return redirect("sheet", sheet)


def _where(found: Desk, item: str) -> str:
    """Return where something is mended: its question, or the judgement on this page."""
    for section in found.instrument.sections:
        if any(each.id == item for each in section.items):
            return f"{reverse('draft-section', args=[found.view.id, section.id])}#q-{item}"
    return "#voice" if item == "voice" else "#judgement"


def _parts(found: Desk) -> tuple[Part, ...]:
    return tuple(
        Part(section.title, tuple(_row(found, item) for item in section.items if found.filled.asked(item)))
        for section in found.instrument.sections
        if section.items
    )


def _row(found: Desk, item: Item) -> SummaryRow:
    value = found.filled.plain.get(item.id)
    fault = found.filled.faults.get(item.id)
    said: Any = lines(filing.answer_words(found.instrument, item, value))
    if reason := filing.reason_of(value):
        said += Markup('<br><span class="app-secondary">Because: {}</span>').format(lines(reason))
    if fault:
        said = Markup("<strong>Cannot be read yet:</strong> {}").format(fault)
    elif not said:
        said = Markup('<span class="app-secondary">Not answered</span>')
    return SummaryRow(item.label, said, (Link("Change", _where(found, item.id), f"answer: {item.label}"),))


def lines(text: str) -> Markup:
    """Return words with their line breaks, escaped."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())


def _wordings(found: Desk) -> tuple[Wording, ...]:
    made = [
        Wording(item.label, hint.found, hint.advice.say, hint.advice.why, _where(found, item.id))
        for item, text in filing.texts(found.filled)
        for hint in hints(text)
    ]
    made += [
        Wording("What the child says", hint.found, hint.advice.say, hint.advice.why, "#voice")
        for hint in hints(found.view.voice.words)
    ]
    made += [
        Wording("Your judgement", hint.found, hint.advice.say, hint.advice.why, "#judgement")
        for hint in hints(found.view.judged_reason)
    ]
    return tuple(made)
