"""Beginning a form: the day it is reckoned from, the age where nobody has a birth date, and the episode it belongs to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wayhome.assessment.arrangements import Offered, PackFault, find, offered
from wayhome.assessment.operations import drafts
from wayhome.assessment.operations.drafts import Start
from wayhome.assessment.queries import drafts as queries
from wayhome.assessment.web import about as whom
from wayhome.assessment.web.about import About
from wayhome.assessment.web.offers import EMPTY
from wayhome.engine.records import About as IsAbout
from wayhome.packs.result_words import cited
from wayhome.platform import wall
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import Refused
from wayhome.ui import words
from wayhome.ui.forms import DateField, Number, Radios, TimedForm

UNSAVED = 422
FILLED_IN = "the date it is filled in"


class BeginForm(TimedForm):
    """What must be known before the first question."""

    reference = DateField(label="What day is this reckoned from?")
    age = Number(label="How old is the child?", required=False, min_value=0, max_value=25, width=2)
    episode = Radios(label="Which time the child was missing is this about?", choices=[])

    def __init__(self, *args: Any, subject: About, offer: Offered, episodes: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        instrument = offer.instrument
        self.fields["reference"].help_text = (
            f"For this form: {instrument.reference}. Stretches of time and the child’s age run back from it. "
            "For example, 27 3 2026"
        )
        if not any(item.windows for item in instrument.items()):
            self.fields["reference"].label = f"What is {instrument.reference}?"
            self.fields["reference"].help_text = "For example, 27 3 2026"
        if instrument.reference == FILLED_IN and not self.is_bound:
            self.initial["reference"] = words.local(self.now).date()
        if subject.born_on is not None or subject.kind != "child":
            del self.fields["age"]
        else:
            self.fields[
                "age"
            ].help_text = (
                "The birth date is not recorded. Leave this empty if nobody knows; what depends on age then says so."
            )
        if episodes:
            self.fields["episode"].choices = episodes  # type: ignore[attr-defined]
        else:
            del self.fields["episode"]


def begin_for_child(request: HttpRequest, child: UUID, line: str, instrument: str) -> HttpResponse:
    """Begin a form about a child; one about a missing episode asks which."""
    subject = whom.of("child", child, wall.now())
    offer = _offer(request, line, instrument)
    needs = offer.instrument.about is IsAbout.EPISODE
    episodes = [(str(each.id), f"Missing since {each.since}") for each in whom.absences(child)] if needs else []
    return _begin(request, subject, offer, None, episodes)


def begin_for_context(request: HttpRequest, context: UUID, line: str, instrument: str) -> HttpResponse:
    """Begin a form about a place, group, school or online space."""
    subject = whom.of("context", context, wall.now())
    return _begin(request, subject, _offer(request, line, instrument, IsAbout.CONTEXT), None, [])


def begin_for_episode(request: HttpRequest, episode: UUID, line: str, instrument: str) -> HttpResponse:
    """Begin a form from a missing episode."""
    subject = whom.of("child", whom.child_of_episode(episode), wall.now())
    return _begin(request, subject, _offer(request, line, instrument), episode, [])


def _offer(request: HttpRequest, line: str, instrument: str, *about: IsAbout) -> Offered:
    """Return a form of the protocol in force. Raises Http404 for any other."""
    there = {(each.line, each.instrument.id) for each in offered(actor_of(request).authority)}
    if (line, instrument) not in there:
        raise Http404("no such form in the protocol in force")
    try:
        found = find(line, instrument)
    except PackFault as fault:
        raise Http404(str(fault)) from fault
    if found.instrument.about not in (about or (IsAbout.CHILD, IsAbout.EPISODE)):
        raise Http404("this form is about something else")
    return found


def _begin(
    request: HttpRequest, subject: About, offer: Offered, episode: UUID | None, episodes: list[tuple[str, str]]
) -> HttpResponse:
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        now=wall.now(), subject=subject, offer=offer, episodes=episodes,
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data.get("episode")
        start = Start(
            subject_kind=subject.kind, subject_id=subject.id, line=offer.line, instrument=offer.instrument.id,
            reference=form.cleaned_data["reference"], restricted=subject.restricted,
            episode_id=UUID(chosen) if chosen else episode, born_on=subject.born_on, age=form.cleaned_data.get("age"),
        )  # fmt: skip
        try:
            held = {each.id for each in queries.mine(actor_of(request).user)}
            draft = drafts.begin(actor=actor_of(request), start=start)
            if draft in held:
                messages.info(request, "You had begun this form already. Here it is, as you left it.")
            return redirect("draft", draft)
        except Refused as refusal:
            form.add_error("reference", str(refusal))
    write_down(request, f"begin {offer.instrument.id}", [subject.id])
    page = {
        "banner": subject.banner,
        "subject": subject,
        "instrument": offer.instrument,
        "cite": cited(offer.instrument.cite),
        "empty": EMPTY if offer.empty else "",
        "no_absence": offer.instrument.about is IsAbout.EPISODE and not episode and not episodes,
        "form": form,
        "episode": episode,
    }
    return render(request, "assessment/begin.html", page, status=UNSAVED if form.is_bound else 200)
