"""The return home conversation: offered, answered, the parent asked instead. How it was held has a module of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wayhome.missing.operations import conversations, episodes
from wayhome.missing.operations.conversations import Offer
from wayhome.missing.operations.errors import OutOfOrder
from wayhome.missing.web.asking import EpisodeForm, Mark, Step, Told, ask
from wayhome.missing.web.coming_back import back_only
from wayhome.missing.web.who_listens import LONGEST, ROLES, ask_why, why_box
from wayhome.record.operations.facts import Draft
from wayhome.ui.forms import Radios, Select, Text, Textarea, WhenField

_ANSWERS = {
    "accepted": "Yes, the child would like to talk",
    "declined": "No, the child would rather not",
    "no-answer": "No answer yet",
}


class OfferForm(EpisodeForm):
    """An offer: who would listen, when it was made, and what the child said."""

    when = WhenField(label="When was the conversation offered?", sureness=("exact", "about", "day"))
    role = Select(
        label="Who would listen to the child?",
        choices=ROLES,
        help_text="The role says whether that person is independent",
    )
    by = Text(label="Their name", required=False, max_length=200)
    not_independent = why_box()
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
        ask_why(self)
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


def offer(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Record an offer of a conversation."""
    return ask(request, episode, OFFER)


def answer(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Record the child's answer to an offer."""
    return ask(request, episode, ANSWER)


def parent(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Record that the parent or carer was asked instead."""
    return ask(request, episode, PARENT)
