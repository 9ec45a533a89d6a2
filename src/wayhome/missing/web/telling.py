"""Who was told that the child is missing: one list to tick at the desk of the hub, each with its time (PATH 9.5).

What is ticked here are the facts that the duties to tell wait for, so that a tick meets its duty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wayhome.missing.operations import episodes as operations
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web.asking import EpisodeForm, Mark, Step, Told, ask
from wayhome.missing.web.timeline import moment_of
from wayhome.record.operations.facts import Draft
from wayhome.record.queries import ledger
from wayhome.ui import words
from wayhome.ui.forms import Checkboxes, Text, Textarea, WhenField

AROUND = "told.professionals"  # one fact, which says who of them
DECIDED = "missing.need-reviewed"
# What is ticked, and the fact it is.
TICKS: Mapping[str, tuple[str, str]] = {
    "social-worker": ("The social worker, or the duty social worker", "told.social-worker"),
    "manager": ("The line manager, or the duty manager", "told.team-manager"),
    "school": ("The school, which is asked to send what it knows", "missing.school-told"),
    "health": ("Health", AROUND),
    "youth-justice": ("Youth justice", AROUND),
    "others": ("Others who work with the child", AROUND),
}


class TellingForm(EpisodeForm):
    """Who was told, when, and for a child nobody here knew what was decided."""

    told = Checkboxes(label="Who was told?", choices=[(tick, said) for tick, (said, _) in TICKS.items()])
    who = Text(label="Who of them, and how?", help_text="Names and teams", required=False, max_length=300)
    when = WhenField(label="When were they told?", sureness=("exact", "about", "day"))
    decided = Textarea(
        label="If nobody here knew the child: what does the child need, and what was decided?",
        help_text="Where the child is referred to, or why nowhere",
        required=False, rows=3, max_length=4000,
    )  # fmt: skip

    def __init__(self, *args: Any, view: EpisodeView, **kwargs: Any) -> None:
        super().__init__(*args, view=view, **kwargs)
        asked = self.fields["told"]
        assert isinstance(asked, Checkboxes)
        asked.hints = dict(_ticked(view))


def _ticked(view: EpisodeView) -> Iterator[tuple[str, str]]:
    """Say of each tick when it was made, the latest of several."""
    known = ledger.current_facts(view.child_id, sorted({kind for _, kind in TICKS.values()}))
    for tick, (said, kind) in TICKS.items():
        for entry in known:
            if entry.kind == kind and entry.episode == view.id and (kind != AROUND or said in _parts(entry.text or "")):
                yield tick, f"Told {words.moment(moment_of(entry))}"


def _parts(said: str) -> list[str]:
    """Return who was ticked, apart from the names written beside: "Mental Health" there is not health."""
    return said.partition(": ")[0].split(", ")


def _drafts(told: Told) -> list[Draft]:
    data = told.data
    chosen: dict[str, list[str]] = {}
    for tick in data["told"]:
        said, kind = TICKS[tick]
        chosen.setdefault(kind, []).append(said)
    who = data["who"].strip()
    drafts = [
        Draft(kind, data["when"], told.now, text=_says(kind, said, who), source="telling")
        for kind, said in chosen.items()
    ]
    if decided := data["decided"].strip():
        drafts.append(Draft(DECIDED, data["when"], told.now, text=decided, source="telling"))
    return drafts


def _says(kind: str, said: list[str], who: str) -> str | None:
    around = ", ".join(said) if kind == AROUND else ""
    return ": ".join(each for each in (around, who) if each) or None


def _fresh(told: Told) -> list[Draft]:
    """Return what this person has not told before: a tick sent again beside another is told once."""
    drafts = _drafts(told)
    known = {
        (e.kind, moment_of(e), e.text or "")
        for e in ledger.current_facts(told.view.child_id, [d.kind for d in drafts])
        if e.by_user == told.actor.user and e.episode == told.view.id
    }
    return [d for d in drafts if (d.kind, d.moment, d.text or "") not in known]


def _save(told: Told) -> str:
    operations.add(actor=told.actor, episode=told.view.id, drafts=_fresh(told))
    return "Saved. Whoever looks can see who knows, and since when."


def _mark(told: Told) -> Mark:
    one = (_fresh(told) or _drafts(told))[-1]
    return Mark(one.kind, one.moment, text=one.text or "")


STEP = Step(
    title="Who was told",
    button="Save",
    form=TellingForm,
    save=_save,
    mark=_mark,
    intro=("Tick whom you have told. Come back for the others: what was ticked before says when.",),
    careful=False,
)


def who_was_told(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Tick who was told that the child is missing."""
    return ask(request, episode, STEP)
