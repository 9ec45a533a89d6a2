"""The log of who was asked where the child is: when, who and how they were reached, and what came of it.

The four columns are those of the information-sharing form for the police (LEW Joint Protocol App 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wayhome.missing.operations import episodes as operations
from wayhome.missing.web.asking import EpisodeForm, Mark, Step, Told, ask
from wayhome.missing.web.timeline import moment_of
from wayhome.record.operations.facts import Draft
from wayhome.record.queries.ledger import Entry
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, Table
from wayhome.ui.forms import Radios, Text, Textarea, WhenField

KIND = "missing.contact-tried"
RESULTS = {
    "not-reached": "Nobody could be reached",
    "nothing-known": "They do not know where the child is",
    "news": "They told us something",
    "with-them": "The child is with them",
}


class AskedForm(EpisodeForm):
    """One person or place that was asked."""

    who = Text(
        label="Who was asked, and how can they be reached?",
        help_text="Name, phone number or address",
        max_length=300,
    )
    result = Radios(label="What came of it?", choices=RESULTS.items())
    said = Textarea(label="What did they say?", required=False, rows=3, max_length=4000)
    when = WhenField(label="When were they asked?", sureness=("exact", "about", "day"))


def _words(told: Told) -> str:
    said = (told.data["said"] or "").strip()
    return f"{told.data['who'].strip()}{f': {said}' if said else ''}"


def _save(told: Told) -> str:
    draft = Draft(KIND, told.data["when"], told.now, code=told.data["result"], text=_words(told), source="asked-log")
    operations.add(actor=told.actor, episode=told.view.id, drafts=[draft])
    if told.data["result"] == "with-them":
        return "Saved. If the child is there, record now that the child was found."
    return "Saved. Everybody who looks for the child can see who was asked."


STEP = Step(
    title="Note somebody who was asked",
    button="Save",
    form=AskedForm,
    save=_save,
    mark=lambda told: Mark(KIND, told.data["when"], told.data["result"], _words(told)),
    intro=("So that nobody asks the same family twice in a night, and the next one to look knows where to go on.",),
    careful=False,
)


def log_asked(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Note somebody who was asked where the child is."""
    return ask(request, episode, STEP)


def table(entries: Sequence[Entry]) -> Table:
    """Return who was asked in an episode, the newest first."""
    rows = tuple(
        Row(
            f"asked-{entry.id}",
            (
                Cell(words.moment(moment_of(entry))),
                Cell(entry.text or ""),
                Cell(RESULTS.get(entry.code or "", "")),
            ),
            urgent=entry.code == "with-them",
        )
        for entry in entries
        if entry.kind == KIND and entry.current
    )
    columns = tuple(map(Column, ("When", "Who, and what they said", "What came of it")))
    return Table("Who was asked", columns, rows, Empty("Nobody has noted yet who was asked where the child is."))
