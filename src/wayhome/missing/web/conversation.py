"""The return home conversation: offered, answered, the parent asked instead, held."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wayhome.engine.facts import Moment
from wayhome.missing.operations import conversations, episodes
from wayhome.missing.operations.conversations import INTERVIEWERS, Conversation, Offer
from wayhome.missing.operations.errors import OutOfOrder
from wayhome.missing.queries.listening import not_listened_to
from wayhome.missing.web.asking import EpisodeForm, Mark, Step, Told, ask
from wayhome.missing.web.banner import since_words
from wayhome.missing.web.coming_back import back_only
from wayhome.missing.web.episode_words import coded
from wayhome.packs.forms import Area, Form, find_form
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.queries.protocols import line_of
from wayhome.platform.web.requests import actor_of
from wayhome.record.operations.facts import Draft
from wayhome.ui.forms import Checkboxes, Radios, Select, Text, Textarea, WhenField

LONGEST = 4000
LONGEST_ANSWER = 10_000
FORM = "return-conversation"
ROLES = [
    ("", "Choose a role"),
    *(
        (role, f"{coded(role)} ({'independent' if how == 'independent' else 'not independent'})")
        for role, how in INTERVIEWERS.items()
    ),
    ("foster-carer", "Foster carer (may not hold it)"),
    ("residential-worker", "Residential worker (may not hold it)"),
]
# For a partnership whose protocol prints no question areas: the one question that is always right.
OPEN = Form(FORM, "Return home conversation", (), (Area("said", "What did the child say?"),))
_ANSWERS = {
    "accepted": "Yes, the child would like to talk",
    "declined": "No, the child would rather not",
    "no-answer": "No answer yet",
}
_KINDS = load_vocabulary().kinds
WHO = ("role", "by", "not_independent")
# How the conversation was held (LEW Joint Protocol 25.1, 25.2, App 4): each box, and the kind of fact it becomes.
CONDITIONS = {
    "place": "return.conversation-place",
    "before_going_back": "return.conversation-before-going-back",
    "listener": "return.listener-asked",
}


NOT_INDEPENDENT = "If that person is not independent, why is it right for this child?"


def _why_box() -> Textarea:
    return Textarea(
        label=NOT_INDEPENDENT,
        help_text="Such as: the child asked for this person",
        required=False,
        rows=2,
        max_length=LONGEST,
    )


def _ask_why(form: EpisodeForm) -> None:
    """Ask why of somebody who is not independent: independence is reported, so the reason is too."""
    data = form.cleaned_data
    if INTERVIEWERS.get(data.get("role", "")) == "not-independent" and not data.get("not_independent", "").strip():
        form.add_error("not_independent", "Say why somebody who is not independent is right for this child")


def _codes(kind: str) -> list[tuple[str, str]]:
    return [(code, coded(code)) for code in _KINDS[kind].values]


class OfferForm(EpisodeForm):
    """An offer: who would listen, when it was made, and what the child said."""

    when = WhenField(label="When was the conversation offered?", sureness=("exact", "about", "day"))
    role = Select(
        label="Who would listen to the child?",
        choices=ROLES,
        help_text="The role says whether that person is independent",
    )
    by = Text(label="Their name", required=False, max_length=200)
    not_independent = _why_box()
    answer = Radios(label="What did the child say to the offer?", choices=_ANSWERS.items(), required=False)
    why = Textarea(
        label="If the child declined, why?",
        help_text="In the child's own words if you can",
        required=False,
        max_length=LONGEST,
    )

    def clean(self) -> dict[str, Any]:
        """Ask why where the person is not independent."""
        data = super().clean()
        _ask_why(self)
        return data


def _save_offer(told: Told) -> str:
    d = told.data
    offer = Offer(d["when"], d["role"], d["by"].strip(), d["answer"], d["why"], d["not_independent"])
    conversations.offer(actor=told.actor, episode=told.view.id, offer=offer, told_at=told.now)
    return "The offer is saved."


OFFER = Step(
    title="Offer the return home conversation",
    button="Save the offer",
    form=OfferForm,
    save=_save_offer,
    mark=lambda told: Mark("return.conversation-offered", told.data["when"], text=told.data["by"].strip()),
    intro=("Ask the child whom they would like to talk to.",),
    gate=back_only,
)


class AnswerForm(EpisodeForm):
    """What the child said to an offer made earlier."""

    answer = Radios(label="What did the child say to the offer?", choices=_ANSWERS.items())
    when = WhenField(label="When was that?", sureness=("exact", "about", "day"))
    why = Textarea(
        label="If the child declined, why?",
        help_text="In the child's own words if you can",
        required=False,
        max_length=LONGEST,
    )


def _save_answer(told: Told) -> str:
    d = told.data
    why = d["why"].strip()
    if d["answer"] == "declined" and not why:
        raise OutOfOrder("Say why the conversation was declined, in the child's own words if you can.")
    drafts = [
        Draft("return.conversation-answered", d["when"], told.now, code=d["answer"], source="conversation-answer")
    ]
    if why:
        drafts.append(Draft("return.conversation-reason", d["when"], told.now, text=why, source="conversation-answer"))
    episodes.add(actor=told.actor, episode=told.view.id, drafts=drafts)
    return "The answer is saved."


ANSWER = Step(
    title="Record the answer to the offer",
    button="Save the answer",
    form=AnswerForm,
    save=_save_answer,
    mark=lambda told: Mark("return.conversation-answered", told.data["when"], told.data["answer"]),
    gate=back_only,
)


class ParentForm(EpisodeForm):
    """What the parent or carer said when they were asked instead."""

    when = WhenField(label="When were they asked?", sureness=("exact", "about", "day"))
    said = Textarea(label="Who was asked, and what did they say?", max_length=LONGEST)


def _save_parent(told: Told) -> str:
    d = told.data
    conversations.parent_asked(actor=told.actor, episode=told.view.id, at=d["when"], said=d["said"], told_at=told.now)
    return "What the parent or carer said is saved."


PARENT = Step(
    title="Ask the parent or carer instead",
    button="Save what they said",
    form=ParentForm,
    save=_save_parent,
    mark=lambda told: Mark("return.parent-offered", told.data["when"], text=told.data["said"]),
    careful=False,
    gate=back_only,
)


class HeldForm(EpisodeForm):
    """The conversation, area by area of the partnership's own form; nothing must be answered but who and when."""

    when = WhenField(label="When was the conversation?", sureness=("exact", "about", "day"))
    role = Select(
        label="Who listened to the child?", choices=ROLES, help_text="The role says whether that person is independent"
    )
    by = Text(label="Their name", max_length=200)
    not_independent = _why_box()
    place = Radios(
        label="Where was it held?",
        choices=_codes("return.conversation-place"),
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
        label="Was the child asked whom to talk to?", choices=_codes("return.listener-asked"), required=False
    )
    push = Checkboxes(label="What pushed the child away?", choices=_codes("return.push-factor"), required=False)
    pull = Checkboxes(label="What drew the child?", choices=_codes("return.pull-factor"), required=False)
    harm = Textarea(
        label="Did harm come to light?",
        help_text="Say what happened. Saving this tells those who must act at once",
        required=False,
        max_length=LONGEST,
    )
    harm_decision = Radios(
        label="Was the child harmed, or may the child have been?", choices=_codes("return.harm-decided"), required=False
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
        _ask_why(self)
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


def offer(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Record an offer of a conversation."""
    return ask(request, episode, OFFER)


def answer(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Record the child's answer to an offer."""
    return ask(request, episode, ANSWER)


def parent(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Record that the parent or carer was asked instead."""
    return ask(request, episode, PARENT)


def held(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Record the conversation, by the partnership's own form."""
    return ask(request, episode, HELD, areas=find_form(line_of(actor_of(request).authority), FORM) or OPEN)
