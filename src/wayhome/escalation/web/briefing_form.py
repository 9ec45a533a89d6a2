"""The boxes of a briefing: one for each of its parts, begun from the draft or from the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from wayhome.escalation.operations.briefings import LONGEST, NEEDED
from wayhome.escalation.queries.briefings import Section
from wayhome.ui.forms import Textarea, TimedForm


class BriefingForm(TimedForm):
    """One box a part; `revision` is the draft it began from. `keeping`: only kept, so nothing is needed yet."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, sections: Sequence[Section], keeping: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.began = {section["id"]: section for section in sections}
        for section in sections:
            needed = section["id"] in NEEDED
            self.fields[section["id"]] = Textarea(
                label=section["title"],
                required=needed and not keeping,
                rows=8 if section["id"] == "done" else 4,
                max_length=LONGEST,
                initial=section["words"],
                help_text="Needed before it is sent." if needed else "",
            )

    def sections(self) -> list[Section]:
        """Return what was written, each part with the facts that it was begun from."""
        return [dict(began) | {"words": self.cleaned_data[key]} for key, began in self.began.items()]
