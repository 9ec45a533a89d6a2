"""Closing an episode with what was learned."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wayhome.missing.operations import episodes as operations
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web.asking import EpisodeForm, Mark, Step, Told, ask
from wayhome.ui import words
from wayhome.ui.forms import DateField, Radios, Textarea, WhenField

LONGEST = 4000
RISK = {"assessed-again": "Yes", "not-yet": "Not yet"}


class CloseForm(EpisodeForm):
    """What was learned, and why there was no conversation where there was none."""

    outcome = Textarea(
        label="What was learned, and what will be different now?",
        help_text="Why the child went, what would help, and what has been agreed",
        max_length=LONGEST,
    )
    when = WhenField(label="When is the episode closed?", sureness=("exact", "about", "day"))
    why_no_conversation = Textarea(
        label="If no return home conversation was held, why not?",
        required=False,
        max_length=LONGEST,
    )
    conversation_on = DateField(
        label="On what day will it be held?",
        help_text="Leave this only if it will not be held, and say so above",
        required=False,
        may_be_future=True,
    )
    risk = Radios(label="Was the risk assessed again, now that the child is back?", choices=RISK.items())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask why there was no conversation only where that, or the conversation, has not been recorded."""
        super().__init__(*args, **kwargs)
        if operations.conversation_told(self.view):
            del self.fields["why_no_conversation"], self.fields["conversation_on"]
        self.order_fields(["read_at", "outcome", "when", "risk", "why_no_conversation", "conversation_on"])

    def clean(self) -> dict[str, Any]:
        """Refuse a conversation still to be held on a day that is past."""
        data = super().clean()
        on = data.get("conversation_on")
        if on and on < words.local(self.now).date():
            self.add_error("conversation_on", "On what day will it be held: that day is past. Record it if it was held")
        return data


def _save(told: Told) -> str:
    d = told.data
    operations.close(
        actor=told.actor,
        episode=told.view.id,
        outcome=d["outcome"],
        at=d["when"],
        why_no_conversation=d.get("why_no_conversation", ""),
        conversation_on=d.get("conversation_on"),
        risk=d["risk"],
        told_at=told.now,
    )
    return "The episode is closed."


def _open(view: EpisodeView) -> str:
    if view.section in ("closed", "error"):
        return "This episode is already closed."
    return ""


CLOSE = Step(
    title="Close this episode",
    button="Close this episode",
    form=CloseForm,
    save=_save,
    mark=lambda told: Mark("missing.closed", told.data["when"], text=told.data["outcome"].strip()),
    gate=_open,
)


def close(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Close an episode, or say what must be recorded before it may be."""
    return ask(request, episode, CLOSE)
