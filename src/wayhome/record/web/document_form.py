"""The forms that send a file: any document, and a photograph of the child."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wayhome.engine.facts import Moment, Precision
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.web.uploads import LARGEST
from wayhome.record.operations.documents import PHOTOGRAPHED, PREFIX
from wayhome.record.operations.facts import Draft
from wayhome.record.uploads import TAKEN, NotTaken, Taken, take
from wayhome.record.web.topic_words import topic_words
from wayhome.ui import words
from wayhome.ui.forms import DateField, Radios, Select, Text, TimedForm

_LIMIT = f"{LARGEST // 1024 // 1024} MB"
PERMISSION = {
    "parents": "Yes: by somebody with parental responsibility",
    "council": "Yes: by the council, which holds a care order",
    "young-person": "Yes: by the young person, who understands what it means",
    "not-given": "No, or not yet",
}


class FileForm(TimedForm):
    """One file, read and judged by its bytes."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        help_text=f"{TAKEN[:1].upper()}{TAKEN[1:]}, of {_LIMIT} or less",
        error_messages={"required": f"File: choose a file of {_LIMIT} or less. A larger one is not kept"},
    )
    picture_only = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid.uuid4()}, **kwargs)
        self.taken: Taken | None = None

    def clean_file(self) -> Any:
        """Read the file and keep what may be kept of it; its name is never looked at."""
        sent = self.cleaned_data["file"]
        try:
            self.taken = take(sent.read(), picture=self.picture_only)
        except NotTaken as refusal:
            raise ValidationError(f"File: {refusal}") from None
        return sent

    def kept(self) -> Taken:
        """Return what is kept of the file. The form was valid."""
        assert self.taken is not None
        return self.taken


class DocumentForm(FileForm):
    """What a document is, from when, and who sees it."""

    type = Select(label="What is it?")
    title = Text(
        label="Title",
        max_length=200,
        help_text="What one should know before opening it. No names where a list would show them",
    )
    on = DateField(label="Date of the document", required=False, help_text="Leave empty if nobody knows")
    seen_by = Radios(label="Who needs to see it?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = load_vocabulary()
        kinds = [kind for kind in known.kinds.values() if kind.id.startswith(PREFIX)]
        chosen: Any = self.fields["type"]
        chosen.choices = [("", "Choose one"), *[(code, topic_words(PREFIX, code)) for code in kinds[0].values]]
        seen: Any = self.fields["seen_by"]
        seen.choices = [(k.handling, _SEEN[k.handling]) for k in kinds]
        seen.hints = {k.handling: known.handling[k.handling] for k in kinds}
        self.order_fields(["key", "file", "type", "title", "on", "seen_by"])

    def draft(self, told_at: datetime) -> Draft:
        """Return the fact that announces the document."""
        given = self.cleaned_data
        kind = f"{PREFIX}{given['seen_by']}"
        return Draft(
            kind, _day(given["on"]), told_at, code=given["type"], text=given["title"].strip(), source="document"
        )

    def said(self) -> dict[str, str]:
        """Return nothing more: the fact says it all."""
        return {}


class PhotographForm(FileForm):
    """A photograph of the child: when it was taken, and whether it may be shown to others when the child is missing."""

    taken_on = DateField(label="When was it taken?", help_text="A photograph should be no older than 12 months")
    permission = Radios(label="May it be used to find the child?", choices=PERMISSION.items())
    by_whom = Text(label="Who gave permission?", required=False, max_length=200)
    uses = Text(
        label="What may it be used for?",
        required=False,
        max_length=200,
        help_text="For example: police only, or posters and the press too",
    )
    picture_only = True

    def clean(self) -> dict[str, Any]:
        """Ask who gave a permission that was given."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("permission") not in (None, "not-given") and not (given.get("by_whom") or "").strip():
            self.add_error("by_whom", "Who gave permission: enter a name or a post")
        return given

    def draft(self, told_at: datetime) -> Draft:
        """Return the fact that a photograph was taken; the clock of 12 months counts from its day."""
        return Draft(PHOTOGRAPHED, _day(self.cleaned_data["taken_on"]), told_at, source="photograph")

    def said(self) -> dict[str, str]:
        """Return the permission, as the particulars of the fact."""
        given = self.cleaned_data
        return {"permission": PERMISSION[given["permission"]], "given-by": given["by_whom"], "uses": given["uses"]}


_SEEN = {
    "identity": "Every agency that works with the child",
    "care": "Social care",
    "health": "Health",
    "intelligence": "Police and those they name",
    "location": "Social care and police: it tells where the child lives",
}


def _day(on: date | None) -> Moment:
    """Return a day of which nobody told the time (London), or a moment nobody knows."""
    if on is None:
        return Moment(None, None, Precision.UNKNOWN)
    first = datetime.combine(on, time(0), words.LONDON)
    last = datetime.combine(on + timedelta(days=1), time(0), words.LONDON) - timedelta(minutes=1)
    return Moment(first.astimezone(UTC), last.astimezone(UTC), Precision.DATE)
