"""The forms of one item at a meeting: what the agency knows, what is decided, and who does what."""

from __future__ import annotations

from typing import Any

from wayhome.engine.forums import Decision
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

    def __init__(self, *args: Any, ways: tuple[Decision, ...], graded: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"] = Radios(
            label="What is decided?",
            choices=[(way.id, way.title) for way in ways],
            hints={way.id: way.meaning for way in ways},
        )
        self.fields["rationale"] = Textarea(label="Why?", rows=4, max_length=10_000)
        if graded:
            self.fields["grading"] = Radios(
                label="How high is the risk?", required=any("risk-grading" in way.needs for way in ways),
                choices=list(LEVEL_WORDS.items()),
            )  # fmt: skip
        if any("to-whom" in way.needs for way in ways):
            self.fields["to_whom"] = Text(label="If it is escalated: to whom?", required=False, max_length=500)
        self.fields["review_on"] = DateField(
            label="When is it looked at again?", required=False, may_be_future=True,
            help_text="It comes onto the agenda of the first meeting from that day. Leave it empty to end the review.",
        )  # fmt: skip
        for field in self.fields.values():
            if isinstance(field, DateField):
                field.now = self.now


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
