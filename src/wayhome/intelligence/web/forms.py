"""What is asked about an adult of concern."""

from __future__ import annotations

from typing import Any

from django import forms

from wayhome.intelligence.kinds import Told
from wayhome.ui.forms import Checkboxes, DateField, DateOfBirth, Text, Textarea, TimedForm, WhenField

LONGEST = 4000
DAY = ("exact", "about", "day", "unknown")


class Clean(TimedForm):
    """A form whose words hold no null characters, which no text can keep."""

    def clean(self) -> dict[str, Any]:
        """Refuse null characters."""
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and "\x00" in value:
                self.add_error(name, "This holds a character that cannot be kept. Type it again.")
        return self.cleaned_data


class NewAdultForm(Clean):
    """Who the adult is, how they came to notice and what is alleged."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = Text(
        label="What is the adult called?",
        max_length=200,
        help_text="A name, or what people call them if nobody knows it",
    )
    alias = Text(label="What else are they called?", required=False, max_length=200)
    born = DateOfBirth(label="When were they born?", required=False, help_text="Leave empty if nobody knows")
    description = Textarea(label="What do they look like?", required=False, rows=3, max_length=LONGEST)
    noticed = Textarea(label="How did they come to notice?", rows=3, max_length=LONGEST)
    when = WhenField(label="When did they come to notice?", sureness=DAY)
    allegation = Textarea(
        label="What are they said to have done?",
        required=False,
        help_text="Who says so, and of whom. It is an allegation, not a finding",
        max_length=LONGEST,
    )
    different = Checkboxes(label="Is this somebody else?", required=False, choices=[("yes", "Yes, somebody else")])


class TellForm(Clean):
    """One thing told of an adult, and since when or when it was known."""

    text = Textarea(label="", max_length=LONGEST)
    when = WhenField(label="When was this known?", sureness=DAY)

    def __init__(self, *args: Any, told: Told, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if told.slug == "born":
            field: forms.Field = DateOfBirth(label=told.question)
            field.now = self.now  # type: ignore[attr-defined]
            self.fields["on"] = field
            del self.fields["text"]
        elif told.slug in ("name", "alias"):
            self.fields["text"] = Text(label=told.question, max_length=200, help_text=told.hint)
        else:
            self.fields["text"] = Textarea(label=told.question, max_length=LONGEST, help_text=told.hint)
        self.fields["when"].label = "Since when?" if told.period else "When was this known?"
        if told.period:
            until = DateField(label="Until when, if it is set or over?", required=False, may_be_future=True)
            until.now = self.now
            self.fields["until"] = until
        self.order_fields(["text", "on", "when", "until"])


class EndForm(Clean):
    """Until when something held."""

    until = WhenField(label="Until when?", sureness=("exact", "about", "day"))


class WithdrawForm(Clean):
    """Why something should not have been told."""

    reason = Textarea(label="Why should this not have been recorded?", max_length=2000)
