"""The forms of "Access and sharing": each asks why, so that whoever looks back can see on what ground it was decided."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from wayhome.platform.queries import naming
from wayhome.platform.queries.partnerships import colleagues_of
from wayhome.ui import words
from wayhome.ui.forms import Checkboxes, DateField, Select, Textarea, TimedForm

WHY = 2000


class Why(TimedForm):
    """Only the reason."""

    reason = Textarea(label="Why?", max_length=WHY, rows=3)


class Name(TimedForm):
    """Which colleague and which teams, until when, and why."""

    until = DateField(
        label="Until the end of which day?", required=False, may_be_future=True, help_text="Leave empty for no end"
    )
    reason = Textarea(label="Why do they need it?", max_length=WHY, rows=3)

    def __init__(self, *args: Any, authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"] = _colleagues(authority, "Which colleague?", required=False)
        self.fields["teams"] = _teams(authority)
        self.order_fields(["colleague", "teams", "until", "reason"])

    def clean(self) -> dict[str, Any]:
        """Ask for somebody."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("colleague") and not given.get("teams"):
            self.add_error("colleague", "Which colleague: choose a colleague, or a team")
        return given

    def until_at(self) -> datetime | None:
        """Return the end of the day chosen, in Europe/London; None for no end."""
        day = self.cleaned_data.get("until")
        return datetime.combine(day + timedelta(days=1), time(0), words.LONDON) if day else None

    def users(self) -> list[UUID]:
        """Return the colleague chosen, if any."""
        return [UUID(self.cleaned_data["colleague"])] if self.cleaned_data["colleague"] else []

    def team_ids(self) -> list[UUID]:
        """Return the teams chosen."""
        return [UUID(team) for team in self.cleaned_data["teams"]]


class Seal(TimedForm):
    """Who keeps the record, and why it is sealed. Whoever seals it is named as well."""

    reason = Textarea(label="Why is the record sealed?", max_length=WHY, rows=3)

    def __init__(self, *args: Any, authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(c.id), f"{c.name}, {c.job_title or c.agency}") for c in colleagues_of(authority)]
        self.fields["people"] = Checkboxes(
            label="Who else must still see it?", choices=people, required=False,
            help_text="You stay named. Think of the allocated social worker, the manager and the emergency duty team.",
        )  # fmt: skip
        self.fields["teams"] = _teams(authority)
        self.order_fields(["people", "teams", "reason"])


class KeepAway(TimedForm):
    """Which colleague must not see the record, and why."""

    reason = Textarea(
        label="Why?", max_length=WHY, rows=3, help_text="For example: related to the child, or known to the family"
    )

    def __init__(self, *args: Any, authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"] = _colleagues(authority, "Which colleague must not see this record?", required=True)
        self.order_fields(["colleague", "reason"])


def _colleagues(authority: UUID, label: str, *, required: bool) -> Select:
    people = [(str(c.id), f"{c.name}, {c.job_title or c.agency}") for c in colleagues_of(authority)]
    return Select(label=label, required=required, choices=[("", "Choose a colleague"), *people])


def _teams(authority: UUID) -> Checkboxes:
    known = [(str(id_), name) for id_, name in naming.teams(authority).items()]
    return Checkboxes(label="Which teams?", required=False, choices=known)
