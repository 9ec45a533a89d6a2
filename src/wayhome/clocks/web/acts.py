"""Recording an act of the partnership, about a context or about a child, such as one that starts or meets a duty.

The form is made from the vocabulary, so that a clock added to a protocol can be met without new code.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wayhome.missing.web.acts import LONGEST, NOT_HERE, ask_agreed, ask_why, draft_of, value_field, why_hint
from wayhome.missing.web.timeline import kind_title, moment_of
from wayhome.packs.vocabulary import Kind, load_vocabulary
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import BadValue, Refused
from wayhome.record.operations.facts import Draft, record_about
from wayhome.record.operations.locks import lock_subject
from wayhome.record.queries import ledger
from wayhome.record.queries.named import named
from wayhome.record.subjects import Subject
from wayhome.record.web.child_page import ChildFrame, frame, show
from wayhome.ui import words
from wayhome.ui.forms import Textarea, TimedForm, WhenField

SINCE = ("exact", "about", "day")


class ActForm(TimedForm):
    """When it was done, its value as its kind asks for it, and words that go with it."""

    when = WhenField(label="When was it done?", sureness=SINCE)

    def __init__(self, *args: Any, kind: Kind, values: tuple[str, ...], authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind.ahead:
            ask_agreed(self.fields["when"])
        elif kind.done is None:
            self.fields["when"].label = "Since when?" if kind.time == "period" else "When was it?"
        if value := value_field(kind, values, authority):
            self.fields["value"] = value
        if kind.value != "text":
            self.fields["note"] = Textarea(
                label="What should people know about it?",
                help_text=why_hint(kind),
                required=False,
                max_length=LONGEST,
                rows=3,
            )
        self.order_fields(["value", "when", "note"])
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        """Ask why, where the answer is one that is told with its reason."""
        data: dict[str, Any] = super().clean() or {}
        ask_why(self, self.kind)
        return data


def partnership_act(request: HttpRequest, kind: str) -> HttpResponse:
    """Record one act of the partnership. Those who hold a post of it may; to others there is no such page."""
    actor = actor_of(request)
    if not may_record(actor):
        raise Http404("no post of the partnership")
    return _ask(request, actor, Subject.partnership(actor.authority), kind, reverse("partnership-duties"))


def context_act(request: HttpRequest, context: UUID, kind: str) -> HttpResponse:
    """Record one act about a context. A context one may not see is not there."""
    subject = Subject.context(context)
    if subject not in named([subject]):
        raise Http404("no such context")
    return _ask(request, actor_of(request), subject, kind, reverse("context-duties", args=[context]))


def child_act(request: HttpRequest, child: UUID, kind: str) -> HttpResponse:
    """Record one fact about a child that is about no episode. A child one may not see is not there."""
    framed = frame(request, child, f"record: {kind}")
    if kind in NOT_HERE:
        raise Http404("told on a page of its own")
    back = reverse("child-record", args=[child])
    return _ask(request, actor_of(request), Subject.child(child), kind, back, framed)


def may_record(actor: Actor) -> bool:
    """Whether somebody holds, or covers, a post of the partnership, and so may say what it has done."""
    return bool(posts.roles_of(actor.user, at=wall.now()))


def _ask(
    request: HttpRequest, actor: Actor, subject: Subject, kind: str, back: str, framed: ChildFrame | None = None
) -> HttpResponse:
    known = load_vocabulary().kinds.get(kind)
    if known is None or known.subject != subject.kind or known.handling == "intelligence":
        raise Http404("no such kind of fact")
    values = tuple(v for v in request.GET.getlist("value") if v in known.values)
    now = wall.now()
    sent = request.POST if request.method == "POST" else None
    form = ActForm(sent, now=now, kind=known, values=values, authority=actor.authority)
    if form.is_bound and form.is_valid():
        draft = draft_of(known, form.cleaned_data["when"], form.cleaned_data, now, "record-act")
        try:
            _record_once(actor, subject, draft)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Saved: {kind_title(kind)}. What is due has been worked out again.")
            return redirect(back)
    page = {"form": form, "title": known.done or kind_title(kind), "meaning": known.meaning, "back": back}
    status = 422 if form.is_bound else 200
    if framed is not None:
        return show(request, framed, "clocks/child-act.html", status=status, **page)
    write_down(request, f"record: {kind}", [subject.id])
    return render(request, "clocks/act.html", page, status=status)


def _record_once(actor: Actor, subject: Subject, draft: Draft) -> None:
    """Record an act unless the same is there already: pressed twice, one report would meet the next month's duty too."""
    lock_subject(subject)
    for entry in ledger.current_about(subject, [draft.kind]):
        if moment_of(entry) == draft.moment and _same(entry, draft):
            more = "Nothing more is needed."
            if draft.text and draft.text != (entry.text or ""):
                more = (
                    "To add your words, correct that entry and put them there: a second one would count as done twice."
                )
            raise BadValue(f"This is recorded already, told {words.when(entry.told_at)}. {more}")
    record_about(actor=actor, subject=subject, drafts=[draft])


def _same(entry: ledger.Entry, draft: Draft) -> bool:
    """Whether two facts of a kind say the same. Where words are the fact, other words are another account."""
    values = ["code", "number", "on_date", "person"]
    if load_vocabulary().kinds[draft.kind].value == "text":
        values.append("text")
    return all(getattr(entry, value) == getattr(draft, value) for value in values)
