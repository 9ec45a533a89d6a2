"""Recording one thing about a child, correcting it, and saying whether it is still so: one page each, for every topic."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from wayhome.engine.facts import Moment
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.actor import Actor
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of
from wayhome.record.operations import access, facts, particulars
from wayhome.record.operations.errors import AlreadyCorrected, Refused
from wayhome.record.operations.facts import Draft
from wayhome.record.operations.locks import lock_child
from wayhome.record.queries import ledger
from wayhome.record.queries import particulars as queries
from wayhome.record.queries.particulars import Told
from wayhome.record.topics import BY_KIND, BY_SLUG, Topic
from wayhome.record.web.child_page import ChildFrame, frame, show
from wayhome.record.web.told_words import named_in, shown, value_words
from wayhome.record.web.topic_form import LINE, TopicForm
from wayhome.ui.forms import Radios, Text, TimedForm, WhenField

LEADS = "child.lead-professional"  # whether one professional leads: what lists of children ask
UNSAVED = 422  # the answer to a form that was not saved; its page says why
PLACES = {
    "professional": "child-people",
    "family": "child-people",
    "address": "child-people",
    "contact": "child-people",
}


class Overtaken(Refused):
    """A colleague recorded another answer after this page was read."""


class StillForm(TimedForm):
    """Whether something is still so: yes, it ended, or it never was."""

    answer = Radios(
        label="Is this still so?",
        choices=[
            ("yes", "Yes, somebody has looked and it is still so"),
            ("ended", "No, it has ended"),
            ("never", "It never was so: it was recorded by mistake"),
        ],
    )
    until = WhenField(label="Until when was it so?", required=False, sureness=("exact", "about", "day"))
    reason = Text(label="How do we know?", required=False, max_length=LINE)

    def clean(self) -> dict[str, Any]:
        """Ask for what the answer needs: an end has a day, a mistake has a reason."""
        given: dict[str, Any] = super().clean() or {}
        answer = given.get("answer")
        if answer == "ended" and given.get("until") is None and "until" not in self.errors:
            self.add_error("until", "Until when was it so: select the day it ended")
        if answer in ("ended", "never") and not (given.get("reason") or "").strip():
            self.add_error("reason", "How do we know: say what shows it")
        return given


def tell(request: HttpRequest, child: UUID, topic: str) -> HttpResponse:
    """Record one thing about a child. A form sent twice is recorded once."""
    asked, framed = _topic(topic), frame(request, child, f"record: {topic}")
    actor = actor_of(request)
    sent = request.POST if request.method == "POST" else None
    form = TopicForm(sent, now=framed.now, topic=asked, authority=actor.authority)
    if form.is_bound and form.is_valid():
        try:
            _tell(actor, child, asked, form)
        except Refused as refusal:
            form = _given_back(request.POST, form, framed.now, refusal)
        else:
            messages.success(request, f"Saved: {asked.title}.")
            return redirect(place_of(child, asked))
    return _page(request, framed, form, asked, f"Record: {asked.title}", "Save")


def correct(request: HttpRequest, child: UUID, fact: UUID) -> HttpResponse:
    """Correct one thing that was recorded: the old stays, marked, with the reason."""
    before, asked = _seen(child, fact)
    framed, actor = frame(request, child, f"correct: {asked.slug}"), actor_of(request)
    if not before.entry.current and request.method != "POST":
        return _overtaken(request, framed, before, asked)
    sent = request.POST if request.method == "POST" else None
    form = TopicForm(sent, now=framed.now, topic=asked, authority=actor.authority, before=before)
    if form.is_bound and not before.entry.current:
        form.is_valid()
        return _kept_words(request, framed, form, asked, before)
    if form.is_bound and form.is_valid():
        try:
            draft = form.draft(min(before.entry.told_at, framed.now))
            reason = form.cleaned_data["reason"]
            with transaction.atomic():
                _name_oneself(actor, child, form)
                particulars.amend(actor=actor, fact=fact, draft=draft, said=form.said(), reason=reason)
        except AlreadyCorrected:
            return _kept_words(request, framed, form, asked, _seen(child, fact)[0])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The correction is saved. What was recorded before is kept, marked as corrected.")
            return redirect(place_of(child, asked))
    return _page(request, framed, form, asked, f"Correct: {asked.title}", "Save the correction", before)


def still(request: HttpRequest, child: UUID, fact: UUID) -> HttpResponse:
    """Say whether one thing is still so: confirm it, end it, or withdraw it."""
    before, asked = _seen(child, fact)
    framed, actor = frame(request, child, f"still so: {asked.slug}"), actor_of(request)
    if not before.entry.current:
        return _overtaken(request, framed, before, asked)
    form = StillForm(request.POST if request.method == "POST" else None, now=framed.now)
    if form.is_bound and form.is_valid():
        try:
            said = _settle(actor, before, form.cleaned_data, framed.now)
        except AlreadyCorrected:
            return _overtaken(request, framed, _seen(child, fact)[0], asked)
        except Refused as refusal:
            form.add_error("until" if "before" in str(refusal) else None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(place_of(child, asked))
    return _page(request, framed, form, asked, "Is this still so?", "Save", before)


def place_of(child: UUID, asked: Topic) -> str:
    """Return the address of the page a topic is shown on, at its card."""
    return f"{reverse(PLACES.get(asked.group, 'child-about'), kwargs={'child': child})}#{asked.group}"


def _tell(actor: Actor, child: UUID, asked: Topic, form: TopicForm) -> None:
    given = form.cleaned_data
    with transaction.atomic():
        lock_child(child)
        if not asked.many:
            _refuse_overtaken(child, asked, given["read_at"], actor, given["key"])
        draft = form.draft(form.now)
        known = particulars.was_told(actor=actor, child=child, draft=draft, key=given["key"])
        _name_oneself(actor, child, form)
        particulars.tell(actor=actor, child=child, draft=draft, said=form.said(), key=given["key"])
        if asked.slug == "legal-status" and not known:
            facts.record(actor=actor, child=child, drafts=[_care_status(draft)])
        if draft.code == "lead-professional" and not known:
            named = Draft(LEADS, draft.moment, draft.told_at, code="named", source="about:professional")
            facts.record(actor=actor, child=child, drafts=[named])


def _name_oneself(actor: Actor, child: UUID, form: TopicForm) -> None:
    """Whoever seals something reads it too; who may not decide that is refused."""
    if form.sealed():
        access.be_named(actor=actor, child=child, reason=f"Recorded something sealed: {form.topic.title}")


def _care_status(legal: Draft) -> Draft:
    """Return what a legal status means for whether the council looks after the child (Children Act 1989, s22(1))."""
    code = "not-looked-after" if legal.code == "none" else "looked-after"
    return Draft("child.care-status", legal.moment, legal.told_at, code=code, source="about:legal-status")


def _settle(actor: Actor, before: Told, given: dict[str, Any], now: datetime) -> str:
    fact = before.entry.id
    match given["answer"]:
        case "yes":
            particulars.confirm(actor=actor, fact=fact, at=now)
            return "Saved: it is still so. Everybody sees that somebody has looked."
        case "ended":
            until: Moment = given["until"]
            particulars.end(actor=actor, fact=fact, until=until, told_at=now, reason=given["reason"])
            return "Saved: it has ended. It stays among what was so before."
        case _:
            facts.withdraw(actor=actor, fact=fact, reason=given["reason"])
            return "It is withdrawn. It stays in the record, marked, with your reason."


def _refuse_overtaken(child: UUID, asked: Topic, read_at: datetime, actor: Actor, key: UUID) -> None:
    """Refuse to put an answer beside one that a colleague gave since the page was read: once, saying what it is."""
    for entry in ledger.current_facts(child, [asked.kind]):
        if entry.recorded_at > read_at and not entry.source.endswith(f":{key}"):
            raise Overtaken(
                f"A colleague has just recorded: {value_words(entry)}. Nothing you wrote is lost. "
                "If yours is right as well, or instead, send it again."
            )


def _given_back(sent: QueryDict, form: TopicForm, now: datetime, refusal: Refused) -> TopicForm:
    """Return the form as it was sent, with the refusal said; its sender, having read it, may send it again."""
    data = sent.copy()
    data["read_at"] = now.strftime("%Y-%m-%dT%H:%M:%S.%f%z")
    back = TopicForm(data, now=now, topic=form.topic, authority=form.authority, before=form.before)
    back.is_valid()
    back.add_error(None, str(refusal))
    return back


def _overtaken(request: HttpRequest, framed: ChildFrame, before: Told, asked: Topic) -> HttpResponse:
    messages.info(request, f"This was already changed by somebody: {before.entry.correction_reason}")
    return redirect(place_of(framed.child.id, asked))


def _kept_words(request: HttpRequest, framed: ChildFrame, form: TopicForm, asked: Topic, before: Told) -> HttpResponse:
    """Give back what was typed, beside what a colleague made of it meanwhile, so that nobody's words are lost."""
    newer = queries.one(before.entry.corrected_by) if before.entry.corrected_by else None
    form.add_error(
        None,
        "A colleague corrected this while you were writing. What you wrote is below, and is not saved yet: "
        "look at what it says now. If yours is right instead, send it again.",
    )
    if newer is None:
        return _page(request, framed, form, asked, f"Correct: {asked.title}", "Save the correction", before)
    action = reverse("correct-told", args=[framed.child.id, newer.entry.id])
    return _page(request, framed, form, asked, f"Correct: {asked.title}", "Save the correction", newer, action)


def _seen(child: UUID, fact: UUID) -> tuple[Told, Topic]:
    found = queries.one(fact)
    asked = BY_KIND.get(found.entry.kind) if found else None
    if found is None or asked is None or ledger.child_of(fact) != child:
        raise Http404("no such fact")
    return found, asked


def _topic(slug: str) -> Topic:
    if slug not in BY_SLUG:
        raise Http404("no such topic")
    return BY_SLUG[slug]


def _page(
    request: HttpRequest, framed: ChildFrame, form: TimedForm, asked: Topic, title: str, button: str,
    before: Told | None = None, action: str = "",
) -> HttpResponse:  # fmt: skip
    people = posts.colleagues(named_in([before])) if before else {}
    return show(
        request,
        framed,
        "record/topic.html",
        status=UNSAVED if form.is_bound else 200,
        form=form,
        title=title,
        button=button,
        meaning=load_vocabulary().kinds[asked.kind].meaning,
        before=shown(before, people, framed.now) if before else "",
        back=place_of(framed.child.id, asked),
        action=action,
    )
