"""The form of one topic: its value as its kind asks for it, the particulars, since when; made from the declaration."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms

from wayhome.engine.facts import Moment, Precision
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.queries.partnerships import colleagues_of
from wayhome.record.operations.facts import Draft
from wayhome.record.queries.particulars import Told
from wayhome.record.topics import Particular, Topic
from wayhome.record.web.topic_words import topic_words
from wayhome.record.web.words import code_words
from wayhome.ui.forms import DateField, DateOfBirth, Radios, Select, Text, Textarea, TimedForm, WhenField

FEW = 6
LINE = 300  # characters of one line
LINES = 20_000  # as long as the ledger keeps
PARTICULAR = 2_000
OLDEST = 30  # years: an older date of birth is a slip, for nobody past 25 is followed here
NOT_KNOWN = Moment(None, None, Precision.UNKNOWN)
USUAL, NAMED = "usual", "named"
YES_NO = (("yes", "Yes"), ("no", "No"), ("not-known", "Not known"))


class TopicForm(TimedForm):
    """What is so, what goes with it, and since when. `before` is the fact being corrected, or None for a new one."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    read_at = forms.DateTimeField(widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"])

    def __init__(self, *args: Any, topic: Topic, authority: UUID, before: Told | None = None, **kwargs: Any) -> None:
        self.topic, self.authority, self.before = topic, authority, before
        kind = load_vocabulary().kinds[topic.kind]
        given = {"key": uuid.uuid4(), "read_at": kwargs["now"].strftime("%Y-%m-%dT%H:%M:%S.%f%z")}
        super().__init__(*args, initial=given | (_initial(before, kind.value) if before else {}), **kwargs)
        self.fields["value"] = _value(topic, kind.value, kind.values)
        if topic.text:
            self.fields["text"] = Text(label=topic.text, required=False, max_length=LINE * 4)
        self.colleagues = {str(c.id): c for c in colleagues_of(authority)} if _names_colleagues(topic) else {}
        for asked in topic.particulars:
            self.fields[_box(asked)] = self._particular(asked)
        self.fields["since"] = WhenField(label=topic.since, required=False)
        self.fields["seen"] = _seen(kind.handling)
        if before:
            self.fields["reason"] = Text(label="Why is it corrected?", max_length=LINE)
        for field in self.fields.values():
            if hasattr(field, "now"):
                field.now = self.now

    def clean(self) -> dict[str, Any]:
        """Check what one field alone cannot tell."""
        given: dict[str, Any] = super().clean() or {}
        for name, words in given.items():
            if isinstance(words, str) and "\x00" in words:
                self.add_error(name, "This holds a character that cannot be kept. Type it again")
        colleague = self.colleagues.get(given.get("with_colleague") or "")
        if colleague and not given.get("text"):
            given["text"] = colleague.name
        if colleague and not given.get("with_agency"):
            given["with_agency"] = colleague.agency
        if self.topic.text_required and not (given.get("text") or "").strip() and "text" not in self.errors:
            self.add_error("text", f"Enter {self.topic.text[:1].lower()}{self.topic.text[1:].rstrip('?')}")
        if "value" not in self.errors:
            self._check_value(given.get("value"))
        return given

    def sealed(self) -> bool:
        """Whether only the people named for the child may see it."""
        return bool(self.cleaned_data.get("seen") == NAMED)

    def draft(self, told_at: datetime) -> Draft:
        """Return the fact as it was filled in; a day nobody gave is a day nobody knows."""
        return replace(self._draft(told_at), sealed=self.sealed())

    def _draft(self, told_at: datetime) -> Draft:
        given, kind = self.cleaned_data, load_vocabulary().kinds[self.topic.kind]
        since = given["since"] or NOT_KNOWN
        if self.before and "since" not in self.changed_data:
            was = self.before.entry
            since = Moment(was.happened_from, was.happened_until, Precision(was.precision))
        words = (given.get("text") or "").strip() or None
        source = "correction" if self.before else f"about:{self.topic.slug}"
        until = self.before.entry.holds_until if self.before else None
        if kind.value == "code":
            return Draft(kind.id, since, told_at, code=given["value"], text=words, holds_until=until, source=source)
        if kind.value == "date":
            return Draft(kind.id, since, told_at, on_date=given["value"], text=words, source=source)
        return Draft(kind.id, since, told_at, text=given["value"].strip(), holds_until=until, source=source)

    def said(self) -> dict[str, str]:
        """Return the particulars as they are kept: words; dates as ISO days."""
        found = {asked.name: self.cleaned_data.get(_box(asked)) for asked in self.topic.particulars}
        return {
            name: words.isoformat() if isinstance(words, date) else str(words or "") for name, words in found.items()
        }

    def _check_value(self, value: Any) -> None:
        if isinstance(value, str) and not value.strip():
            self.add_error("value", f"{self.topic.title}: enter an answer")
        if self.topic.slug == "nhs-number" and isinstance(value, str) and not nhs_number(value):
            self.add_error(
                "value", "NHS number: check the ten digits. The last one shows that one of them is not right"
            )
        if self.topic.slug == "national-insurance" and isinstance(value, str) and not national_insurance(value):
            self.add_error("value", "National Insurance number: enter two letters, six figures and one letter A to D")
        if self.topic.slug == "born" and isinstance(value, date) and self.now.year - value.year > OLDEST:
            self.add_error("value", f"Date of birth: check the year. It is more than {OLDEST} years ago")

    def _particular(self, asked: Particular) -> forms.Field:
        told: dict[str, Any] = {"label": asked.label, "help_text": asked.hint, "required": asked.required}
        match asked.asked:
            case "yes-no":
                return Radios(choices=YES_NO, inline=True, **told)
            case "date":
                return DateField(may_be_future=True, **told)
            case "colleague":
                people = [(id_, f"{c.name}, {c.job_title or c.agency}") for id_, c in self.colleagues.items()]
                return Select(choices=[("", "No, or not known"), *people], **told)
            case "choice":
                return Radios(choices=asked.choices, **told)
            case "lines":
                return Textarea(max_length=PARTICULAR, rows=3, **told)
            case "line":
                return Text(max_length=LINE, **told)


