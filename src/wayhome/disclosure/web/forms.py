"""The forms of sharing: each asks everything that whoever looks back will need to know."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from wayhome.disclosure.given import Chosen, Hidden, Reasons, Recipient
from wayhome.packs.sharing import Choice, load_sharing
from wayhome.platform.queries.directory import agencies_of
from wayhome.platform.queries.partnerships import colleagues_of
from wayhome.record.identifying import folded
from wayhome.record.queries.around import SAID
from wayhome.ui.forms import Checkboxes, Radios, Select, Text, Textarea, TimedForm, WhenField

LONG = 5_000
SURE = ("exact", "about", "day")


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be ticked: id and words of each; `hints` say more."""

    facts: tuple[tuple[str, str], ...] = ()
    documents: tuple[tuple[str, str], ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, str], ...] = ()


def _choices(of: Mapping[str, Choice]) -> dict[str, Any]:
    return {
        "choices": [(choice.id, choice.title) for choice in of.values()],
        "hints": {choice.id: choice.hint for choice in of.values()},
    }


class _Deciding(TimedForm):
    """What both decisions ask: who, why, what the child and the parents said, who decided and when."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, authority: UUID, user: UUID, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid.uuid4(), **kwargs.pop("initial", {})}, **kwargs)
        people = [(str(c.id), f"{c.name}, {c.job_title or c.agency}") for c in colleagues_of(authority)]
        others = [pair for pair in people if pair[0] != str(user)]
        groups = [(str(id_), name) for id_, name in agencies_of(authority)]
        terms = load_sharing()
        self.fields |= {
            "colleague": Select(label="A colleague", required=False, choices=[("", "Choose a colleague"), *others]),
            "agency": Select(label="Or an agency", required=False, choices=[("", "Choose an agency"), *groups]),
            "outside": Text(
                label="Or somebody outside", required=False, max_length=300,
                help_text="Who, and of which organisation. For example: the designated lead at the child’s school",
            ),
            "purpose": Textarea(label=self.asks_why, rows=3, max_length=LONG),
            "child_position": Radios(label="What did the child say?", **_choices(terms.positions)),
            "parent_position": Radios(label="What did the parents or carers say?", **_choices(terms.positions)),
            "decided_by": Select(label="Who decided?", choices=[("", "Choose a colleague"), *people]),
            "decided": WhenField(sureness=SURE, label="When was it decided?"),
        }  # fmt: skip
        self.fields["decided"].now = self.now  # type: ignore[attr-defined]

    asks_why = "Why?"

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one recipient."""
        given: dict[str, Any] = super().clean() or {}
        said = [name for name in ("colleague", "agency", "outside") if (given.get(name) or "").strip()]
        if len(said) != 1 and not {"colleague", "agency", "outside"} & set(self.errors):
            self.add_error("colleague", "With whom: choose one of a colleague, an agency, or somebody outside")
        return given

    def to(self) -> Recipient:
        """Return with whom."""
        given = self.cleaned_data
        return Recipient(
            UUID(given["colleague"]) if given["colleague"] else None,
            UUID(given["agency"]) if given["agency"] else None,
            given["outside"].strip(),
        )

    def reasons(self) -> Reasons:
        """Return why, and who decided."""
        given = self.cleaned_data
        at: datetime = given["decided"].earliest
        return Reasons(
            purpose=given["purpose"], child_position=given["child_position"], parent_position=given["parent_position"],
            decided_by=UUID(given["decided_by"]), decided_at=at,
        )  # fmt: skip


