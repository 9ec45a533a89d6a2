"""The forms of one item at a meeting: what the agency knows, what is decided, and who does what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayhome.engine.forums import Decision
from wayhome.forums.operations.deciding import GRADED, NEEDS, lacking_boxes
from wayhome.forums.operations.saying import SHARED
from wayhome.forums.web.words import LEVEL_WORDS
from wayhome.plans.web.action_form import OwnerForm
from wayhome.ui.forms import Checkboxes, DateField, Radios, Text, Textarea, TimedForm


class Return(TimedForm):
    """What an agency knows, or that it knows nothing."""

    text = Textarea(label="What does your agency know?", required=False, rows=4, max_length=20_000)
    nothing = Checkboxes(label="Or", required=False, choices=[("yes", "We looked, and nothing is known to us")])
    shared = Radios(label="Who at the meeting may read it?", choices=list(SHARED.items()))


class Deciding(TimedForm):
    """What is decided, why, how high the risk is, and when it is looked at again."""

    def __init__(
        self, *args: Any, ways: tuple[Decision, ...], graded: bool, purposes: Mapping[str, str], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["decision"] = Radios(
            label="What is decided?",
            choices=[(way.id, way.title) for way in ways],
            hints={way.id: way.meaning for way in ways},
        )
        self.fields["rationale"] = Textarea(label="Why?", rows=4, max_length=10_000)
        if graded:
            self.fields["grading"] = Radios(
                label="How high is the risk?", required=bool(ways) and all(not GRADED.isdisjoint(way.needs) for way in ways),
                choices=list(LEVEL_WORDS.items()),
            )  # fmt: skip
        if purposes:
            self.fields["purposes"] = Checkboxes(label="What was it held for?", choices=list(purposes.items()))
        if any("to-whom" in way.needs for way in ways):
            self.fields["to_whom"] = Text(label="If it goes to somebody: to whom?", required=False, max_length=500)
        for need in lacking_boxes(ways):
            which = " or ".join(f"“{way.title}”" for way in ways if need in way.needs)
            self.fields[f"need_{need}"] = Textarea(
                label=NEEDS.get(need, need), required=False, rows=2, max_length=5000, help_text=f"With {which}."
            )
        self.fields["review_on"] = DateField(
            label="When is it looked at again?", required=False, may_be_future=True,
            help_text="It comes onto the agenda of the first meeting from that day. Leave it empty to end the review.",
        )  # fmt: skip
        for field in self.fields.values():
            if isinstance(field, DateField):
                field.now = self.now

    def written(self) -> dict[str, str]:
        """Return what was written in the boxes a protocol asks for besides, by what it calls them."""
        return {
            name.removeprefix("need_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("need_") and text
        }


class Acting(OwnerForm):
    """Who does what, by when."""

    what = Textarea(label="What will be done?", rows=2, max_length=5000)
    due_on = DateField(label="By which day?", may_be_future=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["what", "owner", "done_by", "due_on"])


class Naming(TimedForm):
    """Which adult or context came up, and how."""

    kind = Radios(label="Who or what came up?", choices=[("adult", "An adult"), ("context", "A context")])
    reference = Text(label="Which one?", max_length=200, help_text="The reference, or the name.")
    how = Textarea(label="How did it come up?", rows=2, max_length=2000)
