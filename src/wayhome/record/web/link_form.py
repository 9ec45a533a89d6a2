"""Asking how two are linked: the questions, and how the answers become a link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from wayhome.record.link_kinds import CONFIDENCES, HANDLINGS, LINK_KINDS, STRENGTHS, offered
from wayhome.record.names import folded
from wayhome.record.operations.errors import BadValue
from wayhome.record.operations.links import LinkDraft
from wayhome.record.queries.links import End, LinkView
from wayhome.record.subjects import Subject
from wayhome.record.things import KINDS, Identity, identity
from wayhome.ui.forms import DateField, Radios, Select, Text, Textarea, TimedForm

LONGEST = 2000
WHO = {
    "child": ("Which child?", "Name, or reference such as C-7KQ4-M2XA. The beginning is enough"),
    "adult": ("Which adult?", "Name or other name, or reference"),
    "context": ("Which place, group, school or online space?", "Name, or reference"),
    "address": ("What is the address?", "Number and street, town, and the postcode if you know it"),
    "phone": ("What is the telephone number?", "Such as 07700 900123. Whose it is goes in the note"),
    "vehicle": ("What is the registration mark?", "Such as AB12 CDE. What it looks like goes in the note"),
    "account": ("What is the account called?", "As it is shown there, without the @"),
}


class Clean(TimedForm):
    """A form whose words hold no null characters, which no text can keep."""

    def clean(self) -> dict[str, Any]:
        """Refuse null characters."""
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and "\x00" in value:
                self.add_error(name, "This holds a character that cannot be kept. Type it again.")
        return self.cleaned_data


class About(Clean):
    """How two are linked, whoever they are: kind, dates, how strong, how sure, who said so, who may see it."""

    how = Select(label="How are they linked?")
    since = DateField(label="Since when, if anybody knows?", required=False, help_text="For example, 27 3 2026")
    until = DateField(
        label="Until when?", required=False, help_text="Only if it is over. Leave empty if it goes on or nobody knows"
    )
    strength = Radios(label="How strong is the link?", choices=list(STRENGTHS.items()), required=False)
    confidence = Radios(label="How sure is this?", choices=list(CONFIDENCES.items()))
    source = Text(
        label="Who said so, or where does it come from?",
        max_length=300,
        help_text="Such as: Ash, in the return home conversation; school; police",
    )
    note = Textarea(
        label="What should people know about it?",
        required=False,
        rows=3,
        max_length=LONGEST,
        help_text="What was seen or said. The child may read this one day.",
    )
    handling = Radios(
        label="Who may see this link?",
        choices=list(HANDLINGS.items()),
        help_text="As few as need to know. What is said of exploitation goes to police and your own agency. "
        "Nobody sees it who may not see both ends",
    )

    def __init__(self, *args: Any, ends: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ends = ends
        how = self.fields["how"]
        assert isinstance(how, forms.ChoiceField)
        ways = [(code, said[:1].upper() + said[1:]) for code, said in offered(*ends)]
        how.choices = [("", "Choose one"), *ways]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        given = super().clean()
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", "Until when: this is before the day it began. Check the two dates")
        return given

    def draft(self, here: Subject | Identity, there: Subject | Identity, **more: Any) -> LinkDraft:
        """Return the link, read the right way round."""
        given = self.cleaned_data
        backwards = given["how"].endswith("<")
        first, other = (there, here) if backwards else (here, there)
        return LinkDraft(
            given["how"].rstrip("<"), first, other, given["source"], given["confidence"],
            strength=given["strength"], since=given["since"], until=given["until"], note=given["note"],
            handling=given["handling"], **more,
        )  # fmt: skip


class NewLink(About):
    """Who or what is at the other end, and how. People and contexts are looked for, and then chosen."""

    who = Text(label="Who or what?", max_length=200)
    service = Text(label="Which app, game or site is it on?", max_length=100)
    chosen = Radios(label="Which of these do you mean?", required=False)

    def __init__(self, *args: Any, found: tuple[End, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = self.ends[1]
        who = self.fields["who"]
        who.label, who.help_text = WHO[there]
        who.error_messages["required"] = f"{WHO[there][0].rstrip('?')}: {WHO[there][1][:1].lower()}{WHO[there][1][1:]}"
        if there != "account":
            del self.fields["service"]
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.ChoiceField)
        if found:
            chosen.choices = [(str(end.id), _told_apart(end)) for end in found] + [("none", "None of these")]
        else:
            del self.fields["chosen"]
        self.order_fields(["who", "service", "chosen", "how", "confidence", "source", "since", "until", "strength"])

    def thing(self) -> Identity | None:
        """Return the thing that was typed, or None and an error beside its box."""
        there = self.ends[1]
        assert there in KINDS
        try:
            return identity(there, self.cleaned_data["who"], service=self.cleaned_data.get("service", ""))
        except BadValue as refusal:
            self.add_error("who", str(refusal))
            return None

    def pick(self, found: tuple[End, ...]) -> UUID | None:
        """Return who was chosen of those found; one found by its whole reference or name needs no choosing."""
        chosen = self.cleaned_data.get("chosen")
        known = {str(end.id): end.id for end in found}
        if chosen in known:
            return known[chosen]
        typed = folded(self.cleaned_data["who"])
        whole = [end.id for end in found if typed in (folded(end.name), folded(end.label.rpartition(", ")[2]))]
        return whole[0] if len(whole) == len(found) == 1 else None


def _told_apart(end: End) -> str:
    return f"{end.name}, {end.label.rpartition(', ')[2]}" if end.name and end.name != end.label else end.label


class ChangeLink(About):
    """The same questions of a link there is already, and why it is changed."""

    reason = Textarea(
        label="Why is the link being changed?", rows=3, max_length=LONGEST, help_text="The old link stays, with this"
    )


def begun(link: LinkView) -> dict[str, Any]:
    """Return what a form about a link there is already begins with."""
    return {
        "how": link.kind, "since": link.since, "until": link.until, "strength": link.strength,
        "confidence": link.confidence, "source": link.source, "note": link.note, "handling": link.handling,
    }  # fmt: skip


def way(code: str) -> str:
    """Return the kind of a way of being linked, whichever way it is read; "" if there is none."""
    return code if code.rstrip("<") in LINK_KINDS else ""
