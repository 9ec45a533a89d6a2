"""What every page of a draft begins with: the draft, its form, whom it is about, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from wayhome.assessment.filing import Filled
from wayhome.assessment.operations import drafts as operations
from wayhome.assessment.operations.errors import AlreadySent
from wayhome.assessment.queries import drafts
from wayhome.assessment.queries.drafts import DraftView
from wayhome.assessment.voice import Voice
from wayhome.assessment.web import about as whom
from wayhome.assessment.web.about import About
from wayhome.engine.instruments import Instrument
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.web.requests import actor_of

UNSAVED = 422
JUDGEMENT, VOICE = "judgement", "voice"  # their boxes are sent like an item's
GONE = 409


@dataclass(frozen=True, slots=True)
class Desk:
    """One draft with everything its pages need."""

    view: DraftView
    filled: Filled
    about: About

    @property
    def instrument(self) -> Instrument:
        """The form's questions and rules."""
        return self.filled.instrument


def desk(request: HttpRequest, draft: UUID) -> Desk:
    """Return a draft its reader holds. Raises Http404 for anybody else's, and for none."""
    view = drafts.draft(draft)
    if view is None or view.holder != actor_of(request).user:
        raise Http404("no such draft")
    return Desk(view, drafts.filled(view), whom.of(view.subject_kind, view.subject_id, wall.now()))


def sent_boxes(data: QueryDict) -> dict[str, dict[str, list[str]]]:
    """Return what was typed, by item: `items` names those the page showed, so that an emptied one is known as such."""
    sent: dict[str, dict[str, list[str]]] = {item: {} for item in data.getlist("items")}
    for name in data:
        item, dot, box = name.partition(".")
        if dot and item in sent:
            sent[item][box] = data.getlist(name)
    return sent


def keep_beside(actor: Actor, draft: UUID, sent: dict[str, dict[str, list[str]]]) -> None:
    """Keep the judgement and the child's voice, where the page showed them, and take them from among the items."""
    for name in (JUDGEMENT, VOICE):
        boxes = sent.pop(name, None)
        if boxes is None:
            continue
        said = {box: next(iter(values), "") for box, values in boxes.items()}
        if name == JUDGEMENT:
            level, reason = said.get("level", ""), said.get("reason", "")
            operations.judge(actor=actor, draft=draft, level=level, reason=reason)
        else:
            operations.hear(actor=actor, draft=draft, voice=Voice.of(said))


def edition_of(data: Mapping[str, str]) -> int:
    """Return the edition the page was read at; 0, so that nothing is overwritten unseen, where it is not a number."""
    word = str(data.get("edition", ""))
    return int(word) if word.isdecimal() and len(word) < 9 else 0


def gone(request: HttpRequest, refusal: AlreadySent) -> HttpResponse:
    """Show what was typed into a draft that was sent meanwhile: nobody's words are lost without a word."""
    typed = [
        (name, " ".join(values))
        for name, values in request.POST.lists()
        if "." in name and any(value.strip() for value in values)
    ]
    page = {"said": str(refusal), "sheet": refusal.sheet, "typed": typed}
    return render(request, "assessment/gone.html", page, status=GONE)
