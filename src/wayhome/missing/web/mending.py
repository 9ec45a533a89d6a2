"""Correcting a fact, or withdrawing it: the old one stays in the record, marked, with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wayhome.engine.facts import Moment
from wayhome.missing.web.acts import LONGEST, draft_of, value_field
from wayhome.missing.web.asking import UNSAVED
from wayhome.missing.web.timeline import kind_title, moment_of, named_in, value_words
from wayhome.packs.vocabulary import Kind, load_vocabulary
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations import facts
from wayhome.record.operations.errors import AlreadyCorrected, Refused
from wayhome.record.queries import ledger
from wayhome.record.queries.ledger import Entry
from wayhome.record.subjects import Subject
from wayhome.record.topics import BY_KIND
from wayhome.record.web import banner
from wayhome.ui.components import SummaryRow
from wayhome.ui.forms import Textarea, TimedForm, WhenField
from wayhome.ui.words import moment, when

_BEFORE = {"code": "code", "text": "text", "number": "number", "date": "on_date", "person": "person"}


class CorrectForm(TimedForm):
    """The fact as it should have been, and why it was not."""

    when = WhenField(label="When did it happen?")

    def __init__(self, *args: Any, kind: Kind, authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if value := value_field(kind, (), authority):
            self.fields["value"] = value
            if hasattr(value, "now"):
                value.now = self.now
        if kind.value != "text":
            self.fields["note"] = Textarea(label="Words that go with it", required=False, max_length=LONGEST)
        self.fields["reason"] = Textarea(label="Why is it corrected?", rows=2, max_length=LONGEST)


class WithdrawForm(TimedForm):
    """Why the fact should not have been recorded."""

    reason = Textarea(label="Why is it withdrawn?", rows=2, max_length=LONGEST)


def correct(request: HttpRequest, fact: UUID) -> HttpResponse:
    """Correct one fact: its time, its value, or both."""
    entry, subject = _seen(fact)
    if entry.kind in BY_KIND:  # told with particulars, which only its own form keeps
        return redirect("correct-told", subject.id, fact)
    if not entry.current:
        return _already(request, entry, subject)
    kind, actor = load_vocabulary().kinds[entry.kind], actor_of(request)
    sent = request.POST if request.method == "POST" else None
    now = wall.now()
    form = CorrectForm(sent, now=now, kind=kind, authority=actor.authority, initial=_before(entry, kind))
    if form.is_bound and form.is_valid():
        # Boxes left as they were mean the time as it was, to the second.
        at = form.cleaned_data["when"] if "when" in form.changed_data else moment_of(entry)
        drafted = draft_of(kind, at, form.cleaned_data, now, "correction")
        draft = replace(drafted, told_at=_told(entry, at, now), holds_until=entry.holds_until)
        try:
            facts.correct(actor=actor, fact=fact, draft=draft, reason=form.cleaned_data["reason"])
        except AlreadyCorrected:
            return _already(request, _seen(fact)[0], subject)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The correction is saved. What was recorded before is kept, marked as corrected.")
            return redirect(_back(entry, subject))
    return _page(request, form, entry, subject, "Correct what was recorded", "Save the correction")


def withdraw(request: HttpRequest, fact: UUID) -> HttpResponse:
    """Withdraw one fact that should not have been recorded."""
    entry, subject = _seen(fact)
    if not entry.current:
        return _already(request, entry, subject)
    form = WithdrawForm(request.POST if request.method == "POST" else None, now=wall.now())
    if form.is_bound and form.is_valid():
        try:
            facts.withdraw(actor=actor_of(request), fact=fact, reason=form.cleaned_data["reason"])
        except AlreadyCorrected:
            return _already(request, _seen(fact)[0], subject)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is withdrawn. It stays in the record, marked, with your reason.")
            return redirect(_back(entry, subject))
    return _page(request, form, entry, subject, "Withdraw what was recorded", "Withdraw it")


def _told(entry: Entry, at: Moment, now: datetime) -> datetime:
    """Return when we were told: as before, for a correction says what we should have written down then.

    A duty that counts from when a reason was told so keeps its due time. Only what happened later than we
    were told of it must have been told since.
    """
    return now if at.earliest and at.earliest > entry.told_at else entry.told_at


def _seen(fact: UUID) -> tuple[Entry, Subject]:
    entry, subject = ledger.fact(fact), ledger.subject_of(fact)
    if entry is None or subject is None:
        raise Http404("no such fact")
    return entry, subject


def _already(request: HttpRequest, entry: Entry, subject: Subject) -> HttpResponse:
    at = f" {when(entry.corrected_at)}" if entry.corrected_at else ""
    messages.info(request, f"This was already corrected or withdrawn{at}: {entry.correction_reason}")
    return redirect(_back(entry, subject))


def _back(entry: Entry, subject: Subject) -> str:
    if entry.episode:
        return reverse("episode", args=[entry.episode])
    if subject.kind == "partnership":
        return reverse("partnership-duties")
    return reverse(subject.kind, args=[subject.id])


def _before(entry: Entry, kind: Kind) -> dict[str, Any]:
    value = getattr(entry, _BEFORE[kind.value]) if kind.value in _BEFORE else None
    value = str(value) if kind.value == "person" and value else value
    return {"when": moment_of(entry), "value": value, "note": entry.text or ""}


def _page(
    request: HttpRequest, form: TimedForm, entry: Entry, subject: Subject, title: str, button: str
) -> HttpResponse:
    people = posts.colleagues(named_in([entry]))
    by = people.get(entry.by_user) if entry.by_user else None
    rows = (
        SummaryRow("What", kind_title(entry.kind)),
        SummaryRow("Said", value_words(entry, people)),
        SummaryRow("Happened", moment(moment_of(entry))),
        SummaryRow("Recorded", f"{when(entry.recorded_at)}{f', by {by.name}' if by else ''}"),
    )
    write_down(request, title.lower(), [subject.id])
    context = {
        "form": form, "title": title, "button": button, "rows": rows, "back": _back(entry, subject),
        "banner": banner.of(subject.id, wall.now()) if subject.kind == "child" else None,
    }  # fmt: skip
    return render(request, "missing/mend.html", context, status=UNSAVED if form.is_bound else 200)
