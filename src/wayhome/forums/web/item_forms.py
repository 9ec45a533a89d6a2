"""The forms of one item at a meeting: what the agency knows, what is decided, and who does what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wayhome.engine.forums import Decision, Purpose
from wayhome.forums.operations.deciding import GRADED, NEEDS, lacking_boxes
from wayhome.forums.operations.saying import SHARED
from wayhome.forums.queries.reviews import NextReview
from wayhome.forums.web.words import LEVEL_WORDS
from wayhome.plans.web.action_form import OwnerForm
from wayhome.ui import words
from wayhome.ui.forms import Checkboxes, DateField, Radios, Text, Textarea, TimedForm


class Return(TimedForm):
    """What an agency knows, or that it knows nothing."""

    text = Textarea(label="What does your agency know?", required=False, rows=4, max_length=20_000)
    nothing = Checkboxes(label="Or", required=False, choices=[("yes", "We looked, and nothing is known to us")])
    shared = Radios(label="Who at the meeting may read it?", choices=list(SHARED.items()))


class Deciding(TimedForm):
    """What is decided, why, how high the risk is, and when it is looked at again."""

    def __init__(
        self, *args: Any, ways: tuple[Decision, ...], graded: bool, purposes: Sequence[Purpose],
        reviews: Mapping[str, NextReview], level: str, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.reviews, self.level = reviews, level
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
            self.fields["purposes"] = Checkboxes(
                label="What was it held for?", choices=[(purpose.id, purpose.title) for purpose in purposes]
            )
        if any("to-whom" in way.needs for way in ways):
            self.fields["to_whom"] = Text(label="If it goes to somebody: to whom?", required=False, max_length=500)
        for need in lacking_boxes(ways):
            which = " or ".join(f"“{way.title}”" for way in ways if need in way.needs)
            self.fields[f"need_{need}"] = Textarea(
                label=NEEDS.get(need, need), required=False, rows=2, max_length=5000, help_text=f"With {which}."
            )
        given = self._given(graded)
        choices = [("protocol", "On the day that the protocol gives")] if given else []
        other = "On another day" if given else "On a day that the meeting sets"
        self.fields["review"] = Radios(
            label="When is it looked at again?",
            choices=[*choices, ("day", other), ("none", "No more at this meeting")],
            hints={"protocol": given, "day": "It comes onto the agenda of the first meeting from that day."},
        )
        label = "If on another day: which?" if given else "If on a day: which?"
        self.fields["review_on"] = DateField(label=label, required=False, may_be_future=True)
        if given:
            self.fields["review_why"] = Textarea(
                label="Why on another day than the protocol gives?", required=False, rows=2, max_length=2000
            )
        for field in self.fields.values():
            if isinstance(field, DateField):
                field.now = self.now

    def _given(self, graded: bool) -> str:
        """Say which day each level of risk gives, and why: the levels that give the same day together."""
        levels: dict[NextReview, list[str]] = {}
        for level, review in self.reviews.items():
            if graded is bool(level):
                levels.setdefault(review, []).append(LEVEL_WORDS.get(level, ""))
        alone = len(levels) == 1
        said = (("" if alone else f"{' or '.join(names)}: ", each) for each, names in levels.items())
        return " ".join(f"{who}{words.day(each.day)}. {each.rule}" for who, each in said)

    def clean(self) -> dict[str, Any]:
        """Ask for the other day where one was chosen."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("review") == "day" and not given.get("review_on") and "review_on" not in self.errors:
            other = ", or choose the one the protocol gives" if "review_why" in self.fields else ""
            self.add_error("review_on", f"Write the day{other}")
        return given

    def review_on(self) -> date | None:
        """Return the day that was chosen; None for no more review."""
        given = self.cleaned_data
        if given["review"] == "protocol":
            found = self.reviews.get(given.get("grading") or self.level) or self.reviews.get("")
            return found.day if found else None
        chosen: date | None = given["review_on"] if given["review"] == "day" else None
        return chosen

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


class Carrying(TimedForm):
    """Which action of an earlier meeting is carried forward, until when, and why."""

    def __init__(self, *args: Any, still: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "action": Radios(label="Which action?", choices=[(str(id_), said) for id_, said in still]),
            "due_on": DateField(label="Until which day?", may_be_future=True),
            "why": Textarea(label="Why is it carried forward?", rows=2, max_length=2000),
        }
        self.fields["due_on"].now = self.now  # type: ignore[attr-defined]
