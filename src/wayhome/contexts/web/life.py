"""A context's life told by forms: described anew, decided on, weighed, reviewed, closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wayhome.contexts.queries.contexts import ContextView
from wayhome.contexts.web import words
from wayhome.contexts.web.asking import ContextForm, Step, Told, ask
from wayhome.engine.facts import Moment
from wayhome.record.operations.facts import Draft
from wayhome.ui.forms import Radios, Text, Textarea, WhenField

LONGEST = 4000
_DAY = ("exact", "about", "day")


class Described(ContextForm):
    """What the context is, as it is known now."""

    name = Text(label="What is it called?", max_length=200)
    kind = Radios(label="What kind of context is it?", choices=words.KIND.items())
    definition = Textarea(
        label="What belongs to it, and what does not?", help_text="Where, when, and who meets there", max_length=LONGEST
    )
    harm = Textarea(label="What harm is seen there?", required=False, max_length=LONGEST)


def _described(view: ContextView) -> dict[str, Any]:
    return {"name": view.name, "kind": view.kind, "definition": view.definition, "harm": view.harm}


def _save_described(told: Told) -> str:
    at, before = Moment(told.now, told.now), _described(told.view)
    drafts = [
        Draft(f"context.{name}", at, told.now, **{field: told.data[name].strip()}, source="describe-context")
        for name, field in (("name", "text"), ("kind", "code"), ("definition", "text"), ("harm", "text"))
        if told.data[name].strip() and told.data[name].strip() != before[name]
    ]
    if not drafts:
        return "Nothing was changed."
    told.tell(*drafts)
    return "The description is saved. What was written before is kept."


DESCRIBE = Step(
    "Describe the context", "Save the description", Described, _save_described, initial=_described
)  # fmt: skip


class Decision(ContextForm):
    """What the meeting decided."""

    decision = Radios(
        label="What was decided?",
        choices=words.DECISION.items(),
        hints={
            "record-only": "It is kept, so that the next child who meets it is seen in its light",
            "assess": "A lead and a satellite team are named, and it is reviewed at least every 12 weeks",
            "refer": "It needs more than the meeting can give",
        },
    )
    when = WhenField(label="When was it talked about?", sureness=_DAY)
    why = Textarea(label="Why?", max_length=LONGEST)


def _save_decision(told: Told) -> str:
    data = told.data
    told.tell(
        Draft(
            "context.discussed",
            data["when"],
            told.now,
            code=data["decision"],
            text=data["why"],
            source="decide-context",
        )
    )
    return f"The decision is saved: {words.DECISION[data['decision']].lower()}."


def _open(view: ContextView) -> str:
    return "This context is closed." if view.closed_at else ""


DECIDE = Step("Record what was decided", "Save the decision", Decision, _save_decision, gate=_open)


class Weighed(ContextForm):
    """How the context weighs beside others."""

    weighting = Textarea(
        label="How much does it bear on the harm, beside other contexts?",
        help_text="Which context weighs most, and so what must change first, and where. A ranking by judgement, "
        "never a score",
        max_length=LONGEST,
    )
    when = WhenField(label="When was this judged?", sureness=_DAY)


def _save_weighed(told: Told) -> str:
    text = told.data["weighting"]
    told.tell(Draft("context.weighting", told.data["when"], told.now, text=text, source="weigh-context"))
    return "The weighting is saved. Earlier ones are kept."


WEIGH = Step("Weigh the context", "Save the weighting", Weighed, _save_weighed, gate=_open)


class Review(ContextForm):
    """What the review found."""

    review = Textarea(
        label="What did the review find?",
        help_text="What has changed there, for whom, what has not, and what is done next",
        max_length=LONGEST,
    )
    when = WhenField(label="When was the review?", sureness=_DAY)


def _save_review(told: Told) -> str:
    text = told.data["review"]
    told.tell(Draft("context.reviewed", told.data["when"], told.now, text=text, source="review-context"))
    return "The review is saved. The next is counted from its day."


REVIEW = Step("Review the context", "Save the review", Review, _save_review, gate=_open)


class Closing(ContextForm):
    """Why nothing more is needed."""

    why = Textarea(
        label="Why is nothing more needed?",
        help_text="What changed there, how we know, and who keeps an eye on it",
        max_length=LONGEST,
    )
    when = WhenField(label="When was this decided?", sureness=_DAY)


def _save_closing(told: Told) -> str:
    told.tell(Draft("context.closed", told.data["when"], told.now, text=told.data["why"], source="close-context"))
    return "The context is closed. It stays in the record, and its links with it."


CLOSE = Step(
    "Close the context",
    "Close the context",
    Closing,
    _save_closing,
    intro=("Children at its edge who were not yet considered stay listed until somebody considers them.",),
    gate=_open,
)


def describe(request: HttpRequest, context: UUID) -> HttpResponse:
    """Describe a context anew; what was written before is kept."""
    return ask(request, context, DESCRIBE)


def decide(request: HttpRequest, context: UUID) -> HttpResponse:
    """Record what a meeting decided on a context."""
    return ask(request, context, DECIDE)


def weigh(request: HttpRequest, context: UUID) -> HttpResponse:
    """Record how a context weighs beside others."""
    return ask(request, context, WEIGH)


def review(request: HttpRequest, context: UUID) -> HttpResponse:
    """Record a review of a context."""
    return ask(request, context, REVIEW)


def close(request: HttpRequest, context: UUID) -> HttpResponse:
    """Close a context."""
    return ask(request, context, CLOSE)