def _seen(handling: str) -> Radios:
    usual = load_vocabulary().handling[handling].partition(". ")[2]
    choices = [(USUAL, "Whoever usually sees this"), (NAMED, "Only people named for this child")]
    hints = {USUAL: usual, NAMED: "They are listed on Access and sharing. You are named too if nobody is yet"}
    return Radios(label="Who may see this?", choices=choices, hints=hints, required=False, initial=USUAL)


def nhs_number(words: str) -> bool:
    """Whether ten digits carry their check digit (NHS Data Dictionary, NHS NUMBER: modulus 11)."""
    digits = [int(c) for c in words if c.isdecimal() and c.isascii()]
    if len(digits) != 10 or any(not (c.isdecimal() or c.isspace() or c == "-") for c in words):
        return False
    return (11 - sum(d * (10 - place) for place, d in enumerate(digits[:9])) % 11) % 11 == digits[9]


def national_insurance(words: str) -> bool:
    """Whether it is written as a National Insurance number is: two letters, six figures, and A, B, C or D."""
    return re.fullmatch(r"[A-Z]{2}\d{6}[A-D]", re.sub(r"[\s-]", "", words.upper()), re.ASCII) is not None


def _value(topic: Topic, asked: str, codes: tuple[str, ...]) -> forms.Field:
    told: dict[str, Any] = {"label": topic.question, "help_text": topic.hint}
    if asked == "date":
        return DateOfBirth(**told)
    if asked == "code":
        offered = [code for code in codes if code not in topic.not_offered]
        choices = [(code, topic_words(topic.kind, code) or code_words(code)) for code in offered]
        if len(choices) > FEW:
            return Select(choices=[("", "Choose one"), *choices], **told)
        return Radios(choices=choices, **told)
    if topic.long:
        return Textarea(max_length=LINES, rows=4, **told)
    return Text(max_length=LINE, **told)


def _initial(before: Told, asked: str) -> dict[str, Any]:
    entry = before.entry
    value = {"code": entry.code, "date": entry.on_date}.get(asked, entry.text)
    since = Moment(entry.happened_from, entry.happened_until, Precision(entry.precision))
    said: Mapping[str, Any] = {
        f"with_{name}": date.fromisoformat(words) if name == "review-on" else words
        for name, words in before.said.items()
    }
    return {"value": value, "text": entry.text or "", "since": since if entry.happened_from else None, **said}


def _box(asked: Particular) -> str:
    return f"with_{asked.name}"


def _names_colleagues(topic: Topic) -> bool:
    return any(asked.asked == "colleague" for asked in topic.particulars)