class ShareForm(_Deciding):
    """What is shared, with whom, on what ground, and how far it may travel."""

    asks_why = "Why is it shared?"

    def __init__(self, *args: Any, offer: Offer, asked: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = load_sharing()
        self.asked = tuple(dict.fromkeys(name.strip() for name in asked if name.strip()))
        looks = [(f"{SAID}{folded(name)}", f"{name}, as the words say") for name in self.asked]
        self.fields |= {
            "versions": Checkboxes(label="Plans", required=False, choices=offer.versions),
            "others": Checkboxes(label="Minutes", required=False, choices=offer.others),
            "documents": Checkboxes(label="Files", required=False, choices=offer.documents),
            "facts": Checkboxes(label="What has been recorded", required=False, choices=offer.facts),
            "read_through": Checkboxes(
                label="Files that cannot be searched for names, such as pictures", required=False,
                choices=[("yes", "I have read every file I chose, and it shows nobody whom it should not")],
            ),
            "asked_for": Textarea(
                label="What is said beside it, or by word of mouth?", required=False, rows=3, max_length=LONG,
                help_text="Leave it empty when only what is ticked above is shared",
            ),
            "named": Checkboxes(
                label="Who may be named in it?", required=False, choices=[*offer.people, *looks],
                help_text="Everybody else is called Child B, Adult 1 and so on, the same throughout",
            ),
            "names_asked": forms.CharField(widget=forms.HiddenInput, required=False),
            "further": Textarea(
                label="Any other names it must not show?", required=False, rows=2, max_length=LONG,
                help_text="One on each line: for example a friend who is only mentioned in the words",
            ),
            "bases": Checkboxes(label="On what lawful basis?", **_choices(terms.bases)),
            "without_why": Textarea(
                label="If somebody did not agree, or was not asked: why is it right to go on?", required=False, rows=3,
                max_length=LONG,
            ),
            "onward": Radios(label="How far may it be passed on?", **_choices(terms.onward)),
            "onward_words": Text(label="To whom exactly, or with what limits?", required=False, max_length=500),
            "how": Text(label="How is it given to them?", required=False, max_length=300,
                        help_text="For example: secure e-mail. A colleague opens it here"),
        }  # fmt: skip
        for name in ("versions", "others", "documents", "facts"):
            if not getattr(offer, name):
                del self.fields[name]
        if not offer.documents:
            del self.fields["read_through"]
        self.order_fields([
            "key", "versions", "others", "documents", "facts", "read_through", "asked_for", "colleague", "agency", "outside", "how",
            "named", "names_asked", "further", "purpose", "bases", "child_position", "parent_position", "without_why", "onward",
            "onward_words", "decided_by", "decided",
        ])  # fmt: skip

    def chosen(self) -> Chosen:
        """Return what is shared."""
        given = self.cleaned_data
        ids = {name: tuple(map(UUID, given.get(name, ()))) for name in ("facts", "documents", "versions")}
        return Chosen(**ids, others=tuple(given.get("others", ())), read_through=bool(given.get("read_through")))

    def hidden(self) -> Hidden:
        """Return who may be named, and whom else to hide."""
        given = self.cleaned_data
        asked = frozenset(f"{SAID}{folded(name)}" for name in self.asked)
        return Hidden(frozenset(given["named"]), tuple(given["further"].splitlines()), asked)

    def reasons(self) -> Reasons:
        """Return why, on what basis, and within what limits."""
        given = self.cleaned_data
        return replace(
            super().reasons(), bases=tuple(given["bases"]), without_why=given["without_why"], onward=given["onward"],
            onward_words=given["onward_words"], asked_for=given["asked_for"], how=given["how"],
        )  # fmt: skip


class WithholdForm(_Deciding):
    """What was asked for, by whom, and why it is not given."""

    asks_why = "Why is it not shared?"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_for"] = Textarea(label="What was asked for?", rows=3, max_length=LONG)
        self.order_fields([
            "key", "colleague", "agency", "outside", "asked_for", "purpose", "child_position", "parent_position",
            "decided_by", "decided",
        ])  # fmt: skip

    def reasons(self) -> Reasons:
        """Return why, and what was asked for."""
        return replace(super().reasons(), asked_for=self.cleaned_data["asked_for"])


class StepForm(TimedForm):
    """When and how something followed."""

    at = WhenField(sureness=SURE, label="When?")
    how = Text(label="How?", max_length=300, help_text="For example: by secure e-mail, or on the telephone")
