"""What is asked when a duty is given to somebody, given back, or put off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from wayhome.packs.roles import load_roles
from wayhome.platform.queries import teams
from wayhome.platform.queries.partnerships import colleagues_of
from wayhome.ui import words
from wayhome.ui.forms import Radios, Select, Textarea, TimedForm
from wayhome.worklists.operations.giving import LONGEST, To


class GiveForm(TimedForm):
    """To whom, and why."""

    reason = Textarea(label="Why do they do it?", rows=2, max_length=LONGEST)

    def __init__(self, *args: Any, authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose")]
        choices += [(f"user:{c.id}", f"{c.name}, {c.job_title or c.agency}") for c in colleagues_of(authority)]
        choices += [(f"team:{id_}", f"{name}, whoever takes it") for id_, name in teams.names(authority).items()]
        posts = sorted((role.label, key) for key, role in load_roles().items() if role.by == "post")
        choices += [(f"post:{key}", f"Whoever is {label}") for label, key in posts]
        self.fields["to"] = Select(label="Who does it from now on?", choices=choices)
        self.order_fields(["to", "reason"])

    def to(self) -> To:
        """Return who was chosen."""
        kind, _, value = self.cleaned_data["to"].partition(":")
        if kind == "post":
            return To(post=value)
        return To(user=UUID(value)) if kind == "user" else To(team=UUID(value))


class BackForm(TimedForm):
    """Why it goes back to the post."""

    reason = Textarea(label="Why does it go back?", rows=2, max_length=LONGEST)


class PutOffForm(TimedForm):
    """Until when it may wait, and why; only times before it is due are offered."""

    reason = Textarea(label="Why can it wait?", rows=2, max_length=LONGEST)

    def __init__(self, *args: Any, latest: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.times = {key: at for key, at in moments(self.now).items() if at <= latest}
        if latest - self.now > timedelta(minutes=5):
            self.times["latest"] = latest
        choices = [(key, _said(key, at)) for key, at in self.times.items()]
        self.fields["until"] = Radios(label="Until when can it wait?", choices=choices)
        self.order_fields(["until", "reason"])

    def until(self) -> datetime:
        """Return the moment that was chosen."""
        return self.times[self.cleaned_data["until"]]


def moments(now: datetime) -> dict[str, datetime]:
    """Return the times one can put something off to: soon, this evening, the next mornings."""
    here = words.local(now)
    made = {"hour": now + timedelta(hours=1), "hours": now + timedelta(hours=4)}
    evening = here.replace(hour=18, minute=0, second=0, microsecond=0)
    if evening > here + timedelta(hours=4):
        made["evening"] = evening
    for days, key in ((1, "tomorrow"), (2, "after")):
        made[key] = (here + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)
    return made


def _said(key: str, at: datetime) -> str:
    first = {"hour": "For an hour", "hours": "For four hours", "latest": "As long as it can"}.get(key)
    return f"{first}, until {words.when(at)}" if first else f"Until {words.when(at)}"
