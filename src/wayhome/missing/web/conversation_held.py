"""The return home conversation as it was held: who listened, how, and what the child said, area by area."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wayhome.engine.facts import Moment
from wayhome.missing.operations import conversations
from wayhome.missing.operations.conversations import Conversation
from wayhome.missing.queries.listening import not_listened_to
from wayhome.missing.web.asking import EpisodeForm, Mark, Step, Told, ask
from wayhome.missing.web.banner import since_words
from wayhome.missing.web.coming_back import back_only
from wayhome.missing.web.who_listens import LONGEST, ROLES, WHO, ask_why, codes, why_box
from wayhome.packs.forms import Area, Form, find_form
from wayhome.platform.queries.protocols import line_of
from wayhome.platform.web.requests import actor_of
from wayhome.ui.forms import Checkboxes, Radios, Select, Text, Textarea, WhenField

LONGEST_ANSWER = 10_000
FORM = "return-conversation"
# For a partnership whose protocol prints no question areas: the one question that is always right.
OPEN = Form(FORM, "Return home conversation", (), (Area("said", "What did the child say?"),))
# How the conversation was held (LEW Joint Protocol 25.1, 25.2, App 4): each box, and the kind of fact it becomes.
CONDITIONS = {
    "place": "return.conversation-place",
    "before_going_back": "return.conversation-before-going-back",
    "listener": "return.listener-asked",
}


class HeldForm(EpisodeForm):
    """The conversation, area by area of the partnership's own form; nothing must be answered but who and when."""

    when = WhenField(label="When was the conversation?", sureness=("exact", "about", "day"))
    role = Select(
        label="Who listened to the child?", choices=ROLES, help_text="The role says whether that person is independent"
    )
    by = Text(label="Their name", max_length=200)
    not_independent = why_box()
    place = Radios(
        label="Where was it held?",
        choices=codes("return.conversation-place"),
        help_text="Best somewhere that feels safe to the child and belongs to nobody in the story",
        required=False,
    )
    before_going_back = Radios(
        label="Was it held before the child went back to where the child lives?",
        choices=[("yes", "Yes"), ("no", "No")],
        inline=True,
        required=False,
    )
    listener = Radios(
        label="Was the child asked whom to talk to?", choices=codes("return.listener-asked"), required=False
    )
    push = Checkboxes(label="What pushed the child away?", choices=codes("return.push-factor"), required=False)
    pull = Checkboxes(label="What drew the child?", choices=codes("return.pull-factor"), required=False)
    harm = Textarea(
        label="Did harm come to light?",
        help_text="Say what happened. Saving this tells those who must act at once",
        required=False,
        max_length=LONGEST,
    )
    harm_decision = Radios(
        label="Was the child harmed, or may the child have been?", choices=codes("return.harm-decided"), required=False
    )

    def __init__(self, *args: Any, areas: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = areas
        for area in areas.areas:
            self.fields[f"area_{area.id}"] = Textarea(
                label=area.question, help_text=area.hint, required=False, rows=3, max_length=LONGEST_ANSWER
            )
        if earlier := not_listened_to(self.view):
            self.fields["also"] = Checkboxes(
                label="Which earlier times missing were talked about too?",
                help_text="Nobody has listened to the child about these yet. Each keeps its own record",
                choices=[(str(v.id), f"Missing since {since_words(v)}") for v in earlier],
                required=False,
            )
        after = ["push", "pull", "harm", "harm_decision"]
        self.order_fields(
            ["read_at", "when", *WHO, *CONDITIONS, "also", *(f"area_{a.id}" for a in areas.areas), *after]
        )

    def answers(self) -> tuple[tuple[str, str], ...]:
        """Return each question with what the child said to it."""
        return tuple((a.question, self.cleaned_data.get(f"area_{a.id}", "")) for a in self.areas.areas)

    def clean(self) -> dict[str, Any]:
        """Keep the answers with their questions."""
        data = super().clean()
        data["answers"] = self.answers()
        ask_why(self)
        return data


def _save_held(told: Told) -> str:
    d = told.data
    conversation = Conversation(
        at=d["when"],
        role=d["role"],
        by=d["by"].strip(),
        areas=d["answers"],
        push=tuple(d["push"]),
        pull=tuple(d["pull"]),
        harm=d["harm"],
        harm_decision=d["harm_decision"],
        not_independent=d["not_independent"],
        also=tuple(UUID(each) for each in d.get("also", ())),
        conditions=tuple((kind, d[box]) for box, kind in CONDITIONS.items() if d[box]),
    )
    conversations.held(actor=told.actor, episode=told.view.id, told=conversation, told_at=told.now)
    return "The conversation is saved, with what the child said."


def _held_mark(told: Told) -> Mark:
    moment: Moment = told.data["when"]
    return Mark("return.interviewer", moment, text=f"{told.data['by'].strip()} ({told.data['role'].replace('-', ' ')})")


HELD = Step(
    title="Record the return home conversation",
    button="Save the conversation",
    form=HeldForm,
    save=_save_held,
    mark=_held_mark,
    intro=(
        "Write what the child said in the child's own words where you can. The child may read this one day.",
        "Leave what was not talked about.",
    ),
    gate=back_only,
)


def held(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Record the conversation, by the partnership's own form."""
    return ask(request, episode, HELD, areas=find_form(line_of(actor_of(request).authority), FORM) or OPEN)
