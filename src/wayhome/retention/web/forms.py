"""The forms around the end of a record."""

from __future__ import annotations

from typing import Any

from wayhome.ui.forms import DateField, Number, Radios, Textarea, TimedForm

LONG = 2_000


class HoldForm(TimedForm):
    """Why a record must stay, and until when nobody needs to ask again."""

    why = Textarea(label="Why must this record stay?", rows=3, max_length=LONG,
                   help_text="For example: a court case, a complaint, a review, or the young person asked")  # fmt: skip
    review_on = DateField(label="On which day is the hold looked at again?", may_be_future=True)


class EndForm(TimedForm):
    """Why a hold ends."""

    why = Textarea(label="Why does the hold end?", rows=3, max_length=LONG)


class JudgeForm(TimedForm):
    """Whether a record should go, from somebody who has looked."""

    verdict = Radios(
        label="Should this record go?",
        choices=[("go", "Yes: nobody needs it any more"), ("stay", "No: it should stay")],
        hints={"go": "Think of the person it is about: they may want to know their own story",
               "stay": "It will not be proposed again before the day you choose"},
    )  # fmt: skip
    why = Textarea(label="What did you look at, and why do you think so?", rows=4, max_length=LONG)
    look_again_on = DateField(
        label="If it stays: on which day is it looked at again?", may_be_future=True, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a day when it stays."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("verdict") == "stay" and not given.get("look_again_on") and "look_again_on" not in self.errors:
            self.add_error("look_again_on", "If it stays: enter a day to come")
        return given


class YearsForm(TimedForm):
    """How many years the partnership keeps a record under one rule."""

    years = Number(label="For how many years?", width=3)
