"""Recording any one fact of the vocabulary: that a duty was done, or what nobody had told us.

The form is made from the vocabulary, so that a clock added to a protocol can be met without new code.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from wayhome.engine.facts import Moment
from wayhome.missing.operations import episodes as operations
from wayhome.missing.web.asking import EpisodeForm, Mark, Step, Told, ask
from wayhome.missing.web.episode_words import coded
from wayhome.missing.web.timeline import kind_title
from wayhome.packs.vocabulary import Kind, load_vocabulary
from wayhome.platform.queries.partnerships import colleagues_of
from wayhome.platform.web.requests import actor_of
from wayhome.record.operations import facts
from wayhome.record.operations.facts import Draft
from wayhome.record.web.words import STATUS_WORDS
from wayhome.ui.forms import DateField, Radios, Select, Textarea, WhenField

LONGEST = 4000
FEW = 6
# What begins an episode is told in the report, which asks for everything at once.
NOT_HERE = frozenset({"missing.began", "child.name", "child.known-as", "child.born"})


class ActForm(EpisodeForm):
    """When it was, its value as its kind asks for it, and words that go with it."""

    when = WhenField(label="When was it done?")

    def __init__(self, *args: Any, kind: Kind, values: tuple[str, ...], authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind.ahead:
            ask_agreed(self.fields["when"])
        elif kind.time == "period":
            self.fields["when"].label = "Since when?"
        elif kind.done is None:
            self.fields["when"].label = "When was this known?"
        if value := value_field(kind, values, authority):
            self.fields["value"] = value
            if hasattr(value, "now"):
                value.now = self.now
        note = Textarea(
            label="What should people know about it?", help_text=why_hint(kind), required=False, max_length=LONGEST
        )
        if kind.value != "text":
            self.fields["note"] = note
        self.order_fields(["read_at", "value", "when", "note"])
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        """Ask why, where the answer is one that is told with its reason."""
        data = super().clean()
        ask_why(self, self.kind)
        return data


def why_hint(kind: Kind) -> str:
    """Say beforehand which answers need their reason; "" where none does."""
    return f"Say why, if it is “{'” or “'.join(map(coded, kind.reason_for))}”" if kind.reason_for else ""


def ask_why(form: forms.Form, kind: Kind) -> None:
    """Refuse an answer without the reason it is told with, such as that the parents were not told."""
    data = form.cleaned_data
    if data.get("value") in kind.reason_for and not (data.get("note") or "").strip():
        form.add_error("note", "What should people know about it: say why")


def ask_agreed(when: forms.Field) -> None:
    """Ask for a moment that people agreed on, which may lie ahead, instead of one that has been."""
    assert isinstance(when, WhenField)
    when.label, when.may_be_future, when.sureness = "What day and time were agreed?", True, ("exact", "about", "day")


def value_field(kind: Kind, values: tuple[str, ...], authority: UUID) -> forms.Field | None:
    """Return the field for a kind's value, labelled by its meaning; None for a kind without one."""
    label = kind.meaning.rstrip(".")
    match kind.value:
        case "code":
            said = coded if kind.subject == "episode" else lambda c: STATUS_WORDS.get(c) or coded(c)
            choices = [(v, said(v)) for v in values or kind.values]
            if len(choices) > FEW:
                return Select(label=label, choices=[("", "Choose one"), *choices])
            return Radios(label=label, choices=choices)
        case "text":
            return Textarea(label=label, max_length=LONGEST)
        case "number":
            return forms.IntegerField(label=label, min_value=1, max_value=366)
        case "date":
            return DateField(label=label)
        case "person":
            people = [(str(c.id), f"{c.name}, {c.agency}") for c in colleagues_of(authority)]
            return Select(label=label, choices=[("", "Choose a person"), *people])
    return None


def draft_of(kind: Kind, when: Moment, data: dict[str, Any] | Any, told_at: datetime, source: str) -> Draft:
    """Return the fact as it was filled in; the value goes in the place its kind asks for."""
    value, note = data.get("value"), (data.get("note") or "").strip() or None
    draft = Draft(kind.id, when, told_at, text=note, source=source)
    match kind.value:
        case "code":
            return replace(draft, code=value)
        case "text":
            return replace(draft, text=value)
        case "number":
            return replace(draft, number=value)
        case "date":
            return replace(draft, on_date=value)
        case "person":
            return replace(draft, person=UUID(value))
    return draft


def record_act(request: HttpRequest, episode: UUID, kind: str) -> HttpResponse:
    """Record one fact of a kind; `?value=` narrows the values asked for to those that meet a duty."""
    known = load_vocabulary().kinds.get(kind)
    if known is None or kind in NOT_HERE or known.handling == "intelligence":
        raise Http404("no such kind of fact")
    values = tuple(v for v in request.GET.getlist("value") if v in known.values)
    return ask(request, episode, _step(known), kind=known, values=values, authority=actor_of(request).authority)


def _step(kind: Kind) -> Step:
    def draft(told: Told) -> Draft:
        return draft_of(kind, told.data["when"], told.data, told.now, "record-act")

    def save(told: Told) -> str:
        if kind.subject == "child":
            facts.record(actor=told.actor, child=told.view.child_id, drafts=[draft(told)])
        else:
            operations.add(actor=told.actor, episode=told.view.id, drafts=[draft(told)])
        return f"Saved: {kind_title(kind.id)}."

    def mark(told: Told) -> Mark:
        made = draft(told)
        return Mark(kind.id, made.moment, made.code, made.text or "")

    return Step(
        title=kind.done or kind_title(kind.id),
        button="Save",
        form=ActForm,
        save=save,
        mark=mark,
        intro=(kind.meaning,) if kind.done else (),
        careful=False,
    )
