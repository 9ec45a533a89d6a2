"""News while a child is missing, a change of category, and saying that an episode was a mistake."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wayhome.missing.operations import episodes as operations
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web import words
from wayhome.missing.web.asking import EpisodeForm, Mark, Step, Told, ask
from wayhome.record.operations.facts import Draft
from wayhome.ui.forms import Radios, Textarea, WhenField

LONGEST = 4000
CODES = {
    "police_risk": ("missing.risk-graded", words.POLICE_RISK),
    "local_risk": ("missing.local-risk", words.LOCAL_RISK),
    "immediate_danger": ("missing.immediate-danger", words.DANGER),
    "whereabouts": ("missing.whereabouts", words.WHEREABOUTS),
}


class UpdateForm(EpisodeForm):
    """What is new; everything but the news itself and its time may be left."""

    text = Textarea(
        label="What is new?",
        help_text="What happened, who said so, and what has been done. The child may read this one day.",
        max_length=LONGEST,
    )
    when = WhenField(label="When was this?", sureness=("exact", "about", "day"))
    sighting = Textarea(
        label="Has anybody seen the child?",
        help_text="Where, when and with whom",
        required=False,
        rows=3,
        max_length=LONGEST,
    )
    police_risk = Radios(label="How do police grade the risk now?", choices=words.POLICE_RISK.items(), required=False)
    police_risk_basis = Textarea(
        label="What do police base it on?", required=False, rows=2, max_length=LONGEST,
        help_text="Only if they have graded it now",
    )  # fmt: skip
    local_risk = Radios(
        label="How high do we see the risk, by age and vulnerability?", choices=words.LOCAL_RISK.items(), required=False
    )
    immediate_danger = Radios(
        label="Is the child believed to be in immediate danger?", choices=words.DANGER.items(), required=False
    )
    whereabouts = Radios(
        label="Does anybody know where the child is?", choices=words.WHEREABOUTS.items(), required=False
    )

    def clean(self) -> dict[str, Any]:
        """A basis is the basis of a grading."""
        given = super().clean()
        if (given.get("police_risk_basis") or "").strip() and not given.get("police_risk"):
            self.add_error(
                "police_risk", "How do police grade the risk now: choose the grading that this is the basis of"
            )
        return given


def _save_update(told: Told) -> str:
    at, data = told.data["when"], told.data
    drafts = [Draft("missing.update", at, told.now, text=data["text"], source="update")]
    if data["sighting"]:
        drafts.append(Draft("missing.last-seen", at, told.now, text=data["sighting"], source="update"))
    drafts += [
        Draft(kind, at, told.now, code=data[n], text=(data.get(f"{n}_basis") or "").strip() or None, source="update")
        for n, (kind, _) in CODES.items()
        if data[n]
    ]
    operations.add(actor=told.actor, episode=told.view.id, drafts=drafts)
    return "The update is saved. Everyone who must know can see it."


UPDATE = Step(
    title="Add an update",
    button="Save the update",
    form=UpdateForm,
    save=_save_update,
    mark=lambda told: Mark("missing.update", told.data["when"], text=told.data["text"]),
    careful=False,
)


class CategoryForm(EpisodeForm):
    """How the absence is recorded from a moment on."""

    category = Radios(
        label="How is the absence recorded now?",
        choices=words.CATEGORY.items(),
        hints={
            "missing": "Nobody knows where the child is, or the child is where there is risk",
            "absent": "Not where expected, and not thought to be at risk",
            "unauthorised-absence": "Away without permission, and it is known where",
        },
    )
    since = WhenField(label="Since when?", sureness=("exact", "about", "day"))
    why = Textarea(label="Why has it changed?", max_length=LONGEST)


def _save_category(told: Told) -> str:
    data = told.data
    operations.change_category(
        actor=told.actor,
        episode=told.view.id,
        category=data["category"],
        since=data["since"],
        why=data["why"],
        told_at=told.now,
    )
    return f"The absence is now recorded as: {words.category_words(data['category'])}. The earlier category is kept."


CATEGORY = Step(
    title="Change the category",
    button="Change the category",
    form=CategoryForm,
    save=_save_category,
    mark=lambda told: Mark("missing.category-changed", told.data["since"], told.data["category"], told.data["why"]),
    intro=("What was recorded before stays in the history.",),
)


class ErrorForm(EpisodeForm):
    """Why there was no such episode."""

    why = Textarea(label="What was the mistake?", max_length=LONGEST)


def _save_error(told: Told) -> str:
    operations.recorded_in_error(actor=told.actor, episode=told.view.id, why=told.data["why"], told_at=told.now)
    return "The episode is marked as recorded in error. It stays in the record, and nothing is due for it any more."


def _not_twice(view: EpisodeView) -> str:
    return "This episode is already marked as recorded in error." if view.section == "error" else ""


ERROR = Step(
    title="Say that this was recorded in error",
    button="Mark as recorded in error",
    form=ErrorForm,
    save=_save_error,
    mark=lambda told: Mark("missing.recorded-in-error"),
    intro=(
        "Use this only when the child was not missing at all, or when the same time is recorded twice.",
        "If the child was missing and has come back, record that instead.",
    ),
    gate=_not_twice,
)


def add_update(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Add news to an episode."""
    return ask(request, episode, UPDATE)


def change_category(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Change how the absence is recorded, keeping what it was."""
    return ask(request, episode, CATEGORY)


def recorded_in_error(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Say that there was no such episode."""
    return ask(request, episode, ERROR)
