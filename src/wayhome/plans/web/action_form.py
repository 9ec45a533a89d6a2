"""The forms of an action: what, who, by when; and each thing that can become of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wayhome.packs.roles import load_roles
from wayhome.plans.operations.actions import Owner
from wayhome.platform.queries.directory import agencies_of
from wayhome.platform.queries.partnerships import colleagues_of
from wayhome.ui.forms import DateField, Radios, Select, Text, Textarea, TimedForm


class OwnerForm(TimedForm):
    """Who sees to it: a colleague, a post or an agency, and who does it if that is somebody else."""

    done_by = Text(
        label="Who does it, if somebody else does?", required=False, max_length=200,
        help_text="For example the young person, or a parent. The one chosen above sees to it.",
    )  # fmt: skip

    def __init__(self, *args: Any, authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = sorted((role.label, key) for key, role in load_roles().items())
        choices = [("", "Choose")]
        choices += [(f"person:{c.id}", f"{c.name}, {c.job_title or c.agency}") for c in colleagues_of(authority)]
        choices += [(f"post:{key}", f"Whoever is {label}") for label, key in posts]
        choices += [(f"agency:{id_}", f"{name}, no one named") for id_, name in agencies_of(authority)]
        self.fields["owner"] = Select(label="Who sees to it?", choices=choices)

    def owner(self) -> Owner:
        """Return who was chosen."""
        kind, _, value = self.cleaned_data["owner"].partition(":")
        done_by = self.cleaned_data["done_by"]
        if kind == "post":
            return Owner(post=value, done_by=done_by)
        person, agency = (UUID(value), None) if kind == "person" else (None, UUID(value))
        return Owner(person=person, agency=agency, done_by=done_by)


class NewAction(OwnerForm):
    """What, who and by when."""

    what = Textarea(label="What will be done?", rows=2, max_length=5000)
    due_on = DateField(label="By which day?", may_be_future=True)
    note = Textarea(label="Anything to know", required=False, rows=2, max_length=5000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["what", "owner", "done_by", "due_on", "note"])


class Reassign(OwnerForm):
    """Who has it from now on, and why."""

    reason = Textarea(label="Why does it go to somebody else?", rows=2, max_length=5000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["owner", "done_by", "reason"])


class Extend(TimedForm):
    """Until when, and why."""

    due_on = DateField(label="By which day now?", may_be_future=True)
    reason = Textarea(label="Why does it need longer?", rows=2, max_length=5000)


class Outcome(TimedForm):
    """What became of it."""

    outcome = Radios(
        label="What became of it?",
        choices=[
            ("done", "It is done"), ("not-done", "It was not done, and will not be"),
            ("cancel", "It is no longer needed"), ("note", "It is still to do: add what is known"),
        ],
    )  # fmt: skip
    note = Textarea(
        label="What happened?", required=False, rows=3, max_length=5000, help_text="Needed unless it is done."
    )
    evidence = Text(
        label="How do we know?",
        required=False,
        max_length=1000,
        help_text="For example a reference, a letter, who saw it.",
    )
