"""The child is found or comes back; the safe and well check; the decision about harm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wayhome.missing.operations import episodes as operations
from wayhome.missing.operations.episodes import CameBack
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web.asking import EpisodeForm, Mark, Step, Told, ask
from wayhome.missing.web.episode_words import coded
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.record.operations.facts import Draft
from wayhome.record.queries import particulars
from wayhome.ui.forms import Radios, Textarea, WhenField

LONGEST = 4000
AGREED = "child.safe-and-well-agreed"  # Lewisham 11.3: how often police check a child who returns often


class CameBackForm(EpisodeForm):
    """When the child was found, came back, or both. Nobody knowing when is an answer too."""

    located = WhenField(
        label="When was the child found?", help_text="Found or seen safe, wherever that was", required=False
    )
    returned = WhenField(
        label="When did the child come home, or to a place of safety?",
        help_text="Leave this if it is still to come",
        required=False,
    )
    where = Textarea(label="Where was the child found?", required=False, rows=2, max_length=LONGEST)
    how = Textarea(
        label="How did the child come back?",
        help_text="Alone, with police, with a carer, and how the child is",
        required=False,
        rows=3,
        max_length=LONGEST,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two times at least, in order."""
        data = super().clean()
        located, returned = data.get("located"), data.get("returned")
        if not located and not returned and not self.errors:
            self.add_error("located", "Say when the child was found or came back, or that nobody knows when")
        if located and returned and located.earliest and returned.latest and returned.latest < located.earliest:
            self.add_error("returned", "The child cannot have come back before being found. Check both times")
        return data


def _save_came_back(told: Told) -> str:
    data = told.data
    came = CameBack(data["located"], data["returned"], data["where"].strip(), data["how"].strip())
    operations.came_back(actor=told.actor, episode=told.view.id, told=came, told_at=told.now)
    return "The child is recorded as no longer missing. What is due now is below."


def _came_back_mark(told: Told) -> Mark:
    data = told.data
    if data["located"]:
        return Mark("missing.located", data["located"], text=data["where"].strip() or "Located")
    words = " ".join(w for w in (data["where"].strip(), data["how"].strip()) if w) or "Returned"
    return Mark("missing.returned", data["returned"], text=words)


def _open(view: EpisodeView) -> str:
    return "This episode is recorded in error." if view.section == "error" else ""


CAME_BACK = Step(
    title="Record that the child was found or came back",
    button="Save",
    form=CameBackForm,
    save=_save_came_back,
    mark=_came_back_mark,
    intro=("From the earlier of the two times the child is no longer missing, and what follows a return is due.",),
    gate=_open,
)


def back_only(view: EpisodeView) -> str:
    """Say why a form that follows a return cannot be used yet."""
    if view.section == "error":
        return "This episode is recorded in error."
    if view.ended is None:
        return "The child is still recorded as missing. Record that the child was found or came back first."
    return ""


class SafeAndWellForm(EpisodeForm):
    """Whether the check was made, when, and what was seen or why it was not made."""

    done = Radios(label="Was the safe and well check made?", choices=[("yes", "Yes"), ("no", "No")], inline=True)
    when = WhenField(label="When was that?", help_text="When it was made, or when it was decided not to make it")
    text = Textarea(
        label="What was seen and said, or why was no check made?",
        help_text="How the child is, in plain words",
        max_length=LONGEST,
    )

    def __init__(self, *args: Any, view: EpisodeView, **kwargs: Any) -> None:
        super().__init__(*args, view=view, **kwargs)
        agreed = [t.entry.text or "" for t in particulars.told(view.child_id, [AGREED]) if t.holds(self.now)]
        if agreed:
            self.fields["done"].help_text = f"Agreed for this child: {agreed[0]}"


def _safe_kind(told: Told) -> str:
    return "return.safe-and-well" if told.data["done"] == "yes" else "return.safe-and-well-not-done"


def _save_safe_and_well(told: Told) -> str:
    draft = Draft(_safe_kind(told), told.data["when"], told.now, text=told.data["text"], source="safe-and-well")
    operations.add(actor=told.actor, episode=told.view.id, drafts=[draft])
    return "The safe and well check is saved."


SAFE_AND_WELL = Step(
    title="Safe and well check",
    button="Save the check",
    form=SafeAndWellForm,
    save=_save_safe_and_well,
    mark=lambda told: Mark(_safe_kind(told), told.data["when"], text=told.data["text"]),
    careful=False,
    gate=back_only,
)


class HarmForm(EpisodeForm):
    """What was decided about harm."""

    harm = Radios(
        label="Was the child harmed while missing, or may the child have been?",
        choices=[(code, coded(code)) for code in load_vocabulary().kinds["return.harm-decided"].values],
        hints={
            "none": "Nobody found or fears any",
            "ongoing-risk": "The child is still at risk",
            "suspected": "There is reason to think so",
            "harmed": "The child was harmed",
        },
    )
    when = WhenField(label="When was this decided?", sureness=("exact", "about", "day"))
    text = Textarea(label="Why?", max_length=LONGEST)


def _save_harm(told: Told) -> str:
    data = told.data
    draft = Draft(
        "return.harm-decided", data["when"], told.now, code=data["harm"], text=data["text"], source="decide-harm"
    )
    operations.add(actor=told.actor, episode=told.view.id, drafts=[draft])
    return "The decision about harm is saved."


HARM = Step(
    title="Decide about harm",
    button="Save the decision",
    form=HarmForm,
    save=_save_harm,
    mark=lambda told: Mark("return.harm-decided", told.data["when"], told.data["harm"], told.data["text"]),
    gate=back_only,
)


def came_back(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Record that the child was found or came back."""
    return ask(request, episode, CAME_BACK)


def safe_and_well(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Record the safe and well check, or why there was none."""
    return ask(request, episode, SAFE_AND_WELL)


def decide_harm(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Record the decision about harm."""
    return ask(request, episode, HARM)
